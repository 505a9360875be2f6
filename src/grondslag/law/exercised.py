"""The rights that are facts: what a person, or the controller's decision, adds to what is known; or why it may not.

Each function gives the fact to record. Raises RightRefused, in one sentence for people, where the law gives no such
right against this purpose: a refusal names its article and what can be asked instead.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from grondslag.law.facts import Consent, Facts, Objection, ObjectionState, Restriction
from grondslag.statement.model import Ground, Purpose

Limb = Literal["a", "b", "c", "d"]
OBJECTABLE = (Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK)
CODE = re.compile(r"[\w.:/-]{1,64}")
INSTEAD = {
    Ground.CONSENT: "consent is withdrawn instead (Art. 7(3))",
    Ground.CONTRACT: "an agreement is ended instead",
    Ground.LEGAL_OBLIGATION: "what a law requires is not objected to",
    Ground.VITAL_INTEREST: "what somebody's life depends on is not objected to",
    None: "it keeps nothing",
}


class RightRefused(ValueError):
    """The law gives no such right here: one sentence with the article and what can be asked instead."""


def objection(purpose: Purpose, at: datetime, source: str = "request") -> Objection:
    """An objection (Art. 21): pending until it is decided, and against marketing upheld at once (21(2)-(3))."""
    if purpose.marketing:
        return Objection(at=at, purpose=purpose.id, state=ObjectionState.UPHELD, source=source)
    if purpose.ground not in OBJECTABLE:
        raise RightRefused(
            f"{purpose.id} rests on {_ground(purpose)}, and Art. 21(1) gives an objection against legitimate "
            f"interest and public task alone: {INSTEAD[purpose.ground]}"
        )
    return Objection(at=at, purpose=purpose.id, state=ObjectionState.PENDING, source=source)


def decision(purpose: Purpose, facts: Facts, at: datetime, grounds: str = "") -> Objection:
    """The decision on a pending objection: overruled by written ``grounds``, named by a code; else upheld. (21(1))"""
    standing = facts.objection(purpose.id, at)
    if standing is None or standing[1] is not ObjectionState.PENDING:
        raise RightRefused(f"no objection of this person to {purpose.id} waits for a decision")
    if not grounds:
        return Objection(at=at, purpose=purpose.id, state=ObjectionState.UPHELD, source="decision")
    if purpose.marketing:
        raise RightRefused(f"{purpose.id} is marketing, and Art. 21(3) knows no grounds that overrule an objection")
    if not CODE.fullmatch(grounds):
        raise RightRefused("the grounds are named by the code of the document they stand in, such as LIA-7")
    return Objection(at=at, purpose=purpose.id, state=ObjectionState.OVERRULED, source=grounds)


def consent(purpose: Purpose, at: datetime, source: str = "request") -> Consent:
    """Consent to a purpose as the statement now words it (Art. 6(1)(a), 7)."""
    _on_consent(purpose, "asks for no consent")
    return Consent(at=at, purpose=purpose.id, given=True, version=purpose.version, source=source)


def withdrawal(purpose: Purpose, at: datetime, source: str = "request") -> Consent:
    """Consent withdrawn (Art. 7(3)): what was done before stays lawful, and the purpose stops at once."""
    _on_consent(purpose, "has no consent to withdraw")
    return Consent(at=at, purpose=purpose.id, given=False, version=purpose.version, source=source)


def restriction(ground: Limb, scope: str, places: Iterable[str], at: datetime, source: str = "request") -> Restriction:
    """A restriction under Art. 18(1)(a) to (d); ``places`` are the tables and columns that a scope may name."""
    if scope and scope not in (known := sorted(places)):
        table = scope.partition(".")[0]
        near = [place for place in known if place.startswith(f"{table}.")] or [p for p in known if "." not in p]
        raise RightRefused(f"no mapped place is called «{scope}»: name one of {', '.join(near)}")
    return Restriction(at=at, ground=ground, scope=scope, source=source)


def told_before(told: date, today: date) -> int:
    """The days between telling the person and lifting a restriction, which the first must precede (Art. 18(3))."""
    if told > today:
        raise RightRefused(f"the person is told before a restriction is lifted (Art. 18(3)), and {told} is yet to come")
    return (today - told).days


def _on_consent(purpose: Purpose, otherwise: str) -> None:
    if purpose.ground is not Ground.CONSENT:
        raise RightRefused(f"{purpose.id} rests on {_ground(purpose)}, and so {otherwise}")


def _ground(purpose: Purpose) -> str:
    return purpose.ground.value.replace("_", " ") if purpose.ground else "no ground"
