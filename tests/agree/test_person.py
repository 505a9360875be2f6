"""One person's rights on drawn worlds: what each changes, and that it changes nothing else."""

from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, assume, given, seed, settings
from hypothesis import strategies as st

from grondslag.engine.access import Access
from grondslag.engine.rights import Change, Desk
from grondslag.law.exercised import OBJECTABLE
from grondslag.statement.model import Ground, Purpose
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import people, state
from tests.agree.world import World

drawn = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
Seen = dict[tuple[object, ...], tuple[frozenset[str], frozenset[str]]]


def seen(store: SqlStore, world: World, subject: SubjectKey) -> Seen:
    """Of each cell about a person, the purposes that let it exist for them, and those that may use it."""
    access = Access(store, world.statement, world.at, subject)
    with store.transaction(write=False):
        return {
            (table.name, row.key, cell.column.name): (
                frozenset(r.why.purpose for r in cell.reasons if r.subject == subject and r.why.purpose),
                cell.usable,
            )
            for table in world.datamap.tables
            for row in access.rows(table)
            for cell in row.cells
            if cell.value is not None and subject in cell.subjects
        }


def around(world: World, act: Callable[[Desk], Change]) -> Iterator[tuple[Seen, Change, Seen]]:
    """What is seen of each person before and after an act at their desk, which must leave every row as it is."""
    for subject in sorted(people(world))[:1]:
        with placed(world, "sqlite", native=False) as store:
            rows = state(store, world)
            store.connection.rollback()
            before = seen(store, world, subject)
            desk = Desk(store, world.statement, world.at, subject)
            change = act(desk)
            assert state(store, world) == rows
            store.connection.rollback()
            yield before, change, seen(store, world, subject)


@seed(1)
@drawn
@given(worlds(), st.sampled_from("abcd"))
def test_a_restriction_stops_every_use_of_the_persons_cells_and_lets_nothing_go(world: World, ground: str) -> None:
    for before, change, after in around(world, lambda desk: desk.restrict(ground)):  # type: ignore[arg-type]
        assert all(not usable for _, usable in after.values())
        assert {cell: why for cell, (why, _) in after.items()} == {cell: why for cell, (why, _) in before.items()}
        assert (change.after.usable, change.goes) == ({}, {})
        assert set(change.stops) == {purpose for _, usable in before.values() for purpose in usable}


def chosen(world: World, wanted: Callable[[Purpose], bool]) -> Purpose:
    """The first purpose that is wanted, in a world that has one."""
    found = [purpose for purpose in world.statement.purposes if wanted(purpose)]
    assume(found)
    return found[0]


def others_unchanged(before: Seen, after: Seen, purpose: str) -> bool:
    """Whether no other purpose keeps or uses a cell that it did not before, nor stops to."""
    strip = frozenset({purpose})
    return {cell: (why - strip, usable - strip) for cell, (why, usable) in before.items()} == {
        cell: (why - strip, usable - strip) for cell, (why, usable) in after.items()
    }


@seed(2)
@drawn
@given(worlds())
def test_a_withdrawal_ends_what_stood_on_that_consent_and_nothing_else(world: World) -> None:
    purpose = chosen(world, lambda p: p.ground is Ground.CONSENT)
    statutory = any(term.law for term in purpose.terms)
    for before, change, after in around(world, lambda desk: desk.withdraw(purpose.id)):
        assert others_unchanged(before, after, purpose.id)
        assert statutory or not any(purpose.id in why | usable for why, usable in after.values())
        assert change.before.cells == change.after.cells == len(after)


@seed(3)
@drawn
@given(worlds())
def test_an_objection_stops_the_use_of_its_purpose_and_of_no_other(world: World) -> None:
    purpose = chosen(world, lambda p: p.marketing or p.ground in OBJECTABLE)
    statutory = any(term.law for term in purpose.terms)
    for before, _, after in around(world, lambda desk: desk.object(purpose.id)):
        assert others_unchanged(before, after, purpose.id)
        assert statutory or not any(purpose.id in usable for _, usable in after.values())


@seed(4)
@drawn
@given(worlds())
def test_a_rehearsed_right_tells_what_the_real_one_does_and_records_nothing(world: World) -> None:
    purpose = chosen(world, lambda p: p.ground is Ground.CONSENT)
    subject = min(people(world))
    with placed(world, "sqlite", native=False) as store:
        known = store.facts([subject])
        store.connection.rollback()
        rehearsed = Desk(store, world.statement, world.at, subject, rehearsed=True).consent(purpose.id)
        assert store.facts([subject]) == known
        store.connection.rollback()
        assert Desk(store, world.statement, world.at, subject).consent(purpose.id) == rehearsed
