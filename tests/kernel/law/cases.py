"""One case of the law, said in plain words: a cell, a rule, the facts about a person, and the verdict.

Moments are noons (UTC) of 2026: ``on(3)`` is 1 March. A case is judged on 1 October unless it says otherwise. The cell
stands in a row of 1 February, whose event "seen" was on 1 January; the agreement runs since then, not ended yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal
from zoneinfo import ZoneInfo

from grondslag.law.facts import NO_FACTS, Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.law.lawful import may_exist, may_use
from grondslag.law.rules import NOT_YET, Cell, Event, Moment, Rule
from grondslag.statement.model import Ground, Term

ZONE = ZoneInfo("Europe/Amsterdam")
Fact = Consent | Objection | Erasure | Restriction | Hold


class Verdict(Enum):
    """What the page says of a cell: use implies existence, so these are all there are."""

    USED = "may be used"
    KEPT = "may exist, may not be used"
    GONE = "may not exist"


USED, KEPT, GONE = Verdict.USED, Verdict.KEPT, Verdict.GONE


def on(month: int, day: int = 1, hour: int = 12) -> datetime:
    """An hour (UTC) of a day of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


NOW = on(10)
AT = Moment(NOW, ZONE)
SEEN = Term(after="seen", months=24)
SOON = Term(after="seen", months=6)
ENDED = Term(after="ended", months=24)
FISCAL = Term(after="seen", months=84, law="AWR art. 52(4)")
RUNNING: frozenset[Event] = frozenset({NOT_YET})
EVENTS: Mapping[str, frozenset[Event]] = {"seen": frozenset({date(2026, 1, 1)}), "ended": RUNNING}
CELL = Cell(
    place="customer.email", category="email", uses={"P": EVENTS}, since=on(2), party=frozenset({date(2026, 1, 1)})
)


def rule(ground: Ground, *terms: Term, **more: Any) -> Rule:
    """The rule of a purpose P that lists e-mail addresses."""
    return Rule("P", ground, frozenset({"email"}), terms or (SEEN,), **more)


CONSENT = rule(Ground.CONSENT)
CONTRACT = rule(Ground.CONTRACT, ENDED)
INTEREST = rule(Ground.LEGITIMATE_INTEREST, balanced=True)
TASK = rule(Ground.PUBLIC_TASK, balanced=True)
DUTY = rule(Ground.LEGAL_OBLIGATION)
VITAL = rule(Ground.VITAL_INTEREST)


def given(at: datetime, version: int = 1, purpose: str = "P") -> Consent:
    """Consent is given to P."""
    return Consent(at=at, purpose=purpose, given=True, version=version)


def withdrawn(at: datetime, purpose: str = "P") -> Consent:
    """Consent to P is withdrawn."""
    return Consent(at=at, purpose=purpose, given=False)


def objection(at: datetime, state: str, purpose: str = "P") -> Objection:
    """An objection to P is pending, upheld, overruled or withdrawn."""
    return Objection(at=at, purpose=purpose, state=ObjectionState[state.upper()])


def erasure(at: datetime, ordered: bool = False) -> Erasure:
    """The person asks for erasure, or it is ordered."""
    return Erasure(at=at, ordered=ordered)


def restriction(
    at: datetime, ground: Literal["a", "b", "c", "d"] = "a", scope: str = "", lifted: datetime | None = None
) -> Restriction:
    """Processing is restricted."""
    return Restriction(at=at, ground=ground, scope=scope, lifted=lifted)


def hold(at: datetime, scope: str = "", released: datetime | None = None) -> Hold:
    """A hold is laid."""
    return Hold(
        at=at, law="Rv art. 21", reason="claim", approver="dpo", review=date(2027, 1, 1), scope=scope, released=released
    )


def facts_of(facts: Iterable[Fact]) -> Facts:
    """Facts of all kinds, sorted into their kinds."""
    every = tuple(facts)
    return Facts(
        consents=tuple(f for f in every if isinstance(f, Consent)),
        objections=tuple(f for f in every if isinstance(f, Objection)),
        erasures=tuple(f for f in every if isinstance(f, Erasure)),
        restrictions=tuple(f for f in every if isinstance(f, Restriction)),
        holds=tuple(f for f in every if isinstance(f, Hold)),
    )


@dataclass(frozen=True)
class Case:
    """A sentence of the law with an example of it. ``others`` are rules beside the one that wants to use the cell."""

    says: str
    expected: Verdict
    rule: Rule
    cell: Cell
    facts: Facts = NO_FACTS
    now: datetime = NOW
    others: tuple[Rule, ...] = ()

    def verdict(self) -> Verdict:
        """What the page says."""
        at = Moment(self.now, ZONE)
        if may_use(self.cell, self.rule, self.facts, at):
            return USED
        return KEPT if may_exist(self.cell, (self.rule, *self.others), self.facts, at) else GONE


def case(
    says: str,
    expected: Verdict,
    of: Rule,
    *facts: Fact,
    now: datetime = NOW,
    others: tuple[Rule, ...] = (),
    seen: Iterable[Event] | None = None,
    ended: Iterable[Event] | None = None,
    **cell: Any,
) -> Case:
    """A case; ``seen`` and ``ended`` are the dates of those events, ``cell`` what else differs in the cell."""
    events = dict(EVENTS)
    if seen is not None:
        events["seen"] = frozenset(seen)
    if ended is not None:
        events["ended"] = frozenset(ended)
    values = {f: getattr(CELL, f) for f in ("place", "category", "since", "row_class", "party")}
    values["uses"] = {"P": events, **{other.id: events for other in others}}
    return Case(says, expected, of, Cell(**(values | cell)), facts_of(facts), now, others)
