"""The difference between the statement as published and the statement in force, in words, Dutch or English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

from grondslag.statement.amendments import Amendment
from grondslag.statement.model import Ground, Item, Period, Promise, Statement, Term
from grondslag.statement.plain import plain
from grondslag.statement.wording import EVENTS, FIELDS, GROUNDS, VALUES

type Language = Literal["nl", "en"]

# The path names these already, or another field says the same.
UNTOLD = ("id", "group", "ground_text", "interest_specific")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One amendment in words: ``place`` is the path in words, ``old`` and ``new`` the values as people read them."""

    id: str
    rule: str
    path: str
    place: str
    old: str
    new: str
    reason: str
    status: str


def differences(published: Statement, amendments: Iterable[Amendment], language: Language) -> tuple[Difference, ...]:
    """Every amendment in words, in order; ``published`` gives the purposes' labels."""
    labels = {purpose.id: purpose.label for purpose in published.purposes}
    return tuple(
        Difference(
            id=amendment.id, rule=amendment.rule, path=amendment.path,
            place=place_in_words(amendment.path, labels, language),
            old=in_words(amendment.old, language), new=in_words(amendment.new, language),
            reason=amendment.reason, status=amendment.status,
        )
        for amendment in amendments
    )  # fmt: skip


def place_in_words(path: str, labels: dict[str, str], language: Language) -> str:
    """A path through a statement in words; ``labels`` are those of its purposes by their ids."""
    collection, _, rest = path.partition(".")
    words = [_field(collection, language)]
    if collection == "purposes":
        id = next((known for known in labels if rest == known or rest.startswith(f"{known}.")), "")
        words = [f"{words[0]} {id or rest}"]
        rest = rest[len(id) + 1 :] if id else ""
    # A full stop with a space after it is one inside a label.
    words += [_field(step, language) for step in re.split(r"\.(?! )", rest) if step]
    return ", ".join(words)


def _field(name: str, language: Language) -> str:
    if name in FIELDS:
        return FIELDS[name][language == "en"]
    return VALUES[name][language == "en"] if name in VALUES else name


def in_words(value: Any, language: Language) -> str:
    """A value of the statement as people read it; «—» for nothing."""
    if value is None or value == () or value == "":
        return "—"
    if isinstance(value, bool):
        return VALUES["yes" if value else "no"][language == "en"]
    if isinstance(value, Ground):
        return GROUNDS[value][language == "en"]
    if isinstance(value, Term):
        return _term(value, language)
    if isinstance(value, Period):
        notes = [note for note in (value.condition, value.law) if note]
        return _length(value, language) + _event(value.start, language) + _noted(notes)
    if isinstance(value, Item):
        return value.label + _noted(_pairs(value, language, without=("label", "category")))
    if isinstance(value, tuple):
        return "; ".join(in_words(entry, language) for entry in value)
    if isinstance(value, Promise):
        return value.text or _value(value.kind, language)
    if is_dataclass(value) and not isinstance(value, type):
        return "; ".join(_pairs(value, language, without=UNTOLD)) or "—"
    return value.isoformat() if isinstance(value, date) else _value(str(value), language)


def _value(word: str, language: Language) -> str:
    return VALUES[word][language == "en"] if word in VALUES else word


def _noted(notes: list[str]) -> str:
    return f" ({'; '.join(notes)})" if notes else ""


def _pairs(value: Any, language: Language, without: tuple[str, ...]) -> list[str]:
    given = plain(value).keys() - set(without)
    return [
        f"{_field(field.name, language)}: {in_words(getattr(value, field.name), language)}"
        for field in fields(value)
        if field.name in given
    ]


def _length(period: Term | Period, language: Language) -> str:
    data = plain(period)
    if "years" in data:
        return f"{data['years']} {'jaar' if language == 'nl' else 'year' if data['years'] == 1 else 'years'}"
    singular, plural = ("maand", "maanden") if language == "nl" else ("month", "months")
    return f"{period.months} {singular if period.months == 1 else plural}"


def _event(name: str, language: Language, *, year_end: bool = False) -> str:
    if not name:
        return ""
    event = EVENTS[name][language == "en"] if name in EVENTS else f"«{name.replace('_', ' ')}»"
    if language == "nl":
        return f" na {'het einde van het jaar van ' if year_end else ''}{event}"
    return f" after {'the end of the year of ' if year_end else ''}{event}"


def _term(term: Term, language: Language) -> str:
    when = {"nl": "alleen", "en": "only"}[language] + f" «{term.when}»" if term.when else ""
    notes = [note for note in (when, term.law, term.reason) if note]
    return _length(term, language) + _event(term.after, language, year_end=term.until_year_end) + _noted(notes)
