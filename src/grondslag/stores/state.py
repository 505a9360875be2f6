"""What a database knows of its journal: which one it is, how far it has come, and whether a replay is under way.

It changes in the transaction of the facts themselves, so that a database that was restored from a backup is behind.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select, update

from grondslag.stores.tables import STATE


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The id of the database, the last entry of its journal that it holds, and where the journal stood.

    ``closed`` while a replay has begun and the sweep after it has not ended.
    """

    database: str
    seq: int = 0
    hash: str = "0" * 64
    place: Path
    closed: bool = False


def read(connection: Connection) -> State | None:
    """The state; None of a database that has no journal."""
    if not inspect(connection).has_table(STATE.name):
        return None
    row = connection.execute(select(STATE)).mappings().first()
    if row is None:
        return None
    return State(
        database=row["database"], seq=row["seq"], hash=row["hash"], place=Path(row["place"]), closed=row["closed"]
    )


def locked(connection: Connection) -> State | None:
    """The state, which nobody else can change until the caller's transaction ends."""
    connection.execute(update(STATE).values(id=1))
    return read(connection)


def write(connection: Connection, state: State) -> None:
    """Puts a state in place of what there was, in the caller's transaction."""
    values = {
        "database": state.database,
        "seq": state.seq,
        "hash": state.hash,
        "place": str(state.place),
        "closed": state.closed,
    }
    if not connection.execute(update(STATE).values(values)).rowcount:
        connection.execute(insert(STATE).values(values | {"id": 1}))
