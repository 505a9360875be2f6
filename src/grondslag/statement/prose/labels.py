"""The labels of a purpose's fields, as Dutch (and some English) statements write them: label -> field.

One table, open to whatever labels a renderer prints. A label is compared without case, spaces, hyphens and what
stands between parentheses, so «Externe verwerkers (derden)» is found as «Externe verwerkers».
"""

import re
from dataclasses import dataclass
from functools import cache

from grondslag.statement.dictionary import normalised

FIELDS: dict[str, tuple[str, ...]] = {
    "group": ("Groep", "Gegevensstroom", "Type gegevensstroom"),
    "label": ("Doeleinde", "Doel", "Doel van de verwerking", "Doeleinde van de verwerking", "Verwerkingsdoel",
        "Verwerkingsdoeleinde", "Doelen", "Doeleinden", "Doel verwerking", "Doel van verwerking", "Purpose",
        "Purpose of processing", "Waarvoor", "Waarvoor gebruiken wij dit", "Waarvoor gebruiken wij uw gegevens",
        "Verwerkingsactiviteit"),
    "items": ("Gegevens", "Persoonsgegevens", "Categorieën persoonsgegevens", "Categorieën van persoonsgegevens",
        "Categorieën gegevens", "Categorieën", "Categorie persoonsgegevens", "Categorie gegevens", "Soort gegevens",
        "Soorten gegevens", "Soort persoonsgegevens", "Soorten persoonsgegevens", "Welke gegevens",
        "Welke persoonsgegevens", "Type gegevens", "Type persoonsgegevens", "Verwerkte gegevens",
        "Verwerkte persoonsgegevens", "Te verwerken persoonsgegevens", "Gebruikte gegevens", "Data", "Personal data",
        "Welke gegevens gebruiken wij", "Welke gegevens verwerken wij", "Gegevens die wij verwerken",
        "Categorieën van gegevens", "Persoonsgegeven"),
    "ground": ("Grondslag", "Rechtsgrond", "Juridische grondslag", "Wettelijke grondslag", "Rechtsgrondslag",
        "Grondslag van de verwerking", "Grondslag voor de verwerking", "Grondslag verwerking", "Grondslagen",
        "Rechtsgronden", "Legal basis", "Legal ground", "Rechtmatige grondslag", "AVG-grondslag",
        "Op welke grondslag", "Verwerkingsgrondslag", "Op basis van"),
    "interest": ("Betrokken belang", "Belang", "Gerechtvaardigd belang", "Welk belang", "Ons belang",
        "Omschrijving belang",
        "Toelichting belang", "Belangen", "Interest"),
    "promise": ("Bewaartermijn", "Bewaarperiode", "Bewaartermijnen", "Hoe lang", "Hoelang", "Hoe lang bewaren wij dit",
        "Hoe lang bewaren wij uw gegevens", "Bewaarduur", "Termijn", "Opslagperiode", "Opslagtermijn", "Bewaren",
        "Hoe lang bewaard", "Hoelang bewaren we dit", "Hoe lang bewaren we dit", "Retention", "Retention period",
        "Maximale bewaartermijn", "Bewaartijd"),
    "recipients": ("Ontvangers", "Ontvanger", "Externe verwerkers", "Externe verwerker", "Externe ontvangers",
        "Verwerkers",
        "Verwerker", "Derden", "Delen met", "Gedeeld met", "Wij delen dit met", "Delen wij met",
        "Categorieën ontvangers",
        "Categorieën van ontvangers", "Categorie ontvangers", "Verstrekking aan", "Verstrekt aan", "Doorgifte aan",
        "Delen met derden", "Gedeelde partijen", "Met wie", "Met wie delen wij dit", "Recipients",
        "Ontvangende partijen",
        "Verwerkers en derden", "Met wie gedeeld", "Met wie delen wij uw gegevens", "Derde partijen"),
    "description": ("Toelichting", "Omschrijving", "Beschrijving", "Uitleg", "Description"),
}  # fmt: skip

# Sentences that lead to a list, as much used models of statements have them: words -> field. Only before a colon.
LEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("label", re.compile(r"(?:verwerkt|gebruikt|verzameld)[^:]{0,60} (?:ten behoeve van|voor) de volgende"
        r" (?:doelstelling|doeleinde|doel)")),
    ("ground", re.compile(r"^(?:de )?(?:grondslag|rechtsgrond) voor deze (?:persoonsgegevens|gegevens|verwerking) is")),
    ("items", re.compile(r"bovenstaande doel[^:]{0,90}volgende (?:persoons)?gegevens")),
    ("promise", re.compile(r"(?:opgeslagen|bewaard)[^:]{0,120} voor de (?:volgende )?periode")),
)  # fmt: skip
ENUMERATOR = re.compile(r"^\(?([A-Za-z]|[IVXLivxl]{1,6}|\d{1,2}(?:\.\d{1,2}){0,2})[.):]\s+(?=\S)")
_SEPARATOR = re.compile(r"[:\t]| [–—=-] ")
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled line: the field, the label as printed, the value after it, and the entry's letter or number."""

    field: str
    label: str
    value: str
    mark: str = ""


@cache
def _index() -> dict[str, str]:
    return {normalised(label): name for name, labels in FIELDS.items() for label in labels}


def field_of(label: str) -> str:
    """The field that a label means, "" when it is none: «Rechtsgrond» -> "ground"."""
    if not label or len(label) > _LONGEST:
        return ""
    plain = label.strip().rstrip("?:").strip()
    return _index().get(normalised(plain)) or _index().get(normalised(_PARENTHESES.sub("", plain).rstrip("?: "))) or ""


def split_enumerator(text: str) -> tuple[str, str]:
    """The letter or number before a text, and the text: «B. Facturatie» -> ("B", "Facturatie")."""
    match = ENUMERATOR.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def labelled(text: str) -> Labelled | None:
    """The label and value of a line such as «A. Doeleinde: CRM» or «Grondslag<tab>Toestemming»; None for any other."""
    mark, rest = split_enumerator(text)
    if text.endswith(":") and (
        lead := next((name for name, words in LEADS if words.search(text[:400].casefold())), "")
    ):
        return Labelled(lead, text.rstrip(": "), "")
    for separator in _SEPARATOR.finditer(rest[: _LONGEST + 3]):
        label = rest[: separator.start()].strip()
        if name := field_of(label):
            return Labelled(name, label, rest[separator.end() :].strip().lstrip(":").strip(), mark)
        if separator[0] in ":\t":
            break
    return None


def bare_label(text: str) -> Labelled | None:
    """A line that is nothing but a label, e.g. «Rechtsgrond» with its value on the next line; None for any other."""
    mark, rest = split_enumerator(text)
    name = field_of(rest)
    return Labelled(name, rest.rstrip(": "), "", mark) if name else None
