"""Two people who are one: whatever either refused stays refused."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.law.aliases import joined, merged, withdrawn
from grondslag.law.facts import Consent, Facts, Objection, ObjectionState
from grondslag.law.lawful import may_exist, may_use
from grondslag.law.rules import Cell, Moment, Rule
from tests.kernel.law.cases import ZONE, on
from tests.kernel.law.strategies import MOMENTS, cells, facts, rules

NOWS = st.sampled_from((*MOMENTS, on(10)))
MANY = settings(max_examples=400, deadline=None)


def told_until(known: Facts, now: datetime) -> Facts:
    """The facts as they were on file then, without what keeps: holds and restrictions only ever keep more."""
    return Facts(
        consents=tuple(f for f in known.consents if f.at <= now),
        objections=tuple(f for f in known.objections if f.at <= now),
        erasures=tuple(f for f in known.erasures if f.at <= now),
        restrictions=tuple(f for f in known.restrictions if f.at <= now),
    )


def lent(known: Facts, both: Facts, purpose: str, now: datetime) -> Facts:
    """The facts of one of two; where these do not withdraw consent, with those of both: silence is no refusal."""
    if withdrawn(known, purpose, now):
        return known
    return replace(known, consents=tuple(c for c in both.consents if c.purpose == purpose))


@MANY
@given(cells(), rules(), facts(), facts(), NOWS)
def test_a_merge_allows_no_use_and_keeps_no_cell_that_the_facts_of_either_refuse(
    cell: Cell, rule: Rule, one: Facts, other: Facts, now: datetime
) -> None:
    at, one, other = Moment(now, ZONE), told_until(one, now), told_until(other, now)
    both = merged(one, other, now)
    for each in (one, other):
        alone = lent(each, both, rule.id, now)
        assert not may_use(cell, rule, both, at) or may_use(cell, rule, alone, at)
        free, kept = replace(alone, restrictions=()), replace(both, restrictions=())
        assert not may_exist(cell, (rule,), kept, at) or may_exist(cell, (rule,), free, at)


def test_facts_only_laid_together_would_let_one_name_undo_what_the_other_refused() -> None:
    now = on(9)
    one = Facts(
        consents=(Consent(at=on(3), purpose="P", given=False),),
        objections=(Objection(at=on(3), purpose="Q", state=ObjectionState.UPHELD),),
    )
    other = Facts(
        consents=(Consent(at=on(6), purpose="P", given=True),),
        objections=(Objection(at=on(6), purpose="Q", state=ObjectionState.WITHDRAWN),),
    )
    assert joined(one, other).consented("P", 1, now)
    assert joined(one, other).objection("Q", now) is None
    assert merged(one, other, now).consented("P", 1, now) is None
    assert merged(one, other, now).objection("Q", now) == (now, ObjectionState.UPHELD)


@given(facts(), NOWS)
def test_a_merge_with_somebody_of_whom_nothing_is_known_adds_nothing(known: Facts, now: datetime) -> None:
    assert merged(known, Facts(), now) == known
