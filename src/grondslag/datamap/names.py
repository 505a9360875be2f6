"""Names in a datamap that lead nowhere, and declarations that contradict each other.

Each finding is a place in the TOML and one sentence with the fix; :mod:`grondslag.datamap.load` adds file and line.
"""

import re
from collections.abc import Iterable, Iterator

from grondslag.datamap.identifiers import KINDS
from grondslag.datamap.model import Column, DataMap, Table, Time
from grondslag.datamap.steps import Path
from grondslag.statement.checks import suggestion
from grondslag.statement.dictionary import categories

type Place = tuple[str | int, ...]
type Finding = tuple[Place, str]

OWN = "grondslag_"
_PART = re.compile(r"^[\w-]+$")


def misnamed(datamap: DataMap, own: bool = False) -> Iterator[Finding]:
    """Every name that leads nowhere and every contradiction, in the order of the datamap.

    ``own``: it is the kernel's own datamap, which alone may map the kernel's own tables.
    """
    tables = {table.name: table for table in datamap.tables}
    for subject in datamap.subjects:
        at: Place = ("subjects", subject.kind)
        yield from _name(subject.table, tables, (*at, "table"), "mapped table")
        if subject.table in tables:
            yield from _name(subject.key, _columns(tables[subject.table]), (*at, "key"), f"column of {subject.table}")
            for kind, name in subject.identifiers:
                place = (*at, "identifiers", kind)
                yield from _name(kind, KINDS, place, "kind of identifier")
                yield from _name(name, _columns(tables[subject.table]), place, f"column of {subject.table}")
    for table in datamap.tables:
        if table.name.casefold().startswith(OWN) and not own:
            yield ("tables", table.name), f"a name that begins with {OWN} is the kernel's own: remove it"
        for place, message in _table(datamap, table, tables):
            yield ("tables", table.name, *place), message
    for copy in datamap.copies:
        at = ("copies", copy.name)
        if copy.name in tables:
            yield at, "is mapped as a table too: it is one or the other"
        yield from _name(copy.of, tables, (*at, "of"), "mapped table")
        for n, column in enumerate(copy.columns if copy.of in tables and copy.kind == "fts5" else ()):
            yield from _name(column, _columns(tables[copy.of]), (*at, "columns", n), f"column of {copy.of}")
    for name, _reason in datamap.ignored:
        if name in tables or name in {copy.name for copy in datamap.copies}:
            yield ("ignored", name), "is declared as well: ignore it or declare it"


def _table(datamap: DataMap, table: Table, tables: dict[str, Table]) -> Iterator[Finding]:
    for n, name in enumerate(table.key):
        yield from _name(name, _columns(table), ("key", n), "declared column")
    if len(set(table.key)) < len(table.key):
        yield ("key",), "the key names a column twice: name each once"
    for name, _reason in table.cascades:
        yield from _name(name, _columns(table), ("cascades", name), "declared column")
    for column in table.columns:
        for field, message in _column(table, column):
            yield ("columns", column.name, *field), message
    yield from _links(datamap, table, tables)
    events = [name for name, _ in table.events]
    for name, time in table.events:
        yield from _time(table, time, tables, ("events", name))
    for use in table.uses:
        at = ("uses", use.purpose)
        if not use.links:
            yield (*at, "links"), "reaches no link: name the links whose persons this purpose is about"
        for n, link in enumerate(use.links):
            yield from _name(link, [each.name for each in table.links], (*at, "links", n), "link")
        for term_event, event in use.events:
            yield from _name(event, events, (*at, "events", term_event), "event of this table")
    if table.row_class.column:
        yield from _name(table.row_class.column, _columns(table), ("class", "column"), "declared column")
        if table.row_class.column in [column.name for column in table.personal]:
            yield ("class", "column"), "the class must be a plain column: an emptied one would fit every term"
    if table.since:
        yield from _since(datamap, table, table.since, tables)


def _column(table: Table, column: Column) -> Iterator[Finding]:
    if column.category:
        yield from _name(column.category, categories(), ("category",), "category")
        if column.category in categories() and categories()[column.category].parts:
            parts = ", ".join(categories()[column.category].parts)
            yield ("category",), f"'{column.category}' stands for several categories: choose one of {parts}"
    if column.link:
        for n, name in enumerate((column.link, *column.also)):
            yield from _name(name, [each.name for each in table.links], ("also", n - 1) if n else ("link",), "link")
    if column.also and not column.link:
        yield ("also",), "further links belong to the column of a link: write link = '…' as well"
    if column.json_path:
        yield from _json(table, column)
    if column.about:
        if not column.category:
            yield ("about",), "'about' belongs to a column with a category: remove it"
        yield from _name(column.about, [each.name for each in table.links], ("about",), "link")
    if not column.personal and (column.on_end != "null" or column.law):
        what = "holds nothing that ends" if column.plain else "ends with the columns it is computed from"
        yield ("on_end",), f"a {'plain' if column.plain else 'computed'} column {what}: remove on_end and law"
    for n, name in enumerate(column.computed):
        yield from _name(
            name, [each for each in _columns(table) if each != column.name], ("computed", n), "other column"
        )
    if column.immutable and not column.category:
        yield ("immutable",), "'immutable' belongs to a column with a category: others are never corrected, remove it"
    if column.on_end in ("row", "keep") and not column.link:
        yield ("on_end",), f"on_end = '{column.on_end}' belongs to the column of a link: use null, erased or pseudonym"
    if column.on_end == "keep" and not column.law.strip():
        yield ("on_end",), "on_end = 'keep' needs the law that asks for it: add law = '…'"
    if column.law and column.on_end != "keep":
        yield ("law",), "'law' belongs to on_end = 'keep': remove it, a purpose's term names its own law"
    if (column.on_end == "erased") != (column.erased is not None):
        yield ("on_end",), "on_end = 'erased' and the constant go together: write erased = '' or another constant"
    if column.file and not column.category:
        yield ("file",), "'file' belongs to a column with a category: a document is personal data that ends"
    if column.called:
        yield from _name(column.called, _columns(table), ("called",), "declared column")
    if column.name in table.key and column.on_end not in ("row", "keep") and column.personal:
        yield (), "is part of the key and cannot be emptied: declare it plain with a reason, or a link whose row goes"


def _json(table: Table, column: Column) -> Iterator[Finding]:
    base = next((c for c in table.columns if c.name == column.stored), None)
    if base is None or not base.plain:
        yield (), f"is a path in {column.stored}: declare {column.stored} as plain, «holds only the paths below it»"
    if not all(_PART.match(part) for part in column.json_path):
        yield (), "a path in JSON is written profile/address/city: letters, digits, «_» and «-» between the strokes"
    if column.link or column.on_end in ("row", "keep"):
        yield (), "a path in JSON cannot be a link or end with its row: give it a category"


def _links(datamap: DataMap, table: Table, tables: dict[str, Table]) -> Iterator[Finding]:
    kinds = {subject.kind: subject for subject in datamap.subjects}
    for link in table.links:
        at: Place = ("links", link.name)
        yield from _name(link.subject, kinds, (*at, "subject"), "kind of subject")
        yield from _path(table, link.via, tables, at)
        end = link.via[-1].table if link.via else table.name
        if link.subject in kinds and end != kinds[link.subject].table:
            wanted = kinds[link.subject]
            yield (*at, "via"), f"leads to {end}, and a {wanted.kind} is a row of {wanted.table}: end the path there"
        if link.party:
            yield from _name(link.party, [name for name, _ in table.events], (*at, "party"), "event of this table")
    deciding = {link.name for link in table.links if link.role == "owner"}
    shared = [column.name for column in table.personal if not column.follows]
    if shared and not deciding:
        yield ("columns", shared[0]), "nobody owns it: give the table a link with role owner, or the column an about"


def _path(table: Table, path: Path, tables: dict[str, Table], at: Place) -> Iterator[Finding]:
    here: Table | None = table
    for n, step in enumerate(path):
        place = (*at, "via", n)
        if step.repeated and here is not None and here.name != step.table:
            yield place, f"a step that is repeated leads from {here.name} to {here.name} itself: remove the «*»"
        if here is not None:
            for name in (step.column, *(a for a, _ in step.more), *(a for a, _ in step.here)):
                yield from _name(name, _columns(here), place, f"column of {here.name}")
        yield from _name(step.table, tables, place, "mapped table")
        ends = [(here, step.column), (tables.get(step.table), step.target)]
        here = tables.get(step.table)
        if here is not None:
            for name in (step.target, *(b for _, b in step.more), *(b for b, _ in step.there)):
                yield from _name(name, _columns(here), place, f"column of {here.name}")
        for end, name in ends if step.alike else ():
            if end and any(c.name == name and str(c.erased or "").strip() for c in end.columns):
                yield place, f"{end.name}.{name} identifies people, so its erased constant would too: write erased = ''"


def _time(table: Table, time: Time, tables: dict[str, Table], at: Place) -> Iterator[Finding]:
    yield from _path(table, time.via, tables, at)
    end = tables.get(time.via[-1].table) if time.via else table
    if end is None:
        return
    yield from _name(time.column, _columns(end), (*at, "column"), f"column of {end.name}")
    if time.form == "epoch" and time.zone not in ("", "UTC"):
        yield (*at, "zone"), "seconds since 1970 are UTC: remove the zone"
    emptied = next((column.on_end for column in end.personal if column.name == time.column), "null")
    if time.column in [column.name for column in end.personal] and (time.null == "not_yet" or emptied != "null"):
        yield (
            (*at, "column"),
            f"{end.name}.{time.column} must be plain: emptied, it would tell of another time",
        )


def _since(datamap: DataMap, table: Table, since: Time, tables: dict[str, Table]) -> Iterator[Finding]:
    """An erasure is compared with ``since`` row by row, so it must be a plain comparison in SQL."""
    if since.via:
        yield ("since", "via"), "since must be a column of the table itself: remove via"
    yield from _time(table, since, tables, ("since",))
    if since.null == "not_yet":
        yield ("since", "null"), "since has no 'not_yet': remove null"
    if since.form == "epoch" or (since.form == "datetime" and since.zone not in ("", "UTC", datamap.zone)):
        yield ("since",), f"since must be a date, or a datetime in UTC or in the datamap's zone {datamap.zone}"


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _name(name: str, known: Iterable[str], at: Place, what: str) -> Iterator[Finding]:
    words = list(known)
    if name not in words:
        yield at, f"no {what} is called '{name}'{suggestion(name, words) or ': add it or correct the name'}"
