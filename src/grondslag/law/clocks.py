"""The two clocks of a request: what the statement promises, and what the law demands (GDPR Art. 12(3)).

The promise is kept by granting; the law by answering. Both count by Regulation 1182/71, from the day of receipt in the
controller's zone. ``due`` is the day before any weekend or holiday moves it: steer on it, and no reading is too late.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from grondslag.law.calendar import add_months, rolled
from grondslag.law.events import (
    Answered,
    CarriedOut,
    Decided,
    ExtensionAnnounced,
    IdentityAsked,
    IdentityGiven,
    Kind,
    Outcome,
)
from grondslag.law.rights import Request, State

MONTH, EXTENDED = 1, 3
# «Without undue delay»: doubt that is voiced later than this after receipt suspends nothing. See law-readings.md.
PROMPT = timedelta(days=7)
# Art. 12(3) counts for requests under Art. 15 to 22; a question and a complaint have the statement's promise alone.
NO_LIMIT = frozenset((Kind.QUESTION, Kind.COMPLAINT))


@dataclass(frozen=True, slots=True)
class Clock:
    """One period: the day to steer on, the last day, and the day on which it was met (None: not yet)."""

    due: date
    last: date
    met: date | None

    def late(self, today: date) -> bool:
        """Whether the period was exceeded, or has been by today."""
        return (self.met or today) > self.last

    def left(self, today: date) -> int:
        """Days left until the day to steer on; negative when it has passed."""
        return (self.due - today).days


@dataclass(frozen=True, slots=True)
class Clocks:
    """The promise of the statement, the limit of the law (None: the law sets none), and whether it was extended."""

    promise: Clock
    law: Clock | None
    extended: bool

    def breached(self, today: date) -> tuple[str, ...]:
        """What is broken: ``promise``, ``law``, both or neither; a broken promise may well keep the law."""
        clocks = {"promise": self.promise} | ({"law": self.law} if self.law else {})
        return tuple(name for name, clock in clocks.items() if clock.late(today))

    def left(self, today: date) -> int:
        """Days left on the clock that ends first of those still running; 0 when none runs."""
        return min((c.left(today) for c in (self.promise, self.law) if c and c.met is None), default=0)


def clocks(request: Request, zone: ZoneInfo, now: datetime, extra: Collection[date] = ()) -> Clocks:
    """Both clocks of a request that was received; ``now`` ends a suspension that still lasts.

    An extension counts when it was announced within the first month. ``extra`` are days that count as holidays.
    """
    received = _day(request.events[0].at, zone)
    suspended = _suspended(request, zone, _day(now, zone))
    plain = add_months(received, MONTH)
    first = plain + suspended
    announced = [_day(e.at, zone) for e in request.events if isinstance(e, ExtensionAnnounced)]
    extended = any(day <= rolled(first, extra) for day in announced)
    due = add_months(received, EXTENDED) + suspended if extended else first
    answered = next((_day(e.at, zone) for e in request.events if isinstance(e, Answered)), None)
    promise = Clock(plain, rolled(plain, extra), _granted(request, zone) or answered)
    law = None if request.kind in NO_LIMIT else Clock(due, rolled(due, extra), answered)
    return Clocks(promise, law, extended)


def _granted(request: Request, zone: ZoneInfo) -> date | None:
    """The day on which what was granted had been carried out everywhere; None while it is not, and for refusals."""
    decision = request.decision
    if decision is None or decision.outcome is Outcome.REFUSED:
        return None
    if request.state not in (State.CARRIED_OUT, State.ANSWERED):
        return None
    return max(_day(e.at, zone) for e in request.events if isinstance(e, CarriedOut))


def _suspended(request: Request, zone: ZoneInfo, today: date) -> timedelta:
    """For how long the law's period stood still: from asking who it is, without undue delay, to the answer.

    EDPB Guidelines 01/2022, paragraphs 157 to 159.
    """
    received, total = _day(request.events[0].at, zone), timedelta()
    for n, event in enumerate(request.events):
        asked = _day(event.at, zone)
        if isinstance(event, IdentityAsked) and asked - received <= PROMPT:
            ends = (_day(e.at, zone) for e in request.events[n:] if isinstance(e, IdentityGiven | Decided))
            total += next(ends, max(today, asked)) - asked
    return total


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
