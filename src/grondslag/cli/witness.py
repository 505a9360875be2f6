"""The evidence of what commands do: a ledger entry inside each batch's own transaction."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from grondslag.evidence import ledger
from grondslag.stores.sql import SqlStore

_UNFIT = re.compile(r"[^a-z0-9_.]")


@dataclass(frozen=True, slots=True)
class Witness:
    """Adds an entry to the ledger whenever the engine tells of a batch; the time is that of the clock, not ``--on``."""

    connection: Connection
    statement_hash: str

    def __call__(self, kind: str, counts: Mapping[str, int]) -> None:
        """Records a batch in its transaction; errors are those of :func:`grondslag.evidence.ledger.append`."""
        draft = ledger.Draft(at=datetime.now(UTC), kind=kind, counts=names(counts), statement_hash=self.statement_hash)
        ledger.append(self.connection, draft)


def witness(store: SqlStore, statement_hash: str) -> Witness:
    """A witness for a store, whose ledger is made where it is missing. Raises StoreError."""
    with store.transaction():
        ledger.create(store.home)
    return Witness(store.home, statement_hash)


def names(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts under names that the ledger takes: lower case, and «_» for what a name of a database may have besides.

    Names that become one are counted together.
    """
    found: Counter[str] = Counter()
    for name, count in counts.items():
        plain = _UNFIT.sub("_", name.lower())
        found[plain if plain[:1].isalpha() else f"t{plain}"] += count
    return dict(found)
