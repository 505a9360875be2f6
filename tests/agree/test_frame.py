"""After any operation, every cell that the rule does not license to change is unchanged, in the whole database.

The licence is the page's, and computed before: what may not exist once the operation's fact is known. A right that only
records a fact licenses nothing; a correction, the cell that it names and what refers to the person by it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, text

from grondslag.datamap.model import Column, Table
from grondslag.engine import erase, sweep
from grondslag.engine.cells import Fate, Judge, JudgedRow, empty
from grondslag.engine.erase import EraseSubject
from grondslag.engine.rectify import Rectify
from grondslag.engine.rights import Desk
from grondslag.engine.sweep import Sweep
from grondslag.law.exercised import RightRefused
from grondslag.law.facts import Erasure, Facts
from grondslag.stores.memory import alike
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import people
from tests.agree.test_person import drawn
from tests.agree.world import World
from tests.databases import KINDS

RowId = tuple[str, Key]
Rows = dict[RowId, Mapping[str, object]]
UNMAPPED = "beside"
MANY = 12


def everything(store: SqlStore, world: World) -> Rows:
    """Every row of the database but the kernel's own, with all columns, mapped or not, as the database has them."""
    connection, found = store.connection, Rows()
    quote = connection.dialect.identifier_preparer.quote
    keys = world.keys | {UNMAPPED: ("id",)}
    for name in inspect(connection).get_table_names():
        if not name.startswith("grondslag_"):
            for row in connection.execute(text(f"SELECT * FROM {quote(name)}")).mappings():
                found[name, tuple(row[k] for k in keys[name])] = dict(row)
    connection.rollback()
    return found


def unmapped(connection: Connection, world: World) -> None:
    """Makes a table that the datamap does not know, with what people have in theirs."""
    connection.execute(text(f"CREATE TABLE {UNMAPPED} (id INTEGER PRIMARY KEY, email VARCHAR(40))"))
    for n, row in enumerate(world.rows["customer"]):
        connection.execute(text(f"INSERT INTO {UNMAPPED} VALUES (:n, :email)"), {"n": n, "email": row["email"]})


class Pointer(NamedTuple):
    """What columns point at, while others have certain values; ``held``: never at a row that has gone."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]
    when: tuple[tuple[str, str], ...] = ()
    held: bool = True

    def leads(self, row: Mapping[str, object], end: Mapping[str, object]) -> bool:
        """Whether a row points at another."""
        ends = [end[name] for name in self.targets]
        applies = all(row[name] == value for name, value in self.when)
        return applies and None not in ends and [row[name] for name in self.columns] == ends


def pointers(world: World, name: str) -> Iterator[Pointer]:
    """What a table's columns point at: by foreign keys, and by the first steps of links."""
    live, mapped = world.live.table(name), world.datamap.table(name)
    assert live is not None
    yield from (Pointer(key.columns, key.table, key.targets) for key in live.foreign_keys)
    for link in mapped.links:
        for step in link.via[:1]:
            columns, targets = zip(*step.pairs, strict=True)
            held = bool(mapped.column(step.column).link) and not step.alike
            yield Pointer(columns, step.table, targets, step.here, held)


@dataclass
class Licence:
    """The columns that may change by row, and the rows that may go whole; ``ends``: what changes must hold nothing."""

    cells: dict[RowId, set[str]] = field(default_factory=dict)
    rows: set[RowId] = field(default_factory=set)
    ends: bool = True

    def assert_kept(self, world: World, before: Rows, after: Rows) -> None:
        """That nothing else has changed, and that what changed of somebody's data now holds nothing.

        A pseudonym is fresh: it is no other's, stood nowhere before, and does not show what it stands for. No
        pointer is left without its end.
        """
        assert after.keys() <= before.keys()
        assert before.keys() - after.keys() <= self.rows
        pseudonyms = []
        for row_id in after:
            was, now = before[row_id], after[row_id]
            changed = {name for name in was if was[name] != now[name]}
            assert changed <= self.cells.get(row_id, set())
            ended = [c for c in _personal(world, row_id[0]) if c.name in changed]
            assert all(empty(column, now[column.name]) for column in ended) or not self.ends
            fresh = [c.name for c in ended if c.on_end == "pseudonym" and self.ends]
            assert not any(str(was[name]) in str(now[name]) for name in fresh if was[name] != "")
            pseudonyms += [now[name] for name in fresh]
        stood = {str(value) for row in before.values() for value in row.values()}
        assert len({*pseudonyms}) == len(pseudonyms)
        assert stood.isdisjoint(pseudonyms)
        assert left_dangling(world, before, after) == []


def left_dangling(world: World, before: Rows, after: Rows) -> list[tuple[RowId, Pointer, RowId]]:
    """Rows with pointers that lead to a row which is no longer there."""
    gone = {row_id: before[row_id] for row_id in before.keys() - after.keys()}
    return [
        (row_id, pointer, end_id)
        for row_id, row in (after.items() if gone else ())
        if row_id[0] != UNMAPPED
        for pointer in pointers(world, row_id[0])
        for end_id, end in gone.items()
        if pointer.held and pointer.table == end_id[0] and pointer.leads(row, end)
    ]


def _personal(world: World, name: str) -> tuple[Column, ...]:
    return () if name == UNMAPPED else world.datamap.table(name).personal


def by_page(
    store: SqlStore, world: World, facts: Mapping[SubjectKey, Facts], only: SubjectKey | None = None
) -> Licence:
    """What the page lets go of the rows of the store, or of those of one person, once these facts are known."""
    judge = Judge(world.datamap, world.rules, Knowing(store, facts), world.at)
    licence = Licence()
    with store.transaction(write=False):
        for table in world.datamap.tables:
            for row in judge.rows(table):
                if only is None or is_of(row, only):
                    _license(licence, row)
        for table in world.datamap.tables:
            _loosen(licence, store, world, table)
    return licence


@dataclass
class Knowing:
    """A store in which other facts are known."""

    store: SqlStore
    known: Mapping[SubjectKey, Facts]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)

    def facts(self, subjects: Iterable[SubjectKey]) -> Mapping[SubjectKey, Facts]:
        return {subject: self.known[subject] for subject in subjects if subject in self.known}


def is_of(row: JudgedRow, subject: SubjectKey) -> bool:
    """Whether the person stands at a link of the row."""
    kind, key = subject
    return any(key in keys and row.table.link(name).subject == kind for name, keys in row.people.items())


def _license(licence: Licence, row: JudgedRow) -> None:
    going = {c.column.stored for c in row.cells if c.fate is Fate.MUST_GO and c.value is not None}
    licence.cells[row.table.name, row.key] = going
    if row.dead:
        licence.rows.add((row.table.name, row.key))


def _loosen(licence: Licence, store: SqlStore, world: World, table: Table) -> None:
    """Lets plain pointers at what may go be emptied, where the database takes that."""
    live = world.live.table(table.name)
    assert live is not None
    gone = {
        name: [dict(row) for row in store.rows(name, [k for n, k in licence.rows if n == name])] for name in world.rows
    }
    for key in live.foreign_keys:
        if any(table.column(c).personal or not live.column(c).nullable for c in key.columns):
            continue
        ends = [[row[t] for t in key.targets] for row in gone[key.table]]
        for row in store.rows(table.name):
            if [row[c] for c in key.columns] in ends:
                licence.cells.setdefault((table.name, tuple(row[k] for k in table.key)), set()).update(key.columns)


def framed(store: SqlStore, world: World, licence: Licence, act: Callable[[], object]) -> bool:
    """Carries out an act, which may change only what is licensed; returns whether it changed anything."""
    before = everything(store, world)
    act()
    store.connection.rollback()
    after = everything(store, world)
    licence.assert_kept(world, before, after)
    return after != before


@contextmanager
def filled(world: World, kind: str) -> Iterator[SqlStore]:
    """A store with the world, and with a table beside it that is not mapped."""
    with placed(world, kind, native=True) as store:
        with store.transaction() as connection:
            unmapped(connection, world)
        yield store


@pytest.fixture
def one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a run end after each pass, so that the page is asked of what each one finds."""
    for module in (sweep, erase):
        monkeypatch.setattr(module, "PASSES", 1, raising=False)


@pytest.mark.usefixtures("one_pass")
@pytest.mark.parametrize("kind", KINDS)
def test_a_sweep_changes_only_what_may_not_exist(kind: str) -> None:
    @seed(6)
    @drawn
    @given(worlds(), st.sampled_from((1, 1000)))
    def kept(world: World, size: int) -> None:
        assert_a_sweep_is_framed(world, kind, size)

    kept()


def assert_a_sweep_is_framed(world: World, kind: str, size: int) -> None:
    """That each pass of a sweep, in batches of ``size`` rows, changes only what the page licenses before it."""
    with filled(world, kind) as store:
        act = Sweep(store, world.rules, world.at, world.live, size=size).carry_out
        for _ in range(MANY):
            if not framed(store, world, by_page(store, world, world.facts), act):
                break


@pytest.mark.usefixtures("one_pass")
@pytest.mark.parametrize("kind", KINDS)
def test_an_erasure_changes_only_what_may_not_exist_of_that_person(kind: str) -> None:
    @seed(7)
    @drawn
    @given(worlds(), st.booleans())
    def kept(world: World, ordered: bool) -> None:
        assert_an_erasure_is_framed(world, kind, ordered)

    kept()


def assert_an_erasure_is_framed(world: World, kind: str, ordered: bool) -> None:
    """That each pass of one person's erasure changes only what the page licenses before it, of their rows."""
    subject = min(people(world))
    known = world.facts.get(subject, Facts())
    erased = replace(known, erasures=(*known.erasures, Erasure(at=world.now, ordered=ordered)))
    with filled(world, kind) as store:
        act = EraseSubject(store, world.statement, world.at, world.live, subject, ordered).carry_out
        for _ in range(MANY):
            if not framed(store, world, by_page(store, world, {**world.facts, subject: erased}, subject), act):
                break


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_changes_nothing_and_a_correction_only_what_it_names(kind: str) -> None:
    @seed(8)
    @settings(drawn, max_examples=10)
    @given(worlds(("agreement", "letter")))
    def kept(world: World) -> None:
        subject = min(people(world))
        with filled(world, kind) as store:
            desk = Desk(store, world.statement, world.at, subject)
            purposes = [purpose.id for purpose in world.statement.purposes]
            facts = [lambda p=p, f=f: f(p) for p in purposes for f in (desk.object, desk.consent, desk.withdraw)]
            for fact in (*facts, lambda: desk.restrict("a")):
                assert not framed(store, world, Licence(), lambda fact=fact: _unless_refused(fact))
            values = {"customer.email": "new@example.com"}
            correct = Rectify(store, world.statement, world.at, world.live, subject, values).run
            framed(store, world, corrected(world, subject), lambda: _unless_refused(correct))

    kept()


def _unless_refused(act: Callable[[], object]) -> None:
    with suppress(RightRefused):
        act()


def corrected(world: World, subject: SubjectKey) -> Licence:
    """The person's own address, and what refers to them by it."""
    own = next(row for row in world.rows["customer"] if str(row["id"]) == subject[1])
    letters = [row for row in world.rows["letter"] if alike(row["address"]) == alike(own["email"]) != ""]
    cells = {("letter", (row["id"],)): {"address"} for row in letters}
    return Licence({("customer", (own["id"],)): {"email"}, **cells}, ends=False)
