"""Access and erasure of one person over a small world."""

from datetime import UTC, datetime
from pathlib import Path

from grondslag.engine.access import Access
from grondslag.engine.erase import EraseSubject
from grondslag.law.facts import Consent, Facts
from grondslag.statement.model import Group, Item, Promise, Purpose, Statement
from tests.kernel.engine.small import AT, RULES, store
from tests.kernel.engine.test_sweep import reflected, rows

STATEMENT = Statement(
    groups=(Group(id="I", label="Diensten"),),
    purposes=tuple(
        Purpose(
            id=rule.id,
            group="I",
            label=f"Doel {rule.id}",
            items=tuple(Item(label=c, category=c) for c in sorted(rule.covers)),
            ground=rule.ground,
            balancing_test="on file" if rule.balanced else "",
            promise=Promise(text="zolang als nodig", kind="open"),
            terms=rule.terms,
            marketing=rule.marketing,
        )
        for rule in RULES
    ),
)
GIVEN = Consent(at=datetime(2024, 1, 1, tzinfo=UTC), purpose="II.A", given=True)


def test_access_shows_every_cell_of_the_person_with_its_why_and_nobody_elses(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", rows(), {}) as made:
        report = Access(made, STATEMENT, AT, ("person", "1")).report()
    tables = {t["table"]: t["rows"] for t in report["tables"]}
    assert {name: [r["key"] for r in found] for name, found in tables.items()} == {
        "customer": [[1]],
        "agreement": [[1]],
        "orders": [[1]],
        "message": [[1]],
    }
    name = tables["customer"][0]["cells"][0]
    assert (name["value"], name["reasons"][0]["basis"], name["reasons"][0]["event"]) == ("Een", "contract", "not yet")
    shown = {c["column"] for c in tables["message"][0]["cells"]}
    assert shown == {"sender", "body"}


def test_a_rehearsed_erasure_changes_nothing_and_tells_what_the_real_one_does(tmp_path: Path) -> None:
    facts = {("person", "2"): Facts(consents=(GIVEN,))}
    with store(tmp_path / "a.db", rows(), facts) as made:
        erase = EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2"))
        before = [dict(r) for r in made.rows("customer")]
        made.connection.rollback()
        rehearsed = erase.rehearse()
        assert [dict(r) for r in made.rows("customer")] == before
        made.connection.rollback()
        done = erase.run()
        left = [dict(r) for r in made.rows("customer")]
    assert rehearsed.swept.cells == done.swept.cells
    assert left[1]["email"] == ""
    assert [(s.place, s.law, s.until) for s in done.stays] == [
        ("orders.customer_id", "AWR art. 52(4)", "2026-12-31"),
        ("orders.iban", "AWR art. 52(4)", "2026-12-31"),
    ]
