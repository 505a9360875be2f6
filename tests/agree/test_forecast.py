"""The forecast agrees with the law: with audits at the ends of months, and with the page's verdict on every cell."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from grondslag.datamap.model import Table
from grondslag.engine.audit import Audit
from grondslag.engine.cells import Fate, Judge, JudgedCell
from grondslag.engine.forecast import Draft, Effect, Forecast, Month
from grondslag.engine.limit import Limit, LimitExceeded
from grondslag.engine.sweep import Sweep
from grondslag.law.calendar import add_months
from grondslag.law.rules import Moment, Rule
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import memory
from tests.agree.world import World
from tests.databases import KINDS

MONTHS = 3
# Servers take a while to make a world, so that they get fewer of them.
EXAMPLES = {"sqlite": 8, "postgresql": 2, "mariadb": 2}
each_kind = pytest.mark.parametrize("kind", KINDS)


def drawn(kind: str) -> settings:
    return settings(
        max_examples=EXAMPLES[kind],
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],
    )


def end_of(month: Month, world: World) -> Moment:
    """The last moment of a month in the controller's zone."""
    following = Moment.on(add_months(month.first.replace(day=1), 1), world.zone)
    return world.at.at(following.now.astimezone(world.now.tzinfo) - timedelta(microseconds=1))


class Seen(NamedTuple):
    """A row by the page."""

    table: Table
    cells: tuple[JudgedCell, ...]
    dead: bool


def by_page(world: World, rules: tuple[Rule, ...], at: Moment) -> dict[tuple[object, ...], Seen]:
    judge = Judge(world.datamap, rules, memory(world), at)
    return {
        (table.name, *row.key): Seen(table, row.cells, row.dead)
        for table in world.datamap.tables
        for row in judge.rows(table)
    }


def turned(old: dict[tuple[object, ...], Seen], new: dict[tuple[object, ...], Seen]) -> Effect:
    """What must go by the new verdicts of the page and need not by the old ones; the purposes are left out."""
    effect, people, columns = Effect(), set(), set()
    for row_id, row in new.items():
        effect.rows[row.table.name] += row.dead and not old[row_id].dead
        for before, after in zip(old[row_id].cells, row.cells, strict=True):
            if after.fate is Fate.MUST_GO and before.fate is not Fate.MUST_GO and after.value is not None:
                place = f"{row.table.name}.{after.column.name}"
                effect.cells[place] += 1
                people |= set(after.subjects)
                columns |= {(place, subject) for subject in after.subjects}
    effect.rows += Counter()
    kinds, places = Counter(kind for kind, _ in people), Counter(place for place, _ in columns)
    return replace(effect, people=replace(effect.people, kinds=kinds, columns=places))


def assert_same(found: Effect, page: Effect) -> None:
    assert (found.cells, found.rows) == (page.cells, page.rows)
    assert (found.people.kinds, found.people.columns) == (page.people.kinds, page.people.columns)
    assert sum(found.purposes.values()) == sum(found.cells.values())


def unlawful(world: World, store: SqlStore, at: Moment) -> Counter[str]:
    """The cells that an audit counts as those that must go, by column."""
    found = Audit(store, world.rules, at).run()
    return +Counter({name: counts.unlawful + counts.due for name, counts in found.columns.items()})


@each_kind
def test_every_month_is_what_the_page_and_the_audits_say_at_its_ends(kind: str) -> None:
    @drawn(kind)
    @given(worlds())
    def agree(world: World) -> None:
        with placed(world, kind, native=False) as store:
            foreseen = Forecast(store, world.rules, world.at, MONTHS).run()
            moments = [world.at, *(end_of(month, world) for month in foreseen.months)]
            audits = [unlawful(world, store, at) for at in moments]
        assert foreseen.months[0].first == world.at.today
        assert foreseen.overdue.cells == audits[0]
        pages = [by_page(world, world.rules, at) for at in moments]
        assert_same(foreseen.overdue, turned(untouched(pages[0]), pages[0]))
        for n, month in enumerate(foreseen.months):
            assert_same(month.gone, turned(pages[n], pages[n + 1]))
            assert_same(month.back, turned(pages[n + 1], pages[n]))
            assert audits[n] + month.gone.cells - month.back.cells == audits[n + 1]

    agree()


def untouched(page: dict[tuple[object, ...], Seen]) -> dict[tuple[object, ...], Seen]:
    """Rows as if every cell might stay."""
    return {
        row_id: Seen(row.table, tuple(replace(c, fate=Fate.MAY) for c in row.cells), False)
        for row_id, row in page.items()
    }


@st.composite
def drafts(draw: st.DrawFn, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Rules of which some have other periods, and the first may be gone."""
    found = []
    for rule in rules:
        months = draw(st.sampled_from((None, 1, 12, 120, 1200)))
        changed = rule if months is None else replace(rule, terms=tuple(replace(t, months=months) for t in rule.terms))
        found.append(changed)
    return tuple(found[draw(st.integers(0, 1)) :])


@each_kind
def test_a_draft_is_the_difference_of_two_statements_by_the_page(kind: str) -> None:
    @drawn(kind)
    @given(worlds(), st.data())
    def agree(world: World, data: st.DataObject) -> None:
        draft = data.draw(drafts(world.rules))
        with placed(world, kind, native=False) as store:
            found = Draft(store, world.rules, draft, world.at).run()
        now, then = by_page(world, world.rules, world.at), by_page(world, draft, world.at)
        assert_same(found.erased, turned(now, then))
        assert_same(found.allowed, turned(then, now))

    agree()


@each_kind
def test_a_limited_sweep_never_goes_beyond_and_what_it_did_is_whole(kind: str) -> None:
    @drawn(kind)
    @given(worlds(), st.sampled_from((1, 2, 1000)), st.data())
    def stop(world: World, size: int, data: st.DataObject) -> None:
        names = [table.name for table in world.datamap.tables]
        limits = st.fixed_dictionaries(dict.fromkeys(names, st.integers(0, 6)))
        limit, told = Limit(data.draw(limits), data.draw(limits)), Counter[str]()
        with placed(world, kind, native=False) as store:
            sweep = Sweep(store, world.rules, world.at, world.live, size=size, limit=limit,
                          evidence=lambda _, counts: told.update(counts))  # fmt: skip
            stopped = False
            try:
                sweep.carry_out()
            except LimitExceeded as error:
                stopped = "approved limit" in str(error)
            with store.transaction(write=False):
                left = {name: len(list(store.rows(name))) for name in names}
            due = sum(unlawful(world, store, world.at).values())
        for name in names:
            assert len(world.rows[name]) - left[name] == told[name] <= limit.rows[name]
            assert sum(n for place, n in told.items() if place.startswith(f"{name}.")) <= limit.cells[name]
        assert due or not stopped

    stop()
