"""A database with a person erased is one in which that person never was, but for what is computed and no more.

That is: cells that a law or a hold keeps, or that are lawful for somebody else too; rows shared with others, in what is
about the person; and rows that a living row points at, which stay as stubs. No list of them is written by hand.
"""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, seed, settings

from grondslag.engine.cells import Fate, Judge, JudgedRow
from grondslag.engine.erase import EraseSubject
from grondslag.law.facts import Erasure, Facts
from grondslag.stores.port import SubjectKey
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import memory, people, shown
from tests.agree.test_frame import Knowing, RowId, Rows, everything, is_of, pointers
from tests.agree.test_person import drawn
from tests.agree.world import Row, World
from tests.databases import KINDS

KEPT = {"law", "hold"}


def timeless(world: World) -> World:
    """The world without a time at which rows came to be, so that an erasure covers each of them."""
    tables = tuple(replace(table, since=None) for table in world.datamap.tables)
    return replace(world, datamap=replace(world.datamap, tables=tables))


def judged(world: World, store: object, facts: Mapping[SubjectKey, Facts]) -> dict[RowId, JudgedRow]:
    """Every row by the page."""
    judge = Judge(world.datamap, world.rules, Knowing(store, facts), world.at)
    return {(table.name, row.key): row for table in world.datamap.tables for row in judge.rows(table)}


def without(world: World, subject: SubjectKey) -> tuple[World, set[RowId]]:
    """The world in which a person never was, and the rows that differ in it: gone, or with nothing where they pointed.

    The rows of nobody else go, and those that cannot be without one that goes.
    """
    rows, changed = world.copied_rows(), set[RowId]()
    gone = [
        row_id
        for row_id, row in judged(world, memory(world), world.facts).items()
        if is_of(row, subject)
        and {(row.table.link(name).subject, key) for name, keys in row.people.items() for key in keys} == {subject}
    ]
    while gone:
        name, key = gone.pop()
        end = next((row for row in rows[name] if _key(world, name, row) == key), None)
        if end is None:
            continue
        rows[name].remove(end)
        changed.add((name, key))
        for other in rows:
            for pointer in pointers(world, other):
                for row in rows[other] if pointer.table == name else ():
                    if pointer.leads(row, end):
                        changed.add((other, _key(world, other, row)))
                        if all(_nullable(world, other, column) for column in pointer.columns):
                            row.update(dict.fromkeys(pointer.columns))
                        else:
                            gone.append((other, _key(world, other, row)))
    return replace(world, rows=rows, facts={who: f for who, f in world.facts.items() if who != subject}), changed


def _key(world: World, name: str, row: Row) -> tuple[object, ...]:
    return tuple(row[k] for k in world.keys[name])


def _nullable(world: World, name: str, column: str) -> bool:
    live = world.live.table(name)
    found = live.column(column) if live else None
    return found is not None and found.nullable


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_erased_never_was_but_for_what_is_kept_shared_or_pointed_at(kind: str) -> None:
    @seed(9)
    @settings(drawn, max_examples=25)
    @given(worlds().map(timeless))
    def alike(world: World) -> None:
        assert_never_was(world, kind)

    alike()


def assert_never_was(world: World, kind: str) -> None:
    """That one person's erasure by order leaves what there would be without them, but for what is kept or shared."""
    subject = min(people(world))
    known = world.facts.get(subject, Facts())
    facts = {
        **world.facts,
        subject: replace(known, erasures=(*known.erasures, Erasure(at=world.now, ordered=True))),
    }
    before = judged(world, memory(world), facts)
    twin, changed = without(world, subject)
    with placed(twin, kind, native=True) as store:
        never = everything(store, world)
    with placed(world, kind, native=True) as store:
        EraseSubject(store, world.statement, world.at, world.live, subject, ordered=True).carry_out()
        erased = everything(store, world)
        with store.transaction(write=False):
            left = judged(world, store, facts)
    for row_id in erased.keys() | never.keys():
        if row_id not in changed and not is_of(before[row_id], subject):
            assert _shown(erased[row_id]) == _shown(never[row_id])
    for row_id, row in left.items():
        if is_of(before[row_id], subject):
            assert_kept_or_shared(world, row, subject)
            assert not row.dead or pointed_at(world, erased, row_id)


def _shown(row: Mapping[str, object]) -> dict[str, object]:
    return {name: shown(value) for name, value in row.items()}


def assert_kept_or_shared(world: World, row: JudgedRow, subject: SubjectKey) -> None:
    """That what is still held of the person is kept by a law or a hold, or is lawful for somebody else.

    A stub keeps the links that go only with their row.
    """
    for cell in row.cells:
        bound = row.dead and cell.column.on_end == "row" and not _nullable(world, row.table.name, cell.column.name)
        if cell.value is not None and subject in cell.subjects and not bound:
            assert cell.fate is Fate.MAY
            assert all(reason.why.basis in KEPT for reason in cell.reasons if reason.subject == subject)


def pointed_at(world: World, rows: Rows, row_id: RowId) -> bool:
    """Whether another row that is left points at one."""
    return any(
        pointer.table == row_id[0] and pointer.leads(row, rows[row_id])
        for other, row in rows.items()
        if other != row_id
        for pointer in pointers(world, other[0])
    )
