"""Findings as text and as plain data, in Dutch and in English."""

import json
import re
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.lint import Language, Result, as_json, format_text, has_failure, lint
from grondslag.lint.rules import registered
from grondslag.lint.words import WORDS
from grondslag.statement.model import Statement
from tests.kernel.lint.clean import CLEAN, ON, REGISTERS, with_
from tests.kernel.lint.test_rules import CHANGES
from tests.kernel.statement.strategies import statements

LANGUAGES: tuple[Language, ...] = get_args(Language.__value__)
FIELDS = ["rule", "result", "severity", "reference", "objects", "message", "mend"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_has_the_fields_of_every_finding(language: Language) -> None:
    findings = lint(with_("version", ""), ON, REGISTERS)
    rows = json.loads(json.dumps(as_json(findings, language)))
    assert [list(row) for row in rows] == [FIELDS] * len(findings)
    [row] = [row for row in rows if row["result"] == "fail"]
    assert (row["rule"], row["severity"], row["objects"]) == ("L05", "E", ["version"])
    assert row["mend"]


def test_text_puts_failures_first_and_counts_last() -> None:
    text = format_text(lint(with_("version", ""), ON, REGISTERS), "en")
    lines = text.splitlines()
    assert lines[0] == "Fails"
    assert lines[1].startswith("  L05 E  Version and date in force are given (GDPR")
    assert lines[2].strip().startswith("version: ")
    assert lines[-1] == "50 findings of 50 rules: 1 fail, 49 pass."
    assert all(len(line) <= 200 for line in lines)


def test_text_is_in_the_language_asked_for() -> None:
    findings = lint(with_("version", ""), ON, REGISTERS)
    assert format_text(findings, "nl").startswith("Niet in orde")
    assert "1 niet in orde, 49 in orde." in format_text(findings, "nl")


def test_text_tells_a_rule_once_and_its_objects_in_words() -> None:
    text = format_text(lint(with_("rights.objection.told", ()), ON, REGISTERS), "nl")
    assert "direct marketing, het gevolg van bezwaar, apart van andere informatie: " in text
    asides = format_text(lint(with_("response.told", ("complaint", "court")), ON, REGISTERS), "en")
    assert asides.count("L46") == 1
    assert asides.count("mend: ") == 1


def test_every_fixed_word_among_the_objects_is_told_in_words() -> None:
    objects = {object for change in CHANGES for object in change.objects}
    objects |= {object for finding in lint(Statement(), ON) for object in finding.objects}
    fixed = {object for object in objects if re.fullmatch(r"[a-z]+([_.][a-z]+)*", object)}
    own = {"sessie", "meting", "advertentie", "overname", "anderen", "hier"}
    assert fixed - own <= WORDS.keys()
    assert all(words.nl and words.en for words in WORDS.values())


def test_an_empty_statement_is_judged_in_full_in_both_languages() -> None:
    findings = lint(Statement(), ON)
    assert {finding.rule for finding in findings} == {rule.id for rule in registered()}
    for finding in findings:
        assert finding.message.nl
        assert finding.message.en
        assert finding.result is Result.PASS or finding.objects


def test_every_rule_speaks_both_languages_and_cites_its_source() -> None:
    for rule in registered():
        for text in (rule.title, rule.mend):
            assert text.nl
            assert text.en
            assert text.nl != text.en
        assert re.search(r"\d", rule.reference)


def test_only_a_failure_is_a_failure() -> None:
    assert not has_failure(lint(CLEAN, ON, REGISTERS))
    assert not has_failure(lint(with_("instruments", ("Wbp",)), ON, REGISTERS))
    assert has_failure(lint(with_("version", ""), ON, REGISTERS))


def test_findings_are_values() -> None:
    assert lint(CLEAN, ON, REGISTERS) == lint(CLEAN, ON, REGISTERS)


@settings(max_examples=50, deadline=None)
@given(statement=statements(), days=st.integers(0, 6000))
def test_any_statement_on_any_day_is_judged_by_every_rule_and_can_be_shown(statement: Statement, days: int) -> None:
    findings = lint(statement, date(2015, 1, 1) + timedelta(days=days))
    assert [finding.rule for finding in findings] == sorted(finding.rule for finding in findings)
    assert {finding.rule for finding in findings} == {rule.id for rule in registered()}
    assert format_text(findings, "nl") != format_text(findings, "en")
    assert len(as_json(findings, "en")) == len(findings)
