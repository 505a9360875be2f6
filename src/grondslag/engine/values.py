"""Values of a database as JSON has them.

Text, numbers and truth are themselves; days and moments are ISO 8601; a decimal number is text, since JSON's numbers
would round it; lists and objects (of JSON columns, of arrays) are lists and objects. Bytes are text in base64 (RFC
4648, section 4), which :func:`encoding` tells. What is left is the text that its driver gives it.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date, time
from math import isfinite
from typing import Any

Bytes = bytes | bytearray | memoryview


def json_value(value: object) -> Any:
    """A value that JSON can hold."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Bytes):
        return b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(name): json_value(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [json_value(each) for each in value]
    return str(value)


def encoding(value: object) -> dict[str, str]:
    """How the JSON value of bytes is written, as ``encoding``; nothing for everything else."""
    return {"encoding": "base64"} if isinstance(value, Bytes) else {}
