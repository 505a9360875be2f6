"""The page of the law against its sentences: each case is one of them, with an example."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from grondslag.law.facts import Hold
from grondslag.law.lawful import may_exist, may_use
from grondslag.law.rules import NOT_YET, Rule, Why
from grondslag.statement.model import Ground, Term
from tests.kernel.law.cases import (
    AT,
    CELL,
    ENDED,
    FISCAL,
    GONE,
    KEPT,
    SEEN,
    SOON,
    USED,
    Case,
    case,
    facts_of,
    hold,
    on,
    restriction,
    rule,
)
from tests.kernel.law.grounds_table import GROUNDS
from tests.kernel.law.happenings_table import HAPPENINGS
from tests.kernel.law.terms_table import TERMS

CASES: tuple[Case, ...] = (*GROUNDS, *TERMS, *HAPPENINGS)


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.says)
def test_the_page_says(each: Case) -> None:
    assert each.verdict() is each.expected


def test_every_case_has_its_own_name_and_no_verdict_is_left_out() -> None:
    assert [name for name, n in Counter(c.says for c in CASES).items() if n > 1] == []
    assert {c.expected for c in CASES} == {USED, KEPT, GONE}
    assert {c.rule.ground for c in CASES} == set(Ground)


def test_an_answer_carries_every_reason() -> None:
    rules = (
        rule(Ground.CONTRACT, ENDED, SEEN, SOON),
        Rule("F", Ground.LEGAL_OBLIGATION, frozenset({"email"}), (FISCAL,)),
    )
    events = CELL.uses["P"]
    cell = case("", USED, rules[0], uses={"P": events, "F": events}).cell
    facts = facts_of((hold(on(4)), restriction(on(5), "d")))
    seen = date(2026, 1, 1)
    assert may_exist(cell, rules, facts, AT) == (
        Why("contract", "P", ENDED, NOT_YET),
        Why("contract", "P", SEEN, seen),
        Why("law", "F", FISCAL, seen, "AWR art. 52(4)"),
        Why("hold", law="Rv art. 21"),
        Why("restriction", law="art. 18(1)(d)"),
    )


def test_an_answer_knows_its_last_day() -> None:
    why = may_use(CELL, rule(Ground.LEGAL_OBLIGATION), facts_of(()), AT)
    assert why == Why("legal_obligation", "P", SEEN, date(2026, 1, 1))
    assert why.last_day == date(2028, 1, 1)
    assert Why("contract", "P", ENDED, NOT_YET).last_day is None
    assert Why("hold", law="Rv art. 21").last_day is None
    year_end = Term(after="seen", months=84, until_year_end=True)
    assert Why("law", "P", year_end, date(2022, 6, 15)).last_day == date(2029, 12, 31)


def test_the_law_that_licenses_use_is_named() -> None:
    licence = Term(after="seen", months=84, law="AWR art. 52(4)", use=True)
    why = may_use(CELL, rule(Ground.CONSENT, licence), facts_of(()), AT)
    assert why == Why("law", "P", licence, date(2026, 1, 1), "AWR art. 52(4)")


@pytest.mark.parametrize("wrong", [{"law": ""}, {"reason": ""}, {"approver": ""}, {"review": date(2028, 1, 3)}])
def test_a_hold_names_law_reason_approver_and_a_review_within_a_year(wrong: dict[str, Any]) -> None:
    named: dict[str, Any] = {"law": "Rv art. 21", "reason": "claim", "approver": "dpo", "review": date(2027, 12, 31)}
    at = datetime(2027, 1, 1, tzinfo=UTC)
    assert Hold(at=at, **named).law == "Rv art. 21"
    with pytest.raises(ValueError, match="a hold"):
        Hold(at=at, **(named | wrong))
