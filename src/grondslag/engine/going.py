"""What goes of one person's judged rows: cells that end, rows that go whole, and rows that stay because others point.

It is the pass of :class:`grondslag.engine.reference.ReferenceSweep` over one person, on a database: all its rows are in
memory, and what others hold is asked for by sets of rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Delete, String, delete, insert, tuple_, update

from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Table
from grondslag.engine.cells import Fate, JudgedRow
from grondslag.engine.ends import gone
from grondslag.engine.kept import kept
from grondslag.engine.references import Reference, bound_to_row, references, referrers_first
from grondslag.engine.swept import Swept
from grondslag.stores.asking import Asked, Question
from grondslag.stores.paths import bare
from grondslag.stores.port import Key
from grondslag.stores.sql import SqlStore
from grondslag.stores.tables import DOOMED

BATCH = 1000
Judged = Mapping[str, list[JudgedRow]]
RowId = tuple[str, Key]


class Plan:
    """What is the same for every erasure in a database: what refers to what, and in which order rows can go."""

    def __init__(self, datamap: DataMap, live: Live) -> None:
        self.references = references(datamap, live)
        self.order = referrers_first(datamap, self.references)
        self.bound = {table.name: bound_to_row(table, live) for table in datamap.tables}
        self.places = {t.name: {c.name: n for n, c in enumerate(t.columns)} for t in datamap.tables}
        self.redactions: dict[tuple[str, tuple[str, ...], str], Question] = {}

    def values(self, row: JudgedRow, columns: Iterable[str]) -> Key:
        """What a row holds in some of its columns."""
        return tuple([row.values[self.places[row.table.name][name]] for name in columns])

    def points(self, row: JudgedRow, reference: Reference) -> bool:
        """Whether a row is one that a reference points from at all."""
        return all(str(row.values[self.places[row.table.name][name]]) == value for name, value in reference.when)

    def holds(self, row: JudgedRow, reference: Reference) -> bool:
        """Whether a row's pointer, if it points, stays as long as the row does."""
        return self.points(row, reference) and not set(reference.columns) & set(self.goes(row))

    def goes(self, row: JudgedRow) -> list[str]:
        """The columns of a row whose cells go while the row stays."""
        bound = self.bound[row.table.name]
        return [name for name in _ended(row) if name not in bound]


_plan = kept(Plan)


def _ended(row: JudgedRow) -> list[str]:
    """The columns of a row whose cells may not exist."""
    return [verdict.column.name for verdict, value in row.filled if verdict.fate is Fate.MUST_GO and value is not None]


class Going:
    """One pass: what goes of these rows, in the caller's transaction."""

    def __init__(self, store: SqlStore, live: Live, judged: Judged) -> None:
        self.store, self.judged, self.plan = store, judged, _plan(store.datamap, live)
        self.quote = store.connection.dialect.identifier_preparer.quote
        self.dead = {(name, row.key): row for name, rows in judged.items() for row in rows if row.dead}
        self._spare()

    def carry_out(self) -> Swept:
        """Lets it all go; tells what went."""
        found = Swept()
        self._doom()
        self.store.ask([*self._redactions(found), *self._loosened()])
        for row in self.dead.values():
            found.cells.update(f"{row.table.name}.{name}" for name in _ended(row))
        self._delete(found)
        return found

    def _doom(self) -> None:
        """Writes down which documents go with their cells: see :mod:`grondslag.engine.documents`."""
        doomed = [
            {"store": verdict.column.file, "document": str(value)}
            for name, rows in self.judged.items()
            if any(column.file for column in self.store.datamap.table(name).columns)
            for row in rows
            for verdict, value in row.filled
            if verdict.column.file and value is not None
            if (name, row.key) in self.dead or verdict.column.name in self.plan.goes(row)
        ]
        if doomed:
            self.store.connection.execute(insert(DOOMED), doomed)

    def _spare(self) -> None:
        """Keeps every dead row at which a row points that stays, by a pointer that stays: it becomes a stub."""
        by_strangers = self._pointed_at_by_strangers()
        holders = self._holders()
        while spared := [
            dead for dead in self.dead
            if dead in by_strangers or any(holder not in self.dead for holder in holders.get(dead, ()))
        ]:  # fmt: skip
            for each in spared:
                del self.dead[each]

    def _pointers(self) -> Iterator[tuple[Reference, list[JudgedRow]]]:
        """The references that may not be let go of, with the dead rows that they may point at."""
        for reference in self.plan.references:
            if not reference.nullable:
                targets = [row for (name, _), row in self.dead.items() if name == reference.target]
                if targets:
                    yield reference, targets

    def _holders(self) -> dict[RowId, list[RowId]]:
        """For each dead row the person's rows that point at it by a pointer that stays."""
        found: dict[RowId, list[RowId]] = {}
        for reference, targets in self._pointers():
            at = {self.plan.values(row, reference.targets): (reference.target, row.key) for row in targets}
            for row in self.judged.get(reference.table, ()):
                dead = at.get(self.plan.values(row, reference.columns))
                if (
                    dead is not None
                    and self.plan.points(row, reference)
                    and not set(reference.columns) & set(self.plan.goes(row))
                ):
                    found.setdefault(dead, []).append((reference.table, row.key))
        return found

    def _pointed_at_by_strangers(self) -> set[RowId]:
        """The dead rows at which more rows point than the person has."""
        found, asked, of = set[RowId](), list[Asked](), list[tuple[Reference, Counter[Key], dict[Key, Key]]]()
        for reference, targets in self._pointers():
            rows = self.judged.get(reference.table, ())
            known = Counter(self.plan.values(r, reference.columns) for r in rows if self.plan.points(r, reference))
            values = {row.key: self.plan.values(row, reference.targets) for row in targets}
            for batch in batched(values, BATCH):
                asked.append(self._counting(reference, batch))
                of.append((reference, known, values))
        for (reference, known, values), answer in zip(of, self.store.ask(asked) if asked else (), strict=True):
            for *key, count in answer.rows:
                if count > known[values[tuple(key)]]:
                    found.add((reference.target, tuple(key)))
        return found

    def _counting(self, reference: Reference, keys: tuple[Key, ...]) -> Asked:
        """How many rows point at each of these."""
        pairs = zip(reference.columns, reference.targets, strict=True)
        same = " AND ".join(f"pointing.{self.quote(c)} = pointed.{self.quote(t)}" for c, t in pairs)
        same += self._when(reference, "pointing.")
        names = [f"pointed.{self.quote(k)}" for k in self.store.datamap.table(reference.target).key]
        text, values = self.store.dialect.among(names, keys)
        columns, source, target = ", ".join(names), self._named(reference.table), self._named(reference.target)
        return (
            f"SELECT {columns}, count(*) FROM {source} AS pointing JOIN {target} AS pointed ON {same}"
            f" WHERE {text} GROUP BY {columns}"
        ), values  # fmt: skip

    def _when(self, reference: Reference, of: str = "") -> str:
        """That a reference points at all, which some do only while columns have certain values."""
        literal = String().literal_processor(self.store.connection.dialect) or repr  # type: ignore[no-untyped-call]
        return "".join(f" AND {of}{self.quote(name)} = {literal(value)}" for name, value in reference.when)

    def _redactions(self, found: Swept) -> Iterator[Asked]:
        """Cells that go from rows that stay, by the columns that go together."""
        for name, rows in self.judged.items():
            together: dict[tuple[str, ...], list[Key]] = {}
            for row in rows:
                if (name, row.key) not in self.dead and (columns := self.plan.goes(row)):
                    together.setdefault(tuple(columns), []).append(row.key)
            for names, keys in together.items():
                found.cells.update({f"{name}.{each}": len(keys) for each in names})
                question = self._redaction(self.store.datamap.table(name), names)
                yield from (question.where(self._among(name, batch)) for batch in batched(keys, BATCH))

    def _redaction(self, of: Table, columns: tuple[str, ...]) -> Question:
        dialect = self.store.connection.dialect
        known = self.plan.redactions.get((of.name, columns, dialect.name))
        if known is None:
            data, values = bare(of), dict[str, ColumnElement[Any]]()
            for each in map(of.column, columns):
                # The paths of one JSON column are taken out of it in turn.
                values[each.stored] = gone(each, values.get(each.stored, data.c[each.stored]))
            made = update(data).values(values)
            known = self.plan.redactions[of.name, columns, dialect.name] = Question.of(made, dialect)
        return known

    def _loosened(self) -> Iterator[Asked]:
        """Pointers at dead rows that may be let go of."""
        for reference in self.plan.references:
            if reference.nullable:
                dead = [row for (name, _), row in self.dead.items() if name == reference.target]
                values = {value for row in dead if None not in (value := self.plan.values(row, reference.targets))}
                sets = ", ".join(f"{self.quote(c)} = NULL" for c in reference.columns)
                for batch in batched(values, BATCH):
                    text, given = self.store.dialect.among([*map(self.quote, reference.columns)], batch)
                    only = self._when(reference)
                    yield f"UPDATE {self._named(reference.table)} SET {sets} WHERE {text}{only}", given

    def _delete(self, found: Swept) -> None:
        """Deletes the dead rows, those that point before those they point at; all at once where they go in circles."""
        keys = {name: [key for of, key in self.dead if of == name] for name in self.plan.order}
        going = [name for name in self.plan.order if keys[name]]
        if not going:
            return
        ahead = {name: n for n, name in enumerate(going)}
        circles = any(
            ref.table in ahead and ref.target in ahead and ahead[ref.table] >= ahead[ref.target] and not ref.nullable
            for ref in self.plan.references
        )
        if circles:
            deletions = [self._deletion(self.store.datamap.table(name), keys[name]) for name in going]
            counts = self.store.dialect.delete_all(self.store.connection, deletions)
            found.rows.update(dict(zip(going, counts, strict=True)))
            return
        parts = [(name, batch) for name in going for batch in batched(keys[name], BATCH)]
        asked = [Question(f"DELETE FROM {self._named(n)}", {}, None).where(self._among(n, batch)) for n, batch in parts]
        for (name, _), answer in zip(parts, self.store.ask(asked), strict=True):
            found.rows[name] += answer.touched

    def _deletion(self, of: Table, keys: list[Key]) -> Delete:
        data = bare(of)
        names = [data.c[k] for k in of.key]
        if len(names) == 1:
            return delete(data).where(names[0].in_([key[0] for key in keys]))
        return delete(data).where(tuple_(*names).in_(keys))

    def _among(self, name: str, keys: tuple[Key, ...]) -> Asked:
        return self.store.dialect.among([*map(self.quote, self.store.datamap.table(name).key)], keys)

    def _named(self, name: str) -> str:
        return ".".join(map(self.quote, name.split(".")))
