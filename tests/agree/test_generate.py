"""Drawn worlds are sound: SQLite takes them, they read as declared, and between them they reach the whole page."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import isfunction
from types import CodeType

from hypothesis import HealthCheck, Phase, given, seed, settings

from grondslag.datamap.times import Clock
from grondslag.engine.cells import Fate, Judge
from grondslag.law import lawful
from grondslag.statement.model import Ground
from grondslag.stores.memory import MemoryStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.world import World

DRAWN = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@DRAWN
@given(worlds())
def test_sqlite_takes_a_world_and_gives_it_back(world: World) -> None:
    with placed(world, "sqlite", native=False) as store:
        assert store.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        for table, rows in world.rows.items():
            found = sorted(store.rows(table), key=lambda row: str(row["id"]))
            assert [{k: v for k, v in row.items() if k != "profile"} for row in found] == [
                {k: v for k, v in row.items() if k != "profile"} for row in rows
            ]


@DRAWN
@given(worlds())
def test_every_time_reads_as_its_datamap_declares_it(world: World) -> None:
    for table in world.datamap.tables:
        times = [time for _, time in table.events if not time.via]
        for time in (*times, *((table.since,) if table.since else ())):
            clock = Clock.of(time, world.datamap.zone, world.zone)
            for row in world.rows[table.name]:
                moment = clock.moment(row[time.column])
                assert (moment is None) == (row[time.column] is None)


@DRAWN
@given(worlds())
def test_every_column_is_declared_and_every_name_leads_somewhere(world: World) -> None:
    datamap = world.datamap
    for table in datamap.tables:
        live = world.live.table(table.name)
        assert live is not None
        assert [c.name for c in table.columns if not c.json_path] == [c.name for c in live.columns]
        paths = [*(link.via for link in table.links), *(time.via for _, time in table.events)]
        for path in paths:
            here = table
            for step in path:
                here.column(step.column)
                here = datamap.table(step.table)
                here.column(step.target)
        for column in table.personal:
            there = live.column(column.stored)
            assert there is not None
            assert column.on_end != "null" or there.nullable
            assert all(table.link(name) for name in column.following)


def page() -> list[CodeType]:
    """The code of the page's functions, and of what stands in them."""
    found: list[CodeType] = []
    pending: list[CodeType] = [
        f.__code__ for f in vars(lawful).values() if isfunction(f) and f.__module__ == lawful.__name__
    ]
    while pending:
        found.append(pending.pop())
        pending += [inner for inner in found[-1].co_consts if isinstance(inner, CodeType)]
    return found


@contextmanager
def watched(seen: set[int]) -> Iterator[None]:
    """Notes each line of the page that is run."""
    tool, line = sys.monitoring.PROFILER_ID, sys.monitoring.events.LINE

    def ran(_: CodeType, number: int) -> object:
        seen.add(number)
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(tool, "page")
    sys.monitoring.register_callback(tool, line, ran)
    for code in page():
        sys.monitoring.set_local_events(tool, code, line)
    try:
        yield
    finally:
        for code in page():
            sys.monitoring.set_local_events(tool, code, 0)
        sys.monitoring.register_callback(tool, line, None)
        sys.monitoring.free_tool_id(tool)


class Reached:
    """What drawn worlds came to: lines of the page, fates of cells, bases of reasons, and whether a cell was used."""

    def __init__(self) -> None:
        self.seen: set[object] = set()

    def judge(self, world: World) -> None:
        """Judges every cell of a world."""
        store = MemoryStore(world.copied_rows(), world.keys, dict(world.facts), world.live)
        judge = Judge(world.datamap, world.rules, store, world.at)
        for cell in (c for table in world.datamap.tables for row in judge.rows(table) for c in row.cells):
            self.seen |= {cell.fate, bool(cell.usable), *(reason.why.basis for reason in cell.reasons)}


def test_drawn_worlds_reach_every_line_of_the_page_and_every_fate_and_ground() -> None:
    lines = {line for code in page() for *_, line in code.co_lines() if line and line != code.co_firstlineno}
    wanted = {*Fate, *map(str, Ground), "law", "hold", "restriction", True, False}
    seen: set[int] = set()
    reached = Reached()
    for number in range(20):
        drawn = given(worlds())(reached.judge)
        with watched(seen):
            seed(number)(settings(DRAWN, max_examples=50, phases=[Phase.generate], database=None)(drawn))()
        if lines <= seen and wanted <= reached.seen:
            break
    assert lines - seen == set()
    assert wanted - reached.seen == set()
