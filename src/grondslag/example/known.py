"""What the example knows of its people beside the rows: consents, objections, erasures, restrictions and holds."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal

from grondslag.example.people import Person
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction

NEWSLETTER = "II.A"
MOST_OPPOSED = (("I.E", 0.02), ("III.A", 0.02), ("III.D", 0.01), ("III.E", 0.005), ("IV.B", 0.003))


def facts_of(rng: Random, person: Person, today: date) -> Facts:
    """The facts about one person, all before today; most people have none or a consent."""
    return Facts(
        consents=_consents(rng, person, today),
        objections=_objections(rng, today),
        erasures=_erasures(rng, today),
        restrictions=_restrictions(rng, today),
        holds=_holds(rng, today),
    )


def ago(today: date, days: int) -> datetime:
    """Noon, UTC, so many days before today."""
    return datetime.combine(today - timedelta(days=days), time(12), UTC)


def _consents(rng: Random, person: Person, today: date) -> tuple[Consent, ...]:
    if rng.random() < 0.5:
        return ()
    days = (today - person.first).days
    given = Consent(at=ago(today, days), purpose=NEWSLETTER, given=True, source="web-form")
    if rng.random() < 0.7 or days < 2:
        return (given,)
    later = ago(today, rng.randint(1, days - 1))
    return (given, Consent(at=later, purpose=NEWSLETTER, given=False, source="unsubscribe-link"))


def _objections(rng: Random, today: date) -> tuple[Objection, ...]:
    found = []
    for purpose, chance in MOST_OPPOSED:
        if rng.random() < chance:
            days = rng.randint(10, 900)
            found.append(Objection(at=ago(today, days), purpose=purpose, state=ObjectionState.PENDING, source="e-mail"))
            decided = rng.choice((None, ObjectionState.UPHELD, ObjectionState.UPHELD, ObjectionState.OVERRULED))
            if decided is not None:
                at = ago(today, days - rng.randint(1, 9))
                found.append(Objection(at=at, purpose=purpose, state=decided, source="decision"))
    if rng.random() < 0.01:
        at = ago(today, rng.randint(1, 700))
        found.append(Objection(at=at, purpose=NEWSLETTER, state=ObjectionState.PENDING, source="telephone"))
    return tuple(found)


def _erasures(rng: Random, today: date) -> tuple[Erasure, ...]:
    if rng.random() >= 0.012:
        return ()
    return (Erasure(at=ago(today, rng.randint(1, 600)), ordered=rng.random() < 0.1, source="letter"),)


def _restrictions(rng: Random, today: date) -> tuple[Restriction, ...]:
    if rng.random() >= 0.006:
        return ()
    days = rng.randint(5, 400)
    lifted = ago(today, rng.randint(1, days)) if rng.random() < 0.3 else None
    scope = rng.choice(("", "", "crm_note", "ticket", "ticket.body"))
    ground: Literal["a", "b", "c", "d"] = rng.choice(("a", "b", "c", "d"))
    return (Restriction(at=ago(today, days), ground=ground, scope=scope, lifted=lifted, source="e-mail"),)


def _holds(rng: Random, today: date) -> tuple[Hold, ...]:
    if rng.random() >= 0.004:
        return ()
    days = rng.randint(1, 300)
    at = ago(today, days)
    return (
        Hold(
            at=at, law="BW art. 3:310", reason="claim", approver="privacy-officer", scope=rng.choice(("", "message")),
            review=at.date() + timedelta(days=364), source="legal",
        ),
    )  # fmt: skip
