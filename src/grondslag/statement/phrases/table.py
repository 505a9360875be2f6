"""Printing and reading back with the table of phrases; see :mod:`grondslag.statement.phrases`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache
from typing import Any, cast

from grondslag.statement.model import Item, Statement
from grondslag.statement.phrases.narrative import NARRATIVE
from grondslag.statement.phrases.purpose import MARKER, NOTES, PURPOSE
from grondslag.statement.phrases.sheet import Phrase, Sheet
from grondslag.statement.phrases.slots import Language

type Pair = tuple[str, object]

# So many letters every phrase begins with before its first slot.
_KEY = 4


@cache
def sheets() -> dict[str, Sheet]:
    """All sheets by path."""
    return {sheet.path: sheet for sheet in (*NARRATIVE, *PURPOSE)}


def note(name: str, language: Language = "nl", /, **values: object) -> str:
    """A sentence of ours that feeds no field, by its name in the table of notes; «marker» is the marker."""
    return (MARKER if name == "marker" else NOTES[name]).said(values, language)


def say(path: str, value: object, language: Language = "nl") -> str:
    """The sentence for one value at one place: ``say("change.push_notice", True)``, ``say("sources", source)``.

    An entry of a joined sheet gives its whole line; an element of a list of words gives that element's line. Raises
    KeyError when the table has no phrase for it.
    """
    if path == "order":
        return sheets()["order"].phrases[0].said({"order": value}, language)
    if (sheet := sheets().get(path)) and sheet.joined and is_dataclass(value):
        return _joined(sheet, value, language)
    place, _, name = path.rpartition(".")
    sheet = sheets()[path] if is_dataclass(value) else sheets()[place]
    if sheet.path == path and sheet.opening:
        name, value = sheet.opening, getattr(value, sheet.opening)
    for phrase in sheet.phrases:
        if phrase.fixed.get(name, MISSING) == value and type(phrase.fixed[name]) is type(value):
            return phrase.said({}, language)
        if name in phrase.slots:
            return phrase.said({name: value}, language)
    raise KeyError(f"{path} = {value!r}")


def told(path: str, value: Any, language: Language = "nl", *, all_of: bool = False) -> Iterator[tuple[str, str]]:
    """Place and sentence of everything that a value at ``path`` tells beyond its defaults (``all_of``: everything).

    ``path`` names a sheet; "" is the statement's own plain fields.
    """
    sheet = sheets()[path]
    if sheet.joined:
        yield path, say(path, value, language)
        return
    defaults = _defaults(sheet.kind)
    if sheet.opening:
        yield path, say(path, value, language)
    for name in dict.fromkeys(name for phrase in sheet.phrases for name in phrase.fields):
        entry = getattr(value, name)
        if name == sheet.opening or (entry == defaults.get(name, MISSING) and not all_of):
            continue
        place = f"{path}.{name}".lstrip(".")
        for element in _elements(sheet, name, entry):
            yield place, say(place, element, language)


def _elements(sheet: Sheet, name: str, entry: Any) -> Iterable[Any]:
    """The elements of a list of words, each a line of its own; any other value as it is."""
    whole = any(name in phrase.slots and phrase.slots[name] in ("list", "categories") for phrase in sheet.phrases)
    return entry if isinstance(entry, tuple) and entry and not whole else (entry,)


def _defaults(kind: type) -> dict[str, Any]:
    return {entry.name: entry.default for entry in fields(kind)}


def _joined(sheet: Sheet, value: Any, language: Language) -> str:
    defaults = _defaults(sheet.kind)
    values = {entry.name: getattr(value, entry.name) for entry in fields(value)}
    said: list[str] = []
    for phrase in sheet.phrases:
        fits = all(values[name] == fixed for name, fixed in phrase.fixed.items())
        if fits and (not said or any(values[name] != defaults[name] for name in phrase.fields)):
            said.append(phrase.said(values, language))
    return f"{said[0]}: {'; '.join(said[1:])}" if len(said) > 1 else said[0]


def recognise(sentence: str) -> tuple[Pair, ...]:
    """The places and values that one of our Dutch lines tells, see the module; ``()`` for any other text."""
    line = " ".join(sentence.split())
    for pattern, sheet, phrase in _openings().get(line[:_KEY], ()):
        if match := pattern.match(line):
            if sheet.joined:
                if (values := _entry(sheet, phrase, match, line)) is not None:
                    return ((sheet.path, sheet.kind(**values)),)
            elif match.end() == len(line):
                return tuple(_pairs(sheet, phrase.read(match)))
    return ()


def _pairs(sheet: Sheet, values: dict[str, Any]) -> Iterator[Pair]:
    if sheet.path in ("narrative", "rendered"):
        yield sheet.path, None
        return
    if sheet.path == "order":
        yield "order", values["order"]
        return
    for name, value in values.items():
        if name == sheet.opening:
            yield sheet.path, sheet.kind(**{name: value})
        else:
            yield f"{sheet.path}.{name}".lstrip("."), value


@cache
def _openings() -> dict[str, list[tuple[re.Pattern[str], Sheet, Phrase]]]:
    """Every phrase that may begin a line by its first letters; those with the longest fixed beginning first."""
    found = [
        (phrase.words["nl"].partition("{")[0], sheet, phrase)
        for sheet in sheets().values()
        for phrase in (sheet.phrases[:1] if sheet.joined else sheet.phrases)
    ]
    found.sort(key=lambda row: -len(row[0]))
    openings: dict[str, list[tuple[re.Pattern[str], Sheet, Phrase]]] = {}
    for beginning, sheet, phrase in found:
        openings.setdefault(beginning[:_KEY], []).append((re.compile(phrase.pattern), sheet, phrase))
    return openings


def _entry(sheet: Sheet, head: Phrase, match: re.Match[str], line: str) -> dict[str, Any] | None:
    """The fields of a joined line; None when something in it is no phrase of the sheet."""
    values = head.read(match)
    place, separator = match.end(), ": "
    while place < len(line):
        if not line.startswith(separator, place):
            return None
        place, separator = place + 2, "; "
        for pattern, phrase in _clauses(sheet.path):
            if (clause := pattern.match(line, place)) and line[clause.end() : clause.end() + 2] in ("", "; "):
                values |= phrase.read(clause)
                place = clause.end()
                break
        else:
            return None
    return values


@cache
def _clauses(path: str) -> tuple[tuple[re.Pattern[str], Phrase], ...]:
    return tuple((re.compile(phrase.pattern), phrase) for phrase in sheets()[path].phrases[1:])


def gathered[Value](value: Value, pairs: Iterable[Pair]) -> Value:
    """``value`` (a Statement or a Purpose) with every pair put in its place, in order.

    The first pair for a list replaces the list, the others add to it; an item takes the place of
    the item with its label, unless the list was emptied before; «rights.…» means the right named last; «order»
    puts the purposes in an order that their groups do not have.
    """
    begun: set[str] = set()
    for path, entry in pairs:
        if path == "order" and isinstance(value, Statement):
            place = {id: index for index, id in enumerate(cast(tuple[str, ...], entry))}
            purposes = sorted(value.purposes, key=lambda purpose: place.get(purpose.id, len(place)))
            value = cast(Value, replace(value, purposes=tuple(purposes)))
        elif path not in ("narrative", "rendered"):
            value = cast(Value, _put(value, path.split("."), entry, begun, path))
            begun -= {known for known in begun if known.startswith(f"{path}.")}
    return value


def _with_item(items: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    """The items with this one in the place of the item of its label, or added when there is none."""
    place = next((index for index, known in enumerate(items) if known.label == item.label), len(items))
    return (*items[:place], item, *items[place + 1 :])


def _put(value: Any, steps: list[str], entry: object, begun: set[str], path: str) -> Any:
    if isinstance(value, tuple):
        return (*value[:-1], _put(value[-1], steps, entry, begun, path)) if value else value
    present = getattr(value, steps[0])
    if len(steps) > 1:
        return replace(value, **{steps[0]: _put(present, steps[1:], entry, begun, path)})
    if isinstance(entry, Item):
        return replace(value, items=(*present, entry) if path in begun else _with_item(present, entry))
    if isinstance(present, tuple) and not isinstance(entry, tuple):
        entry = (*present, entry) if path in begun else (entry,)
    begun.add(path)
    return replace(value, **{steps[0]: entry})
