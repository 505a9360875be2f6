"""How SQL sees the people of a row: the ends of links and paths, and the facts of whoever stands there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    String,
    and_,
    cast,
    or_,
    select,
    true,
)
from sqlalchemy import Table as SqlTable

from grondslag.datamap.model import DataMap, Link
from grondslag.datamap.steps import Path
from grondslag.engine.cells import subject_end
from grondslag.engine.moments import SqlMoment
from grondslag.stores.expressions import as_is, sortable
from grondslag.stores.paths import Way, way
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

    def fact(self, facts: FromClause, *conditions: Condition) -> Condition:
        """Whether the person has a fact that meets the conditions."""
        subject = called("who", SUBJECT)
        return some(
            (subject, facts),
            subject.c.kind == self.kind,
            subject.c.key == self.key,
            subject.c.retired.is_(None),
            facts.c.subject == subject.c.id,
            *conditions,
        )


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
    found = walk(datamap, start, path, of)
    key = found.end.c[end]
    return Person(link.subject, key), lambda condition: found.any(key.is_not(None), condition)


def ends(datamap: DataMap, start: FromClause, link: Link, of: str) -> tuple[Way, ColumnElement[str]]:
    """The way that leads from a row of the table ``of`` to the people at the end of a link, and their key as text."""
    path, end = subject_end(datamap, link)
    found = way(datamap, start, path, of, "end")
    return found, cast(found.end.c[end], String)


@dataclass(frozen=True)
class Since:
    """When a row came to be, in SQL; ``bound`` is the column of an erasure to compare it with (None: unknown)."""

    value: ColumnElement[str] | None
    bound: str = ""

    def covered_by(self, erasure: FromClause, at: SqlMoment) -> Condition:
        """Whether an erasure that has happened covers the row: the row came to be before it, or nobody knows when."""
        happened = erasure.c.at <= at.text
        if self.value is None:
            return happened
        return and_(happened, or_(self.value.is_(None), sortable(self.value) <= erasure.c[self.bound]))
