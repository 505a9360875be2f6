"""Text as a person gives it, as the value that a column's declared type takes."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from json import loads
from uuid import UUID

_LENGTH = re.compile(r"(?:CHAR|CHARACTER|VARYING|TEXT)\s*\((\d+)")
_TRUE, _FALSE = ("true", "yes", "ja", "1"), ("false", "no", "nee", "0")


def typed(declared: str, text: str) -> object:
    """The value of a text for a column of a declared type (upper case, as reflected).

    Raises ValueError, in a few words with what is wanted, for text that such a column does not take.
    """
    for words, read in _KINDS:
        if any(word in declared for word in words):
            return read(text)
    length = _LENGTH.search(declared)
    if length and len(text) > int(length[1]):
        raise ValueError(f"it takes at most {length[1]} characters, and this has {len(text)}")
    return text


def _boolean(text: str) -> bool:
    if text.casefold() not in (*_TRUE, *_FALSE):
        raise ValueError("it takes true or false")
    return text.casefold() in _TRUE


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("it takes a whole number") from None


def _number(text: str) -> str:
    try:
        if not Decimal(text).is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError("it takes a number, with a point before its decimals") from None
    # As text: each database reads it into its own type, and nothing is lost in between.
    return text.strip()


def _bytes(_text: str) -> object:
    raise ValueError("it takes bytes, which no text gives")


def _iso(read: Callable[[str], object], wanted: str) -> Callable[[str], str]:
    def checked(text: str) -> str:
        try:
            read(text)
        except ValueError:
            raise ValueError(f"it takes {wanted}") from None
        return text

    return checked


_KINDS: tuple[tuple[tuple[str, ...], Callable[[str], object]], ...] = (
    (("BLOB", "BYTEA", "BINARY"), _bytes),
    (("BOOL",), _boolean),
    (("TIMESTAMP", "DATETIME"), _iso(datetime.fromisoformat, "a moment such as 2026-11-23 09:30:00")),
    (("DATE",), _iso(date.fromisoformat, "a day such as 2026-11-23")),
    (("TIME",), _iso(time.fromisoformat, "a time such as 09:30:00")),
    (("JSON",), _iso(loads, "JSON")),
    (("UUID",), _iso(UUID, "a UUID")),
    (("INTERVAL", "POINT"), str),
    (("INT", "SERIAL"), _integer),
    (("NUMERIC", "DECIMAL", "REAL", "FLOA", "DOUB"), _number),
)
