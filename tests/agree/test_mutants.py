"""The cases of the law are sharp: every broken variant misses at least one, and the law itself none."""

from collections import Counter
from dataclasses import replace

import pytest

from tests.agree.answers import CHECKS
from tests.agree.mutants import MUTANTS, Mutant, MutantError, broken
from tests.kernel.law.cases import CONSENT, GONE, USED, case, given, on


def missed() -> list[str]:
    """The known answers that the law, as it is now, gets wrong."""
    return [name for name, right in CHECKS.items() if not right()]


def test_the_law_itself_misses_none() -> None:
    assert missed() == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_broken_law_is_caught(mutant: Mutant) -> None:
    with broken(mutant):
        wrong = missed()
    assert mutant.caught_by in wrong, f"caught by {wrong or 'nothing'}"


def test_there_are_many_and_each_has_its_own_name() -> None:
    assert len(MUTANTS) >= 30
    assert [name for name, n in Counter(m.name for m in MUTANTS).items() if n > 1] == []


def test_a_mutant_ends_when_it_is_left() -> None:
    mutant = next(m for m in MUTANTS if m.name == "a hold keeps nothing")
    with broken(mutant):
        assert missed() != []
    assert missed() == []


def test_a_mutant_breaks_the_law_for_all_who_call_it() -> None:
    mutant = next(m for m in MUTANTS if m.name == "consent to any purpose will do")
    elsewhere = case("consent to another purpose", GONE, CONSENT, given(on(3), purpose="Q"))
    assert elsewhere.verdict() is GONE
    with broken(mutant):
        assert elsewhere.verdict() is USED


def test_a_change_that_no_longer_applies_is_said() -> None:
    first = MUTANTS[0]
    with pytest.raises(MutantError, match="0 times"), broken(replace(first, old="no such text")):
        pass
    with pytest.raises(MutantError, match="no function"), broken(replace(first, new=first.old)):
        pass
