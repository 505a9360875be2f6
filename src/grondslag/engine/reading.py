"""How one person's rows are read: one SELECT a table that starts from the person, and one for each path that fans out.

The rows of a table are found from the person's key, by the indexes of the links. What lies at the end of a path with
at most one row (each step leads to a primary key) comes along with the row; what others show is asked apart.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal_column,
    select,
    tuple_,
    union,
)
from sqlalchemy.types import NullType

from grondslag.datamap.model import DataMap, Link, Table
from grondslag.datamap.steps import Path, Step
from grondslag.engine.cells import subject_end
from grondslag.engine.sight import Condition
from grondslag.stores.asking import Question
from grondslag.stores.paths import cell, clause, step_conditions, way

FROM, UPTO = "from", "upto"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in the row that is read; ``there`` is where it shows that there is such a value at all."""

    value: int
    there: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions for one kind of person's rows in a table, and what stands where in their answers.

    ``first`` asks for the first page, ``more`` for the page after a key. ``spread`` has for each path that fans out a
    question for all rows, of which ``most`` are told, and one for the rows of a page; their answers have the key of a
    row and one value.
    """

    table: Table
    most: int
    key: tuple[int, ...]
    first: Question
    more: Question
    spread: tuple[tuple[Question, Question], ...]
    since: int | None
    row_class: int | None
    events: tuple[tuple[str, Place | int], ...]
    people: tuple[tuple[str, int, bool], ...]


def readings(datamap: DataMap, kind: str, dialect: Dialect, most: int, lock: bool = False) -> tuple[Reading, ...]:
    """The readings of the tables that are linked to persons of a kind, for pages of ``most`` rows.

    With ``lock`` the rows stay as they are until the transaction ends, where the database can see to it.
    """
    return tuple(
        _Draft(datamap, table, kind, dialect).reading(most, lock)
        for table in datamap.tables
        if any(link.subject == kind for link in table.links)
    )


def single(datamap: DataMap, path: Path) -> bool:
    """Whether a row has at most one row at the end of a path, because each step leads to a primary key."""
    return all(_to_one(datamap.table(step.table), step) for step in path)


def _to_one(target: Table, step: Step) -> bool:
    return not (step.alike or step.repeated) and {there for _, there in step.pairs} >= set(target.key)


class _Ends:
    """A table with what lies at the ends of its paths, each joined once however many paths lead through it."""

    def __init__(self, datamap: DataMap, start: FromClause) -> None:
        self.datamap, self.froms = datamap, start
        self.found: dict[Path, FromClause] = {(): start}

    def at(self, path: Path) -> FromClause:
        """The end of a path with at most one row, which is NULL where the path breaks off."""
        for n, step in enumerate(path):
            if path[: n + 1] not in self.found:
                there = clause(self.datamap.table(step.table), f"end_{len(self.found)}")
                here = self.found[path[:n]]
                self.froms = self.froms.outerjoin(there, and_(*step_conditions(here, there, step)))
                self.found[path[: n + 1]] = there
        return self.found[path]


class _Draft:
    """The making of one reading."""

    def __init__(self, datamap: DataMap, table: Table, kind: str, dialect: Dialect) -> None:
        self.datamap, self.table, self.dialect = datamap, table, dialect
        self.links = [link for link in table.links if link.subject == kind]
        self.start = clause(table, "own")
        self.keys: list[ColumnElement[Any]] = [self.start.c[name] for name in table.key]
        self.ends = _Ends(datamap, self.start)
        self.columns: list[ColumnElement[Any]] = [cell(self.start, c) for c in table.columns]
        self.spread: list[Select[Any]] = []

    def reading(self, most: int, lock: bool) -> Reading:
        """Puts the questions together."""
        events = tuple((name, self._event(time.via, time.column, time.null)) for name, time in self.table.events)
        people = tuple((link.name, *self._link(link)) for link in self.table.links)
        since = self._own(self.table.since.column) if self.table.since else None
        row_class = self._own(self.table.row_class.column) if self.table.row_class.column else None
        rows = self._mine(self.columns, self.ends).order_by(*self.keys).limit(_literal(most))
        if lock:
            rows = rows.with_for_update(of=self.start)
        return Reading(
            table=self.table,
            most=most,
            key=tuple(self._own(name) for name in self.table.key),
            first=Question.of(rows, self.dialect),
            more=Question.of(rows.where(self._page(FROM, after=True)), self.dialect),
            spread=tuple(self._spread(each, most) for each in self.spread),
            since=since,
            row_class=row_class,
            events=events,
            people=people,
        )

    def _own(self, name: str) -> int:
        return next(n for n, column in enumerate(self.table.columns) if column.name == name)

    def _event(self, path: Path, column: str, null: str) -> Place | int:
        if not path:
            return Place(self._own(column))
        if not single(self.datamap, path):
            return self._fans_out(path, column)
        end = self.ends.at(path)
        value = cell(end, self.datamap.table(path[-1].table).column(column))
        return Place(self._place(value), self._place(end.c[path[-1].target]) if null == "not_yet" else None)

    def _link(self, link: Link) -> tuple[int, bool]:
        path, column = subject_end(self.datamap, link)
        if not path:
            return self._own(column), False
        if single(self.datamap, path):
            return self._place(self.ends.at(path).c[column]), False
        return self._fans_out(path, column), True

    def _place(self, column: ColumnElement[Any]) -> int:
        known = next((n for n, each in enumerate(self.columns) if each is column), None)
        if known is None:
            self.columns.append(column)
        return len(self.columns) - 1 if known is None else known

    def _fans_out(self, path: Path, column: str) -> int:
        ends = _Ends(self.datamap, self.start)
        there = way(self.datamap, self.start, path, self.table.name, "fan")
        end = cell(there.end, self.datamap.table(path[-1].table).column(column))
        self.spread.append(self._mine([*self.keys, end], ends, *there.froms).where(*there.joins).distinct())
        return len(self.spread) - 1

    def _spread(self, query: Select[Any], most: int) -> tuple[Question, Question]:
        page = query.where(self._page(FROM), self._page(UPTO))
        return Question.of(query.limit(_literal(most)), self.dialect), Question.of(page, self.dialect)

    def _mine(self, columns: list[ColumnElement[Any]], ends: _Ends, *beside: FromClause) -> Select[Any]:
        """The person's rows: by the condition on their one link, or by their keys, collected from all links."""
        paths = [subject_end(self.datamap, link) for link in self.links]
        if len(paths) == 1 and single(self.datamap, paths[0][0]):
            path, column = paths[0]
            condition = _is_person(ends.at(path).c[column])
            return select(*columns).select_from(ends.froms, *beside).where(condition)
        found = [self._keys_at(*each, f"link_{n}") for n, each in enumerate(paths)]
        mine = (union(*found) if len(found) > 1 else found[0].distinct()).subquery("mine")
        same = and_(*(column == mine.c[f"k{n}"] for n, column in enumerate(self.keys)))
        return select(*columns).select_from(ends.froms.join(mine, same), *beside)

    def _keys_at(self, path: Path, column: str, alias: str) -> Select[Any]:
        start = clause(self.table, alias)
        there = way(self.datamap, start, path, self.table.name, alias)
        keys = (start.c[name].label(f"k{n}") for n, name in enumerate(self.table.key))
        return select(*keys).select_from(start, *there.froms).where(*there.joins, _is_person(there.end.c[column]))

    def _page(self, bound: str, after: bool = False) -> Condition:
        """From one key of a page up to another; ``after`` leaves the bound itself out."""
        values = [bindparam(f"{bound}{n}", type_=NullType()) for n in range(len(self.keys))]
        left, right = (tuple_(*self.keys), tuple_(*values)) if len(values) > 1 else (self.keys[0], values[0])
        if after:
            return left > right
        return left >= right if bound == FROM else left <= right


def _literal(number: int) -> ColumnElement[int]:
    """A limit as part of the text, so that the database plans with it."""
    return literal_column(str(number))


def _is_person(raw: ColumnElement[Any]) -> Condition:
    """That a column holds the person's key: as the column's own type, so that an index serves, and as text."""
    return and_(raw == bindparam("key", type_=NullType()), cast(raw, String) == bindparam("name", type_=String()))
