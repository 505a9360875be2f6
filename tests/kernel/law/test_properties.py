"""What holds of the page whatever the case: over drawn rules, cells and facts."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.law.facts import Consent, Erasure, Facts, Objection, ObjectionState, Restriction, in_scope, keepings
from grondslag.law.lawful import may_exist, may_use, past
from grondslag.law.rules import NOT_YET, Cell, Moment, Rule
from tests.kernel.law.cases import ZONE, on
from tests.kernel.law.strategies import MOMENTS, cells, facts, rules

MANY = settings(max_examples=100, deadline=None)
EMPTY = Facts()
NOWS = st.sampled_from((*MOMENTS, on(10)))
PAIRS = st.tuples(rules("P"), rules("Q"))


def usable(cell: Cell, pair: tuple[Rule, ...], known: Facts, at: Moment) -> set[str]:
    """The purposes that may use a cell."""
    return {rule.id for rule in pair if may_use(cell, rule, known, at)}


def with_more(known: Facts, fact: Any) -> Facts:
    """The facts with one more, somewhere among those of its kind."""
    match fact:
        case Consent():
            return replace(known, consents=(fact, *known.consents))
        case Objection():
            return replace(known, objections=(fact, *known.objections))
    return replace(known, erasures=(fact, *known.erasures))


AT, PURPOSE = st.sampled_from(MOMENTS), st.sampled_from(("P", "Q"))
REFUSING = st.one_of(
    st.builds(Consent, at=AT, purpose=PURPOSE, given=st.just(False)),
    st.builds(
        Objection, at=AT, purpose=PURPOSE, state=st.sampled_from((ObjectionState.PENDING, ObjectionState.UPHELD))
    ),
    st.builds(Erasure, at=AT, ordered=st.booleans()),
)


@MANY
@given(cells(), PAIRS, facts(), NOWS)
def test_what_may_be_used_may_exist_for_that_same_reason(
    cell: Cell, pair: tuple[Rule, ...], known: Facts, now: datetime
) -> None:
    at = Moment(now, ZONE)
    reasons = may_exist(cell, pair, known, at)
    for rule in pair:
        why = may_use(cell, rule, known, at)
        assert why is None or why in reasons


@MANY
@given(cells(), PAIRS, facts(), REFUSING, NOWS)
def test_a_withdrawal_an_objection_or_an_erasure_never_allows_more(
    cell: Cell, pair: tuple[Rule, ...], known: Facts, refusal: Any, now: datetime
) -> None:
    at, more = Moment(now, ZONE), with_more(known, refusal)
    assert set(may_exist(cell, pair, more, at)) <= set(may_exist(cell, pair, known, at))
    assert usable(cell, pair, more, at) <= usable(cell, pair, known, at)


@MANY
@given(cells(), PAIRS, facts(), st.sampled_from("abcd"), st.sampled_from(("", "customer")), NOWS)
def test_a_restriction_that_begins_now_allows_no_use_and_ends_no_cell(
    cell: Cell, pair: tuple[Rule, ...], known: Facts, ground: Any, scope: str, now: datetime
) -> None:
    at = Moment(now, ZONE)
    more = replace(known, restrictions=(*known.restrictions, Restriction(at=now, ground=ground, scope=scope)))
    assert usable(cell, pair, more, at) == set()
    assert set(may_exist(cell, pair, known, at)) <= set(may_exist(cell, pair, more, at))


@MANY
@given(cells(), PAIRS, facts(), NOWS)
def test_facts_of_later_than_now_do_not_count(cell: Cell, pair: tuple[Rule, ...], known: Facts, now: datetime) -> None:
    so_far = Facts(
        consents=tuple(f for f in known.consents if f.at <= now),
        objections=tuple(f for f in known.objections if f.at <= now),
        erasures=tuple(f for f in known.erasures if f.at <= now),
        restrictions=tuple(f for f in known.restrictions if f.at <= now),
        holds=tuple(f for f in known.holds if f.at <= now),
    )
    at = Moment(now, ZONE)
    assert may_exist(cell, pair, so_far, at) == may_exist(cell, pair, known, at)
    assert usable(cell, pair, so_far, at) == usable(cell, pair, known, at)


@MANY
@given(cells(), PAIRS, facts(), NOWS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_told_does_not_matter(
    cell: Cell, pair: tuple[Rule, ...], known: Facts, now: datetime, shuffle: Random
) -> None:
    at = Moment(now, ZONE)
    kinds = {field.name: list(getattr(known, field.name)) for field in fields(known)}
    for told in kinds.values():
        shuffle.shuffle(told)
    mixed = Facts(**{name: tuple(told) for name, told in kinds.items()})
    assert set(may_exist(cell, pair, mixed, at)) == set(may_exist(cell, pair, known, at))
    assert usable(cell, pair, mixed, at) == usable(cell, pair, known, at)


@MANY
@given(cells(), PAIRS, NOWS, st.integers(0, 3000))
def test_time_that_passes_without_facts_never_allows_more(
    cell: Cell, pair: tuple[Rule, ...], now: datetime, days: int
) -> None:
    at, later = Moment(now, ZONE), Moment(now + timedelta(days=days), ZONE)
    started = replace(cell, party=frozenset(day for day in cell.party if day is NOT_YET or past(day, at)))
    assert set(may_exist(started, pair, EMPTY, later)) <= set(may_exist(started, pair, EMPTY, at))
    assert usable(started, pair, EMPTY, later) <= usable(started, pair, EMPTY, at)


@MANY
@given(cells(), PAIRS, facts(), NOWS)
def test_keepings_say_in_one_step_what_the_page_finds_by_going_back(
    cell: Cell, pair: tuple[Rule, ...], known: Facts, now: datetime
) -> None:
    at = Moment(now, ZONE)
    alone = replace(known, restrictions=())
    covered = (e for e in known.erasures if e.at <= now and (cell.since is None or cell.since <= e.at))
    ordered = any(e.ordered for e in covered)
    kept = not ordered and any(
        keeping.since is None or may_exist(cell, pair, alone, at.at(keeping.since))
        for keeping in keepings(known, now)
        if in_scope(keeping.scope, cell.place)
    )
    assert kept == any(why.basis == "restriction" for why in may_exist(cell, pair, known, at))
