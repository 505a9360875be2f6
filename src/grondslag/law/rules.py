"""The statement in the form that the law executes: one rule for each active purpose, and the cell that it judges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from grondslag.law import calendar
from grondslag.statement.dictionary import categories
from grondslag.statement.model import Ground, Purpose, Statement, Term


class NotYet(Enum):
    """An event that has not happened yet."""

    NOT_YET = "not yet"


NOT_YET: Final = NotYet.NOT_YET
Event = date | Literal[NotYet.NOT_YET]


@dataclass(frozen=True, slots=True)
class Rule:
    """An active purpose: what it covers (leaf categories), on which ground, under which terms."""

    id: str
    ground: Ground
    covers: frozenset[str]
    terms: tuple[Term, ...]
    marketing: bool = False
    balanced: bool = False
    version: int = 1
    introduced: date | None = None
    compatible: bool = False


def rule_of(purpose: Purpose) -> Rule | None:
    """The rule of a purpose; None when it is not active or has no ground, so that it allows nothing."""
    if not purpose.active or purpose.ground is None:
        return None
    known = categories()
    return Rule(
        id=purpose.id,
        ground=purpose.ground,
        covers=frozenset(leaf for i in purpose.items if i.category in known for leaf in known[i.category].leaves),
        terms=purpose.terms,
        marketing=purpose.marketing,
        balanced=bool(purpose.balancing_test),
        version=purpose.version,
        introduced=purpose.introduced,
        compatible=bool(purpose.compatible),
    )


def rules_of(statement: Statement) -> tuple[Rule, ...]:
    """The rules of a statement, in its order."""
    return tuple(rule for purpose in statement.purposes if (rule := rule_of(purpose)))


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of judgment: aware, with the date it has in the controller's zone."""

    now: datetime
    zone: ZoneInfo
    today: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", self.now.astimezone(self.zone).date())

    def at(self, moment: datetime) -> "Moment":
        """Another moment in the same zone."""
        return Moment(moment, self.zone)

    @classmethod
    def on(cls, day: date, zone: ZoneInfo) -> "Moment":
        """A day's 00:00 in a zone."""
        return cls(calendar.start_of_day(day, zone), zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One column of one row as seen from one link to one person.

    ``place`` is "table.column", or "table." for the column of a link, whose ``category`` is None; else ``category`` is
    a leaf category. ``uses`` are the purposes that the table is used for and whose use names this link, each with the
    dates of its events (an empty set: the event is missing). ``since`` is when the row came to be (None: unknown),
    ``party`` the start dates of the agreements to which this link makes the person a party, ``row_class`` the row's
    class (None: unknown, which fits every term).
    """

    place: str
    category: str | None
    uses: Mapping[str, Mapping[str, frozenset[Event]]]
    since: datetime | None = None
    row_class: str | None = ""
    party: frozenset[Event] = frozenset()

    def of(self, place: str, category: str | None) -> "Cell":
        """Another column of the same row, seen from the same link."""
        return Cell(
            place=place, category=category, uses=self.uses, since=self.since, row_class=self.row_class, party=self.party
        )


class Why(NamedTuple):
    """Why a cell may exist or be used: a purpose with its term and event, or the hold or restriction that keeps it.

    ``basis`` is the ground's value, "law" for a term with a law, "hold" or "restriction".
    """

    basis: str
    purpose: str = ""
    term: Term | None = None
    event: Event | None = None
    law: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day of the term; None while its event has not happened, and for holds and restrictions."""
        if self.term is None or not isinstance(self.event, date):
            return None
        return calendar.last_day(self.event, self.term.months, self.term.until_year_end)


def reaches(introduced: date, compatible: bool, since: datetime | None, zone: ZoneInfo) -> bool:
    """Whether a purpose or term that came in later reaches a row: newer rows, or older with a reason (Art. 6(4))."""
    if compatible:
        return True
    return since is not None and since.astimezone(zone).date() >= introduced
