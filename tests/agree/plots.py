"""What seldom comes together by chance, drawn on purpose: a purpose on a ground, and facts that decide on just that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from grondslag.law.facts import Consent, Erasure, Facts, Objection, ObjectionState
from grondslag.statement.model import Ground, Purpose, Statement, Term


@dataclass(frozen=True)
class Plot:
    """How the first purpose of a statement differs, and what befalls each person at two moments, in any order."""

    purpose: Mapping[str, Any]
    befalls: Callable[[Purpose, datetime, datetime], Facts]

    def told(self, statement: Statement) -> Statement:
        """The statement with its first purpose as the plot wants it."""
        first, *others = statement.purposes
        return replace(statement, purposes=(replace(first, active=True, **self.purpose), *others))

    def facts(self, draw: st.DrawFn, statement: Statement, moments: Sequence[datetime]) -> Facts:
        """What befalls one person."""
        one, other = (draw(st.sampled_from(moments)) for _ in range(2))
        return self.befalls(statement.purposes[0], one, other)


def _consented(purpose: Purpose, at: datetime) -> tuple[Consent, ...]:
    return (Consent(at=at, purpose=purpose.id, given=True, version=purpose.version),)


def _objected(purpose: Purpose, at: datetime, state: ObjectionState) -> tuple[Objection, ...]:
    return (Objection(at=at, purpose=purpose.id, state=state),)


def _balanced(state: ObjectionState) -> Plot:
    """An objection in this state, and an erasure before or after it."""
    return Plot(
        {"ground": Ground.LEGITIMATE_INTEREST, "balancing_test": "filed", "marketing": False},
        lambda purpose, one, other: Facts(objections=_objected(purpose, one, state), erasures=(Erasure(at=other),)),
    )


def _contract(ordered: bool) -> Plot:
    """A contract whose end may still be to come, and an erasure."""
    return Plot(
        {"ground": Ground.CONTRACT, "marketing": False, "terms": (Term(after="ended", months=6),)},
        lambda _, __, at: Facts(erasures=(Erasure(at=at, ordered=ordered),)),
    )


PLOTS = (
    _contract(ordered=False),
    _contract(ordered=False),
    _contract(ordered=True),
    _balanced(ObjectionState.OVERRULED),
    _balanced(ObjectionState.PENDING),
    _balanced(ObjectionState.UPHELD),
    # Consent, and an erasure before or after it.
    Plot(
        {"ground": Ground.CONSENT},
        lambda purpose, one, other: Facts(consents=_consented(purpose, one), erasures=(Erasure(at=other),)),
    ),
    # Consent to marketing, and an objection before or after it.
    Plot(
        {"ground": Ground.CONSENT, "marketing": True},
        lambda purpose, one, other: Facts(
            consents=_consented(purpose, one), objections=_objected(purpose, other, ObjectionState.PENDING)
        ),
    ),
    *(None,) * 8,
)
