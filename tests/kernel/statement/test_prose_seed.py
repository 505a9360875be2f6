"""The published statement with which everything began, read line by line; skipped where the seed is absent."""

from collections import Counter
from pathlib import Path

import pytest

from grondslag.statement.model import Ground, Period, RightKind
from grondslag.statement.prose import ProseError, Reading, read

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
SEED = next(iter(sorted(SEEDS.glob("*.txt"))), None) if SEEDS.is_dir() else None

pytestmark = pytest.mark.skipif(
    SEED is None, reason="the seed statement is not part of the repository: ../shared/seeds"
)

LABELS = {
    "I.A": "Beheer product/dienst afname, waaronder het afleveren van documenten en het beschikbaar maken van de"
    " Facturis"
    " Community Omgeving",
    "I.B": "Afhandelen klachten en ondersteuning",
    "I.C": "Financiële administratie",
    "I.D": "Facturatie",
    "I.E": "CRM",
    "II.A": "Direct marketing, inclusief de nieuwsbrief waarmee Facturis u op de hoogte wenst te houden van haar"
    " Diensten",
    "II.B": "Affiliate marketing",
    "II.C": "Retargeting",
    "II.D": "Social marketing",
    "II.E": "Behavioural targeting",
    "III.A": "Website Analytics",
    "III.B": "A/B testing",
    "III.C": "Account aanbieden binnen Facturis Community Omgeving",
    "III.D": "Plaatsen van berichten of reviews",
    "III.E": "Chatfunctie",
    "IV.A": "Signaleren van misbruik van de Diensten en Website",
    "IV.B": "Beveiliging van gegevens",
}
ITEMS = {
    "I.B": "Naw|E-mailadres|Accountnummer|Telefoonnummer|Inhoud van de klacht|gebruiksgegevens Website en Diensten",
    "I.C": "Bedrijfsnaam|Telefoonnummer|E-mailadres|Factuuradres|Contactpersoon|Bankgegevens (Naam bank/IBAN/BIC)"
    "|BTW-nummer|Openstaande saldo",
    "I.D": "Bedrijfsnaam|Factuuradres|KvK nummer|BTW-nummer|Klantnummer|Telefoonnummer|E-mailadres",
    "I.E": "Bedrijfsnaam|Factuuradres|Contactpersoon|Telefoonnummer|E-mailadres|Locatie|KvK-nummer|Afnamesgeschiedenis"
    "|Browser|OS|Klantnummer",
    "II.A": "NAW-gegevens|E-mailadres",
    "II.B": "Klikgedrag|Surfgedrag|Interesse in een product",
    "II.C": "Surfgedrag",
    "II.D": "Social media account",
    "II.E": "Surfgedrag",
    "III.A": "Surfgedrag|Locatie|IP-adres|ClientID (een uniek nummer waaraan een individuele gebruiker, apparaat of"
    " browser"
    " kan worden herkend)|het type en versie browser (computerprogramma om internetpagina's mee te kunnen"
    " bekijken)|de taal"
    " waarin uw browser is ingesteld|de resolutie van uw beeldscherm|of JavaScript is ingeschakeld|het"
    " computersysteem dat"
    " u gebruikt",
    "III.B": "Surfgedrag",
    "III.C": "Naw|E-mailadres|Gebruikersnaam|Wachtwoord|Telefoonnummer|Taal",
    "III.D": "Naam|Functie|Inhoud van het bericht",
    "III.E": "User ID|E-mailadres|Naam|Inhoud van het chatbericht",
    "IV.A": "User ID|E-mailadres|Naam",
    "IV.B": "User ID|Wachtwoord",
}
OPEN = "Zo lang als noodzakelijk voor dit doeleinde"


@pytest.fixture(scope="module")
def reading() -> Reading:
    assert SEED is not None
    return read(SEED.read_bytes())


def test_counts(reading: Reading) -> None:
    statement = reading.statement
    assert [group.id for group in statement.groups] == ["I", "II", "III", "IV"]
    assert Counter(p.group for p in statement.purposes) == {"I": 5, "II": 5, "III": 5, "IV": 2}
    assert Counter(p.ground for p in statement.purposes) == {
        Ground.CONTRACT: 4, Ground.CONSENT: 1, Ground.LEGITIMATE_INTEREST: 12,
    }  # fmt: skip
    assert Counter(p.promise.kind for p in statement.purposes) == {"open": 16, "period": 1}
    assert Counter(p.recipients.names for p in statement.purposes) == {("Facturis Partners",): 12, (): 5}
    assert Counter(p.interest for p in statement.purposes if p.interest) == {
        "Commercieel belang": 11, "Maatschappelijk belang": 1,
    }  # fmt: skip
    assert reading.unplaced == ()


def test_labels_are_verbatim(reading: Reading) -> None:
    assert {p.id: p.label for p in reading.statement.purposes} == LABELS
    items = {p.id: "|".join(item.label for item in p.items) for p in reading.statement.purposes}
    assert {id: labels for id, labels in items.items() if id != "I.A"} == ITEMS
    assert [item.label.split(" (")[0] for item in reading.statement.purpose("I.A").items] == [
        "NAW-gegevens", "E-mailadres", "Dossiergegevens", "Financiële/betaalgegevens",
        "Gegevens die nodig zijn om de dienst te leveren",
        "Gegevens die tijdens de dienst afgeleverd of beschikbaar worden gesteld", "accountgegevens",
    ]  # fmt: skip


def test_every_item_has_a_category(reading: Reading) -> None:
    assert [item.label for p in reading.statement.purposes for item in p.items if not item.category] == []
    subjects = Counter((p.id, item.subject) for p in reading.statement.purposes for item in p.items)
    assert {key for key in subjects if key[1] != "customer"} == {
        ("I.A", "third_party"), ("I.C", "contact_person"), ("I.E", "contact_person"),
    }  # fmt: skip
    assert {p.id for p in reading.statement.purposes for item in p.items if item.special == "unknown"} == {"I.A"}


def test_retention_and_recipients(reading: Reading) -> None:
    statement = reading.statement
    condition = "indien de toepasselijke wetgeving dat vereist"
    assert statement.purpose("I.A").promise.periods == (Period(months=24), Period(months=84, condition=condition))
    assert Counter(p.promise.text for p in statement.purposes if p.id != "I.A") == {
        OPEN: 11, "Zolang als nodig voor dit doeleinde": 4, "Zolang als noodzakelijk voor dit doeleinde": 1,
    }  # fmt: skip
    labels = Counter(p.recipients.label for p in statement.purposes)
    assert labels == {"Externe verwerkers (derden)": 16, "Externe ontvangers (derden)": 1}
    assert {p.id for p in statement.purposes if p.description} == {"I.A", "II.A"}


def test_traits(reading: Reading) -> None:
    purposes = reading.statement.purposes
    assert {p.id for p in purposes if p.marketing} == {"II.A", "II.B", "II.C", "II.D", "II.E"}
    assert {p.id for p in purposes if p.device.use == "tracking"} == {"II.B", "II.C", "II.E"}
    assert {p.id for p in purposes if p.device.use == "limited_analytics"} == {"III.A", "III.B"}
    assert {p.id for p in purposes if p.channel == "email"} == {"II.A"}
    assert {p.id for p in purposes if p.publishes} == {"III.D"}
    assert {p.id for p in purposes if p.interest_holder == "society"} == {"IV.A"}
    assert not any(p.interest_specific for p in purposes)


def test_controller_and_contacts(reading: Reading) -> None:
    controller, contacts = reading.statement.controller, reading.statement.contacts
    assert (controller.name, controller.trade_name) == ("Facturis Group B.V.", "Facturis")
    assert (controller.kvk, controller.legal_form) == ("52650537", "besloten vennootschap")
    assert (controller.street, controller.postcode, controller.city) == (
        "Joris Dircksenstraat 18C",
        "3621 CB",
        "Breukelen",
    )
    assert contacts.officer_appointed
    assert {contacts.general, contacts.requests, contacts.complaints, contacts.officer} == {"privacy@facturis.com"}
    assert (reading.statement.version, reading.statement.in_force) == ("", None)


def test_narrative(reading: Reading) -> None:
    statement = reading.statement
    assert Counter(source.kind for source in statement.sources) == {"subject": 2, "third_party": 1, "automatic": 1}
    assert {m.kind for m in statement.mentions} == {
        "acquisition", "own_rights", "legal_duty", "automated_decision", "rights_requests",
    }  # fmt: skip
    assert not any(m.purpose for m in statement.mentions)
    assert {r.kind for r in statement.sharing_reasons} == {"service", "law", "court", "own_rights", "legal_duty"}
    kinds = Counter(recipient.kind for recipient in statement.recipients if not recipient.purpose)
    assert kinds == {"processor": 1, "contract_party": 1, "adviser": 1, "takeover_candidate": 1}
    assert [(r.name, r.purpose) for r in statement.recipients if r.purpose] == [("Google", "III.A")]
    assert [(t.recipient, t.mechanism, t.purpose) for t in statement.transfers] == [
        ("Google", "Privacy Shield", "III.A")
    ]
    assert statement.eea.eea_only
    assert statement.eea.exceptions == ("Google Analytics",)
    assert {t.kind for t in statement.techniques} == {"cookie", "fingerprinting", "automatic_tool"}
    cookies = statement.cookies
    assert cookies.only_necessary_or_quality
    assert cookies.no_consent_needed
    assert cookies.little_impact
    assert cookies.harmless
    assert cookies.statement_url == "www.facturis.com/cookies"
    assert (statement.change.may_change, statement.change.pull_advice, statement.change.push_notice) == (
        True,
        True,
        False,
    )
    assert not statement.mandatory_told
    assert statement.authority == "Autoriteit Persoonsgegevens"
    assert [(link.text, link.target) for link in statement.links] == [("hier", "#")]
    assert set(statement.used_terms) - set(statement.defined_terms) == {
        "Diensten", "Website", "Facturis Community", "Facturis Partners",
    }  # fmt: skip
    assert set(statement.instruments) == {"Privacy Shield", "Google Inc./LLC"}


def test_rights(reading: Reading) -> None:
    rights = {right.kind: right for right in reading.statement.rights}
    assert set(rights) == set(RightKind)
    assert {kind for kind, right in rights.items() if not right.own_heading} == {RightKind.ERASURE}
    assert {kind for kind, right in rights.items() if right.precondition} == {
        RightKind.RECTIFICATION,
        RightKind.ERASURE,
    }
    assert {kind for kind, right in rights.items() if right.conditional} == {RightKind.RESTRICTION}
    assert rights[RightKind.ACCESS].told == ("self_service",)
    assert rights[RightKind.OBJECTION].told == ()
    assert set(rights[RightKind.PORTABILITY].told) == {"common_format", "other_provider"}
    assert set(rights[RightKind.AUTOMATED_DECISION].told) == {"human_review", "viewpoint", "contest"}
    assert set(rights[RightKind.WITHDRAWAL].told) == {"past_unaffected", "loss_of_service"}
    response = reading.statement.response
    assert (response.months, response.granted, set(response.told)) == (1, True, {"without_delay", "reason"})
    decision = reading.statement.automated_decision
    assert (decision.exists, decision.bases, decision.connector) == (True, ("consent", "law", "contract"), "and_or_and")
    assert (decision.explicit_consent, decision.uses_profile, decision.told) == (False, True, ("safeguards",))


def test_line_ends_and_spaces_do_not_matter(reading: Reading) -> None:
    assert SEED is not None
    text = SEED.read_text(encoding="utf-8")
    assert read(text.replace("\n", "\r\n").encode()).statement == reading.statement
    assert read(text.replace(": ", ":\xa0")).statement == reading.statement


@pytest.mark.parametrize("number", range(36, 225, 7))
def test_a_line_that_belongs_nowhere_is_reported(number: int) -> None:
    assert SEED is not None
    lines = SEED.read_text(encoding="utf-8").split("\n")
    if not (lines[number - 1] == "" or lines[number].lstrip("- ")[:12].count("Doeleinde")):
        number = next(at for at in range(number, len(lines)) if lines[at - 1] == "")
    stray = "Paarse giraffen zwemmen op woensdag"
    reading = read("\n".join([*lines[:number], "", stray, "", *lines[number:]]))
    assert [(line.number, line.stray) for line in reading.unplaced] == [(number + 2, (stray,))]
    assert len(reading.statement.purposes) == 17


def test_a_purpose_told_twice_is_refused() -> None:
    assert SEED is not None
    text = SEED.read_text(encoding="utf-8")
    with pytest.raises(ProseError, match="stands twice") as caught:
        read(text.replace("B. Doeleinde: Afhandelen klachten en ondersteuning", "B. Doeleinde: Facturatie"))
    assert caught.value.line is not None
