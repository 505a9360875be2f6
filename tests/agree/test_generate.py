"""Drawn worlds are sound: SQLite takes them, they read as declared, and together they take the rule's every branch."""

from hypothesis import HealthCheck, Phase, given, seed, settings

from grondslag.datamap.times import Clock
from grondslag.engine.cells import Fate, Judge
from grondslag.law import lawful
from grondslag.law.facts import Facts, in_scope, keeps
from grondslag.law.lawful import past
from grondslag.law.rules import NOT_YET, reaches
from grondslag.statement.model import Ground
from grondslag.stores.memory import MemoryStore
from tests.agree.branches import Branches, codes
from tests.agree.generate import worlds
from tests.agree.mutants import functions
from tests.agree.placed import placed
from tests.agree.world import World
from tests.kernel.law.cases import AT

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


class Reached:
    """What drawn worlds came to: fates of cells, bases of reasons, and whether a cell was used."""

    def __init__(self) -> None:
        self.seen: set[object] = set()

    def judge(self, world: World) -> None:
        """Judges every cell of a world."""
        store = MemoryStore(world.copied_rows(), world.keys, dict(world.facts), world.live)
        judge = Judge(world.datamap, world.rules, store, world.at)
        for cell in (c for table in world.datamap.tables for row in judge.rows(table) for c in row.cells):
            self.seen |= {cell.fate, bool(cell.usable), *(reason.why.basis for reason in cell.reasons)}


def test_drawn_worlds_take_every_branch_of_the_rule_both_ways_and_reach_every_fate_and_ground() -> None:
    rule = (*(f for _, f in functions(lawful)), Facts.consented, Facts.objection, in_scope, keeps, reaches)
    branches = Branches(codes(rule))
    wanted = {*Fate, *map(str, Ground), "law", "hold", "restriction", True, False}
    reached = Reached()
    for number in range(30):
        drawn = given(worlds())(reached.judge)
        with branches.watched():
            seed(number)(settings(DRAWN, max_examples=50, phases=[Phase.generate], database=None)(drawn))()
        if not branches.missing and wanted <= reached.seen:
            break
    assert branches.missing == []
    assert wanted - reached.seen == set()


def test_a_branch_that_went_one_way_only_is_named_with_its_line_and_the_way_that_is_missing() -> None:
    branches = Branches([past.__code__])
    with branches.watched():
        past(NOT_YET, AT)
    line = past.__code__.co_firstlineno + 2
    assert branches.missing == [f"lawful.py:{line}: `isinstance(event, date)` (question 1) was never true"]
