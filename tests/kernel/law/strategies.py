"""Strategies for the law alone: facts about one person, rules, and cells, with few moments so that they coincide."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any, Literal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.law.rules import NOT_YET, Cell, Event, Rule
from grondslag.statement.model import Ground, Term
from tests.kernel.law.cases import on

MONTHS = (0, 1, 6, 12, 24, 84)
PURPOSES = ("P", "Q")
MOMENTS = tuple(on(month, day) for month, day in product((3, 4, 6, 9), (1, 30)))
SCOPES = ("", "customer", "customer.email", "customer.name", "orders")
DAYS: tuple[Event, ...] = (
    *(date(year, month, day) for year, month, day in product((2019, 2024, 2025, 2026), (3, 6, 9), (1, 30))),
    date(2026, 12, 31),
    NOT_YET,
)


def tuples(each: SearchStrategy[Any], most: int, least: int = 0) -> SearchStrategy[tuple[Any, ...]]:
    """Tuples of at most so many, and at least."""
    return st.lists(each, min_size=least, max_size=most).map(tuple)


def _ends(at: datetime, moments: Sequence[datetime]) -> SearchStrategy[datetime | None]:
    later = [m for m in moments if m >= at]
    return st.none() | st.sampled_from(later) if later else st.none()


@st.composite
def restrictions(draw: st.DrawFn, moments: Sequence[datetime], scopes: Sequence[str]) -> Restriction:
    """A restriction on any ground, with its end where there is one."""
    at = draw(st.sampled_from(moments))
    grounds: tuple[Literal["a", "b", "c", "d"], ...] = ("a", "b", "c", "d")
    ground, scope = draw(st.sampled_from(grounds)), draw(st.sampled_from(scopes))
    return Restriction(at=at, ground=ground, scope=scope, lifted=draw(_ends(at, moments)))


@st.composite
def holds(draw: st.DrawFn, moments: Sequence[datetime], scopes: Sequence[str]) -> Hold:
    """A hold, with its end where there is one."""
    at = draw(st.sampled_from(moments))
    return Hold(
        at=at,
        law="Rv art. 21",
        reason="claim",
        approver="dpo",
        review=(at + timedelta(days=300)).date(),
        scope=draw(st.sampled_from(scopes)),
        released=draw(_ends(at, moments)),
    )


def facts(
    moments: Sequence[datetime] = MOMENTS,
    purposes: Sequence[str] = PURPOSES,
    scopes: Sequence[str] = SCOPES,
    most: int = 3,
    objected: Sequence[str] = (),
    least: int = 0,
) -> SearchStrategy[Facts]:
    """Facts of every kind about one person, so many of each or fewer; ``objected`` are the purposes of objections."""
    at, purpose = st.sampled_from(moments), st.sampled_from(purposes)
    often, seldom = st.sampled_from((True, True, False)), st.sampled_from((False, False, True))
    consents = st.builds(Consent, at=at, purpose=purpose, given=often, version=st.sampled_from((1, 1, 1, 2)))
    objections = st.builds(
        Objection, at=at, purpose=st.sampled_from(objected or purposes), state=st.sampled_from(ObjectionState)
    )
    return st.builds(
        Facts,
        consents=tuples(consents, most + 1, least),
        objections=tuples(objections, most, least),
        erasures=tuples(st.builds(Erasure, at=at, ordered=seldom), most - 1, least),
        restrictions=tuples(restrictions(moments, scopes), most, least),
        holds=tuples(holds(moments, scopes), most - 1, least),
    )


def terms(
    after: Sequence[str], whens: Sequence[str] = ("", "chat"), introduced: Sequence[date] = ()
) -> SearchStrategy[Term]:
    """Terms after one of these events."""
    return st.builds(
        Term,
        after=st.sampled_from(after),
        months=st.sampled_from(MONTHS),
        until_year_end=st.booleans(),
        when=st.sampled_from(whens),
        law=st.sampled_from(("", "", "AWR art. 52(4)")),
        use=st.booleans(),
        introduced=st.sampled_from((None, None, None, None, *introduced)),
        compatible=st.sampled_from(("", "art. 6(4)")),
    )


def rules(id: str = "P") -> SearchStrategy[Rule]:
    """Rules of one purpose, on any ground."""
    return st.builds(
        Rule,
        id=st.just(id),
        ground=st.sampled_from(Ground),
        covers=st.sampled_from((frozenset({"email"}), frozenset({"email", "name"}), frozenset({"name"}))),
        terms=tuples(terms(("seen", "ended"), introduced=(date(2026, 4, 1),)), 3),
        marketing=st.booleans(),
        balanced=st.sampled_from((True, True, False)),
        version=st.sampled_from((1, 1, 2)),
        introduced=st.sampled_from((None, None, date(2026, 4, 1))),
        compatible=st.booleans(),
    )


def cells() -> SearchStrategy[Cell]:
    """Cells of one customer, in tables used for any of the purposes."""
    some = st.frozensets(st.sampled_from(DAYS), max_size=2)
    events = st.fixed_dictionaries({"seen": some, "ended": some})
    return st.builds(
        Cell,
        place=st.sampled_from(("customer.email", "customer.name", "customer.")),
        category=st.sampled_from(("email", "email", None, "name")),
        uses=st.dictionaries(st.sampled_from(PURPOSES), events, min_size=1),
        since=st.none() | st.sampled_from(MOMENTS),
        row_class=st.sampled_from(("", "chat", None)),
        party=some,
    )
