"""How the values inside a phrase are written and read back: text, lists, numbers, periods, dates, events, categories.

A text is printed as it is when a reader of prose can give it back unchanged; any other is set between «» with its
awkward characters as ``\\u{…}``, so that nothing is lost.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from grondslag.statement.dictionary import categories

type Language = Literal["nl", "en"]

NOT_TOLD = {"nl": "niet genoemd", "en": "not told"}
NONE = {"nl": "geen", "en": "none"}
ANSWERS = {"nl": {True: "ja", False: "nee", None: "onbekend"}, "en": {True: "yes", False: "no", None: "unknown"}}
MONTHS = {
    "nl": ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
           "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
EVENTS: dict[str, tuple[str, str]] = {
    "contract_ended": ("het einde van de overeenkomst", "the end of the agreement"),
    "agreement_ended": ("de afloop van de afspraak", "the end of the arrangement"),
    "booked": ("de boeking", "the booking"),
    "ticket_closed": ("het sluiten van de melding", "the closing of the ticket"),
    "last_contact": ("het laatste contact", "the last contact"),
    "observed": ("de waarneming", "the observation"),
    "posted": ("de plaatsing", "the posting"),
    "closed": ("de afsluiting", "the closing"),
    "ended": ("de beëindiging", "the ending"),
    "decided": ("het besluit", "the decision"),
    "disclosed": ("de verstrekking", "the disclosure"),
    "seen": ("de registratie", "the registration"),
    "signalled": ("het signaal", "the signal"),
    "requested": ("de ontvangst van het verzoek", "the receipt of the request"),
}
_AWKWARD = re.compile(r"[*`|\[\]<>«»\\]|(?<![^\W_])_|_(?![^\W_])|^ | $|(?<= ) ")
_CODE = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def _coded(text: str, *, ascii_only: bool) -> str:
    def code(character: str) -> str:
        return f"\\u{{{ord(character):x}}}"

    return "".join(c if c.isprintable() and (c.isascii() or not ascii_only) else code(c) for c in text)


def quoted(text: str) -> str:
    """A text between «», with each character that prose would lose as ``\\u{…}``."""
    marked = _AWKWARD.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)
    composed = f"«{marked}»"
    return f"«{_coded(marked, ascii_only=unicodedata.normalize('NFC', composed) != composed)}»"


def unquoted(text: str) -> str:
    """The text that :func:`quoted` was given."""
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text[1:-1])


def shown(text: str, language: Language = "nl") -> str:
    """A text as it is when it survives prose unchanged, else :func:`quoted`; «niet genoemd» for none."""
    if not text:
        return NOT_TOLD[language]
    safe = quoted(text)
    return text if safe == f"«{text}»" and text not in NOT_TOLD.values() else safe


def _read_text(text: str) -> str:
    if text == NOT_TOLD["nl"]:
        return ""
    return unquoted(text) if text.startswith("«") and text.endswith("»") else text


def _listed(values: tuple[str, ...], language: Language) -> str:
    return ", ".join(quoted(value) for value in values) or NONE[language]


def _read_list(text: str) -> tuple[str, ...]:
    return tuple(unquoted(f"«{part}»") for part in re.findall("«([^»]*)»", text))


def _number(value: int | None, language: Language) -> str:
    return NOT_TOLD[language] if value is None else str(value)


def period(months: int, language: Language = "nl") -> str:
    """A period in words: «24 maanden», «7 jaar»."""
    if months % 12 == 0 and months >= 36:
        years = months // 12
        return f"{years} jaar" if language == "nl" else f"{years} years"
    unit = ("maand" if language == "nl" else "month") if months == 1 else ("maanden" if language == "nl" else "months")
    return f"{months} {unit}"


def _read_period(text: str) -> int:
    number, unit = text.split()
    return int(number) * (12 if unit == "jaar" else 1)


def day(value: date | None, language: Language = "nl") -> str:
    """A date in words: «1 januari 2027»."""
    if value is None:
        return NOT_TOLD[language]
    return f"{value.day} {MONTHS[language][value.month - 1]} {value.year:04}"


def _read_day(text: str) -> date | None:
    if text == NOT_TOLD["nl"]:
        return None
    number, month, year = text.split()
    return date(int(year), MONTHS["nl"].index(month) + 1, int(number))


def event(value: str, language: Language = "nl") -> str:
    """The event that starts a term, in words where it is a known one."""
    return EVENTS[value][language == "en"] if value in EVENTS else quoted(value)


def _read_event(text: str) -> str:
    if text.startswith("«"):
        return unquoted(text)
    return next(name for name, (nl, _) in EVENTS.items() if nl == text)


def category(value: str, language: Language = "nl") -> str:
    """A category's label in the dictionary; the id itself, in quotes, where the dictionary does not have it."""
    known = categories().get(value)
    return quoted(value) if known is None else quoted(known.nl if language == "nl" else known.en)


def _read_category(text: str) -> str:
    label = unquoted(text)
    return next((known.id for known in categories().values() if known.nl == label), label)


@dataclass(frozen=True, slots=True)
class Slot:
    """One kind of value: the pattern of its printed form, how to print it and how to read it."""

    pattern: str
    say: Callable[[Any, Language], str]
    read: Callable[[str], Any]


_QUOTED = "«[^»]*»"
_EVENT = "|".join([_QUOTED, *(re.escape(nl) for nl, _ in EVENTS.values())])
SLOTS: dict[str, Slot] = {
    "text": Slot(".+", shown, _read_text),
    "free": Slot(".*", lambda value, _: " ".join(value.split()), str),
    "quoted": Slot(_QUOTED, lambda value, _: quoted(value), unquoted),
    "list": Slot(f"geen|{_QUOTED}(?:, {_QUOTED})*", _listed, _read_list),
    "number": Slot("[+-]?[0-9]+|niet genoemd", _number, lambda text: None if text == NOT_TOLD["nl"] else int(text)),
    "period": Slot("-?[0-9]+ (?:jaar|maand(?:en)?)", period, _read_period),
    "date": Slot(r"[0-9]{1,2} [a-z]+ [0-9]{4}|niet genoemd", day, _read_day),
    "event": Slot(_EVENT, event, _read_event),
    "category": Slot(_QUOTED, category, _read_category),
    "categories": Slot(
        f"geen|{_QUOTED}(?:, {_QUOTED})*",
        lambda values, language: ", ".join(category(value, language) for value in values) or NONE[language],
        lambda text: tuple(_read_category(part) for part in re.findall(_QUOTED, text)),
    ),
    "answer": Slot("ja|nee|onbekend", lambda value, language: ANSWERS[language][value],
                   lambda text: {"ja": True, "nee": False, "onbekend": None}[text]),
}  # fmt: skip
