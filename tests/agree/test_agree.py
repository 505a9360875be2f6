"""Page, memory store and three databases give one answer: verdicts, uses, and the state after sweep and erase."""

import os
import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, cast

from grondslag.datamap.model import PSEUDONYM, Table
from grondslag.engine import plan
from grondslag.engine.cells import Fate, Judge
from grondslag.engine.compile import Compiler, Judgement, empty
from grondslag.engine.erase import EraseSubject
from grondslag.engine.reference import ReferenceSweep
from grondslag.engine.sweep import Sweep
from grondslag.law.facts import Erasure, Facts
from grondslag.stores.facts import on_file
from grondslag.stores.memory import MemoryStore
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.world import World
from tests.databases import KINDS

EXAMPLES = int(os.environ.get("AGREE_EXAMPLES", "300"))
# The same code draws the same worlds, so that the suite fails only for a change; `make agree N=…` draws new ones.
SEED = secrets.randbits(64) if "AGREE_EXAMPLES" in os.environ else 0
SHARDS = 4
TIME = re.compile(r"\d{4}-\d\d-\d\d(?: |$)")
agreed = settings(
    max_examples=-(-EXAMPLES // SHARDS),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
Seen = tuple[bool, bool, bool, frozenset[str]]
State = dict[str, dict[Key, dict[str, object]]]


def memory(world: World) -> MemoryStore:
    """The world in memory."""
    return MemoryStore(world.copied_rows(), world.keys, dict(world.facts), world.live)


def shown(value: object) -> object:
    """A value for comparison: pseudonyms are random, so that they are all one; times as text, however they are kept."""
    if isinstance(value, str) and value.startswith(PSEUDONYM):
        return PSEUDONYM
    if isinstance(value, str) and TIME.match(value):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    return value.isoformat() if isinstance(value, date) else value


def state(store: SqlStore | MemoryStore, world: World) -> State:
    """Every row of every mapped table by its key."""
    return {
        table.name: {
            tuple(row[k] for k in table.key): {c: shown(v) for c, v in row.items() if c != "profile"}
            for row in store.rows(table.name)
        }
        for table in world.datamap.tables
    }


def by_page(world: World) -> dict[str, dict[Key, list[Seen]]]:
    """For each row the personal cells: filled, lawful, about somebody, and the purposes that may use it."""
    judge = Judge(world.datamap, world.rules, memory(world), world.at)
    return {
        table.name: {
            row.key: [(c.value is not None, c.fate is Fate.MAY, bool(c.subjects), c.usable) for c in row.cells]
            for row in judge.rows(table)
        }
        for table in world.datamap.tables
    }


def by_sql(world: World, store: SqlStore) -> dict[str, dict[Key, list[Seen]]]:
    """The same by the compiled rule."""
    with store.transaction(write=False) as connection:
        compiler = Compiler(world.datamap, world.rules, world.at, on_file(connection))
        judgements = {t.name: compiler.judge(t) for t in world.datamap.tables}
        plan.ship(store, compiler.shipped, world.at)
        return {t.name: _verdicts(store, compiler, judgements[t.name], t) for t in world.datamap.tables}


def _verdicts(store: SqlStore, compiler: Compiler, judgement: Judgement, table: Table) -> dict[Key, list[Seen]]:
    columns = table.personal
    filled = [cast(empty(judgement.start, c), Integer).label(f"e{n}") for n, c in enumerate(columns)]
    uses = [
        cast(compiler.may_use(judgement, c, rule), Integer).label(f"u{n}_{m}")
        for n, c in enumerate(columns)
        for m, rule in enumerate(compiler.rules)
    ]
    found: dict[Key, list[Seen]] = {}
    for row in store.connection.execute(judgement.select(*filled, *uses)).mappings():
        key = tuple(row[f"key_{n}"] for n in range(len(table.key)))
        found[key] = []
        for n, column in enumerate(columns):
            group = judgement.group_of(column.name)
            usable = frozenset(rule.id for m, rule in enumerate(compiler.rules) if row[f"u{n}_{m}"])
            found[key].append((not row[f"e{n}"], row[f"why_{group}"] > 0, bool(row[f"any_{group}"]), usable))
    return found


@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("kind", KINDS)
def test_page_memory_and_database_agree_on_drawn_worlds(kind: str, shard: int) -> None:
    @seed(SEED + shard)
    @agreed
    @given(worlds(), st.sampled_from((1, 2, 1000)), st.booleans())
    def agree(world: World, size: int, native: bool) -> None:
        agree_on_every_cell(world, kind, native)
        agree_after_a_sweep(world, kind, native, size)
        agree_after_an_erasure(world, kind, native)

    agree()


def agree_on_every_cell(world: World, kind: str, native: bool) -> None:
    """Page and SQL give every cell the same verdict and the same uses; what may be used may exist."""
    with placed(world, kind, native) as store:
        verdicts = by_sql(world, store)
    assert verdicts == by_page(world)
    cells = [cell for rows in verdicts.values() for row in rows.values() for cell in row]
    assert all(lawful for _, lawful, _, usable in cells if usable)


def agree_after_a_sweep(world: World, kind: str, native: bool, size: int) -> None:
    """Memory and SQL hold the same after a sweep in batches of any size, and a second sweep changes nothing."""
    reference = memory(world)
    ReferenceSweep(reference, world.datamap, world.rules, world.at, world.live).run()
    assert ReferenceSweep(reference, world.datamap, world.rules, world.at, world.live).run() == 0
    with placed(world, kind, native) as store:
        Sweep(store, world.rules, world.at, world.live, size=size).carry_out()
        assert state(store, world) == state(reference, world)
        store.connection.rollback()
        assert Sweep(store, world.rules, world.at, world.live).carry_out().changes == 0


def agree_after_an_erasure(world: World, kind: str, native: bool) -> None:
    """Memory and SQL hold the same after one person's erasure."""
    for subject in sorted(people(world))[:1]:
        reference = memory(world)
        before = world.facts.get(subject, Facts())
        reference.known[subject] = replace(before, erasures=(*before.erasures, Erasure(at=world.now)))
        ReferenceSweep(reference, world.datamap, world.rules, world.at, world.live, subject).run()
        with placed(world, kind, native) as store:
            EraseSubject(store, world.statement, world.at, world.live, subject).carry_out()
            assert state(store, world) == state(reference, world)


def people(world: World) -> set[SubjectKey]:
    """The subjects who have a row of their own."""
    return {
        (subject.kind, str(row[subject.key]))
        for subject in world.datamap.subjects
        for row in world.rows[subject.table]
        if row[subject.key] is not None
    }
