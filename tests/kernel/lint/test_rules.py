"""Each of the 50 rules fires, and does not: one thing changed in a clean statement."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from grondslag.lint import Partner, Registers, Result, lint
from grondslag.lint.rules import registered
from grondslag.statement.model import (
    Contacts,
    Device,
    Ground,
    Item,
    Link,
    Mention,
    Period,
    Promise,
    Purpose,
    Recipients,
    Role,
    Source,
    Statement,
    Technique,
    Term,
)  # fmt: skip
from tests.kernel.lint.clean import BOOKED, CLEAN, ON, PROMISED, REGISTERS, SURFING, TWO_YEARS, with_

FAIL, WARN, INFO, ASK = Result.FAIL, Result.WARN, Result.INFO, Result.NEEDS_INPUT


@dataclass(frozen=True)
class Change:
    """One change (a path and its new value), and what the rule then says."""

    rule: str
    path: str
    value: Any
    result: Result
    objects: tuple[str, ...]
    on: date = ON
    registers: Registers = field(default=REGISTERS)

    @property
    def statement(self) -> Statement:
        return with_(self.path, self.value) if self.path else CLEAN

    def __str__(self) -> str:
        return f"{self.rule}-{self.path or 'registers'}-{self.result}"


ONE_ADDRESS = Contacts(
    general="a@b.nl", requests="a@b.nl", complaints="a@b.nl", officer="a@b.nl", officer_appointed=True
)
NO_TERM = Promise(text="Zo lang als nodig", kind="open")
OSS = Term(after="booked", months=84, law="Wet OB art. 28sj")
DPF = "EU-US Data Privacy Framework"


def purpose_with(id: str, **fields: Any) -> Purpose:
    """A purpose of the clean statement with other fields."""
    return replace(CLEAN.purpose(id), **fields)


CHANGES = (
    Change("L01", "controller.name", "", FAIL, ("controller.name",)),
    Change("L02", "contacts.officer", "", FAIL, ("contacts.officer",)),
    Change("L02", "contacts", ONE_ADDRESS, WARN, ("a@b.nl",)),
    Change("L03", "purposes.I.D.ground", None, FAIL, ("I.D",)),
    Change("L03", "purposes.I.D.interest", "", FAIL, ("I.D",)),
    Change("L03", "purposes.I.D", purpose_with("I.D", promise=Promise(), terms=()), FAIL, ("I.D",)),
    Change("L04", "purposes.I.B.role", Role.CONTROLLER, FAIL, ("I.B",)),
    Change("L05", "version", "", FAIL, ("version",)),
    Change("L05", "in_force", None, FAIL, ("in_force",)),
    Change("L06", "used_terms", ("Diensten", "Omgeving"), WARN, ("Omgeving",)),
    Change("L07", "purposes.I.D.interest_specific", False, FAIL, ("I.D",)),
    Change("L08", "purposes.III.A.balancing_test", "", WARN, ("III.A",)),
    Change("L09", "purposes.IV.A.interest_holder", "society", WARN, ("IV.A",)),
    Change("L10", "purposes.I.D.ground", Ground.CONTRACT, FAIL, ("I.D",)),
    Change("L11", "purposes.I.A.terms", (TWO_YEARS,), FAIL, ("I.A",)),
    Change("L12", "purposes.III.B.ground", Ground.CONSENT, FAIL, ("I.A", "III.B")),
    Change("L13", "purposes.II.A.ground", Ground.LEGITIMATE_INTEREST, FAIL, ("II.A",)),
    Change("L14", "purposes.II.B.ground", Ground.LEGITIMATE_INTEREST, FAIL, ("II.B",)),
    Change("L14", "purposes.III.A.device.use", "unknown", ASK, ("III.A",)),
    Change("L15", "purposes.III.A.device.ip_masked", False, FAIL, ("III.A", "full_ip")),
    Change("L15", "purposes.III.A.device.cross_site", None, ASK, ("III.A",)),
    Change("L15", "purposes.III.A.device.user_id", True, FAIL, ("III.A", "user_id")),
    Change("L16", "sources.Serverlog.purpose", "", ASK, ("Serverlog",)),
    Change("L16", "techniques.sessie.purpose", "", FAIL, ("sessie",)),
    Change("L17", "mentions.overname", Mention(label="overname", kind="acquisition"), FAIL, ("overname",)),
    Change("L18", "purposes.I.C.description", "", WARN, ("I.C",)),
    Change("L19", "purposes.I.D.items.Dossiergegevens", Item(label="Dossiergegevens", category="file_data"), FAIL,
           ("I.D", "Dossiergegevens")),
    Change("L20", "purposes.III.B.items.Wachtwoord.protection", "", WARN, ("III.B",)),
    Change("L21", "purposes.I.B.items.Documenten.special", "unknown", FAIL, ("I.B",)),
    Change("L22", "purposes.II.B.profiling_declared", False, FAIL, ("II.B",)),
    Change("L22", "purposes.I.D.items.Interesse", Item(label="Interesse", category="interest"), FAIL, ("I.D",)),
    Change("L23", "purposes.II.B.items", (SURFING,), WARN, ("II.B",)),
    Change("L23", "purposes.IV.A.items.IP-adres", None, INFO, ("IV.A",)),
    Change("L24", "purposes.III.C.recipients.names", (), FAIL, ("III.C",)),
    Change("L24", "purposes.III.C.recipients.names", ("Hosting Voorbeeld",), FAIL, ("III.C",)),
    Change("L25", "purposes.I.D", purpose_with("I.D", promise=NO_TERM, terms=()), FAIL, ("I.D",)),
    Change("L26", "purposes.I.D", purpose_with(
        "I.D", promise=Promise(text="2 jaar", kind="period", periods=(Period(months=24),)), terms=()),
        FAIL, ("I.D", "start")),
    Change("L26", "purposes.I.D.promise.periods", (*PROMISED.periods, Period(months=84, condition="zo nodig")), FAIL,
           ("I.D", "law")),
    Change("L27", "purposes.I.C.terms", (TWO_YEARS,), FAIL, ("I.C",)),
    Change("L27", "purposes.I.C.terms", (BOOKED, OSS), FAIL, ("I.C",)),
    Change("L28", "techniques.sessie.lifetime_days", None, ASK, ("sessie",)),
    Change("L28", "", None, WARN, ("meting",), registers=Registers(techniques=(Technique(name="meting"),))),
    Change("L29", "purposes.I.D.recipients.names", (), FAIL, ("I.D",)),
    Change("L30", "recipients.Onze leveranciers.definition", "", FAIL, ("I.C",)),
    Change("L31", "purposes.I.D.recipients.label", "Externe verwerkers (derden)", WARN, ("I.D",)),
    Change("L32", "purposes.III.A.recipients.names", ("Hosting Voorbeeld",), FAIL, ("III.A", "Cloud Voorbeeld")),
    Change("L32", "purposes.II.C.recipients.names", (), FAIL, ("II.C",)),
    Change("L33", "purposes.II.B", purpose_with(
        "II.B", joint_control_considered=False, recipients=Recipients(label="Ontvangers", names=("Netwerk",))),
        ASK, ("II.B",)),
    Change("L34", "recipients.Accountants.purpose", "", FAIL, ("Accountants",)),
    Change("L35", "transfers.Cloud Voorbeeld.mechanism", "Privacy Shield", FAIL, ("Privacy Shield",)),
    Change("L35", "transfers.Cloud Voorbeeld.mechanism", "Vertrouwen", FAIL, ("Vertrouwen",)),
    Change("L36", "transfers.Cloud Voorbeeld.copy_means", "", FAIL, ("Cloud Voorbeeld",)),
    Change("L36", "transfers.Cloud Voorbeeld.mechanism", "", FAIL, ("Cloud Voorbeeld",)),
    Change("L37", "transfers.Cloud Voorbeeld.mechanism", DPF, INFO, (DPF,)),
    Change("L38", "eea.exceptions", (), FAIL, ("Cloud Voorbeeld",)),
    Change("L38", "", None, ASK, ("partners",), registers=Registers()),
    Change("L38", "", None, FAIL, ("Verweg",), registers=Registers(partners=(Partner(name="Verweg", country="CN"),))),
    Change("L39", "instruments", ("AVG", "Wbp"), WARN, ("Wbp",)),
    Change("L40", "sources.Handelsregister.named", False, FAIL, ("Handelsregister",)),
    Change("L40", "sources.anderen", Source(label="anderen", kind="third_party"), FAIL, ("anderen",)),
    Change("L41", "rights.erasure.own_heading", False, WARN, ("erasure",)),
    Change("L41", "rights.automated_decision.told", ("human_review",), WARN, ("automated_decision",)),
    Change("L41", "rights.access", None, FAIL, ("access",)),
    Change("L42", "rights.erasure.precondition", "alleen na inzage", FAIL, ("erasure",)),
    Change("L43", "rights.objection.told", ("consequence",), FAIL, ("marketing", "separate")),
    Change("L44", "rights.portability.told", ("direct_transfer", "legal_scope"), WARN,
           ("portability", "machine_readable")),
    Change("L45", "rights.withdrawal.told", ("loss_of_service", "same_channel"), FAIL, ("loss_of_service",)),
    Change("L45", "rights.withdrawal.told", (), FAIL, ("same_channel",)),
    Change("L45", "rights.withdrawal", None, FAIL, ("II.A", "II.B", "II.C")),
    Change("L46", "response.told", ("court", "extension", "identity", "free"), FAIL, ("complaint",)),
    Change("L46", "response.told", ("complaint", "court", "identity", "free"), INFO, ("extension",)),
    Change("L47", "automated_decision.told", ("types", "consequences"), FAIL, ("logic", "significance")),
    Change("L48", "automated_decision.connector", "and_or", FAIL, ("connector",)),
    Change("L48", "automated_decision.explicit_consent", False, FAIL, ("consent",)),
    Change("L49", "cookies.no_consent_needed", True, FAIL, ("II.B", "II.C", "advertentie")),
    Change("L50", "change.push_notice", False, FAIL, ("change",)),
    Change("L50", "mandatory_told", False, FAIL, ("13(2)(e)",)),
    Change("L50", "links.hier", Link(text="hier", target="#"), WARN, ("hier",)),
)  # fmt: skip


def said(rule: str, statement: Statement, on: date = ON, registers: Registers = REGISTERS) -> list[tuple[Result, Any]]:
    return [(f.result, f.objects) for f in lint(statement, on, registers) if f.rule == rule]


@pytest.mark.parametrize("rule", registered(), ids=lambda rule: rule.id)
def test_passes_on_the_clean_statement(rule: Any) -> None:
    assert said(rule.id, CLEAN) == [(Result.PASS, ())]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_fires_after_one_change(change: Change) -> None:
    assert said(change.rule, change.statement, change.on, change.registers) == [(change.result, change.objects)]


def test_the_rules_are_1_to_50_and_each_fires_in_some_case() -> None:
    numbers = [f"L{number:02}" for number in range(1, 51)]
    assert [rule.id for rule in registered()] == numbers
    assert sorted({change.rule for change in CHANGES}) == numbers


def test_a_purpose_that_is_switched_off_is_not_judged() -> None:
    tracking = with_("purposes.II.B.ground", Ground.LEGITIMATE_INTEREST)
    assert said("L14", tracking) == [(FAIL, ("II.B",))]
    assert said("L14", with_("purposes.II.B.active", False, tracking)) == [(Result.PASS, ())]


def test_an_own_kind_of_device_use_counts_where_none_is_declared() -> None:
    undeclared = with_("purposes.II.B", purpose_with("II.B", device=Device(), ground=Ground.LEGITIMATE_INTEREST))
    assert said("L14", undeclared) == [(FAIL, ("II.B",))]


def test_severity_follows_the_result() -> None:
    severities = {
        f.result: f.severity for f in lint(with_("response.told", ("court",)), ON, REGISTERS) if f.rule == "L46"
    }
    assert severities == {FAIL: "E", INFO: "I"}
    [mailbox] = [f for f in lint(with_("contacts", ONE_ADDRESS), ON, REGISTERS) if f.rule == "L02"]
    assert (mailbox.result, mailbox.severity) == (WARN, "W")
