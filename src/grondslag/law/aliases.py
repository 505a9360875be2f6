"""Two people in the records who turn out to be one: their facts merge, and refusing wins.

What one of the two refused was refused by the person; what the other allowed later, under another name, does not undo
it. Only a fact recorded after the merge does. (Art. 7(3), 21)
"""

from dataclasses import fields
from datetime import datetime
from itertools import chain
from typing import Any

from grondslag.law.facts import Consent, Facts, Objection, ObjectionState

SOURCE = "merge"


def merged(one: Facts, other: Facts, now: datetime) -> Facts:
    """All facts of both, and at ``now`` once more whatever one refused and the other's facts would undo."""
    both = joined(one, other)
    return joined(both, refusals(one, other, both, now), refusals(other, one, both, now))


def joined(*known: Facts) -> Facts:
    """All these facts together, in order."""
    told: dict[str, Any] = {f.name: tuple(chain(*(getattr(each, f.name) for each in known))) for f in fields(Facts)}
    return Facts(**told)


def refusals(one: Facts, other: Facts, both: Facts, now: datetime) -> Facts:
    """What must be said again at ``now`` so that the facts of the other undo nothing that ``one`` refused."""
    consents, objections = [], []
    purposes = {c.purpose for c in both.consents} | {o.purpose for o in both.objections}
    for purpose in sorted(purposes):
        given = any(c.purpose == purpose and c.given and c.at <= now for c in other.consents)
        if given and withdrawn(one, purpose, now):
            consents.append(Consent(at=now, purpose=purpose, given=False, source=SOURCE))
        standing = one.objection(purpose, now)
        spoken = given or any(o.purpose == purpose and o.at <= now for o in other.objections)
        if standing and spoken:
            objections.append(Objection(at=now, purpose=purpose, state=standing[1], source=SOURCE))
        if _revived(one, both, purpose, now):
            objections.append(Objection(at=now, purpose=purpose, state=ObjectionState.UPHELD, source=SOURCE))
    return Facts(consents=tuple(consents), objections=tuple(objections))


def withdrawn(facts: Facts, purpose: str, now: datetime) -> bool:
    """Whether the last consent event for a purpose is a withdrawal; at equal moments the withdrawal counts."""
    events = [(c.at, not c.given) for c in facts.consents if c.purpose == purpose and c.at <= now]
    return bool(events) and max(events)[1]


def _revived(one: Facts, both: Facts, purpose: str, now: datetime) -> bool:
    """Whether compelling grounds on file against the other would excuse a purpose from an erasure of ``one``."""
    erasures = [e.at for e in one.erasures if e.at <= now]
    return any(_overruled(both, purpose, at) and not _overruled(one, purpose, at) for at in erasures)


def _overruled(facts: Facts, purpose: str, at: datetime) -> bool:
    found = facts.objection(purpose, at)
    return found is not None and found[1] is ObjectionState.OVERRULED
