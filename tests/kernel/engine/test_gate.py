"""What a purpose may touch of a table: its columns, and the tables that are open to all or shut."""

from dataclasses import replace

import pytest

from grondslag.datamap.model import Column, DataMap, Link, Subject, Table, Time, Use
from grondslag.datamap.steps import Step
from grondslag.engine.gate import Gate, GateError
from grondslag.engine.moments import now
from grondslag.statement.model import Ground, Item, Purpose, Statement, Term
from grondslag.stores.paths import clause
from tests.kernel.engine.small import AT

TO_PERSON = (Step("customer", "person", "id"),)
ORDER = Table(
    name="purchase",
    key=("id",),
    columns=(
        Column(name="id", plain="key"),
        Column(name="customer", link="customer"),
        Column(name="clerk", link="clerk"),
        Column(name="iban", category="iban"),
        Column(name="remark", category="message", about="clerk"),
        Column(name="profile/name", category="name"),
        Column(name="profile/iban", category="iban"),
        Column(name="search", computed=("iban",)),
        Column(name="everything", computed=("iban", "remark")),
        Column(name="booked", plain="when"),
    ),
    links=(
        Link(name="customer", subject="person", via=TO_PERSON),
        Link(name="clerk", subject="person", via=(Step("clerk", "person", "id"),), role="mention"),
    ),
    uses=(Use(purpose="F", links=("customer",)), Use(purpose="G", links=("clerk",))),
    events=(("booked", Time(column="booked")),),
)
PERSON = Table(
    name="person",
    key=("id",),
    columns=(Column(name="id", plain="key"), Column(name="name", category="name")),
    links=(Link(name="self", subject="person"),),
)
STOCK = Table(name="stock", key=("id",), columns=(Column(name="id", plain="key"), Column(name="count", plain="pieces")))
MAP = DataMap(
    name="gate", zone="UTC", subjects=(Subject(kind="person", table="person", key="id"),),
    tables=(PERSON, ORDER, STOCK), ignored=(("log", "no rows about people"),),
)  # fmt: skip


def purpose(id: str, *categories: str, active: bool = True) -> Purpose:
    """A purpose on legal obligation with these items."""
    items = tuple(Item(label=category.title(), category=category) for category in categories)
    return Purpose(
        id=id, group="", label=id, items=items, ground=Ground.LEGAL_OBLIGATION, active=active,
        terms=(Term(after="booked", months=12),),
    )  # fmt: skip


GATE = Gate(Statement(purposes=(purpose("F", "iban"), purpose("G", "message"), purpose("H", "name"))), MAP)


def test_a_purpose_covers_keys_links_plain_columns_and_the_categories_it_lists_of_the_links_it_names() -> None:
    always = {"id", "customer", "clerk", "booked"}
    assert GATE.permits["F", "purchase"].columns == always | {"iban", "search"}
    assert GATE.permits["G", "purchase"].columns == always | {"remark"}


def test_a_column_with_several_cells_is_covered_only_where_all_are() -> None:
    both = Gate(Statement(purposes=(purpose("F", "iban", "name"),)), MAP)
    assert "profile" in both.permits["F", "purchase"].columns
    assert "profile" not in GATE.permits["F", "purchase"].columns


def test_a_table_without_a_use_is_shut_to_the_purpose_and_one_without_people_open_to_all() -> None:
    assert ("H", "purchase") not in GATE.permits
    assert {table for _, table in GATE.permits} == {"purchase"}
    assert set(GATE.shut) == {"purchase", "person"}
    assert GATE.plain == {"stock", "log"}


def test_a_purpose_that_is_not_carried_out_may_touch_nothing() -> None:
    assert not Gate(Statement(purposes=(purpose("F", "iban", active=False),)), MAP).permits


def test_the_line_of_the_statement_is_told_as_published() -> None:
    assert GATE.line("F") == "F «F» uses «Iban»"


def test_a_repeated_path_is_refused_with_the_mend() -> None:
    thread = replace(TO_PERSON[0], repeated=True)
    table = replace(ORDER, links=(replace(ORDER.links[0], via=(thread,)), ORDER.links[1]))
    gate = Gate(GATE.statement, replace(MAP, tables=(PERSON, table)))
    with pytest.raises(GateError, match=r"table purchase: .* name the person on the row itself"):
        gate.permits["F", "purchase"].condition(clause(table, "r"), now(AT), native=False)
