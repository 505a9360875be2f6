"""What the facts say of each person now, asked once a person and not once a row.

A clause of the law that speaks of facts alone is a question here. The answers stand in a temporary table of the
connection: a row for each person of whom there is any, and a column for each question.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    cast,
    column,
    func,
    literal,
    null,
    select,
    table,
)
from sqlalchemy.sql.expression import Insert, insert, union_all

from grondslag.stores.expressions import whole
from grondslag.stores.tables import SUBJECT

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class _Question:
    """A column of the table: whose facts are asked for, and what answers; it is NULL where nothing is found."""

    name: str
    facts: FromClause
    conditions: Sequence[Condition]
    answer: ColumnElement[Any]

    def among(self, questions: Sequence["_Question"]) -> Select[*tuple[Any, ...]]:
        """The answers beside the columns of all other questions, in which nothing is said."""
        answers = ((q.answer if q is self else cast(null(), q.answer.type)).label(q.name) for q in questions)
        return select(self.facts.c.subject.label("subject"), *answers).where(*self.conditions)


class Standing:
    """The questions, in the order in which they were first asked; ``table`` holds the answers.

    A person is known by the key as text, and as a ``number`` where it is one.
    """

    def __init__(self) -> None:
        self.table = table(
            "grondslag_standing", column("kind", String), column("key", String), column("number", BigInteger)
        )
        self._questions: dict[Hashable, _Question] = {}

    @property
    def types(self) -> dict[str, str]:
        """The columns of the table and their types."""
        kinds = {each.name: "TEXT" if each.name.startswith("t") else "INTEGER" for each in self._questions.values()}
        return {"kind": "TEXT", "key": "TEXT", "number": "INTEGER"} | kinds

    def whether(self, asked: Hashable, facts: FromClause, *conditions: Condition) -> str:
        """The name of the column that is 1 where a person has a fact that meets the conditions."""
        return self._ask(asked, "f", facts, literal(1, Integer), conditions)

    def latest(self, asked: Hashable, facts: FromClause, moment: ColumnElement[str], *conditions: Condition) -> str:
        """The name of the column with the latest of a moment of the facts that meet the conditions."""
        return self._ask(asked, "t", facts, moment, conditions)

    def fill(self) -> Insert | None:
        """The statement that answers all questions; None where nothing was asked."""
        if not self._questions:
            return None
        all_of = tuple(self._questions.values())
        names = [each.name for each in all_of]
        found = union_all(*(each.among(all_of) for each in all_of)).subquery("found")
        people = (
            select(SUBJECT.c.kind, SUBJECT.c.key, whole(SUBJECT.c.key), *(func.max(found.c[name]) for name in names))
            .join(found, found.c.subject == SUBJECT.c.id)
            .where(SUBJECT.c.retired.is_(None))
            .group_by(SUBJECT.c.kind, SUBJECT.c.key)
        )
        return insert(self.table).from_select(["kind", "key", "number", *names], people)

    def _ask(
        self,
        asked: Hashable,
        kind: str,
        facts: FromClause,
        answer: ColumnElement[Any],
        conditions: tuple[Condition, ...],
    ) -> str:
        if asked not in self._questions:
            name = f"{kind}{len(self._questions)}"
            self._questions[asked] = _Question(name, facts, conditions, answer)
            self.table.append_column(column(name))
        return self._questions[asked].name
