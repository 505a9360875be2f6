"""The proofs can fail: each notices every engine that is broken in a way that it is there to see."""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grondslag.engine import erase, sweep
from grondslag.stores.port import StoreError
from tests.agree import faults
from tests.agree.faults import FAULTS
from tests.agree.generate import worlds
from tests.agree.mutants import Mutant, broken
from tests.agree.test_frame import assert_a_sweep_is_framed, assert_an_erasure_is_framed
from tests.agree.test_person import drawn
from tests.agree.test_twin import assert_never_was, timeless
from tests.agree.world import World
from tests.kernel.engine.test_crash import assert_cuts_leave_whole_batches

KIND = "sqlite"
# Shrinking is for those who look for a fault; here it is known. The first world that shows it ends the search.
found = settings(drawn, max_examples=500, phases=[Phase.generate], report_multiple_bugs=False, database=None)


def on_drawn_worlds(
    proof: Callable[..., None], *more: SearchStrategy[Any], of: SearchStrategy[World]
) -> Callable[[], None]:
    """A proof over worlds; a fault that makes the database refuse is not one that the proof has seen."""

    @seed(11)
    @found
    @given(st.tuples(of, st.just(KIND), *more))
    def holds(case: tuple[Any, ...]) -> None:
        with suppress(StoreError):
            proof(*case)

    return holds


PROOFS: Mapping[str, Callable[[], None]] = {
    faults.SWEPT: on_drawn_worlds(assert_a_sweep_is_framed, st.sampled_from((1, 1000)), of=worlds(("post", "letter"))),
    faults.ERASED: on_drawn_worlds(assert_an_erasure_is_framed, st.booleans(), of=worlds(("message",))),
    faults.TWIN: on_drawn_worlds(assert_never_was, st.booleans(), of=worlds().map(timeless)),
    faults.CUT_SWEEP: lambda: assert_cuts_leave_whole_batches(KIND, "sweep"),
    faults.CUT_ERASURE: lambda: assert_cuts_leave_whole_batches(KIND, "erase"),
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_engine_is_seen(fault: Mutant, monkeypatch: pytest.MonkeyPatch) -> None:
    if fault.caught_by in (faults.SWEPT, faults.ERASED):
        for module in (sweep, erase):
            monkeypatch.setattr(module, "PASSES", 1)
    with broken(fault), pytest.raises(AssertionError):
        PROOFS[fault.caught_by]()


def test_every_proof_has_faults_to_see_and_each_fault_its_own_name() -> None:
    assert {fault.caught_by for fault in FAULTS} == set(PROOFS)
    assert [name for name, n in Counter(fault.name for fault in FAULTS).items() if n > 1] == []
