"""What a statement must satisfy beyond its types before anything may run on it.

Each finding is a place in the plain data and one sentence with the fix; :mod:`grondslag.statement.toml` adds the line.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from grondslag.statement.dictionary import categories, purpose_kinds
from grondslag.statement.model import Ground, Purpose, Statement, Term

type Finding = tuple[tuple[str | int, ...], str]

LONGEST_PERIOD = 1200


def suggestion(word: str, known: Iterable[str]) -> str:
    """«: did you mean 'address'?» when a known word is near, else the known words when they are few."""
    words = sorted(known)
    if near := get_close_matches(word, words, n=1, cutoff=0.6):
        return f": did you mean '{near[0]}'?"
    return f": choose from {', '.join(words)}" if 0 < len(words) <= 12 else ""


def findings(statement: Statement) -> Iterator[Finding]:
    """Every place where the statement contradicts itself or the dictionary, in the order of the text."""
    yield from _controller(statement)
    yield from _repeated("groups", [group.id for group in statement.groups])
    yield from _repeated("purposes", [purpose.id for purpose in statement.purposes])
    groups = {group.id for group in statement.groups}
    for index, purpose in enumerate(statement.purposes):
        for place, message in _purpose(purpose, groups):
            yield ("purposes", index, *place), f"purposes {purpose.id}: {message}"
    yield from _references(statement)


def _controller(statement: Statement) -> Iterator[Finding]:
    kvk, zone = statement.controller.kvk, statement.controller.zone
    if kvk and not (len(kvk) == 8 and kvk.isascii() and kvk.isdigit()):
        yield ("controller", "kvk"), f"controller: kvk '{kvk}' is no trade register number: write its 8 digits"
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        yield (
            ("controller", "zone"),
            f"controller: zone '{zone}' is no IANA time zone: write one such as 'Europe/Amsterdam'",
        )


def _repeated(collection: str, ids: list[str]) -> Iterator[Finding]:
    for index, id in enumerate(ids):
        if not id.strip():
            yield (collection, index, "id"), f"{collection}: the id is empty: give each of them its own, such as 'I.A'"
        elif id in ids[:index]:
            yield (collection, index, "id"), f"{collection} {id}: this id is used twice: give each of them its own"


def _purpose(purpose: Purpose, groups: set[str]) -> Iterator[Finding]:
    if purpose.group not in groups:
        yield ("group",), f"unknown group '{purpose.group}'{suggestion(purpose.group, groups) or ': add it to groups'}"
    for index, item in enumerate(purpose.items):
        if item.category and item.category not in categories():
            yield (
                ("items", index, "category"),
                f"unknown category '{item.category}'{suggestion(item.category, categories())}",
            )
    if purpose.kind and purpose.kind not in purpose_kinds():
        yield ("kind",), f"unknown kind '{purpose.kind}'{suggestion(purpose.kind, purpose_kinds())}"
    if purpose.version < 1:
        yield ("version",), f"version {purpose.version} is too low: the first version of a purpose is 1"
    for index, term in enumerate(purpose.terms):
        for field, message in _term(term):
            yield ("terms", index, field), f"term {index + 1} {message}"
    if purpose.terms and all(term.when for term in purpose.terms):
        yield ("terms",), "every term has 'when': one term without it must say what holds for all other rows"
    if purpose.ground is Ground.LEGAL_OBLIGATION:
        for index, term in enumerate(purpose.terms):
            if not term.law:
                yield ("terms", index), f"term {index + 1} has no law: a legal obligation must name its law"


def _term(term: Term) -> Iterator[tuple[str, str]]:
    if not term.after.strip():
        yield "after", "has no event: write after = 'contract_ended' or another event"
    if not 0 <= term.months <= LONGEST_PERIOD:
        yield "months", f"has a period of {term.months} months: write a period between 0 months and 100 years"


def _references(statement: Statement) -> Iterator[Finding]:
    known = {purpose.id for purpose in statement.purposes}
    for collection in ("sources", "recipients", "sharing_reasons", "mentions", "transfers", "techniques"):
        for index, entry in enumerate(getattr(statement, collection)):
            if entry.purpose and entry.purpose not in known:
                yield (
                    (collection, index, "purpose"),
                    f"{collection}: no purpose has the id '{entry.purpose}'" + (suggestion(entry.purpose, known)),
                )
    for index, source in enumerate(statement.sources):
        for place, category in enumerate(source.categories):
            if category not in categories():
                yield (
                    ("sources", index, "categories", place),
                    f"sources: unknown category '{category}'{suggestion(category, categories())}",
                )
    decision = statement.automated_decision.purpose
    if decision and decision not in known:
        yield ("automated_decision", "purpose"), f"automated_decision: no purpose has the id '{decision}'"
