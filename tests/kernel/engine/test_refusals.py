"""The codes under which cells stay after an erasure, derived from the page's own reasons."""

from datetime import date, timedelta
from pathlib import Path

from grondslag.engine.cells import Judge
from grondslag.engine.refusals import refusals
from grondslag.law.facts import Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.law.refusals import Ground, Refusal
from grondslag.stores.port import SubjectKey
from tests.kernel.engine.small import AT, MAP, NOW, RULES, store
from tests.kernel.engine.test_sweep import rows

ONE, TWO = ("person", "1"), ("person", "2")
EARLY = NOW - timedelta(days=30)


def codes(path: Path, facts: Facts, who: SubjectKey = ONE) -> dict[str, set[Ground]]:
    """The codes of a person's cells after an erasure, by place."""
    erased = Facts(
        objections=facts.objections, holds=facts.holds, restrictions=facts.restrictions, erasures=(Erasure(at=NOW),)
    )
    found: dict[str, set[Ground]] = {}
    with store(path, rows(), {who: erased}) as made:
        judge = Judge(MAP, RULES, made, AT)
        for table in MAP.tables:
            for row in judge.rows(table):
                for cell in row.cells:
                    if who in cell.subjects:
                        place = f"{table.name}.{cell.column.name}"
                        found.setdefault(place, set()).update(r.ground for r in refusals(place, cell, who))
    return found


def test_a_running_contract_and_a_law_keep_under_their_own_codes(tmp_path: Path) -> None:
    assert codes(tmp_path / "a.db", Facts())["customer.name"] == {Ground.STILL_NEEDED}
    former = codes(tmp_path / "b.db", Facts(), TWO)
    assert (former["customer.name"], former["orders.iban"]) == (set(), {Ground.STATUTORY})


def test_compelling_grounds_are_the_askers_and_another_persons_need_is_not(tmp_path: Path) -> None:
    overruled = Objection(at=EARLY, purpose="C", state=ObjectionState.OVERRULED)
    alone = codes(tmp_path / "a.db", Facts())["message.body"]
    compelling = codes(tmp_path / "b.db", Facts(objections=(overruled,)))["message.body"]
    assert Ground.COMPELLING in compelling - alone


def test_holds_and_restrictions_have_codes_of_their_own(tmp_path: Path) -> None:
    hold = Hold(at=EARLY, law="BW 6:162", reason="claim", approver="dpo", review=EARLY.date(), scope="customer.name")
    kept = Restriction(at=EARLY, ground="c", scope="orders.note")
    found = codes(tmp_path / "a.db", Facts(holds=(hold,), restrictions=(kept,)))
    assert Ground.CLAIMS in found["customer.name"]
    assert Ground.RESTRICTED in found["orders.note"]


def test_a_refusal_names_law_and_last_day(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", rows(), {TWO: Facts(erasures=(Erasure(at=NOW),))}) as made:
        (row,) = Judge(MAP, RULES, made, AT).rows(MAP.table("orders"), [(2,)])
    iban = next(cell for cell in row.cells if cell.column.name == "iban")
    assert refusals("orders.iban", iban, TWO) == (
        Refusal(ground=Ground.STATUTORY, place="orders.iban", law="AWR art. 52(4)", last_day=date(2026, 12, 31)),
    )
