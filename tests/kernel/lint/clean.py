"""A made-up statement on which every rule passes: each test changes one thing in it."""

from datetime import date
from typing import Any

from grondslag.lint import Partner, Registers
from grondslag.statement.amendments import changed
from grondslag.statement.model import (
    AutomatedDecision,
    ChangeClause,
    Contacts,
    Controller,
    CookieClaims,
    Device,
    EeaClaim,
    Ground,
    Group,
    Item,
    Link,
    Mention,
    Period,
    Promise,
    Purpose,
    Recipient,
    Recipients,
    ResponsePromise,
    Right,
    RightKind,
    Role,
    Source,
    Statement,
    Technique,
    Term,
    Transfer,
)  # fmt: skip

ON = date(2026, 11, 22)

REGISTERS = Registers(
    partners=(Partner(name="Hosting Voorbeeld", country="NL"), Partner(name="Cloud Voorbeeld", country="US"))
)

TWO_YEARS = Term(after="contract_ended", months=24)
BOOKED = Term(after="booked", months=84, until_year_end=True, law="AWR 52(4)")
HOSTING = Recipients(label="Verwerkers", names=("Hosting Voorbeeld",), role=Role.PROCESSOR)
PROMISED = Promise(
    text="24 maanden na het einde van de overeenkomst",
    kind="period",
    periods=(Period(months=24, start="contract_ended"),),
)


def purpose(id: str, kind: str, ground: Ground, *items: Item, **fields: Any) -> Purpose:
    """A purpose with a description, a period and a processor, unless ``fields`` say otherwise."""
    usual: dict[str, Any] = {
        "group": id.partition(".")[0],
        "label": f"Doel {id}",
        "description": "Wat er voor dit doel gebeurt",
        "promise": PROMISED,
        "terms": (TWO_YEARS,),
        "recipients": HOSTING,
    }
    if ground is Ground.LEGITIMATE_INTEREST:
        usual |= {"interest": "Weten welke klant wat afneemt", "interest_specific": True}
        usual |= {"interest_holder": "controller", "balancing_test": "LIA-1"}
    return Purpose(id=id, kind=kind, ground=ground, items=items, **(usual | fields))


EMAIL = Item(label="E-mailadres", category="email")
CLIENT_ID = Item(label="Cookie-ID", category="client_id")
SURFING = Item(label="Surfgedrag", category="surf_behaviour")
PASSWORD = Item(label="Wachtwoord", category="password", protection="argon2id")
USERNAME = Item(label="Gebruikersnaam", category="username")

PURPOSES = (
    purpose(
        "I.A", "service_delivery", Ground.CONTRACT, Item(label="NAW-gegevens", category="name_and_address"), EMAIL,
        Item(label="Bestelling", category="order"), USERNAME, PASSWORD, terms=(TWO_YEARS, BOOKED),
    ),
    purpose(
        "I.B", "", Ground.CONTRACT, Item(label="Documenten", category="service_content", subject="third_party"),
        role=Role.PROCESSOR, processes_for="de klant die het document aanlevert",
    ),
    purpose(
        "I.C", "invoicing", Ground.LEGAL_OBLIGATION, Item(label="Factuur", category="invoice"), terms=(BOOKED,),
        recipients=Recipients(label="Verwerkers", names=("Betaaldienst Voorbeeld", "Onze leveranciers")),
    ),
    purpose(
        "I.D", "crm", Ground.LEGITIMATE_INTEREST, EMAIL,
        Item(label="Contactpersoon", category="contact_person", subject="contact_person"),
    ),
    purpose("II.A", "direct_marketing", Ground.CONSENT, EMAIL, channel="web", marketing=True),
    purpose(
        "II.B", "retargeting", Ground.CONSENT, SURFING, CLIENT_ID, marketing=True, profiling_declared=True,
        joint_control_considered=True, device=Device(use="tracking"),
    ),
    purpose(
        "II.C", "social_marketing", Ground.CONSENT, USERNAME, marketing=True, joint_control_considered=True,
        device=Device(use="tracking"), recipients=Recipients(label="Ontvangers", names=("Netwerk Voorbeeld B.V.",)),
    ),
    purpose(
        "III.A", "web_analytics", Ground.LEGITIMATE_INTEREST, SURFING,
        device=Device(use="limited_analytics", ip_masked=True, cross_site=False, shared=False, user_id=False),
        recipients=Recipients(label="Verwerkers", names=("Cloud Voorbeeld",), role=Role.PROCESSOR),
    ),
    purpose("III.B", "account", Ground.CONTRACT, EMAIL, USERNAME, PASSWORD, terms=(TWO_YEARS,)),
    purpose(
        "III.C", "posts_and_reviews", Ground.LEGITIMATE_INTEREST, Item(label="Naam", category="name"), publishes=True,
        recipients=Recipients(label="Ontvangers", names=("Het publiek",)),
    ),
    purpose(
        "IV.A", "abuse_detection", Ground.LEGITIMATE_INTEREST, Item(label="User ID", category="user_id"),
        Item(label="IP-adres", category="ip_address"), recipients=Recipients(label="Ontvangers", none_stated=True),
    ),
)  # fmt: skip

TOLD: dict[RightKind, tuple[str, ...]] = {
    RightKind.RESTRICTION: ("conditions",),
    RightKind.OBJECTION: ("marketing", "consequence", "separate"),
    RightKind.PORTABILITY: ("machine_readable", "direct_transfer", "legal_scope"),
    RightKind.AUTOMATED_DECISION: ("not_subject", "human_review", "viewpoint", "contest"),
    RightKind.WITHDRAWAL: ("loss_of_service", "loss_specific", "same_channel"),
}

CLEAN = Statement(
    controller=Controller(name="Voorbeeld Advies B.V.", street="Dorpsstraat 1", postcode="1234 AB", city="Dorp"),
    contacts=Contacts(
        general="info@voorbeeld.example", requests="privacy@voorbeeld.example", complaints="privacy@voorbeeld.example",
        officer_appointed=True, officer="fg@voorbeeld.example",
    ),
    version="3.1",
    in_force=date(2026, 1, 1),
    groups=tuple(Group(id=id, label=f"Groep {id}") for id in ("I", "II", "III", "IV")),
    purposes=PURPOSES,
    sources=(
        Source(label="U zelf", kind="subject"),
        Source(label="Handelsregister", kind="third_party", named=True, categories=("company",), purpose="I.D"),
        Source(label="Serverlog", kind="automatic", purpose="IV.A"),
    ),
    recipients=(
        Recipient(name="Onze leveranciers", kind="processor", definition="Drukkers in Nederland", purpose="I.C"),
        Recipient(name="Betaaldienst Voorbeeld", kind="processor", purpose="I.C"),
        Recipient(name="Accountants", kind="adviser", purpose="I.C"),
    ),
    mentions=(Mention(label="verzoeken van betrokkenen", kind="rights_requests", purpose="I.A"),),
    transfers=(
        Transfer(
            recipient="Cloud Voorbeeld", country="US", mechanism="Modelcontractbepalingen",
            copy_means="op te vragen via privacy@voorbeeld.example", purpose="III.A",
        ),
    ),
    eea=EeaClaim(eea_only=True, exceptions=("Cloud Voorbeeld",)),
    techniques=(
        Technique(name="sessie", use="functional", lifetime_days=1, third_party_access=False, purpose="III.B"),
        Technique(name="advertentie", use="tracking", lifetime_days=30, third_party_access=True, purpose="II.B"),
    ),
    cookies=CookieClaims(statement_url="https://voorbeeld.example/cookies"),
    rights=tuple(Right(kind=kind, heading=kind, own_heading=True, told=TOLD.get(kind, ())) for kind in RightKind),
    response=ResponsePromise(months=1, told=("reason", "complaint", "court", "extension", "identity", "free")),
    automated_decision=AutomatedDecision(
        exists=True, bases=("consent", "contract"), connector="or", explicit_consent=True, purpose="I.A",
        told=("types", "logic", "significance", "consequences", "safeguards"),
    ),
    change=ChangeClause(may_change=True, push_notice=True, pull_advice=True),
    mandatory_told=True,
    authority="Autoriteit Persoonsgegevens",
    links=(Link(text="toezichthouders", target="https://voorbeeld.example/toezicht"),),
    defined_terms=("Diensten",),
    used_terms=("Diensten",),
    instruments=("AVG",),
)  # fmt: skip


def with_(path: str, value: Any, statement: Statement = CLEAN) -> Statement:
    """The clean statement with ``value`` at ``path``, e.g. ``with_("purposes.I.C.terms", ())``; None removes."""
    return changed(statement, path, lambda _kind, _present: value)
