"""How SQL sees the people of a row: the ends of links and paths, and the facts of whoever stands there."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    String,
    and_,
    cast,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy import Table as SqlTable

from grondslag.datamap.model import DataMap, Link, Table
from grondslag.datamap.steps import Path, Step
from grondslag.engine.cells import subject_end
from grondslag.engine.standing import Standing
from grondslag.stores.expressions import as_is, sortable
from grondslag.stores.paths import Way, clause, step_conditions, way
from grondslag.stores.tables import SUBJECT

Condition = ColumnElement[bool]


@cache
def called(name: str, of: SqlTable) -> FromClause:
    """A kernel table under a name of its own. Made once: aliases cost more to make than the questions about them."""
    return of.alias(name)


def some(froms: tuple[FromClause, ...], *conditions: Condition) -> Condition:
    """Whether any row of these tables meets the conditions; every other table they name is the question's own."""
    return select(1).select_from(*froms).where(*conditions).correlate_except(*froms).exists()


@dataclass(frozen=True)
class Person:
    """Whoever stands at the end of a link: the kind, and the key as the database holds it."""

    kind: str
    raw: ColumnElement[Any]

    @property
    def key(self) -> ColumnElement[str]:
        """The key as text, as the kernel writes it."""
        return cast(self.raw, String)

    def named(self, key: str) -> Condition:
        """Whether it is the person with this key, found by an index where there is one."""
        return and_(self.raw == as_is(key), self.key == key)

    def fact(self, asked: Hashable, facts: FromClause, *conditions: Condition) -> Condition:  # noqa: ARG002
        """Whether the person has a fact that meets the conditions. ``asked`` is what tells the question from others."""
        return self._of(facts, select(1), *conditions).exists()

    def latest(self, asked: Hashable, facts: FromClause, moment: str, *conditions: Condition) -> ColumnElement[str]:  # noqa: ARG002
        """The latest of a column of the person's facts that meet the conditions, "" where there is none."""
        return func.coalesce(self._of(facts, select(func.max(facts.c[moment])), *conditions).scalar_subquery(), "")

    def known(self, *of: FromClause) -> Condition:
        """Whether the kernel knows the person, and, where tables of facts are named, has a fact in one of them."""
        subject = called("who", SUBJECT)
        on_file = [some((facts,), facts.c.subject == subject.c.id) for facts in of]
        return some((subject,), *self._mine(), *([or_(*on_file)] if on_file else []))

    def _of(self, facts: FromClause, query: Select[Any], *conditions: Condition) -> Select[Any]:
        subject = called("who", SUBJECT)
        here = query.select_from(subject, facts).where(*self._mine(), facts.c.subject == subject.c.id, *conditions)
        return here.correlate_except(subject, facts)

    def _mine(self) -> tuple[Condition, ...]:
        subject = called("who", SUBJECT)
        return (subject.c.kind == self.kind, subject.c.key == self.key, subject.c.retired.is_(None))


@dataclass(frozen=True)
class KnownPerson(Person):
    """The same where facts were asked once for all rows; ``numbered``: the key is a number in the
    database too. ``joined`` joins the answers to the row, where it can be."""

    standing: Standing
    numbered: bool = False
    joined: Callable[[], FromClause] | None = None

    def fact(self, asked: Hashable, facts: FromClause, *conditions: Condition) -> Condition:
        """See :meth:`Person.fact`."""
        return self._answer(self.standing.whether(asked, facts, *conditions), 0) == 1

    def latest(self, asked: Hashable, facts: FromClause, moment: str, *conditions: Condition) -> ColumnElement[str]:
        """See :meth:`Person.latest`."""
        return self._answer(self.standing.latest((asked, moment), facts, facts.c[moment], *conditions), "")

    def same(self, answers: FromClause) -> Condition:
        """That a row of the answers is this person's."""
        mine = answers.c.number == self.raw if self.numbered else answers.c.key == self.key
        return and_(answers.c.kind == self.kind, mine)

    def _answer(self, name: str, otherwise: int | str) -> ColumnElement[Any]:
        if self.joined:
            return func.coalesce(literal_column(f"{self.joined().name}.{name}"), otherwise)  # type: ignore[attr-defined]
        answers = self.standing.table
        found = select(answers.c[name]).where(self.same(answers)).correlate_except(answers)
        return func.coalesce(found.scalar_subquery(), otherwise)


@dataclass(frozen=True)
class Walk:
    """The end of a path from a row: its table, and a function that asks conditions of any row there."""

    end: FromClause
    any: Callable[..., Condition]


def walk(datamap: DataMap, start: FromClause, path: Path, of: str) -> Walk:
    """Follows a path from a row of the table ``of`` by a correlated subquery; without steps the row is the end."""
    if not path:
        return Walk(start, lambda *conditions: and_(true(), *conditions))
    found = way(datamap, start, path, of, str(len(path)))
    return Walk(found.end, lambda *conditions: some(found.froms, *found.joins, *conditions))


def people(datamap: DataMap, start: FromClause, link: Link, of: str) -> tuple[Person, Callable[[Condition], Condition]]:
    """The person at the end of a link, and a function that asks a condition of any such person of the row."""
    path, end = subject_end(datamap, link)
    return _person(link, walk(datamap, start, path, of), end)


def _person(link: Link, found: Walk, end: str) -> tuple[Person, Callable[[Condition], Condition]]:
    key = found.end.c[end]
    return Person(link.subject, key), lambda condition: found.any(key.is_not(None), condition)


def ends(datamap: DataMap, start: FromClause, link: Link, of: str) -> tuple[Way, ColumnElement[str]]:
    """The way that leads from a row of the table ``of`` to the people at the end of a link, and their key as text."""
    path, end = subject_end(datamap, link)
    found = way(datamap, start, path, of, "end")
    return found, cast(found.end.c[end], String)


class Outlook:
    """A row and what it leads to: each path walked by a subquery of its own, and the facts asked of each person."""

    def __init__(self, datamap: DataMap, table: Table, start: FromClause) -> None:
        self.datamap, self.table, self.start = datamap, table, start

    @property
    def source(self) -> FromClause:
        """What a statement selects from."""
        return self.start

    def walk(self, path: Path) -> Walk:
        """See :func:`walk`."""
        return walk(self.datamap, self.start, path, self.table.name)

    def people(self, link: Link) -> tuple[Person, Callable[[Condition], Condition]]:
        """See :func:`people`."""
        path, end = subject_end(self.datamap, link)
        return _person(link, self.walk(path), end)


class JoinedOutlook(Outlook):
    """The same for many rows: what a path leads to by keys alone is joined to the row once, as are the facts."""

    def __init__(
        self, datamap: DataMap, table: Table, start: FromClause, standing: Standing, numbers: frozenset[str]
    ) -> None:
        super().__init__(datamap, table, start)
        self._numbers = numbers
        self._standing, self._joined = standing, start
        self._ends: dict[Path | str, FromClause] = {(): start}

    @property
    def source(self) -> FromClause:
        return self._joined

    def walk(self, path: Path) -> Walk:
        if not path or not all(self._by_key(step) for step in path):
            return super().walk(path)
        end, found = self._end(path), path[-1].target
        return Walk(end, lambda *conditions: and_(end.c[found].is_not(None), *conditions))

    def people(self, link: Link) -> tuple[Person, Callable[[Condition], Condition]]:
        person, asks = super().people(link)
        path, end = subject_end(self.datamap, link)
        place = f"{path[-1].table if path else self.table.name}.{end}"
        known = KnownPerson(person.kind, person.raw, self._standing, place in self._numbers)
        if all(self._by_key(step) for step in path):
            known = replace(known, joined=lambda: self._answers(link.name, known))
        return known, asks

    def _by_key(self, step: Step) -> bool:
        return step.plain and self.datamap.table(step.table).key == (step.target,)

    def _end(self, path: Path) -> FromClause:
        if path not in self._ends:
            here, step = self._end(path[:-1]), path[-1]
            there = clause(self.datamap.table(step.table), f"{step.table}_joined_{len(self._ends)}")
            self._join(path, there, and_(*step_conditions(here, there, step)))
        return self._ends[path]

    def _answers(self, link: str, person: KnownPerson) -> FromClause:
        if link not in self._ends:
            answers = self._standing.table.alias(f"standing_{len(self._ends)}")
            self._join(link, answers, person.same(answers))
        return self._ends[link]

    def _join(self, name: Path | str, other: FromClause, condition: Condition) -> None:
        self._ends[name] = other
        self._joined = self._joined.outerjoin(other, condition)


@dataclass(frozen=True)
class Since:
    """When a row came to be, in SQL; ``bound`` is the column of an erasure to compare it with (None: unknown)."""

    value: ColumnElement[str] | None
    bound: str = "at"

    def covered_by(self, erasure: ColumnElement[str]) -> Condition:
        """Whether the last erasure ("" for none) covers the row: the row came to be before it, or nobody knows when."""
        happened = erasure != ""
        if self.value is None:
            return happened
        return and_(happened, or_(self.value.is_(None), sortable(self.value) <= erasure))
