"""The audit's honest counts, and its independent sample."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from grondslag.engine.audit import Audit, Counts
from grondslag.engine.sweep import Sweep
from grondslag.law.facts import Facts, Hold, Objection, ObjectionState, Restriction
from tests.kernel.engine.small import AT, NOW, RULES, store
from tests.kernel.engine.test_sweep import reflected, rows


def test_unlawful_cells_are_counted_and_are_gone_after_a_sweep(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", rows(), {}) as made:
        before = Audit(made, RULES, AT).run(sample=20)
        Sweep(made, RULES, AT, reflected(made)).run()
        after = Audit(made, RULES, AT).run(sample=20)
    assert before.columns["orders.iban"] == Counts(judged=3, lawful=1, unlawful=2)
    assert before.total.unlawful == 14
    assert after.total.unlawful == 0
    assert after.total.lawful == before.total.lawful
    assert before.sampled > 0
    assert before.disagreements == after.disagreements == ()
    assert ("customer.id", "key") in before.plain
    assert before.unmapped == ()


def test_what_became_unlawful_within_the_sweep_period_is_counted_apart(tmp_path: Path) -> None:
    lately = Objection(at=NOW - timedelta(hours=3), purpose="C", state=ObjectionState.UPHELD)
    facts = {("person", p): Facts(objections=(lately,)) for p in ("1", "3")}
    with store(tmp_path / "a.db", rows(), facts) as made:
        body = Audit(made, RULES, AT).run().columns["message.body"]
    assert (body.unlawful, body.due) == (1, 1)


def test_held_and_restricted_cells_are_counted_apart(tmp_path: Path) -> None:
    early = datetime(2019, 1, 1, tzinfo=UTC)
    facts = {
        ("person", "2"): Facts(restrictions=(Restriction(at=early, ground="a", scope="customer.name"),)),
        ("person", "3"): Facts(
            holds=(Hold(at=early, law="x", reason="claim", approver="dpo", review=early.date(), scope="orders"),)
        ),
    }
    with store(tmp_path / "a.db", rows(), facts) as made:
        found = Audit(made, RULES, AT).run(sample=50)
    assert found.columns["customer.name"] == Counts(judged=3, lawful=2, unlawful=1, restricted=1)
    assert found.columns["orders.iban"].held == 1
    assert found.overdue_holds == 1
    assert found.disagreements == ()
