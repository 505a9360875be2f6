"""Strategies for databases: which tables there are, how they point at people, and how the datamap declares them.

A *shape* is a table with its schema: always ``customer``, whose rows are the people; an ``agreement`` points at one, an
``item`` at an agreement, a ``message`` has two owners and a mention, a ``letter`` knows people by their address only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from hypothesis import strategies as st

from grondslag.datamap.live import ForeignKey, LiveColumn, LiveTable
from grondslag.datamap.model import Column, Link, Time
from grondslag.datamap.steps import Path, Step

EVENTS = ("seen", "ended", "begun")
CATEGORIES = ("name", "email", "iban", "message", "balance")
FORMS = ("date", "datetime", "epoch")
LAW = "AWR art. 52(4)"
End = Literal["null", "erased", "pseudonym"]
KEEPS = {"on_end": "keep", "law": LAW}


@dataclass
class Shape:
    """A table in the making: ``times`` are its time columns, ``paths`` where else its events may stand."""

    name: str
    key: tuple[str, ...]
    zone: str
    columns: list[Column] = field(default_factory=list)
    schema: list[LiveColumn] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    times: dict[str, Time] = field(default_factory=dict)
    since: Time | None = None
    paths: list[tuple[Path, "Shape"]] = field(default_factory=list)

    def add(self, column: Column, type: str, nullable: bool = True) -> None:
        """Adds a column."""
        self.columns.append(column)
        self.schema.append(LiveColumn(name=column.name, type=type, nullable=nullable))

    def refer(self, column: str, to: "Shape", *more: tuple[str, str]) -> None:
        """Declares a foreign key; ``more`` are further pairs of columns of a composite one."""
        columns, targets = zip((column, "id"), *more, strict=True)
        self.foreign_keys.append(ForeignKey(columns=columns, table=to.name, targets=targets))

    def live(self) -> LiveTable:
        """The table as a store reflects it."""
        return LiveTable(
            name=self.name, columns=tuple(self.schema), key=self.key, foreign_keys=tuple(self.foreign_keys)
        )

    @property
    def key_type(self) -> str:
        """The type of the first key column."""
        return self.schema[0].type


def started(draw: st.DrawFn, name: str, zones: Sequence[str], key_type: str = "INTEGER") -> Shape:
    """A table with a key, two time columns, and for some a time at which each row came to be, and a class."""
    shape = Shape(name, ("id",), zones[0])
    shape.add(Column(name="id", plain="key"), key_type, nullable=False)
    for n in (0, 1):
        form, zone = draw(st.sampled_from(FORMS)), draw(st.sampled_from(("", "UTC", "Europe/Amsterdam")))
        _time(shape, Time(column=f"t{n}", form=form, zone=zone))  # type: ignore[arg-type]
    if draw(st.booleans()):
        since = draw(st.sampled_from((Time(column="made"), *(_moment("made", zone) for zone in zones))))
        _time(shape, since)
        shape.since = since
    return shape


def _moment(column: str, zone: str) -> Time:
    return Time(column=column, form="datetime", zone=zone)


def _time(shape: Shape, time: Time) -> None:
    shape.times[time.column] = time
    shape.add(Column(name=time.column, plain="when"), "INTEGER" if time.form == "epoch" else "TEXT")


def values(draw: st.DrawFn, shape: Shape, most: int = 2) -> None:
    """Personal columns: shared, or about one of the links; what becomes of each, and whether it may be NULL."""
    for n in range(draw(st.integers(1, most))):
        category = draw(st.sampled_from(CATEGORIES))
        about = draw(st.sampled_from(("", *(link.name for link in shape.links))))
        number = category == "balance"
        ends: tuple[End, ...] = ("null", "erased") if number else ("null", "erased", "pseudonym")
        end = draw(st.sampled_from(ends))
        more: dict[str, Any] = {"erased": 0 if number else draw(st.sampled_from(("", "-")))} if end == "erased" else {}
        column = Column(name=f"v{n}", category=category, about=about, on_end=end, **more)
        nullable = end == "null" or draw(st.booleans())
        shape.add(column, "INTEGER" if number else "TEXT", nullable)


def pointer(draw: st.DrawFn, shape: Shape, to: Shape, name: str, *, role: Any = "owner", party: str = "") -> None:
    """A link column that points at a row of ``to``, with or without a foreign key.

    It is NOT NULL only where it need never be emptied: where it is kept, or goes with its row.
    """
    ends: tuple[dict[str, Any], ...] = ({"on_end": "null"}, {"on_end": "row"}, KEEPS)
    end, bound = draw(st.sampled_from(ends)), draw(st.booleans())
    shape.add(Column(name=name, link=name, **end), to.key_type, nullable=end["on_end"] == "null" or draw(st.booleans()))
    if bound:
        shape.refer(name, to)
    path = (Step(name, to.name, "id"),)
    shape.links.append(Link(name=name, subject=to.name, via=path, role=role, party=party))
    shape.paths.append((path, to))


def _in_json(draw: st.DrawFn, shape: Shape) -> None:
    """Personal data at the end of a path in a JSON column."""
    shape.add(Column(name="profile", plain="holds only the path below it"), "JSON")
    end = draw(st.sampled_from(("null", "erased", "pseudonym")))
    more: dict[str, Any] = {"erased": ""} if end == "erased" else {}
    shape.columns.append(Column(name="profile/home/city", category="message", on_end=end, **more))


def customers(draw: st.DrawFn, zones: Sequence[str], name: str = "customer") -> Shape:
    """The people: each row is the person's own; for some, with a pointer at another person."""
    shape = started(draw, name, zones, draw(st.sampled_from(("INTEGER", "TEXT"))))
    shape.links.append(Link(name="self", subject=name, party=draw(st.sampled_from(("", "begun")))))
    ends: tuple[End, ...] = ("null", "erased", "pseudonym")
    end = draw(st.sampled_from(ends))
    more: dict[str, Any] = {"erased": ""} if end == "erased" else {}
    shape.add(Column(name="email", category="email", on_end=end, **more), "TEXT", end == "null" or draw(st.booleans()))
    values(draw, shape, 1)
    if draw(st.sampled_from((False, False, True))):
        _in_json(draw, shape)
    points = draw(st.sampled_from(("none", "none", "link", "plain")))
    if points == "link":
        pointer(draw, shape, shape, "parent", role=draw(st.sampled_from(("owner", "mention"))))
    elif points == "plain":
        shape.add(Column(name="parent", plain="key"), shape.key_type)
        shape.refer("parent", shape)
    return shape


def agreements(draw: st.DrawFn, zones: Sequence[str], people: Shape) -> Shape:
    """Agreements, each of one person; the person's own events may stand here, over a path in reverse."""
    shape = started(draw, "agreement", zones)
    pointer(draw, shape, people, "customer", party="begun")
    values(draw, shape)
    people.paths.append(((Step("id", "agreement", "customer"),), shape))
    return shape


def items(draw: st.DrawFn, zones: Sequence[str], agreement: Shape, people: Shape) -> Shape:
    """Parts of an agreement, two steps away from the person; for some, the agreement is part of the key."""
    shape = started(draw, "item", zones)
    composite = draw(st.booleans())
    if composite:
        shape.key = ("id", "agreement")
    shape.add(Column(name="agreement", plain="key"), "INTEGER", nullable=not composite and draw(st.booleans()))
    shape.refer("agreement", agreement)
    to_agreement = (Step("agreement", "agreement", "id"),)
    path = (*to_agreement, Step("customer", people.name, "id"))
    shape.links.append(Link(name="customer", subject=people.name, via=path, party="begun"))
    shape.paths += [(to_agreement, agreement), (path, people)]
    values(draw, shape)
    return shape


def messages(draw: st.DrawFn, zones: Sequence[str], people: Shape, others: Shape) -> Shape:
    """Messages between two people, about a third."""
    shape = started(draw, "message", zones)
    pointer(draw, shape, people, "sender", party=draw(st.sampled_from(("", "begun"))))
    pointer(draw, shape, others, "receiver")
    if draw(st.booleans()):
        pointer(draw, shape, people, "whom", role="mention")
    values(draw, shape, 3)
    people.paths.append(((Step("id", "message", "sender"),), shape))
    return shape


def letters(draw: st.DrawFn, zones: Sequence[str], people: Shape) -> Shape:
    """Letters to an address, which may be that of several people or of nobody."""
    shape = started(draw, "letter", zones)
    ends: tuple[dict[str, Any], ...] = ({}, {"on_end": "pseudonym"}, {"on_end": "row"}, KEEPS)
    shape.add(Column(name="address", link="reader", **draw(st.sampled_from(ends))), "TEXT")
    path = (Step("address", people.name, "email", alike=True),)
    shape.links.append(Link(name="reader", subject=people.name, via=path, party="begun"))
    shape.paths.append((path, people))
    values(draw, shape)
    return shape
