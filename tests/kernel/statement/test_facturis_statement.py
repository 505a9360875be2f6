"""The statement that ships: as published, and with its amendments executable and without a failing lint rule."""

from datetime import date
from pathlib import Path

import pytest

from grondslag.lint.findings import Result
from grondslag.lint.linter import lint
from grondslag.statement.dictionary import categories
from grondslag.statement.diff import Language
from grondslag.statement.model import Ground, Purpose, Statement
from grondslag.statement.prose import read
from grondslag.statement.toml import Document, StatementError, dumps, loads
from grondslag.statement.wording import EVENTS
from grondslag.statements import shipped

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@pytest.fixture(scope="module")
def document() -> Document:
    return loads(shipped(), "facturis.toml")


@pytest.fixture(scope="module")
def in_force(document: Document) -> Statement:
    return document.in_force


def test_the_text_is_canonical(document: Document) -> None:
    assert dumps(document) == shipped()


def test_as_published_it_has_17_purposes_of_which_16_are_open(document: Document) -> None:
    published = document.published
    grounds = [purpose.ground for purpose in published.purposes]
    assert [group.id for group in published.groups] == ["I", "II", "III", "IV"]
    assert len(grounds) == 17
    assert (grounds.count(Ground.CONTRACT), grounds.count(Ground.CONSENT)) == (4, 1)
    assert grounds.count(Ground.LEGITIMATE_INTEREST) == 12
    assert sum(purpose.promise.kind == "open" for purpose in published.purposes) == 16
    assert sum(purpose.recipients.names == ("Facturis Partners",) for purpose in published.purposes) == 12
    assert not any(purpose.terms for purpose in published.purposes)


def test_the_published_layer_is_what_the_reader_reads(document: Document) -> None:
    if not SEEDS.is_dir():
        pytest.skip("the published text is not part of this repository: no ../shared/seeds beside the checkout")
    seed = next(path for path in sorted(SEEDS.glob("*.txt")) if "52650537" in path.read_text(encoding="utf-8"))
    assert read(seed.read_text(encoding="utf-8")).statement == document.published


def test_every_purpose_can_be_executed(in_force: Statement) -> None:
    for purpose in in_force.purposes:
        assert purpose.terms, purpose.id
        assert purpose.ground, purpose.id
        assert all(item.category in categories() for item in purpose.items), purpose.id
        assert {term.after for term in purpose.terms} <= EVENTS.keys(), purpose.id
        assert purpose.balancing_test or purpose.ground is not Ground.LEGITIMATE_INTEREST, purpose.id


def test_a_purpose_can_use_what_it_keeps(in_force: Statement) -> None:
    """A term with a law licenses use only when it says so: a purpose of such terms alone must say so."""
    for purpose in in_force.purposes:
        assert any(term.use or not term.law for term in purpose.terms), purpose.id


def test_tracking_is_off_and_would_need_consent(in_force: Statement) -> None:
    for id in ("II.B", "II.C", "II.D", "II.E"):
        assert not in_force.purpose(id).active
        assert in_force.purpose(id).ground is Ground.CONSENT


def test_the_account_has_one_ground(in_force: Statement) -> None:
    assert in_force.purpose("I.A").ground is in_force.purpose("III.C").ground is Ground.CONTRACT


def test_the_books_are_kept_by_law_through_seven_years(in_force: Statement) -> None:
    def fiscal(purpose: Purpose) -> list[tuple[int, bool]]:
        return [(term.months, term.until_year_end) for term in purpose.terms if term.law.startswith("AWR")]

    assert [fiscal(in_force.purpose(id)) for id in ("I.A", "I.C", "I.D")] == [[(84, True)]] * 3


def test_in_force_no_rule_fails_and_only_the_listed_facts_are_asked_for(in_force: Statement) -> None:
    findings = lint(in_force, date(2026, 11, 22))
    assert [(found.rule, found.objects) for found in findings if found.result is Result.FAIL] == []
    assert {found.rule for found in findings if found.result is Result.NEEDS_INPUT} == {"L28", "L38"}
    assert [found.rule for found in findings if found.result is Result.WARN] == []


def test_as_published_rules_do_fail(document: Document) -> None:
    failing = {found.rule for found in lint(document.published, date(2026, 11, 22)) if found.result is Result.FAIL}
    assert {"L05", "L17", "L25", "L35"} <= failing


def test_every_difference_is_told_with_a_reason(document: Document) -> None:
    languages: tuple[Language, ...] = ("nl", "en")
    for language in languages:
        told = document.differences(language)
        assert len(told) == len(document.amendments)
        assert all(entry.old != entry.new and entry.reason and entry.place for entry in told)


def test_what_is_proposed_waits_for_the_consent_layer(document: Document) -> None:
    waiting = [amendment for amendment in document.amendments if amendment.status == "proposed"]
    assert waiting
    assert document.proposed.purpose("II.B").active
    assert not document.proposed.cookies.no_consent_needed
    assert document.in_force.cookies.no_consent_needed


def test_a_mistake_in_the_shipped_text_is_found_on_its_line() -> None:
    lines = shipped().split("\n")
    number = next(index for index, line in enumerate(lines) if '"bank_details"' in line)
    lines[number] = lines[number].replace('"bank_details"', '"bank_detials"')
    with pytest.raises(
        StatementError, match=f"facturis.toml:{number + 1}: purposes I.C: unknown category 'bank_detials'"
    ):
        loads("\n".join(lines), "facturis.toml")
