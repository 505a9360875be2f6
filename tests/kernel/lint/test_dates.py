"""The law has days: mechanisms, rule packs, fiscal minimums and stale names differ from one day to the next."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from grondslag.lint import Registers, Result, lint
from grondslag.lint.authorities import AS_OF, AUTHORITIES, authority_of
from grondslag.lint.dated import RulePack, StaleName
from grondslag.lint.laws import FISCAL_LAWS, RULE_PACKS, STALE_NAMES
from grondslag.lint.mechanisms import EEA, MECHANISMS
from grondslag.statement.model import Statement, Transfer
from tests.kernel.lint.clean import CLEAN, ON, REGISTERS, with_

DAY = timedelta(days=1)


def results(rule: str, statement: Statement, on: date, registers: Registers = REGISTERS) -> list[Result]:
    return [finding.result for finding in lint(statement, on, registers) if finding.rule == rule]


def relying_on(mechanism: str, country: str = "US") -> Statement:
    transfer = Transfer(
        recipient="Cloud Voorbeeld", country=country, mechanism=mechanism, copy_means="ja", purpose="III.A"
    )
    return with_("transfers.Cloud Voorbeeld", transfer)


@pytest.mark.parametrize(
    ("mechanism", "country", "day", "result"),
    [
        ("Privacy Shield", "US", date(2020, 7, 15), Result.PASS),
        ("Privacy Shield", "US", date(2020, 7, 16), Result.FAIL),
        ("Privacy Shield", "US", date(2020, 7, 17), Result.FAIL),
        ("EU-US Privacy Shield", "US", date(2019, 1, 1), Result.PASS),
        ("Privacy Shield", "IN", date(2019, 1, 1), Result.FAIL),
        ("DPF", "US", date(2023, 7, 9), Result.FAIL),
        ("DPF", "US", date(2023, 7, 10), Result.PASS),
        ("SCC", "US", date(2022, 12, 26), Result.PASS),
        ("SCC 2010", "US", date(2022, 12, 26), Result.PASS),
        ("SCC 2010", "US", date(2022, 12, 27), Result.FAIL),
        ("adequaatheidsbesluit", "JP", ON, Result.PASS),
        ("adequaatheidsbesluit", "CN", ON, Result.FAIL),
        ("adequaatheidsbesluit", "BR", date(2026, 1, 25), Result.FAIL),
        ("adequaatheidsbesluit", "BR", date(2026, 1, 26), Result.PASS),
        ("adequaatheidsbesluit", "GB", date(2031, 12, 28), Result.FAIL),
    ],
)
def test_a_mechanism_is_valid_on_its_days(mechanism: str, country: str, day: date, result: Result) -> None:
    assert results("L35", relying_on(mechanism, country), day) == [result]
    assert results("L36", relying_on(mechanism, country), day) == [result]


def test_safe_harbour_ended_before_the_gdpr_began() -> None:
    [harbour] = [mechanism for mechanism in MECHANISMS if mechanism.name == "Safe Harbour"]
    assert harbour.valid(date(2015, 10, 5))
    assert not harbour.valid(date(2015, 10, 6))


@pytest.mark.parametrize(
    ("day", "result"),
    [
        (date(2023, 7, 11), Result.PASS),
        (date(2024, 1, 1), Result.INFO),
        (date(2025, 9, 15), Result.PASS),
        (date(2025, 10, 31), Result.INFO),
        (ON, Result.INFO),
    ],
)
def test_a_case_against_the_data_privacy_framework_is_pending_on_its_days(day: date, result: Result) -> None:
    assert results("L37", relying_on("DPF"), day) == [result]


@pytest.mark.parametrize("stale", STALE_NAMES, ids=lambda stale: stale.name)
def test_a_name_is_stale_from_its_day(stale: StaleName) -> None:
    name, since = stale.name, max(stale.since, date(2018, 5, 25))
    assert results("L39", with_("instruments", (name,)), since) == [Result.WARN]
    if since == stale.since and since > date(2018, 5, 25):
        assert results("L39", with_("instruments", (name,)), since - DAY) == [Result.PASS]


def test_before_the_gdpr_its_rules_are_not_in_force_and_the_telecom_rules_are() -> None:
    day = date(2018, 5, 24)
    tracking = with_("purposes.II.B.ground", None)
    assert {f.result for f in lint(tracking, day, REGISTERS) if f.rule == "L05"} == {Result.INFO}
    assert results("L14", tracking, day) == [Result.FAIL]


def test_every_rule_rests_on_one_pack_and_the_omnibus_is_not_law() -> None:
    in_force = [pack for pack in RULE_PACKS if pack.in_force(ON)]
    assert sorted(number for pack in in_force for number in pack.rules) == list(range(1, 51))
    assert "Digital Omnibus" not in [pack.name for pack in in_force]
    assert "Digital Omnibus" in [pack.name for pack in RULE_PACKS]


def test_a_new_law_asks_for_its_rules_to_be_revised_from_its_first_day() -> None:
    adopted = tuple(
        replace(pack, valid_from=date(2027, 6, 1)) if pack.name == "Digital Omnibus" else pack for pack in RULE_PACKS
    )
    registers = replace(REGISTERS, rule_packs=adopted)
    assert results("L14", CLEAN, date(2027, 5, 31), registers) == [Result.PASS]
    assert results("L14", CLEAN, date(2027, 6, 1), registers) == [Result.NEEDS_INPUT]
    assert results("L01", CLEAN, date(2027, 6, 1), registers) == [Result.PASS]


def test_a_pack_that_ended_is_not_in_force() -> None:
    pack = RulePack(name="Wbp", source="", valid_from=date(2001, 9, 1), valid_to=date(2018, 5, 25))
    assert pack.in_force(date(2018, 5, 24))
    assert not pack.in_force(date(2018, 5, 25))


def test_fiscal_minimums_are_those_of_the_laws() -> None:
    years = {law.law: law.minimum_years for law in FISCAL_LAWS}
    assert years["AWR 52(4)"] == 7
    assert years["Wet OB 34a"] == 9
    assert {years[law] for law in ("Wet OB 28rl", "Wet OB 28sj", "Wet OB 28tn")} == {10}


def test_there_are_30_authorities_each_with_a_site_of_its_own() -> None:
    assert len(EEA) == len(AUTHORITIES) == 30
    assert {"IS", "LI", "NO"} <= EEA
    assert not {"GB", "CH"} & EEA
    assert len({authority.url for authority in AUTHORITIES}) == 30
    assert all(authority.url.startswith("https://") and authority.url.endswith("/") for authority in AUTHORITIES)
    assert all(authority.name and authority.country_nl and authority.country_en for authority in AUTHORITIES)
    assert AS_OF <= ON


def test_an_authority_is_found_by_its_country() -> None:
    croatia, germany, spain = (authority_of(country) for country in ("hr", "DE", "ES"))
    assert croatia is not None
    assert croatia.url == "https://azop.hr/"
    assert germany is not None
    assert "Land" in germany.note
    assert spain is not None
    assert "Catalonia" in spain.note
    assert authority_of("GB") is None
