"""The sweep over the memory store, by the page alone: what every other store must end up with."""

from dataclasses import dataclass
from secrets import token_hex

from grondslag.datamap.live import Live
from grondslag.datamap.model import PSEUDONYM, Column, DataMap, Table
from grondslag.engine.cells import Fate, Judge, JudgedCell, JudgedRow
from grondslag.engine.references import Reference, bound_to_row, references
from grondslag.law.rules import Moment, Rule
from grondslag.stores.memory import MemoryStore
from grondslag.stores.port import Key, SubjectKey

RowId = tuple[str, Key]


@dataclass
class ReferenceSweep:
    """Sweeps a memory store under rules at a moment; ``only`` limits it to one subject's rows."""

    store: MemoryStore
    datamap: DataMap
    rules: tuple[Rule, ...]
    at: Moment
    live: Live
    only: SubjectKey | None = None

    def run(self) -> int:
        """Passes until nothing changes; returns the number of cells and rows that went."""
        total = 0
        while changed := self._pass():
            total += changed
        return total

    def _pass(self) -> int:
        judge = Judge(self.datamap, self.rules, self.store, self.at)
        judged = {(t.name, row.key): row for t in self.datamap.tables for row in judge.rows(t) if self._mine(row)}
        refs = references(self.datamap, self.live)
        dead = {row_id for row_id, row in judged.items() if row.dead}
        while spared := {d for d in dead if self._pointed_at(d, dead, judged, refs)}:
            dead -= spared
        changed = 0
        for (name, key), row in judged.items():
            if (name, key) not in dead:
                changed += self._redact(row)
        for name, key in dead:
            self._let_go(name, key, refs)
        for name, table in ((t.name, t) for t in self.datamap.tables):
            rows = self.store.tables[name]
            rows[:] = [r for r in rows if (name, self._key(table, r)) not in dead]
        return changed + len(dead)

    def _mine(self, row: JudgedRow) -> bool:
        if self.only is None:
            return True
        kind, key = self.only
        return any(key in keys and row.table.link(name).subject == kind for name, keys in row.people.items())

    def _pointed_at(
        self, dead_row: RowId, dead: set[RowId], judged: dict[RowId, JudgedRow], refs: tuple[Reference, ...]
    ) -> bool:
        name, key = dead_row
        target = self._row(name, key)
        for ref in refs:
            if ref.target != name or ref.nullable:
                continue
            values = [target[t] for t in ref.targets]
            for row in self.store.tables[ref.table]:
                other = (ref.table, self._key(self.datamap.table(ref.table), row))
                pointing = [row[c] for c in ref.columns] == values and None not in values and _applies(ref, row)
                if pointing and other not in dead and not self._pointer_goes(judged.get(other), ref):
                    return True
        return False

    def _pointer_goes(self, row: JudgedRow | None, ref: Reference) -> bool:
        return row is not None and any(c.column.name in ref.columns for c in self._gone(row))

    def _gone(self, row: JudgedRow) -> list[JudgedCell]:
        """The cells that go while the row stays."""
        bound = bound_to_row(row.table, self.live)
        return [c for c in row.cells if c.fate is Fate.MUST_GO and c.value is not None and c.column.name not in bound]

    def _redact(self, judged: JudgedRow) -> int:
        row = self._row(judged.table.name, judged.key)
        gone = self._gone(judged)
        for cell in gone:
            row[cell.column.name] = _ended(cell.column)
        return len(gone)

    def _let_go(self, name: str, key: Key, refs: tuple[Reference, ...]) -> None:
        target = self._row(name, key)
        for ref in refs:
            if ref.target == name and ref.nullable:
                values = [target[t] for t in ref.targets]
                for row in self.store.tables[ref.table]:
                    if [row[c] for c in ref.columns] == values and _applies(ref, row):
                        row.update(dict.fromkeys(ref.columns))

    def _row(self, name: str, key: Key) -> dict[str, object]:
        table = self.datamap.table(name)
        return next(r for r in self.store.tables[name] if self._key(table, r) == key)

    @staticmethod
    def _key(table: Table, row: dict[str, object]) -> Key:
        return tuple(row[k] for k in table.key)


def _applies(ref: Reference, row: dict[str, object]) -> bool:
    return all(str(row[name]) == value for name, value in ref.when)


def _ended(column: Column) -> object:
    if column.on_end == "erased":
        return column.erased
    return PSEUDONYM + token_hex(16) if column.on_end == "pseudonym" else None
