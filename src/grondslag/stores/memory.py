"""The memory store: tables as lists of dictionaries. It is the reference for every other store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from grondslag.datamap.live import Live
from grondslag.datamap.steps import Path, Step
from grondslag.law.facts import Facts
from grondslag.stores.port import Key, Row, SubjectKey


def alike(value: object) -> object:
    """A value as identifiers are compared: text without outer spaces, in ASCII lower case, as SQL's lower and trim."""
    if not isinstance(value, str):
        return value
    return "".join(c.lower() if c.isascii() else c for c in value.strip(" "))


@dataclass
class MemoryStore:
    """Rows by table, primary keys by table, facts by subject. The reference changes rows in place."""

    tables: dict[str, list[dict[str, object]]]
    keys: Mapping[str, tuple[str, ...]]
    known: dict[SubjectKey, Facts] = field(default_factory=dict)
    live: Live = field(default_factory=lambda: Live(tables=()))

    def rows(self, table: str, keys: Sequence[Key] | None = None) -> Iterator[Row]:
        """See :class:`grondslag.stores.port.Store`."""
        wanted = None if keys is None else frozenset(keys)
        return (row for row in self.tables[table] if wanted is None or self.key(table, row) in wanted)

    def key(self, table: str, row: Row) -> Key:
        """The primary key of a row."""
        return tuple(row[column] for column in self.keys[table])

    def follow(self, table: str, path: Path, column: str, keys: Sequence[Key]) -> Mapping[Key, frozenset[object]]:
        """See :class:`grondslag.stores.port.Store`."""
        found = {}
        for row in self.rows(table, keys):
            here: list[Row] = [row]
            for step in path:
                here = self._reached(here, step) if step.repeated else self._next(here, step)
            found[self.key(table, row)] = frozenset(each[column] for each in here)
        return found

    def _next(self, here: list[Row], step: Step) -> list[Row]:
        return [other for each in here for other in self.tables[step.table] if _joins(each, other, step)]

    def _reached(self, here: list[Row], step: Step) -> list[Row]:
        """These rows, and all that the step leads to from them, however often it is taken."""
        found = {self.key(step.table, row): row for row in here}
        pending = list(here)
        while pending:
            further = {self.key(step.table, row): row for row in self._next(pending, step)}
            pending = [row for key, row in further.items() if key not in found]
            found |= further
        return list(found.values())

    def facts(self, subjects: Iterable[SubjectKey]) -> Mapping[SubjectKey, Facts]:
        """See :class:`grondslag.stores.port.Store`."""
        return {subject: self.known[subject] for subject in subjects if subject in self.known}

    def reflect(self) -> Live:
        """See :class:`grondslag.stores.port.Store`."""
        return self.live


def _joins(one: Row, other: Row, step: Step) -> bool:
    if any(str(one[name]) != value for name, value in step.here):
        return False
    if any(str(other[name]) != value for name, value in step.there):
        return False
    ends = [(one[a], other[b]) for a, b in step.pairs]
    if any(left is None or right is None for left, right in ends):
        return False
    if step.alike:
        left, right = ends[0]
        return alike(left) == alike(right) != "" and all(a == b for a, b in ends[1:])
    return all(a == b for a, b in ends)
