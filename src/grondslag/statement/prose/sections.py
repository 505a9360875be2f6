"""The sections of a statement by their headings, and the rights that have a heading of their own."""

import re
from functools import cache

from grondslag.statement.model import RightKind

# A heading's topic: the first row of which a word occurs in it. Order matters: «rechten» before «gegevens».
TOPICS: tuple[tuple[str, str], ...] = (
    ("title", r"^(?:privacy|cookie)[ -]?(?:en cookie)?(?:verklaring|statement|policy|beleid|reglement)|^privacy$"),
    ("right:withdrawal", r"intrekk"),
    ("right:portability", r"overdra|overdracht(?!.*buiten)|portab|meenemen"),
    ("right:erasure", r"\bwissen|gegevenswissing|verwijder|vergetelheid|vergeten"),
    ("right:rectification", r"wijzigen(?! van (?:deze|dit))|rectific|correct|verbeter|aanvul|aanpassen van (?:uw|je)"
        r" gegevens"),
    ("right:access", r"\binzage|\binzien"),
    ("right:restriction", r"beperk"),
    ("right:objection", r"bezwaar"),
    ("right:automated_decision", r"geautomatiseerde (?:verwerking|individuele)|menselijke (?:blik|tussenkomst)"),
    ("automated", r"geautomatiseerd|automatische besluit|profilering"),
    ("complaints", r"klacht"),
    ("change", r"gewijzigd|wijziging"),
    ("response", r"reactie|(?:uw|je) verzoek|verzoek indienen|termijn van antwoord"),
    ("cookies", r"cookie|vergelijkbare technieken|tracking"),
    ("transfer", r"buiten de (?:eu|eer|europese)|buiten europa|doorgifte|internationale"),
    ("sharing", r"(?:met|aan) derden|gedeeld|delen|verstrekk"),
    ("recipients", r"ontvangers|verwerkers|wie krijgt"),
    ("purposes", r"welke (?:persoons)?gegevens|waarvoor|grondslag"),
    ("sources", r"verkrijg|afkomstig|bron(?:nen)?\b|hoe (?:komen|krijgen)|verzamel"),
    ("rights", r"\brechten\b|\brights\b"),
    ("retention", r"bewaar|bewaren|hoe ?lang"),
    ("security", r"beveilig|veiligheid"),
    ("purposes", r"doeleinden|\bdoelen\b|waarvoor|hoe gebruik|welke (?:persoons)?gegevens|overzicht van|verwerkingen"),
    ("contact", r"contact|vragen|functionaris"),
    ("controller", r"^wie (?:is|zijn|wij)|verantwoordelijke|over ons|identiteit"),
    ("definitions", r"definitie|begrippen|betekenis"),
    ("introduction", r"inleiding|introductie|algemeen|toepass|voorwoord|reikwijdte"),
    ("personal", r"persoonsgegevens"),
)  # fmt: skip

# Headings of these topics stand over the whole list of purposes: they are no group and no purpose.
GENERAL = frozenset({"title", "purposes", "personal", "rights", "introduction"})


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in TOPICS)


def heads_all(heading: str) -> bool:
    """True for a heading that stands over the whole list of purposes, or asks: such a heading names no group."""
    return heading.endswith("?") or topic_of(heading) in GENERAL


def topic_of(heading: str) -> str:
    """The topic of a section's heading, e.g. "rights" or "right:access"; "" when it is none that is known."""
    if len(heading) > 110 or heading.endswith((".", ";", ",", ":")):
        return ""
    text = re.sub(r"^\W*(?:(?:artikel )?\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])[.):]\s*", "", heading.casefold())
    return next((name for name, pattern in _patterns() if pattern.search(text)), "")


def right_of(topic: str) -> RightKind | None:
    """The right that a section's topic is about, None when it is about something else."""
    return RightKind(topic.removeprefix("right:")) if topic.startswith("right:") else None
