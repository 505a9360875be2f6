"""Data portability (GDPR Art. 20): what a person may take elsewhere, as a ZIP that an empty database takes back.

Article 20 covers what rests on consent or contract and was provided by the person: given (a table's source begins with
«subject») or observed in their use of the service («automatic»; WP 242 rev.01, p. 9-10). ``wide`` is the promise of a
statement that knows no such limit. Neither holds a password, nor what a link hides of others (Art. 20(4)).

A row is ported with its key and its plain columns, without which no database would take it back; the row that it refers
to comes along with these alone.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import batched
from typing import IO, Any

from sqlalchemy import and_, or_, select

from grondslag.datamap.live import Live
from grondslag.datamap.model import Column, Table
from grondslag.engine.access import Access
from grondslag.engine.access_archive import credential
from grondslag.engine.archive import Archive, Listed, Sheets
from grondslag.engine.cells import JudgedCell, JudgedRow
from grondslag.engine.portable_schema import FORMAT, VERSION, encoded, schema
from grondslag.engine.references import Reference, references, referrers_first
from grondslag.engine.telling import joint_at, shows
from grondslag.statement.model import Ground
from grondslag.stores.paths import clause
from grondslag.stores.port import Key, Row

BATCH = 250
PROVIDED = ("subject", "automatic")
# The columns that are referred to, and the values of one row there.
Pointer = tuple[tuple[str, ...], tuple[object, ...]]


@dataclass
class _Pointed:
    """The rows of a table that others refer to: those still to come, and those already written."""

    needed: set[Pointer] = field(default_factory=set)
    written: set[Pointer] = field(default_factory=set)


@dataclass(frozen=True)
class Port:
    """The portability of one subject's data; ``wide`` for the statement's promise instead of Article 20."""

    access: Access
    live: Live
    wide: bool = False

    def write(self, file: IO[bytes]) -> int:
        """Writes the archive to a binary file, in the caller's transaction; returns the number of rows in it.

        Rows are read and written in batches; the keys of rows that others refer to are kept in memory.
        """
        archive = Archive(file, self.access.at.today)
        heading = self._heading()
        tables = self._in_order()
        count = 0
        with Sheets() as sheets:
            with archive.member("data.json") as sink:
                sink.write(json.dumps(heading, ensure_ascii=False)[:-1] + ', "tables": {')
                for table, rows in self._tables(tables):
                    listed = Listed(sink)
                    columns = [c.name for c in self._columns(table)]
                    for row in rows:
                        if not listed.count:
                            sink.write(f"{',' if count else ''}\n{json.dumps(table.name, ensure_ascii=False)}: ")
                        listed.add(json.dumps(row, ensure_ascii=False))
                        sheets.row(table.name, columns, (_flat(row.get(name)) for name in columns))
                    if listed.count:
                        listed.end()
                    count += listed.count
                sink.write("\n}}\n")
            sheets.into(archive)
        described = {table.name: self._columns(table) for table in tables}
        archive.add(
            "schema.json", [json.dumps(schema(described, self.live, tables), ensure_ascii=False, indent=2), "\n"]
        )
        archive.manifest(heading)
        return count

    def _heading(self) -> dict[str, Any]:
        scope = "promise" if self.wide else "article 20"
        kind = {"format": FORMAT, "version": VERSION, "scope": scope, "datamap": self.access.store.datamap.name}
        return kind | self.access.heading()

    def _in_order(self) -> tuple[Table, ...]:
        """The mapped tables, each before those that its rows refer to."""
        datamap = self.access.store.datamap
        return tuple(datamap.table(name) for name in referrers_first(datamap, self._references()))

    def _references(self) -> tuple[Reference, ...]:
        return references(self.access.store.datamap, self.live)

    def _columns(self, table: Table) -> list[Column]:
        """The columns that may be ported: none that the database computes, and no password."""
        there = self.live.table(table.name)
        found = ((c, there.column(c.name) if there else None) for c in table.columns)
        return [c for c, live in found if live and not (live.generated or c.computed or credential(c))]

    def _tables(self, tables: Iterable[Table]) -> Iterator[tuple[Table, Iterator[dict[str, Any]]]]:
        """Each table with its rows. The rows of one are to be read before the next is asked for."""
        refs = self._references()
        pointed = {ref.target: _Pointed() for ref in refs}
        for table in tables:
            yield table, self._rows(table, refs, pointed)

    def _rows(
        self, table: Table, refs: tuple[Reference, ...], pointed: dict[str, _Pointed]
    ) -> Iterator[dict[str, Any]]:
        here = pointed.get(table.name, _Pointed())
        targets = {ref.targets for ref in refs if ref.target == table.name}
        columns = self._columns(table)
        inside = [c for c in table.columns if c.json_path]

        def ported(raw: Row, names: set[str]) -> Iterator[dict[str, Any]]:
            """The row as it is ported, once, and what it refers to as needed."""
            mine = {(t, tuple(raw[c] for c in t)) for t in targets}
            if mine & here.written:
                return
            here.needed -= mine
            here.written |= mine
            found = {c.name: raw[c.name] for c in columns if c.name in names or not c.personal or c.name in table.key}
            for c in inside:
                if c.name not in names and found.get(c.stored) is not None:
                    found[c.stored] = _without(found[c.stored], c.json_path)
            for ref in refs:
                values = tuple(found.get(c) for c in ref.columns)
                wanted = (ref.targets, values)
                if ref.table == table.name and None not in values and wanted not in pointed[ref.target].written:
                    pointed[ref.target].needed.add(wanted)
            yield {name: encoded(value) for name, value in found.items()}

        for batch in batched(self.access.rows(table), BATCH):
            raws = self._raw(table, [row.key for row in batch])
            for row in batch:
                seen, raw = self._seen(row), raws[row.key]
                names = {cell.column.name for cell in seen if self._in_scope(table, cell)}
                if names or any((t, tuple(raw[c] for c in t)) in here.needed for t in targets):
                    yield from ported(raw, names | {cell.column.name for cell in seen if cell.column.link})
        while here.needed:
            waiting = sorted(here.needed, key=repr)
            here.needed.clear()
            for raw in self._pointed_at(table, waiting):
                yield from ported(raw, set())

    def _seen(self, row: JudgedRow) -> list[JudgedCell]:
        """The cells of a row that may be handed to this person at all."""
        mine = self.access.mine(row)
        if joint_at(row, mine):
            return []
        return [c for c in row.cells if c.value is not None and shows(c, mine) and not credential(c.column)]

    def _in_scope(self, table: Table, cell: JudgedCell) -> bool:
        """Whether a cell is ported: under the promise any, under Article 20 what rests on consent or contract."""
        if self.wide:
            return True
        provided = table.source.partition(":")[0] in PROVIDED
        mine = (r.why.basis for r in cell.reasons if r.subject == self.access.subject)
        return provided and any(basis in (Ground.CONSENT, Ground.CONTRACT) for basis in mine)

    def _raw(self, table: Table, keys: list[Key]) -> dict[Key, Row]:
        return {tuple(row[k] for k in table.key): row for row in self.access.store.rows(table.name, keys)}

    def _pointed_at(self, table: Table, pointers: list[Pointer]) -> Iterator[Row]:
        """The rows that are referred to, whole."""
        data = clause(table, f"row_{table.name}")
        for batch in batched(pointers, BATCH):
            conditions = [
                and_(*(data.c[c] == value for c, value in zip(names, values, strict=True))) for names, values in batch
            ]
            query = select(data).where(or_(*conditions)).order_by(*(data.c[k] for k in table.key))
            yield from [dict(row) for row in self.access.store.connection.execute(query).mappings()]


def _without(value: Any, path: Sequence[str]) -> Any:
    """JSON, as a database gives it, without what lies at the end of a path."""
    found = json.loads(value) if isinstance(value, str) else deepcopy(value)
    *way, last = path
    here = found
    for name in way:
        here = here.get(name) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here.pop(last, None)
    return json.dumps(found, ensure_ascii=False) if isinstance(value, str) else found


def _flat(value: Any) -> Any:
    """A value as a sheet has it: what JSON writes as an object or a list, as that text."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
