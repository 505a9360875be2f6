"""What is known of a person beside the rows: consents, objections, erasures, restrictions and holds.

Facts are events with a moment (aware), a code and a source; they are never edited, and carry no free text. A fact
after the moment of judgment does not count; the latest one does; at equal moments the refusing one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Literal

YEAR = 366


class ObjectionState(IntEnum):
    """What became of an objection (Art. 21), the more refusing the higher."""

    WITHDRAWN = 0
    OVERRULED = 1
    PENDING = 2
    UPHELD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Consent given to one version of a purpose (Art. 6(1)(a)), or withdrawn (Art. 7(3))."""

    at: datetime
    purpose: str
    given: bool
    version: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An objection to a purpose (Art. 21) in the state that this event gave it."""

    at: datetime
    purpose: str
    state: ObjectionState
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """An erasure (Art. 17). ``ordered``: because processing was unlawful or by order, so that no ground survives it."""

    at: datetime
    ordered: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """A restriction under Art. 18(1)(a) to (d), until the decision of ``lifted``.

    ``scope`` is "" for everything, else "table" or "table.column".
    """

    at: datetime
    ground: Literal["a", "b", "c", "d"]
    scope: str = ""
    lifted: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A legal hold: it keeps until ``released``. ``scope`` as in a restriction.

    Raises ValueError for a hold without law, reason or second approver, or without a review within a year.
    """

    at: datetime
    law: str
    reason: str
    approver: str
    review: date
    scope: str = ""
    released: datetime | None = None
    source: str = ""

    def __post_init__(self) -> None:
        if not (self.law and self.reason and self.approver):
            raise ValueError("a hold names its law, its reason and its second approver")
        if (self.review - self.at.date()).days > YEAR:
            raise ValueError(f"a hold is reviewed within a year: {self.review} is later")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts about one person, in any order."""

    consents: tuple[Consent, ...] = ()
    objections: tuple[Objection, ...] = ()
    erasures: tuple[Erasure, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    holds: tuple[Hold, ...] = ()

    def consented(self, purpose: str, version: int, now: datetime) -> datetime | None:
        """When the consent that stands now was given: the last event is "given", to this version; None if it is not."""
        events = [
            (c.at, not (c.given and c.version == version))
            for c in self.consents
            if c.purpose == purpose and c.at <= now
        ]
        if not events:
            return None
        last, refused = max(events)
        return None if refused else last

    def objection(self, purpose: str, now: datetime) -> tuple[datetime, ObjectionState] | None:
        """What stands of the objections to a purpose, and the moment of the last that counts; None when nothing does.

        Withdrawal and written grounds undo what came before them; an objection never does: who objects again while an
        earlier one is upheld does not reopen it.
        """
        events = [(o.at, o.state) for o in self.objections if o.purpose == purpose and o.at <= now]
        if not events:
            return None
        undone = [at for at, state in events if state <= ObjectionState.OVERRULED]
        standing = [(at, state) for at, state in events if at >= max(undone)] if undone else events
        state = max([state for _, state in standing])
        return None if state is ObjectionState.WITHDRAWN else (max(standing)[0], state)


NO_FACTS = Facts()


def refused(facts: Facts, now: datetime, marketing: frozenset[str] = frozenset()) -> frozenset[str]:
    """The purposes that a person has refused once erased: an erasure withdraws consents and upholds objections (17(1)).

    An objection to a purpose of ``marketing`` stands whatever was written against it (21(3)).
    """
    consents = {c.purpose for c in facts.consents if c.at <= now}
    standing = {p: found[1] for p in {o.purpose for o in facts.objections} if (found := facts.objection(p, now))}
    objected = {p for p, state in standing.items() if state > ObjectionState.OVERRULED or p in marketing}
    return frozenset(consents | objected)


def in_scope(scope: str, place: str) -> bool:
    """Whether a scope ("", "table", "table.column") takes in a place: "table.column", or "table." for a table's links.

    A scope on a column takes in the links of its table, so that what is kept still has somebody it is about.
    """
    return scope in ("", place, place.rpartition(".")[0]) or (place.endswith(".") and scope.startswith(place))


def narrower(one: str, other: str) -> str | None:
    """The scope that two scopes share, "table." for two columns of one table; None when they share nothing."""
    if in_scope(one, other) or not one:
        return other
    if in_scope(other, one) or not other:
        return one
    table = one.rpartition(".")[0]
    return f"{table}." if table == other.rpartition(".")[0] else None


@dataclass(frozen=True, slots=True)
class Keeping:
    """A restriction that keeps: what ``scope`` holds and was lawful at the moment ``since``, or at all (None)."""

    scope: str
    since: datetime | None


def keepings(facts: Facts, now: datetime) -> frozenset[Keeping]:
    """What the restrictions of a person keep now, as moments at which a cell must have been lawful in itself.

    A restriction keeps what was lawful when it began. That may be so because an earlier restriction kept it then, so
    each of those adds its own moments, for the scope that both share.
    """
    return frozenset(k for r in facts.restrictions if r.at <= now and keeps(r, facts, now) for k in _moments(r, facts))


def keeps(restriction: Restriction, facts: Facts, now: datetime) -> bool:
    """Whether a restriction that has begun still keeps: not lifted, nor ended by the person's own later erasure.

    The erasure ends the keeping and not the block on use, so that asking for erasure never allows a use.
    """
    if restriction.lifted is not None and restriction.lifted <= now:
        return False
    return restriction.ground == "c" or not any(restriction.at <= e.at <= now and not e.ordered for e in facts.erasures)


def _moments(restriction: Restriction, facts: Facts) -> set[Keeping]:
    found = {Keeping(restriction.scope, restriction.at)}
    if restriction.ground in "bc" and restriction.scope:
        found.add(Keeping(restriction.scope, None))
    for earlier in facts.restrictions:
        if earlier.at < restriction.at and keeps(earlier, facts, restriction.at):
            for keeping in _moments(earlier, facts):
                scope = narrower(keeping.scope, restriction.scope)
                if scope is not None:
                    found.add(Keeping(scope, keeping.since))
    return found
