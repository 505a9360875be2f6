"""Who the controller is: legal name and form, trade register number, address; and the statement's version and date."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from grondslag.statement.prose.facts import Fact

_KVK = re.compile(
    r"(?:kvk|kamer van koophandel|handelsregister)[^0-9]{0,60}(\d{8}|\d{2}\.\d{3}\.\d{3}|\d{4} \d{4})\b", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"\b([1-9]\d{3})\s?([A-Z]{2})\b\)?,?\s{0,2}(?:te\s|in\s)?((?:'s-|den |de )?[A-Z][\w'’-]{1,30}(?: (?:aan|op)"
    r" (?:den|de|het) [A-Z][\w'’-]{1,30}| [A-Z][a-z][\w'’-]{1,30})?)?"
)
_NAME = re.compile(
    r"\b((?:[A-Z0-9][\w&'’-]{0,40} ){1,6}(?:B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|U\.A\.|C\.V\.))(?=[\s,.;:()\"'”’]|$)"
)
_FOUNDATION = re.compile(
    r"\b((?:Stichting|Vereniging|Coöperatie|Maatschap|Gemeente) (?:[A-Z][\w&'’-]{0,40})(?: (?:(?:van|de|der|en"
    r"|voor|het) ){0,2}[A-Z][\w&'’-]{0,40}){0,4})"
)
_FORMS = (
    ("besloten vennootschap", r"besloten vennootschap|\bB\.?V\b"),
    ("naamloze vennootschap", r"naamloze vennootschap|\bN\.?V\b"),
    ("vennootschap onder firma", r"vennootschap onder firma|\bV\.?O\.?F\b"),
    ("eenmanszaak", r"eenmanszaak"),
    ("stichting", r"\b[Ss]tichting\b"),
    ("vereniging", r"\b[Vv]ereniging\b"),
    ("coöperatie", r"\b[Cc]oöperatie\b"),
    ("maatschap", r"\b[Mm]aatschap\b"),
    ("gemeente", r"\bGemeente\b"),
)
_STREET = re.compile(
    r"(?:\baan (?:de |het )?|adres:? |, |\()((?:[A-Z0-9][\w.'’-]{0,40} ){1,4}\d{1,5}(?:[ -]?[A-Za-z]\b"
    r"|-\d{1,4})?)(?=[\s,.;)(]|$)"
)
_PLACE = re.compile(r"\b(?:kantoorhoudende|gevestigd|zetelend)(?: en kantoorhoudende)? (?:te|in) ([A-Z][\w'’-]{1,30})")
_VERSION = re.compile(r"\bversie:?\s{0,2}(\d{1,4}(?:\.\d{1,4}){0,3})", re.IGNORECASE)
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_DATE = re.compile(r"\b(\d{1,2})(?:[-/.](\d{1,2})[-/.]| (" + "|".join(_MONTHS) + r") )(\d{4})\b", re.IGNORECASE)
_DATED = re.compile(
    r"versie|bijgewerkt|laatst|geldig|ingang|van kracht|in werking|datum|gewijzigd op|aangepast op|vastgesteld",
    re.IGNORECASE,
)


def identity_facts(sentence: str, topic: str) -> Iterator[Fact]:
    """The facts about the controller and the version that a sentence tells."""
    kvk, place = _KVK.search(sentence), _POSTCODE.search(sentence)
    responsible = re.search(r"verwerkingsverantwoordelijke|verantwoordelijk", sentence, re.IGNORECASE)
    if kvk:
        yield "controller.kvk", re.sub(r"\D", "", kvk[1])
    if place and (kvk or topic in ("controller", "contact", "introduction", "title", "complaints", "")):
        yield from _address(sentence, place)
    elif kvk and (city := _PLACE.search(sentence)):
        yield "controller.city", city[1]
    if (kvk or place or responsible) and topic not in ("recipients", "sharing", "transfer", "cookies"):
        yield from _name(sentence)
    yield from _dated(sentence)


def _name(sentence: str) -> Iterator[Fact]:
    match = _NAME.search(sentence) or _FOUNDATION.search(sentence)
    if not match:
        return
    words = re.sub(r"^(?:De|Het|Wij|Onze|In|Bij|Naam) ", "", match[1].strip())
    yield "controller.name", words
    form = next((form for form, pattern in _FORMS if re.search(pattern, sentence)), "")
    if form:
        yield "controller.legal_form", form
    if (
        (called := DEFINED.search(sentence))
        and called.start() - match.end() < 160
        and called[1].casefold() in words.casefold()
    ):
        yield "controller.trade_name", called[1]


def _address(sentence: str, place: re.Match[str]) -> Iterator[Fact]:
    yield "controller.postcode", f"{place[1]} {place[2]}"
    if city := place[3] or ((told := _PLACE.search(sentence)) and told[1]):
        yield "controller.city", city
    if street := next((match for match in _STREET.finditer(sentence) if not _POSTCODE.match(match[1])), None):
        yield "controller.street", street[1].strip()


DEFINED = re.compile(
    r"\(?\b(?:hierna|verder)(?: ook)?(?: te noemen| genoemd| aangeduid als)?:? ?(?:ook"
    r" )?[\"'“”„‘’«]([^\"'“”„‘’»\n]{1,40})[\"'“”’»]"
)


def _dated(sentence: str) -> Iterator[Fact]:
    if not _DATED.search(sentence):
        return
    version = _VERSION.search(sentence)
    if version and not _DATE.match(sentence, version.start(1)):
        yield "version", version[1]
    if match := _DATE.search(sentence):
        month = int(match[2]) if match[2] else _MONTHS.index(match[3].casefold()) + 1
        with suppress(ValueError):
            yield "in_force", date(int(match[4]), month, int(match[1]))
