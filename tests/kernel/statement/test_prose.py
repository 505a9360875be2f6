"""The prose reader on statements of invented companies: other spellings, orders and layouts."""

from datetime import date
from pathlib import Path

import pytest

from grondslag.statement.model import Ground, RightKind, Role
from grondslag.statement.prose import ProseError, Reading, read

SYNTHETIC = Path(__file__).parent / "synthetic"

# file: groups, and per purpose: label, ground, items, retention (months or kind), recipients
EXPECTED: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str, str, tuple[int, ...] | str, str]]]] = {
    "een.txt": (("Winkel", "Website"), {
        "I.A": ("Facturatie", "legal_obligation", "naam|factuuradres|btw-nummer|e-mailadres", (84,),
                "Boekhoudkantoor Proef|Bank Proef"),
        "I.B": ("Versturen van de nieuwsbrief", "consent", "e-mailadres", "criterion", ""),
        "II.A": ("Webanalyse", "legitimate_interest", "IP-adres (ingekort, alleen het"
        " eerste deel)|surfgedrag", "open", ""),
    }),
    "twee.md": (("",), {
        "I.A": ("Ledenadministratie", "contract", "Naam|adres|lidnummer", (24,), ""),
        "I.B": ("Boekhouding", "legal_obligation", "naam|IBAN", (84,), "Accountant Model"),
        "I.C": ("Camerabewaking", "legitimate_interest", "camerabeelden", (0,), "Beveiligingsbedrijf Model en Politie"),
    }),
    "drie.html": (("Klantenservice", "Marketing"), {
        "I.A": ("Klachten en vragen", "contract", "Naam|E-mail", (6,), ""),
        "I.B": ("Livechat", "consent", "Chatberichten|IP-adres", "open", "Chatbedrijf Proef B.V."),
        "II.A": ("Remarketing", "consent", "surfgedrag", "missing", ""),
    }),
    "vier.md": (("Webwinkel", "Werken bij ons"), {
        "I.A": ("Bestellingen verwerken", "contract", "naam|afleveradres|bestelling", (24, 84),
                "Pakketdienst Proef|Betaaldienst Proef"),
        "I.B": ("Fraude voorkomen", "legitimate_interest", "naam|e-mailadres", (18,), ""),
        "II.A": ("Sollicitaties", "consent", "naam|CV", (0, 12), ""),
    }),
    "vijf.txt": (("",), {
        "I.A": ("Relatiebeheer", "legitimate_interest", "Naam|e-mail", "criterion", ""),
        "I.B": ("Facturering", "legal_obligation", "Naam|IBAN", (84,), "Belastingdienst"),
        "I.C": ("Accountbeheer", "contract", "Gebruikersnaam|wachtwoord", "missing", "Verwerker Proef"),
    }),
    "zes.txt": (("",), {
        "I.A": ("versturen van nieuwsbrieven", "consent", "Naam|e-mailadres", "criterion", "Maildienst Proef"),
        "I.B": ("Accountbeheer", "legitimate_interest",
                "Gebruikersnaam (zelf gekozen, bijvoorbeeld een bijnaam)|wachtwoord", "open", ""),
        "I.C": ("Beveiliging", "vital_interest", "IP adres", "missing", ""),
    }),
    "zeven.html": (("Leden", "Publiek"), {
        "I.A": ("Lidmaatschap", "contract", "NAW-gegevens|geboortedatum", (12,), "Bond Proef"),
        "II.A": ("Reviews plaatsen", "public_task", "naam|beoordeling", "missing", ""),
    }),
    "acht.md": (("",), {
        "I.A": ("Administratieve doeleinden; Contributie innen", "contract", "Voornaam|E-mailadres", (84,), ""),
        "I.B": ("Bedanken", "consent", "Achternaam", "criterion", ""),
        "I.C": ("Beveiliging", "legitimate_interest", "IP-adres", "open", ""),
    }),
}  # fmt: skip
UNPLACED = {"vier.md": [3], "zes.txt": [24, 27]}


def reading_of(name: str) -> Reading:
    return read((SYNTHETIC / name).read_bytes())


@pytest.mark.parametrize("name", EXPECTED)
def test_purposes(name: str) -> None:
    groups, expected = EXPECTED[name]
    statement = reading_of(name).statement
    assert tuple(group.label for group in statement.groups) == groups
    found = {
        p.id: (
            p.label,
            str(p.ground),
            "|".join(item.label for item in p.items),
            tuple(period.months for period in p.promise.periods) or p.promise.kind,
            "|".join(p.recipients.names),
        )
        for p in statement.purposes
    }
    assert found == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_every_line_is_accounted_for(name: str) -> None:
    source = (SYNTHETIC / name).read_text(encoding="utf-8")
    reading = reading_of(name)
    assert [line.number for line in reading.unplaced] == UNPLACED.get(name, [])
    assert all(line.fed or line.narrative or line.stray for line in reading.lines)
    if not name.endswith("html"):
        written = [n for n, line in enumerate(source.replace("\f", " ").splitlines(), 1) if line.strip()]
        assert [line.number for line in reading.lines] == written


@pytest.mark.parametrize("name", EXPECTED)
def test_line_ends_spaces_and_bytes_do_not_matter(name: str) -> None:
    text = (SYNTHETIC / name).read_bytes().decode().replace("\r\n", "\n")
    expected = reading_of(name).statement
    assert read(text.replace("\n", "\r\n")).statement == expected
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r").encode()).statement == expected
    assert read(text.replace(" van ", "\xa0van ")).statement == expected


def test_who_and_when() -> None:
    statement = reading_of("een.txt").statement
    controller = statement.controller
    assert (controller.name, controller.trade_name, controller.kvk) == (
        "Voorbeeld Een B.V.",
        "Voorbeeld Een",
        "12345678",
    )
    assert (controller.street, controller.postcode, controller.city) == ("Proefstraat 12A", "1234 AB", "Voorbeeldstad")
    assert (statement.version, statement.in_force) == ("2.1", date(2025, 3, 3))
    assert statement.contacts.officer == "fg@voorbeeld-een.example"
    assert statement.contacts.requests == "rechten@voorbeeld-een.example"
    assert {right.kind for right in statement.rights} == {RightKind.ACCESS, RightKind.ERASURE, RightKind.COMPLAINT}
    two = reading_of("twee.md").statement
    assert (two.controller.name, two.controller.legal_form) == ("Stichting Voorbeeld Twee", "stichting")
    assert (two.controller.street, two.controller.city) == ("Modelweg 3", "Modeldorp")
    assert (two.change.may_change, two.change.push_notice, two.change.pull_advice) == (True, True, False)
    assert two.techniques == ()
    five = reading_of("vijf.txt").statement
    assert (five.version, five.in_force) == ("4", date(2024, 2, 1))


def test_interest_and_retention_in_words() -> None:
    one = reading_of("een.txt").statement
    assert one.purpose("II.A").interest_specific
    (period,) = one.purpose("I.A").promise.periods
    assert (period.start, period.law) == ("na afloop van het boekjaar", "artikel 52 AWR")
    assert one.purpose("I.B").recipients.none_stated
    assert not one.purpose("II.A").recipients.none_stated
    four = reading_of("vier.md").statement
    assert four.purpose("I.B").interest == "het voorkomen van wanbetaling"
    assert [p.condition for p in four.purpose("II.A").promise.periods] == ["", "indien u daarmee instemt"]
    assert four.purpose("II.A").items[1].special == "unknown"
    assert [(t.recipient, t.mechanism) for t in four.transfers] == [("Proef", "standard contractual clauses")]
    assert four.eea.exceptions == ("Mailbedrijf Proef",)
    six = reading_of("zes.txt").statement
    assert six.purpose("I.A").recipients.label == "Externe verwerkers (derden)"
    assert six.purpose("I.B").recipients.label == "Externe verwerkers (derden)"
    assert not six.purpose("I.B").interest_specific
    assert reading_of("zeven.html").statement.purpose("I.A").recipients.role is Role.THIRD_PARTY


def test_notes_tell_what_the_dictionary_does_not_know() -> None:
    notes = "\n".join(reading_of("twee.md").notes)
    assert "«Camerabewaking» is of no known kind" in notes
    assert "does not know the data «camerabeelden»" in notes
    assert "«4 weken»" in notes
    assert "«Remarketing»" not in "\n".join(reading_of("een.txt").notes)


def test_links_of_html_and_markdown() -> None:
    (link,) = reading_of("drie.html").statement.links
    assert (link.text, link.target) == ("Autoriteit Persoonsgegevens", "https://autoriteit.example/klacht")
    (link,) = read("Doel: Administratie\nGegevens: naam\n\nKlachten\n\nZie [deze pagina](#).").statement.links
    assert (link.text, link.target) == ("deze pagina", "#")


def test_a_claim_of_processing_is_never_waved_through() -> None:
    text = (SYNTHETIC / "een.txt").read_text(encoding="utf-8")
    reading = read(text + "\nCookies\n\nVia cookies verkopen wij uw privacy. Een cookie is een klein bestand.\n")
    assert [line.stray for line in reading.unplaced] == [("Via cookies verkopen wij uw privacy.",)]


def test_a_value_below_its_label_is_noted() -> None:
    reading = read("Doel: Administratie\nGegevens: naam\nOntvangers:\nBoekhouder Proef")
    assert reading.statement.purpose("I.A").recipients.names == ("Boekhouder Proef",)
    assert "line 1: purpose I.A: the value of «Ontvangers» is read from line 4, below it" in reading.notes


def test_no_data_is_told_from_none() -> None:
    assert read("Doel: Administratie\nGegevens:\nGrondslag: overeenkomst").statement.purpose("I.A").items == ()


@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("Uitvoering van de overeenkomst", Ground.CONTRACT),
        ("Op basis van een contract met u", Ground.CONTRACT),
        ("Toestemming", Ground.CONSENT),
        ("Artikel 6 lid 1 onder f AVG", Ground.LEGITIMATE_INTEREST),
        ("gerechtvaardigd  belang", Ground.LEGITIMATE_INTEREST),
        ("Wettelijke verplichting", Ground.LEGAL_OBLIGATION),
        ("Wettelijk verplicht", Ground.LEGAL_OBLIGATION),
        ("Vitale belangen? Ja, vitaal belang", Ground.VITAL_INTEREST),
        ("Taak van algemeen belang", Ground.PUBLIC_TASK),
        ("Omdat het leuk is", None),
    ],
)
def test_grounds(words: str, ground: Ground | None) -> None:
    reading = read(f"Doel: Administratie\nGegevens: naam\nGrondslag: {words}")
    assert reading.statement.purpose("I.A").ground is ground
    assert bool(reading.unplaced) is (ground is None)


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("", "empty", None),
        (" \n\t\xa0", "empty", None),
        (b"Doel: x\0", "binary", None),
        ("Doel: x\0", "binary", None),
        (b"Doel: x\nGegevens: \xff", "UTF-8", 2),
        (b"a" * 5_000_001, "larger than 5 MB", None),
        ("a " * 600_000, "longer than", None),
        ("Wij bakken brood.\n\nElke dag.", "no purposes", None),
        ("<html><body></body></html>", "no purposes", None),
        ("Doel: CRM\nGegevens: naam\n\nDoel: CRM\nGegevens: adres", "stands twice", 4),
        ("A. Doel: CRM\nGegevens: naam\n\nA. Doel: Chat\nGegevens: adres", "letter A stands twice", 4),
    ],
    ids=["empty", "blank", "binary", "nul", "utf-8", "50MB", "long", "none", "html", "double", "letter"],
)
def test_unusable_texts(source: str | bytes, message: str, line: int | None) -> None:
    with pytest.raises(ProseError, match=message) as caught:
        read(source)
    assert caught.value.line == line
