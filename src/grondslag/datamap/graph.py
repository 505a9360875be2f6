"""Paths from a table to people: along its own references, through a table that joins them, or by an identifier."""

from collections import deque
from collections.abc import Iterator

from grondslag.datamap.guess_words import words
from grondslag.datamap.live import Live, LiveTable
from grondslag.datamap.steps import Path, Step, is_step


def steps(live: Live, table: LiveTable) -> Iterator[Step]:
    """The references of a table to another table, over one column or several; a self reference is no step."""
    for key in table.foreign_keys:
        if len(key.columns) == len(key.targets) and key.table != table.name and live.table(key.table):
            (column, target), *more = zip(key.columns, key.targets, strict=True)
            step = Step(column, key.table, target, more=tuple(more))
            if is_step(str(step)):
                yield step


def direct(live: Live, table: LiveTable, goal: LiveTable) -> tuple[Step, ...]:
    """Every step to the goal, also where nobody declared the reference: «customer_id» names customer or customers."""
    found = [step for step in steps(live, table) if step.table == goal.name]
    declared = {column for key in table.foreign_keys for column in key.columns}
    bare = goal.name.rpartition(".")[2].lower()
    if len(goal.key) == 1 and table.name != goal.name:
        for column in table.columns:
            said = words(column.name)
            if (
                column.name not in declared
                and said[-1:] == ("id",)
                and "_".join(said[:-1]) in (bare, bare.removesuffix("s"))
            ):
                found.append(Step(column.name, goal.name, goal.key[0]))
    return tuple(found)


def shortest(live: Live, table: LiveTable, goal: LiveTable) -> Path:
    """The shortest path over references from a table to the goal, of two steps or more; () for none."""
    seen = {table.name}
    waiting: deque[tuple[LiveTable, Path]] = deque([(table, ())])
    while waiting:
        here, path = waiting.popleft()
        for step in (*direct(live, here, goal), *steps(live, here)):
            there = live.table(step.table)
            if there is None or step.table in seen:
                continue
            if step.table == goal.name:
                return (*path, step)
            seen.add(step.table)
            waiting.append((there, (*path, step)))
    return ()


def joined(live: Live, table: LiveTable, goal: LiveTable) -> Path:
    """The path through a table that refers to both this table and the goal; () for none."""
    for other in live.tables:
        ends = direct(live, other, goal) if other.name not in (table.name, goal.name) else ()
        for step in steps(live, other) if ends else ():
            if step.table == table.name:
                return (Step(step.target, other.name, step.column), ends[0])
    return ()


def referrers(live: Live, table: LiveTable) -> int:
    """How many other tables refer to a table."""
    return sum(bool(direct(live, other, table)) for other in live.tables if other.name != table.name)
