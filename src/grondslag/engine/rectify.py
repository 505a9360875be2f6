"""Rectification (GDPR Art. 16): one person's own cells corrected or completed, and who must be told of it (Art. 19).

A correction reaches every purpose, since they share the cell. Rows elsewhere that refer to the person by the corrected
value, such as a newsletter's address, are corrected with it, unless the old value is somebody else's too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from sqlalchemy import and_, or_, select, update

from grondslag.datamap.live import Live
from grondslag.datamap.model import Column, Table
from grondslag.datamap.times import Clock
from grondslag.engine.access import Access
from grondslag.engine.cells import JudgedCell, JudgedRow, empty
from grondslag.engine.swept import Evidence, unwitnessed
from grondslag.engine.telling import joint_at
from grondslag.engine.typed import typed
from grondslag.law.exercised import RightRefused
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.model import Statement
from grondslag.stores.expressions import as_is, json_with
from grondslag.stores.paths import bare, clause, joined
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore

MOST_NAMED = 5
BATCH = 250


class _Undo(Exception):
    """Rolls a rehearsal back."""


@dataclass(frozen=True)
class Rectified:
    """What was corrected, or would be: cells by "table.column", the recipients to tell, by purpose, what was cleared.

    ``same`` are the places that held the new value already.
    """

    cells: Mapping[str, int]
    tell: tuple[tuple[str, str], ...]
    same: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rectify:
    """The rectification of cells of one subject. ``values`` are by "table.column", as text; ``row`` is the row's key.

    Raises RightRefused, before anything changes, for what is not a cell of this person that can be corrected so.
    """

    store: SqlStore
    statement: Statement
    at: Moment
    live: Live
    subject: SubjectKey
    values: Mapping[str, str]
    row: str = ""
    evidence: Evidence = unwitnessed
    found: dict[str, int] = field(default_factory=dict, init=False)

    def rehearse(self) -> Rectified:
        """What would change; the database is as it was."""
        done: list[Rectified] = []
        try:
            with self.store.transaction():
                done.append(self._carried_out())
                raise _Undo
        except _Undo:
            return done[0]

    def run(self) -> Rectified:
        """Corrects the cells in one transaction with its evidence, then clears what the old values leave behind."""
        with self.store.transaction():
            done = self._carried_out()
            if done.cells:
                self.evidence("rectify", done.cells)
        tables = sorted({place.rpartition(".")[0] for place in done.cells})
        cleared = self.store.clear(tables, self.at.today, rewrite=False).done if done.cells else ()
        return Rectified(done.cells, done.tell, done.same, cleared)

    def _carried_out(self) -> Rectified:
        self.found.clear()
        tell: dict[tuple[str, str], None] = {}
        same = []
        for place, text in self.values.items():
            mapped, declared = self._named(place)
            value = self._value(mapped, declared, text)
            row, cell = self._cell(mapped, declared)
            if cell.value is not None and str(cell.value) == str(value):
                same.append(place)
                continue
            self._set(mapped, declared.name, [row.key], value)
            self._follow(mapped, declared, cell.value, value)
            tell |= dict.fromkeys(self._recipients(mapped, declared))
        return Rectified(dict(self.found), tuple(tell), tuple(same))

    def _named(self, place: str) -> tuple[Table, Column]:
        named = ((t, c) for t in self.store.datamap.tables for c in t.columns if f"{t.name}.{c.name}" == place)
        mapped, declared = next(named, (None, None))
        if mapped is None or declared is None:
            raise RightRefused(f"{place}: the datamap has no such column")
        if declared.name in mapped.key:
            raise RightRefused(f"{place} is part of the key, by which the row is known: it is not corrected")
        if declared.link:
            raise RightRefused(f"{place} says whose the row is: a wrong link is mended by the program that made it")
        if not declared.personal:
            why = declared.plain or "computed by the database: correct what it is computed from"
            raise RightRefused(f"{place} is not personal in itself ({why})")
        if declared.immutable:
            raise RightRefused(f"{place} is immutable: append a correcting row beside it, such as a credit note")
        return mapped, declared

    def _value(self, mapped: Table, declared: Column, text: str) -> object:
        place = f"{mapped.name}.{declared.name}"
        there = self.live.table(mapped.name)
        live = there.column(declared.stored) if there else None
        if live is None or live.generated:
            raise RightRefused(f"{place} is computed by the database: correct the columns it is computed from")
        try:
            value = text if declared.json_path else typed(live.type, text)
            for clock in self._clocks(mapped.name, declared.name):
                clock.moment(value)
        except ValueError as error:
            raise RightRefused(f"{place} cannot be «{text}»: {error}") from None
        if text.strip() == "" or empty(declared, value):
            raise RightRefused(f"{place} would be empty, which is no correction: erasure makes it so")
        return value

    def _clocks(self, table_name: str, column_name: str) -> Iterator[Clock]:
        """How a column is read as a time, wherever a term or an erasure asks for it."""
        datamap = self.store.datamap
        for mapped in datamap.tables:
            for time in (*(t for _, t in mapped.events), *((mapped.since,) if mapped.since else ())):
                if (time.via[-1].table if time.via else mapped.name, time.column) == (table_name, column_name):
                    yield Clock.of(time, datamap.zone, self.at.zone)

    def _cell(self, mapped: Table, declared: Column) -> tuple[JudgedRow, JudgedCell]:
        """The one cell that is meant. A row in which the person sees nothing, or that may be another's, is none."""
        place, access = f"{mapped.name}.{declared.name}", Access(self.store, self.statement, self.at, self.subject)
        rows: list[JudgedRow] = []
        for row in access.rows(mapped):
            if not self.row or self.row == ",".join(map(str, row.key)):
                rows.append(row)
            if len(rows) > MOST_NAMED:
                break
        who = ":".join(self.subject)
        if not rows:
            raise RightRefused(f"{place}: {who} has no row{f' {self.row}' if self.row else ''} in {mapped.name}")
        if len(rows) > 1:
            keys = "; ".join(",".join(map(str, row.key)) for row in rows[:MOST_NAMED])
            more = " and more" if len(rows) > MOST_NAMED else ""
            raise RightRefused(f"{place}: {who} has several rows in {mapped.name}: name one with --row: {keys}{more}")
        if joint := joint_at(rows[0], access.mine(rows[0])):
            raise RightRefused(f"{place}: the identifier at {joint} fits more than one person: find out whose it is")
        cell = next(each for each in rows[0].cells if each.column == declared)
        if self.subject not in cell.subjects:
            raise RightRefused(f"{place} is not about {who} in this row, but about somebody else")
        return rows[0], cell

    def _follow(self, mapped: Table, declared: Column, old: object, value: object) -> None:
        """Corrects what refers to the person by the old value, unless another row of the table still has that value."""
        if not isinstance(old, str):
            return
        if self._keys(mapped, declared.name, old):
            return
        for other, name in sorted(self._referring(mapped.name, declared.name)):
            referring = self.store.datamap.table(other)
            self._set(referring, name, self._keys(referring, name, old), value)

    def _keys(self, mapped: Table, name: str, value: str) -> list[Key]:
        """The rows of a table that hold an identifier, as identifiers are compared."""
        data = clause(mapped, f"row_{mapped.name}")
        query = select(*(data.c[k] for k in mapped.key)).where(joined(data.c[name], as_is(value), True))
        return [tuple(row) for row in self.store.connection.execute(query)]

    def _set(self, mapped: Table, name: str, keys: Sequence[Key], value: object) -> None:
        """Writes a value into a column of these rows, and counts them."""
        data, declared = bare(mapped), mapped.column(name)
        now = data.c[declared.stored]
        new = json_with(now, declared.json_path, as_is(value)) if declared.json_path else value
        for batch in batched(keys, BATCH):
            here = [and_(*(data.c[k] == part for k, part in zip(mapped.key, key, strict=True))) for key in batch]
            done = self.store.connection.execute(update(data).where(or_(*here)).values({declared.stored: new}))
            place = f"{mapped.name}.{name}"
            self.found[place] = self.found.get(place, 0) + done.rowcount
        self.store.journal.rectified(mapped.name, name, dict.fromkeys(keys, value))

    def _referring(self, table_name: str, column_name: str) -> set[tuple[str, str]]:
        """The columns that hold an identifier of this column's people, where a link begins with them."""
        return {
            (mapped.name, link.via[0].column)
            for mapped in self.store.datamap.tables
            for link in mapped.links
            if link.via and link.via[0].alike and (link.via[0].table, link.via[0].target) == (table_name, column_name)
        }

    def _recipients(self, mapped: Table, declared: Column) -> Iterator[tuple[str, str]]:
        """The recipients of the purposes that cover the cell, each with the purpose's id (Art. 19)."""
        deciding = {link.name for link in mapped.deciding(declared)}
        used = {use.purpose for use in mapped.uses if deciding & set(use.links)}
        for rule in rules_of(self.statement):
            if rule.id in used and declared.category in rule.covers:
                for name in self.statement.purpose(rule.id).recipients.names:
                    yield rule.id, name
