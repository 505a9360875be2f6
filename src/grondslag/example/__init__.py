"""A believable legacy database, in which much is unlawful, with its datamap and the statement that it breaks."""

from grondslag.example.company import Example, ExampleError, write

__all__ = ["Example", "ExampleError", "write"]
