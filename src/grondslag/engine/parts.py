"""What a judgement asks of each row once, however many columns depend on the answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Integer, case
from sqlalchemy import column as outer

from grondslag.engine.moments import SqlMoment, now
from grondslag.engine.sight import Condition
from grondslag.law.rules import Moment


@dataclass
class Parts:
    """The questions of one judgement, each kept once under what it asks.

    A part is 1 where the answer is yes now, 2 where it only was at the moment ``before``, else 0.
    """

    at: Moment
    before: Moment | None
    found: dict[object, ColumnElement[int]] = field(default_factory=dict)

    def ask(self, key: object, question: Callable[[SqlMoment], Condition]) -> ColumnElement[int]:
        """The answer to a question in the outer query."""
        if key not in self.found:
            moments = (self.at,) if self.before is None else (self.at, self.before)
            self.found[key] = case(*((question(now(m)), n) for n, m in enumerate(moments, 1)), else_=0)
        return outer(f"part_{list(self.found).index(key)}", Integer)
