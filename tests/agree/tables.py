"""Strategies for databases: the shapes that are rarer, which tables stand together, and how the datamap declares them.

A ``detail`` points at an item by its whole key, a ``post`` answers another and knows everybody above it, a ``club`` has
members by a table between, an ``account`` and its ``card`` point at each other, and a ``note`` is about a person of one
kind or another.
"""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from grondslag.datamap.model import Column, Link, RowClass, Table, Time, Use
from grondslag.datamap.steps import Step
from tests.agree.shapes import (
    EVENTS,
    KEEPS,
    Shape,
    agreements,
    customers,
    items,
    letters,
    messages,
    pointer,
    started,
    values,
)


def details(draw: st.DrawFn, zones: Sequence[str], item: Shape, people: Shape) -> Shape:
    """Parts of an item, which they name by its whole key, three steps away from the person."""
    shape = started(draw, "detail", zones)
    shape.add(Column(name="item", plain="key"), "INTEGER")
    more: tuple[tuple[str, str], ...] = ()
    if len(item.key) > 1:
        shape.add(Column(name="agreement", plain="key"), "INTEGER")
        more = (("agreement", "agreement"),)
    shape.refer("item", item, *more)
    to_item = (Step("item", "item", "id", more=more),)
    path = (*to_item, Step("agreement", "agreement", "id"), Step("customer", people.name, "id"))
    shape.links.append(Link(name="customer", subject=people.name, via=path, party="begun"))
    shape.paths.append((to_item, item))
    values(draw, shape)
    return shape


def posts(draw: st.DrawFn, zones: Sequence[str], people: Shape) -> Shape:
    """Posts that answer each other, also in a circle; who wrote one above is linked to it too."""
    shape = started(draw, "post", zones)
    shape.add(Column(name="parent", plain="key"), "INTEGER")
    shape.refer("parent", shape)
    pointer(draw, shape, people, "author")
    path = (Step("parent", "post", "id", repeated=True), Step("author", people.name, "id"))
    shape.links.append(
        Link(name="thread", subject=people.name, via=path, role=draw(st.sampled_from(("owner", "mention"))))
    )
    shape.paths.append((path[:1], shape))
    values(draw, shape)
    return shape


def clubs(draw: st.DrawFn, zones: Sequence[str], people: Shape) -> list[Shape]:
    """Clubs and their members, many to many, with something said of each membership."""
    club, member = started(draw, "club", zones), started(draw, "member", zones)
    path = (Step("id", "member", "club"), Step("customer", people.name, "id"))
    club.links.append(Link(name="members", subject=people.name, via=path))
    values(draw, club, 1)
    member.add(Column(name="club", plain="key"), "INTEGER", nullable=draw(st.booleans()))
    member.refer("club", club)
    pointer(draw, member, people, "customer")
    values(draw, member, 1)
    club.paths.append((path[:1], member))
    member.paths.append(((Step("club", "club", "id"),), club))
    return [club, member]


def accounts(draw: st.DrawFn, zones: Sequence[str], people: Shape) -> list[Shape]:
    """Accounts and their cards, which point at each other; a card may have a person of its own."""
    account, card = started(draw, "account", zones), started(draw, "card", zones)
    bound, nullable = draw(st.sampled_from((True, True, False))), draw(st.sampled_from((True, True, False)))
    account.add(Column(name="main", plain="key"), "INTEGER", nullable=nullable)
    card.add(Column(name="account", plain="key"), "INTEGER", nullable=nullable or draw(st.booleans()))
    account.refer("main", card)
    if bound:
        card.refer("account", account)
    pointer(draw, account, people, "customer", party="begun")
    if draw(st.booleans()):
        pointer(draw, card, people, "customer")
    path = (Step("account", "account", "id"), Step("customer", people.name, "id"))
    card.links.append(Link(name="holder", subject=people.name, via=path, party="begun"))
    account.paths.append(((Step("main", "card", "id"),), card))
    card.paths.append((path[:1], account))
    values(draw, account)
    values(draw, card)
    return [account, card]


def notes(draw: st.DrawFn, zones: Sequence[str], kinds: Sequence[Shape]) -> Shape:
    """Notes about a person of one of several kinds, which a column names beside the reference."""
    shape = started(draw, "note", zones)
    alike = [kind for kind in kinds if kind.key_type == kinds[0].key_type]
    shape.add(Column(name="kind", plain="which table the note is about"), "TEXT")
    ends: tuple[dict[str, Any], ...] = ({"on_end": "null"}, {"on_end": "row"}, KEEPS)
    first, *also = [kind.name for kind in alike]
    shape.add(Column(name="about", link=first, also=tuple(also), **draw(st.sampled_from(ends))), alike[0].key_type)
    for kind in alike:
        path = (Step("about", kind.name, "id", here=(("kind", kind.name),)),)
        shape.links.append(Link(name=kind.name, subject=kind.name, via=path, party="begun"))
        shape.paths.append((path, kind))
    values(draw, shape)
    return shape


@st.composite
def shapes(draw: st.DrawFn, zones: Sequence[str], kinds: Sequence[str] = ()) -> list[Shape]:
    """One to four tables, each after those that it points at but where two point at each other.

    ``kinds`` asks for these beside the people.
    """
    asked = kinds or draw(st.sampled_from(_TABLES))
    people = customers(draw, zones)
    found = [people]
    if "agreement" in asked:
        found.append(agreements(draw, zones, people))
    if "item" in asked:
        found.append(items(draw, zones, found[1], people))
    if "detail" in asked:
        found.append(details(draw, zones, found[2], people))
    if "letter" in asked:
        found.append(letters(draw, zones, people))
    if "message" in asked:
        others = people
        if "staff" in asked:
            others = customers(draw, zones, "staff")
            found.append(others)
        found.append(messages(draw, zones, people, others))
    if "post" in asked:
        found.append(posts(draw, zones, people))
    if "club" in asked:
        found += clubs(draw, zones, people)
    if "account" in asked:
        found += accounts(draw, zones, people)
    if "note" in asked:
        found.append(notes(draw, zones, [shape for shape in found if shape.name in ("customer", "staff")]))
    return found


_TABLES: tuple[tuple[str, ...], ...] = (
    ("agreement",),
    ("message",),
    ("letter",),
    ("agreement", "item"),
    ("message", "staff"),
    ("agreement", "message"),
    ("agreement", "letter", "message"),
    ("agreement", "item", "letter"),
    ("agreement", "item", "detail"),
    ("post",),
    ("club",),
    ("account",),
    ("note",),
    ("message", "staff", "note"),
    (),
)


def tables(draw: st.DrawFn, shape: Shape, purposes: Sequence[str]) -> Table:
    """A table as its datamap declares it: its events, its uses, its class, and what becomes of rows."""
    row_class = draw(st.sampled_from((RowClass(), RowClass(value="chat"), RowClass(column="sort"))))
    if row_class.column:
        shape.add(Column(name="sort", plain="class"), "TEXT")
        row_class = draw(st.sampled_from((row_class, RowClass(column="sort", values=(("c", "chat"), ("chat", "x"))))))
    events = tuple((name, _event(draw, shape)) for name in EVENTS if draw(st.sampled_from((True, True, True, False))))
    uses = tuple(_use(draw, shape, id) for id in purposes if draw(st.sampled_from((True, True, True, False))))
    bound = {live.name for live in shape.schema if not live.nullable}
    whole = any(c.on_end == "row" and c.name in bound for c in shape.columns)
    return Table(
        name=shape.name,
        key=shape.key,
        columns=tuple(shape.columns),
        links=tuple(shape.links),
        uses=uses,
        events=events,
        row_class=row_class,
        since=shape.since,
        unlinked=draw(st.sampled_from(("error", "keep", "delete"))),
        rows="delete" if whole else draw(st.sampled_from(("delete", "delete", "delete", "keep"))),
    )


def _event(draw: st.DrawFn, shape: Shape) -> Time:
    """An event of a table: in one of its own columns, or at the end of one of its paths."""
    via, end = draw(st.sampled_from((((), shape), *shape.paths)))
    time = draw(st.sampled_from(list(end.times.values())))
    null = draw(st.sampled_from(("not_yet", "missing", "not_yet")))
    return Time(column=time.column, via=via, form=time.form, zone=time.zone, null=null)  # type: ignore[arg-type]


def _use(draw: st.DrawFn, shape: Shape, purpose: str) -> Use:
    names = [link.name for link in shape.links]
    links = draw(st.lists(st.sampled_from(names), min_size=1, unique=True)) if draw(st.booleans()) else names
    renamed = draw(st.dictionaries(st.sampled_from(EVENTS), st.sampled_from(EVENTS), max_size=1))
    return Use(purpose=purpose, links=tuple(links), events=tuple(renamed.items()))
