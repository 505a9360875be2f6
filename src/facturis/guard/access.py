"""What the open purpose may touch, by the gate in force: the one place where Django's side asks it."""

from functools import lru_cache

from facturis.guard import datamap, statement
from facturis.guard.purpose import deny, purpose
from grondslag.engine.gate import Gate

_in_force: list[Gate] = []


def install(gate: Gate) -> None:
    """Puts a gate in force for this process, in the place of any other."""
    _in_force[:] = [gate]
    covered.cache_clear()


def in_force() -> Gate:
    """The gate in force: that of the statement in force and of what the models declare, until another is installed."""
    if not _in_force:
        install(Gate(statement.in_force(), datamap.installed().datamap))
    return _in_force[0]


@lru_cache(maxsize=4096)
def covered(purpose: str | None, table: str) -> frozenset[str] | None:
    """The columns of a table that a purpose covers, none where it may not touch it; None for a table open to all."""
    gate = in_force()
    if table in gate.plain:
        return None
    if table in gate.records:
        return gate.records[table] if purpose in gate.recording else frozenset()
    permit = gate.permits.get((purpose or "", table))
    return permit.columns if permit else frozenset()


def admits(table: str, column: str) -> bool:
    """Whether the open purpose covers a column."""
    found = covered(purpose(), table)
    return found is None or column in found


def check(action: str, table: str, column: str = "") -> None:
    """Refuses what the open purpose does not cover: a column, or the whole table. Raises PurposeDenied."""
    found = covered(purpose(), table)
    if found is not None and (column not in found if column else not found):
        refuse(action, table, column)


def refuse(action: str, table: str, column: str = "") -> None:
    """Refuses for the open purpose, with what the statement says of it. Raises PurposeDenied."""
    gate, open_now = in_force(), purpose()
    if open_now is None:
        deny(action, table, column)
    try:
        line = gate.line(open_now)
    except KeyError:
        line = "the statement has no such purpose"
    else:
        if open_now not in gate.opened:
            line = f"{open_now} is not carried out: it has no ground, or is not active"
    deny(action, table, column, line)
