"""Between the frozen values of a statement and plain data (dictionaries, lists, text, numbers, dates).

Plain data leaves out every default, and gives a period in years where people would: fiscal terms and long ones.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from grondslag.statement.amendments import KEYS, element_type, fields_of
from grondslag.statement.checks import suggestion
from grondslag.statement.model import Period, Term

type Location = tuple[str | int, ...]

YEARS_FROM = 36

EXPECTED = {
    "string_type": "text in quotes", "int_type": "a whole number", "bool_type": "true or false",
    "tuple_type": "a list in [ ]", "dataclass_type": "a table", "dataclass_exact_type": "a table",
    "date_type": "a date such as 2026-11-22", "date_from_datetime_inexact": "a date such as 2026-11-22",
    "date_from_datetime_parsing": "a date such as 2026-11-22", "date_parsing": "a date such as 2026-11-22",
}  # fmt: skip


class MisfitError(ValueError):
    """Plain data that does not fit its type: where, from the value's own root, and a sentence that says the fix."""

    def __init__(self, location: Location, message: str) -> None:
        self.location, self.message = location, message
        super().__init__(message)


def plain(value: Any) -> Any:
    """The plain data of a value of the model; of a dataclass the fields that are not their default."""
    if isinstance(value, (Term, Period)):
        return _with_years(_table(value))
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [plain(entry) for entry in value]
    return value


def _table(value: Any) -> dict[str, Any]:
    table = {}
    for field in fields(value):
        entry = getattr(value, field.name)
        if entry is not None and (field.default is MISSING or entry != field.default):
            table[field.name] = plain(entry)
    return table


def _with_years(table: dict[str, Any]) -> dict[str, Any]:
    months = table["months"]
    if months % 12 == 0 and (months >= YEARS_FROM or (months and table.get("until_year_end"))):
        return {("years" if key == "months" else key): entry // 12 if key == "months" else entry
                for key, entry in table.items()}  # fmt: skip
    return table


def fitted(kind: Any, data: Any, *, root: str) -> Any:
    """The value of type ``kind`` that plain ``data`` describes; ``root`` names the whole in messages.

    Raises MisfitError for the first place that does not fit: an unknown field, a wrong type, something missing.
    """
    try:
        text = json.dumps([_in_months(kind, data)], default=_as_text)
        return _adapter(kind).validate_json(text, strict=True)[0]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "json_invalid":
            raise MisfitError((), "a value is nested too deeply, or holds characters that are no text") from None
        location = tuple(first["loc"][1:])
        raise MisfitError(location, _sentence(kind, data, location, dict(first), root)) from None
    except MisfitError:
        raise
    except ValueError as error:
        raise MisfitError((), f"{root or 'the text'} holds a value that cannot be read: {error}") from None


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    # The list around the type carries the configuration: standard dataclasses inside it are read by it.
    return TypeAdapter(list[kind], config=ConfigDict(extra="forbid"))


def _in_months(kind: Any, data: Any, location: Location = ()) -> Any:
    if isinstance(data, list):
        return [_in_months(element_type(kind), entry, (*location, index)) for index, entry in enumerate(data)]
    if not isinstance(data, dict):
        return data
    kind = _dataclass_of(kind)
    hints = fields_of(kind) if kind else {}
    table = {key: _in_months(hints.get(key), entry, (*location, key)) for key, entry in data.items()}
    if kind in (Term, Period) and "years" in table:
        years = table.pop("years")
        if "months" in table:
            raise MisfitError((*location, "years"), "a period has both 'months' and 'years': keep one of them")
        if type(years) is not int:
            raise MisfitError((*location, "years"), f"years is {years!r} and must be a whole number")
        table["months"] = 12 * years
    return table


def _dataclass_of(kind: Any) -> Any:
    if is_dataclass(kind):
        return kind
    return next((part for part in get_args(kind) if is_dataclass(part)), None)


def _sentence(kind: Any, data: Any, location: Location, error: dict[str, Any], root: str) -> str:
    owner, place = _owner(kind, data, location, root)
    name = str(location[-1]) if location else root
    if error["type"] == "missing":
        if owner in (Term, Period) and name == "months":
            return f"{place} has no period: write months = 24, or years = 7"
        if owner is Term and name == "after":
            return f"{place} has no event: write after = 'contract_ended' or another event"
        return f"{place} has no '{name}': add it"
    if error["type"] == "unexpected_keyword_argument":
        known = {field.name for field in fields(owner)} if owner else set()
        return f"{place}: unknown field '{name}'{suggestion(name, known) or ': remove it'}"
    shown = repr(error.get("input"))
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    if error["type"] in ("literal_error", "enum"):
        return f"{place}: {name} cannot be {shown}: choose from {error['ctx']['expected']}"
    expected = EXPECTED.get(error["type"], str(error["msg"]))
    return f"{place}: {name} is {shown} and must be {expected}"


def _owner(kind: Any, data: Any, location: Location, root: str) -> tuple[Any, str]:
    """The dataclass that holds the last step of ``location``, and its place in words: «purposes I.A, items IBAN»."""
    words = [root] if root else []
    for step in location[:-1]:
        if isinstance(step, int):
            kind = element_type(kind)
            data = data[step] if isinstance(data, list) and step < len(data) else None
            name = data.get(KEYS.get(kind, "")) if isinstance(data, dict) else None
            words[-1:] = [f"{words[-1] if words else ''} {name if isinstance(name, str) else step + 1}".strip()]
        else:
            owner = _dataclass_of(kind)
            kind = fields_of(owner).get(step) if owner else None
            data = data.get(step) if isinstance(data, dict) else None
            words.append(step)
    return _dataclass_of(kind), ", ".join(words) or "the statement"
