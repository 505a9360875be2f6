"""Questions that are asked often: written for a database once, and then sent as text, several at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.sql.expression import ClauseElement

type Asked = tuple[str, Sequence[object] | Mapping[str, object]]


class Answer(NamedTuple):
    """What a statement gave: its rows as the driver has them, and how many rows it touched."""

    rows: list[tuple[Any, ...]]
    touched: int


@dataclass(frozen=True, slots=True)
class Question:
    """A statement as text, with the values that are always the same; ``order`` is that of its places, if they count."""

    text: str
    fixed: Mapping[str, object]
    order: tuple[str, ...] | None

    @classmethod
    def of(cls, statement: ClauseElement, dialect: Dialect) -> "Question":
        """A statement of SQLAlchemy's for a database; its open values are parameters with a name."""
        compiled = statement.compile(dialect=dialect)
        places = getattr(compiled, "positiontup", None)
        return cls(str(compiled), dict(compiled.params), tuple(places) if places is not None else None)

    def asked(self, values: Mapping[str, object]) -> Asked:
        """The question with values for its parameters, as a driver takes it; it leaves out those that it has not."""
        found = {**self.fixed, **values}
        return self.text, found if self.order is None else [found[name] for name in self.order]

    def where(self, condition: Asked) -> Asked:
        """The statement, which has no condition yet, for the rows that meet one."""
        text, values = condition
        if isinstance(values, Mapping):
            return f"{self.text} WHERE {text}", {**self.fixed, **values}
        return f"{self.text} WHERE {text}", [*(self.fixed[name] for name in self.order or ()), *values]
