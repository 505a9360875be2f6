"""A database with a person erased is one in which that person never was, but for what is computed and no more.

That is: cells that a law or a hold keeps, or that are lawful for somebody else too; rows shared with others, in what is
about the person; and rows that a living row points at, which stay as stubs. Where nobody orders the erasure but the
person asks for it, also what a restriction keeps (Art. 18(1)), what a contract that still runs takes, and what a
purpose takes to which the person's objection was overruled (Art. 17(1)(c)). No list of them is written by hand.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from grondslag.engine.cells import Fate, Judge, JudgedRow, Reason
from grondslag.engine.erase import EraseSubject
from grondslag.law.facts import Erasure, Facts, Objection, ObjectionState, Restriction
from grondslag.law.rules import Why
from grondslag.statement.model import Ground, Item, Term
from grondslag.stores.port import SubjectKey
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import memory, people, shown
from tests.agree.test_frame import Knowing, RowId, Rows, everything, is_of, pointers
from tests.agree.test_person import drawn
from tests.agree.world import Row, World
from tests.databases import KINDS

KEPT = {"law", "hold"}
MOMENT = timedelta(seconds=1)
INTEREST = {Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK}


def timeless(world: World) -> World:
    """The world without a time at which rows came to be, so that an erasure covers each of them."""
    tables = tuple(replace(table, since=None) for table in world.datamap.tables)
    return replace(world, datamap=replace(world.datamap, tables=tables))


def _restricted(world: World) -> World:
    """What stands about everyone was named in a restriction before the erasure."""
    restrictions = tuple(
        Restriction(at=world.now - MOMENT, ground="c", scope=table.name) for table in world.datamap.tables
    )
    return _befallen(world, restrictions=restrictions)


def _overruled(world: World) -> World:
    """Everyone's objections were overruled before the erasure, in a statement of balanced interests."""
    objections = tuple(
        Objection(at=world.now - MOMENT, purpose=purpose.id, state=ObjectionState.OVERRULED)
        for purpose in world.statement.purposes
    )
    grounded = _grounded(world, ground=Ground.LEGITIMATE_INTEREST, balancing_test="filed")
    return _befallen(grounded, objections=objections)


def _contracted(world: World) -> World:
    """Every purpose is a contract whose end starts its term."""
    return _befallen(_grounded(world, ground=Ground.CONTRACT, terms=(Term(after="ended", months=6),)))


def _grounded(world: World, **changes: Any) -> World:
    """Every purpose covers all that there is, and none is marketing, which stops at every objection."""
    categories = {column.category for table in world.datamap.tables for column in table.columns if column.category}
    items = tuple(Item(label=each, category=each) for each in sorted(categories))
    purposes = tuple(
        replace(each, items=items, marketing=False, active=True, introduced=None, **changes)
        for each in world.statement.purposes
    )
    return replace(world, statement=replace(world.statement, purposes=purposes))


def _befallen(world: World, **facts: Any) -> World:
    return replace(world, facts={who: Facts(**facts) for who in people(world)})


# What may keep a cell though its person is erased, and worlds in which it often does.
CAUSES: Mapping[str, Callable[[World], World]] = {
    "law": lambda world: world,
    "restriction": _restricted,
    Ground.LEGITIMATE_INTEREST: _overruled,
    Ground.CONTRACT: _contracted,
}


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


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("kind", KINDS)
def test_who_is_erased_never_was_but_for_what_is_kept_shared_or_pointed_at(kind: str, cause: str) -> None:
    met = set[str]()

    @seed(9)
    @settings(drawn, max_examples=25)
    @given(worlds().map(timeless).map(CAUSES[cause]), st.booleans())
    def alike(world: World, ordered: bool) -> None:
        met.update(assert_never_was(world, kind, ordered))

    alike()
    assert cause in met


def assert_never_was(world: World, kind: str, ordered: bool) -> set[str]:
    """That one person's erasure, by order or asked, leaves what there would be without them, but for the exceptions.

    Returns what keeps something of the person: each ``basis`` of a :class:`grondslag.law.rules.Why`.
    """
    erasing = {subject: _erasing(world, subject, ordered) for subject in sorted(people(world))}
    judgements = {subject: judged(world, memory(world), facts) for subject, facts in erasing.items()}
    # Of whom the most stays, there is the most to account for.
    subject = max(judgements, key=lambda each: sum(1 for _ in _kept(judgements[each], each)))
    facts, before = erasing[subject], judgements[subject]
    twin, changed = without(world, subject)
    with placed(twin, kind, native=True) as store:
        never = everything(store, world)
    with placed(world, kind, native=True) as store:
        EraseSubject(store, world.statement, world.at, world.live, subject, ordered=ordered).carry_out()
        erased = everything(store, world)
        with store.transaction(write=False):
            left = judged(world, store, facts)
    for row_id in erased.keys() | never.keys():
        if row_id not in changed and not is_of(before[row_id], subject):
            assert _shown(erased[row_id]) == _shown(never[row_id])
    for row_id, row in left.items():
        if is_of(before[row_id], subject):
            assert_kept_or_shared(world, row, subject, ordered)
            assert not row.dead or pointed_at(world, erased, row_id)
    return {reason.why.basis for reason in _kept(left, subject)}


def _erasing(world: World, subject: SubjectKey, ordered: bool) -> Mapping[SubjectKey, Facts]:
    known = world.facts.get(subject, Facts())
    erased = replace(known, erasures=(*known.erasures, Erasure(at=world.now, ordered=ordered)))
    return {**world.facts, subject: erased}


def _kept(rows: Mapping[RowId, JudgedRow], subject: SubjectKey) -> Iterator[Reason]:
    for row in rows.values():
        for cell in row.cells:
            if cell.value is not None:
                yield from (reason for reason in cell.reasons if reason.subject == subject)


def _shown(row: Mapping[str, object]) -> dict[str, object]:
    return {name: shown(value) for name, value in row.items()}


def assert_kept_or_shared(world: World, row: JudgedRow, subject: SubjectKey, ordered: bool) -> None:
    """That what is still held of the person is kept by law, or is lawful for somebody else.

    A stub keeps the links that go only with their row.
    """
    for cell in row.cells:
        bound = row.dead and cell.column.on_end == "row" and not _nullable(world, row.table.name, cell.column.name)
        if cell.value is not None and subject in cell.subjects and not bound:
            assert cell.fate is Fate.MAY
            own = [reason.why for reason in row.exact(cell.reasons) if reason.subject == subject]
            assert all(why.basis in KEPT or (not ordered and outlives_asking(world, why, subject)) for why in own)


def outlives_asking(world: World, why: Why, subject: SubjectKey) -> bool:
    """Whether a reason stands though the person asked for erasure: by Art. 18(1), 6(1)(b), or 17(1)(c)."""
    if why.basis == "restriction":
        return True
    if why.basis == Ground.CONTRACT:
        return not isinstance(why.event, date) or why.event > world.at.today
    objection = world.facts.get(subject, Facts()).objection(why.purpose, world.now)
    return why.basis in INTEREST and objection is not None and objection[1] is ObjectionState.OVERRULED


def pointed_at(world: World, rows: Rows, row_id: RowId) -> bool:
    """Whether another row that is left points at one."""
    return any(
        pointer.table == row_id[0] and pointer.leads(row, rows[row_id])
        for other, row in rows.items()
        if other != row_id
        for pointer in pointers(world, other[0])
    )
