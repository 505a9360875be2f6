"""A datamap from TOML that people write: tables by name, short forms for what is common, every unknown key refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from grondslag.datamap.model import Column, Copy, DataMap, Link, RowClass, Subject, Table, Time, Use
from grondslag.datamap.names import misnamed
from grondslag.datamap.steps import Step
from grondslag.statement.checks import suggestion
from grondslag.statement.errors import StatementError
from grondslag.statement.locator import Location, Locator
from grondslag.statement.plain import MisfitError, fitted
from grondslag.statement.toml_source import parsed

Entry = Mapping[str, Any]

TOP = ("name", "zone", "subjects", "tables", "copies", "ignored")
TABLE = (
    "key",
    "columns",
    "links",
    "uses",
    "events",
    "class",
    "since",
    "unlinked",
    "rows",
    "source",
    "triggers",
    "cascades",
)
SINGULAR = {
    "subjects": "subject", "tables": "table", "columns": "column", "links": "link", "events": "event", "uses": "use",
    "copies": "copy", "ignored": "ignored table",
}  # fmt: skip


class DatamapError(StatementError):
    """One sentence for people: the file, the line where it is known, the table and column, and how to mend it."""


class _PlaceError(Exception):
    """A finding with its place in the data, before the line is known."""

    def __init__(self, location: Location, message: str) -> None:
        self.location, self.message = location, message


def loads(source: str | bytes, name: str = "datamap.toml", own: bool = False) -> DataMap:
    """The datamap that a TOML text, or the bytes of a file, holds; ``name`` is the file's name for messages.

    ``own`` is for the kernel's own datamap, which alone may map its tables.

    Raises DatamapError, with file, line, table and fix, for everything that is no usable datamap.
    """
    try:
        text, data = parsed(source, name, "a datamap")
    except StatementError as error:
        raise DatamapError(error.message, name=error.name, line=error.line) from None
    try:
        datamap = _datamap(data)
        for location, message in misnamed(datamap, own):
            raise _refusal(location, message)
    except _PlaceError as error:
        raise DatamapError(error.message, name=name, line=Locator(text).line(error.location)) from None
    except RecursionError:
        raise DatamapError("the text is nested too deeply to be a datamap", name=name) from None
    return datamap


def words(location: Location) -> str:
    """A place in words: («tables», «orders», «columns», «iban», «on_end») is «table orders, column iban»."""
    pairs = zip(location[::2], location[1::2], strict=False)
    found = [f"{SINGULAR[a]} {b}" for a, b in pairs if isinstance(a, str) and a in SINGULAR and isinstance(b, str)]
    return ", ".join(found) or "the datamap"


def _refusal(location: Location, message: str) -> _PlaceError:
    return _PlaceError(location, f"{words(location)}: {message}")


def _datamap(data: Entry) -> DataMap:
    _known(data, TOP, ())
    for required in ("name", "zone", "subjects", "tables"):
        if not data.get(required):
            raise _refusal((required,), f"has no '{required}': add it")
    zone = _text(data["zone"], ("zone",))
    _zone(zone, ("zone",))
    return DataMap(
        name=_text(data["name"], ("name",)),
        zone=zone,
        subjects=_each(data, "subjects", (), _subject),
        tables=_each(data, "tables", (), _table),
        copies=_each(data, "copies", (), lambda name, entry, at: _fitted(Copy, {"name": name} | _named(entry, at), at)),
        ignored=_pairs(data.get("ignored", {}), ("ignored",)),
    )


def _subject(kind: str, entry: Any, at: Location) -> Subject:
    plain = _named(entry, at, "kind")
    identifiers = _pairs(plain.pop("identifiers", {}), (*at, "identifiers"))
    bare: Subject = _fitted(Subject, {"kind": kind} | plain, at)
    return Subject(kind=kind, table=bare.table, key=bare.key, identifiers=identifiers)


def _table(name: str, raw: Any, at: Location) -> Table:
    entry = _named(raw, at)
    _known(entry, TABLE, at)
    if not isinstance(entry.get("key"), list) or not entry["key"]:
        raise _refusal((*at, "key"), 'has no key: write the primary key\'s columns, such as key = ["id"]')
    if not entry.get("columns"):
        raise _refusal((*at, "columns"), f"has no columns: declare each under [tables.{name}.columns]")
    plain = {k: entry[k] for k in ("key", "unlinked", "rows", "source") if k in entry}
    bare: Table = _fitted(Table, plain | {"name": name, "columns": []}, at)
    return Table(
        name=name, key=bare.key, unlinked=bare.unlinked, rows=bare.rows, source=bare.source,
        columns=_each(entry, "columns", at, _column),
        links=_each(entry, "links", at, _link),
        uses=_each(entry, "uses", at, _use),
        events=tuple(_each(entry, "events", at, lambda event, time, here: (event, _time(time, here)))),
        row_class=_class(entry["class"], (*at, "class")) if "class" in entry else RowClass(),
        since=_time(entry["since"], (*at, "since")) if "since" in entry else None,
        triggers=_pairs(entry.get("triggers", {}), (*at, "triggers")),
        cascades=_pairs(entry.get("cascades", {}), (*at, "cascades")),
    )  # fmt: skip


def _column(name: str, raw: Any, at: Location) -> Column:
    entry = {"category": raw} if isinstance(raw, str) else _named(raw, at)
    column: Column = _fitted(Column, {"name": name} | entry, at)
    given = [word for word in ("category", "link", "plain", "computed") if word in entry]
    if len(given) != 1:
        raise _refusal(
            (*at, given[1] if given else name),
            f"has {' and '.join(given) or 'no category'}: write one of category, link, computed, or plain with reason",
        )
    if not "".join(getattr(column, given[0])).strip():
        mend = "write the reason why it is not personal data" if given[0] == "plain" else "write it"
        raise _refusal((*at, given[0]), f"'{given[0]}' is empty: {mend}")
    return column


def _link(name: str, raw: Any, at: Location) -> Link:
    entry = _named(raw, at)
    link: Link = _fitted(Link, {"name": name} | entry | _path(entry, at), at)
    return link


def _time(raw: Any, at: Location) -> Time:
    entry = {"column": raw} if isinstance(raw, str) else _entry(raw, at, "a column's name, or a table { column = … }")
    time: Time = _fitted(Time, {**entry} | _path(entry, at), at)
    if time.zone:
        _zone(time.zone, (*at, "zone"))
    return time


def _use(purpose: str, raw: Any, at: Location) -> Use:
    entry = {"links": raw} if isinstance(raw, list) else _named(raw, at, "purpose")
    events = _pairs(entry.get("events", {}), (*at, "events"))
    bare: Use = _fitted(Use, {k: v for k, v in entry.items() if k != "events"} | {"purpose": purpose}, at)
    return Use(purpose=purpose, links=bare.links, events=events)


def _class(raw: Any, at: Location) -> RowClass:
    if isinstance(raw, str):
        return RowClass(value=raw)
    entry = _entry(raw, at, "a class's name, or a table { column = …, values = { … } }")
    _known(entry, ("column", "values"), at)
    column = _text(entry.get("column"), (*at, "column"))
    return RowClass(column=column, values=_pairs(entry.get("values", {}), (*at, "values")))


def _path(entry: Entry, at: Location) -> dict[str, Any]:
    """The entry's ``via`` as steps in plain data, nothing when it has none."""
    if "via" not in entry:
        return {}
    steps = entry["via"] if isinstance(entry["via"], list) else [entry["via"]]
    found = []
    for n, raw in enumerate(steps):
        try:
            step = Step.parse(_text(raw, (*at, "via", n)))
        except ValueError as error:
            raise _refusal((*at, "via", n), str(error)) from None
        found.append(asdict(step))
    return {"via": found}


def _each[T](entry: Entry, field: str, at: Location, read: Callable[[str, Any, Location], T]) -> tuple[T, ...]:
    """What ``read`` makes of each entry of a table of the datamap, in its order."""
    table = _entry(entry.get(field, {}), (*at, field), "a table of names")
    seen: dict[str, str] = {}
    for name in table:
        twin = seen.setdefault(name.casefold(), name)
        if not name.strip() or twin != name:
            problem = f"'{twin}' and '{name}' are one name to a database" if twin != name else "a name is empty"
            raise _refusal((*at, field, name), f"{problem}: give each its own")
    return tuple(read(name, value, (*at, field, name)) for name, value in table.items())


def _pairs(raw: Any, at: Location) -> tuple[tuple[str, str], ...]:
    return tuple((name, _text(value, (*at, name))) for name, value in _entry(raw, at, "a table of texts").items())


def _fitted(kind: Any, data: Any, at: Location) -> Any:
    try:
        return fitted(kind, data, root=words(at))
    except MisfitError as error:
        raise _PlaceError((*at, *error.location), error.message) from None


def _named(raw: Any, at: Location, name: str = "name") -> dict[str, Any]:
    """A table whose name stands in its heading, and may not be said again inside."""
    entry = _entry(raw, at, "a table { … }")
    if name in entry:
        raise _refusal((*at, name), f"unknown field '{name}': the heading says it already, remove it")
    return dict(entry)


def _entry(raw: Any, at: Location, wanted: str) -> Entry:
    if not isinstance(raw, dict):
        raise _refusal(at, f"{at[-1]} is {_shown(raw)} and must be {wanted}")
    return raw


def _known(entry: Entry, known: tuple[str, ...], at: Location) -> None:
    for key in entry:
        if key not in known:
            raise _refusal((*at, key), f"unknown field '{key}'{suggestion(key, known) or ': remove it'}")


def _text(raw: Any, at: Location) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _refusal(at, f"{at[-1]} is {_shown(raw)} and must be text in quotes")
    return raw


def _zone(zone: str, at: Location) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise _refusal(at, f"'{zone}' is no IANA time zone: write one such as 'Europe/Amsterdam'") from None


def _shown(raw: Any) -> str:
    if raw is None:
        return "missing"
    shown = re.sub(r"\s+", " ", repr(raw))
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
