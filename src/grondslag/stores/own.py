"""The datamap of the kernel's own tables, which ships with the package: ``own.toml``."""

from functools import cache
from importlib.resources import files

from grondslag.datamap.load import loads
from grondslag.datamap.model import DataMap


@cache
def datamap() -> DataMap:
    """The datamap of every table that the kernel may have."""
    return loads(files("grondslag.stores").joinpath("own.toml").read_bytes(), "own.toml", own=True)
