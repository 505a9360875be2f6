"""The suppression list: what an erased person refused, known only to whoever holds the key and the identifier.

A row is HMAC-SHA256(key, (kind, normalised identifier, purpose)). Nobody reads a person in it, and a person who is
imported again is still refused what they refused. (Art. 17(3)(b) with 7(3) and 21(3))
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from sqlalchemy import Connection, insert, select

from grondslag.datamap.identifiers import Identifier
from grondslag.datamap.times import written
from grondslag.law.facts import NO_FACTS, refused
from grondslag.stores import identifiers as on_file
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from grondslag.stores.tables import SUPPRESSION

BATCH = 300
Suppress = Callable[[SqlStore, SubjectKey, datetime], None]


def unlisted(store: SqlStore, subject: SubjectKey, now: datetime) -> None:
    """Puts nobody on the list."""


@dataclass(frozen=True, slots=True)
class Suppressor:
    """Puts an erased person's refusals on the list, in the transaction that records the erasure.

    ``marketing`` are the purposes marked so: an objection to these is upheld whatever state it is in.
    """

    key: bytes
    marketing: frozenset[str] = frozenset()

    def __call__(self, store: SqlStore, subject: SubjectKey, now: datetime) -> None:
        """Reads the person's identifiers, on file and in their own row, while they are still there."""
        known = store.facts([subject]).get(subject, NO_FACTS)
        found = (*on_file.of(store.home, subject), *on_file.in_row(store.connection, store.datamap, subject))
        suppress(store.home, self.key, found, refused(known, now, self.marketing), now)


def suppress(
    connection: Connection, key: bytes, identifiers: Iterable[Identifier], purposes: Iterable[str], at: datetime
) -> None:
    """Adds every identifier for every purpose to the list, in the caller's transaction; none is added twice."""
    wanted = {digest(key, each, purpose): purpose for each in identifiers for purpose in purposes}
    present = _listed(connection, wanted)
    rows = [
        {"digest": found, "purpose": purpose, "at": written(at)}
        for found, purpose in sorted(wanted.items())
        if found not in present
    ]
    if rows:
        connection.execute(insert(SUPPRESSION), rows)


def suppressed(connection: Connection, key: bytes, identifiers: Iterable[Identifier], purpose: str) -> bool:
    """Whether any of one person's identifiers is refused for a purpose: to be asked before every consent."""
    return bool(among(connection, key, identifiers, purpose))


def among(connection: Connection, key: bytes, identifiers: Iterable[Identifier], purpose: str) -> frozenset[Identifier]:
    """Which of many identifiers are refused for a purpose: to be asked before every import, in bounded steps."""
    asked: Mapping[str, Identifier] = {digest(key, each, purpose): each for each in identifiers}
    return frozenset(asked[found] for found in _listed(connection, asked))


def digest(key: bytes, identifier: Identifier, purpose: str) -> str:
    """What the list holds of an identifier; the parts are told apart by their lengths."""
    parts = (part.encode() for part in (identifier.kind, identifier.value, purpose))
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.digest(key, message, "sha256").hex()


def _listed(connection: Connection, digests: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for batch in batched(digests, BATCH):
        found.update(connection.scalars(select(SUPPRESSION.c.digest).where(SUPPRESSION.c.digest.in_(batch))))
    return found
