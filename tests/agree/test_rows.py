"""One person's rows, read from the person and judged once for those alike, are what the page says row by row."""

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from grondslag.datamap.model import Table
from grondslag.engine.cells import Judge, JudgedRow
from grondslag.engine.person import PersonRows
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import SEED, agreed, memory, people, shown
from tests.agree.world import World
from tests.databases import KINDS

Judged = dict[Key, tuple[object, ...]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_person_is_told_is_what_the_page_says_of_their_rows(kind: str) -> None:
    @seed(SEED)
    @agreed
    @given(worlds(), st.sampled_from((1, 2, 1000)), st.booleans())
    def agree(world: World, most: int, native: bool) -> None:
        judge = Judge(world.datamap, world.rules, memory(world), world.at)
        page = {table.name: list(judge.rows(table)) for table in world.datamap.tables}
        with placed(world, kind, native) as store, store.transaction(write=False):
            for subject in sorted(people(world)):
                person = PersonRows(store, world.rules, world.at, subject, most)
                expected = {name: _judged(row for row in rows if _mine(row, subject)) for name, rows in page.items()}
                found = {table.name: list(rows) for table, rows in person.tables()}
                assert {name: _judged(rows) for name, rows in found.items()} == _linked(expected, world, subject)
                assert all(
                    _again(store, world, subject, table) == expected[table.name] for table in world.datamap.tables
                )

    agree()


def _again(store: SqlStore, world: World, subject: SubjectKey, table: Table) -> Judged:
    """One table by itself, without a lock or a limit that matters."""
    return _judged(PersonRows(store, world.rules, world.at, subject).rows(table))


def _linked(expected: dict[str, Judged], world: World, subject: SubjectKey) -> dict[str, Judged]:
    kinds = {table.name: {link.subject for link in table.links} for table in world.datamap.tables}
    return {name: rows for name, rows in expected.items() if subject[0] in kinds[name]}


def _mine(row: JudgedRow, subject: SubjectKey) -> bool:
    return any(subject[1] in keys and row.table.link(name).subject == subject[0] for name, keys in row.people.items())


def _judged(rows) -> Judged:  # type: ignore[no-untyped-def]
    return {
        row.key: (
            row.dead,
            dict(row.people),
            *((shown(c.value), c.fate, frozenset(c.reasons), frozenset(c.subjects), c.usable) for c in row.cells),
        )
        for row in rows
    }
