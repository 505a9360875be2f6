"""Hypothesis strategies for statements: every value drawn is one that the canonical TOML accepts.

Import :func:`statements` for whole statements, and the smaller strategies for their parts.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, get_type_hints

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grondslag.statement.dictionary import categories, purpose_kinds
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
    SharingReason,
    Source,
    Statement,
    Technique,
    Term,
    Transfer,
)

EVENTS = ("contract_ended", "booked", "ticket_closed", "last_contact", "observed", "posted", "requested")
CLASSES = ("", "fiscal", "chat", "signalled")
ZONES = ("Europe/Amsterdam", "Europe/Brussels", "Europe/Lisbon", "America/Curacao", "UTC")

words: SearchStrategy[str] = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30
) | st.sampled_from(
    ("Naam bank/IBAN/BIC", 'een "citaat"', "twee  spaties", "a\\b", "één\nregel", "x" * 140, "wél " * 40)
)

dates: SearchStrategy[date] = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))


def _some(kind: type[Any], /, **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Instances of a dataclass of the model: fields by ``given``, the rest by their type."""
    hints = get_type_hints(kind)
    chosen = {}
    for field in fields(kind):
        if field.name in given:
            chosen[field.name] = given[field.name]
        elif field.default is MISSING:
            chosen[field.name] = _by_type(hints[field.name])
        else:
            chosen[field.name] = st.just(field.default) | _by_type(hints[field.name])
    return st.builds(kind, **chosen)


def _by_type(kind: Any) -> SearchStrategy[Any]:
    if kind is str:
        return words
    if kind == tuple[str, ...]:
        return st.lists(words, max_size=3).map(tuple)
    if kind == date | None:
        return st.none() | dates
    if is_dataclass(kind):
        raise TypeError(f"give a strategy for {kind}")
    return st.from_type(kind)


def _tuples(strategy: SearchStrategy[Any], most: int = 3) -> SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


names: SearchStrategy[str] = st.text(alphabet="ABCdefg hij-é", min_size=1, max_size=12).filter(str.strip)
months: SearchStrategy[int] = st.integers(0, 300) | st.sampled_from((12, 24, 36, 60, 84, 120))
category_ids: SearchStrategy[str] = st.sampled_from(sorted(categories()))
items: SearchStrategy[Item] = _some(Item, category=category_ids)
devices: SearchStrategy[Device] = _some(Device)
recipient_fields: SearchStrategy[Recipients] = _some(Recipients)
periods: SearchStrategy[Period] = _some(Period, months=months)
promises: SearchStrategy[Promise] = _some(Promise, periods=_tuples(periods))


def terms(*, law: bool = False) -> SearchStrategy[tuple[Term, ...]]:
    """Retention terms of one purpose: none, or at least one that holds for all rows; all with a law if ``law``."""
    laws = st.sampled_from(("AWR art. 52(4)", "UAVG art. 40")) if law else st.sampled_from(("", "AWR art. 52(4)"))

    def term(when: SearchStrategy[str]) -> SearchStrategy[Term]:
        return _some(Term, after=st.sampled_from(EVENTS), months=months, when=when, law=laws)

    some = st.tuples(term(st.just("")), st.lists(term(st.sampled_from(CLASSES)), max_size=2))
    return st.just(()) | some.map(lambda parts: (parts[0], *parts[1]))


@st.composite
def purposes(draw: st.DrawFn, id: str, group: str) -> Purpose:
    """One purpose with this id, in this group."""
    ground = draw(st.none() | st.sampled_from(list(Ground)))
    purpose: Purpose = draw(
        _some(
            Purpose, id=st.just(id), group=st.just(group), label=names, items=_tuples(items), ground=st.just(ground),
            promise=promises, terms=terms(law=ground is Ground.LEGAL_OBLIGATION), recipients=recipient_fields,
            kind=st.sampled_from(["", *sorted(purpose_kinds())]), device=devices, version=st.integers(1, 5),
        )
    )  # fmt: skip
    return purpose


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    """A whole statement: groups, purposes in them, and everything around them with references that lead somewhere."""
    groups = tuple(Group(id=id, label=draw(words)) for id in ("I", "II", "III")[: draw(st.integers(1, 3))])
    chosen: list[Purpose] = []
    for group in groups:
        for letter in "ABC"[: draw(st.integers(0, 3))]:
            chosen.append(draw(purposes(f"{group.id}.{letter}", group.id)))
    purpose = st.sampled_from(["", *(entry.id for entry in chosen)])
    kvk = st.text(alphabet="0123456789", min_size=8, max_size=8)
    statement: Statement = draw(_some(
        Statement,
        controller=_some(Controller, kvk=kvk, zone=st.sampled_from(ZONES)), contacts=_some(Contacts),
        groups=st.just(groups), purposes=st.just(tuple(chosen)),
        sources=_tuples(_some(Source, purpose=purpose, categories=_tuples(category_ids))),
        recipients=_tuples(_some(Recipient, purpose=purpose)),
        sharing_reasons=_tuples(_some(SharingReason, purpose=purpose)),
        mentions=_tuples(_some(Mention, purpose=purpose)),
        transfers=_tuples(_some(Transfer, purpose=purpose)), eea=_some(EeaClaim),
        techniques=_tuples(_some(Technique, purpose=purpose)), cookies=_some(CookieClaims),
        rights=_tuples(_some(Right)),
        response=_some(ResponsePromise), automated_decision=_some(AutomatedDecision, purpose=purpose),
        change=_some(ChangeClause), links=_tuples(_some(Link)),
    ))  # fmt: skip
    return statement
