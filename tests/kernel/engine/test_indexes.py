"""The compiled predicates use the indexes that a database declares; without the index they cannot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import FromClause, Select, select

from grondslag.datamap.model import Column, DataMap, Link, Subject, Table, Time, Use
from grondslag.datamap.steps import Step
from grondslag.engine import grounds
from grondslag.engine.grounds import View
from grondslag.engine.moments import now
from grondslag.engine.sight import Outlook, Since
from grondslag.law.rules import Rule
from grondslag.statement.model import Ground, Term
from grondslag.stores.facts import OnFile
from grondslag.stores.paths import clause
from grondslag.stores.sql import SqlStore, opened
from tests.databases import fresh
from tests.kernel.engine.small import AT, ZONE

SCHEMA = (
    "CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(80))",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer (id), note VARCHAR(80), "
    "booked DATE)",
    "CREATE INDEX orders_customer ON orders (customer_id)",
    "CREATE INDEX orders_booked ON orders (booked)",
)
ORDERS = Table(
    name="orders",
    key=("id",),
    columns=(
        Column(name="id", plain="key"),
        Column(name="customer_id", link="customer"),
        Column(name="note", category="order"),
        Column(name="booked", plain="when"),
    ),
    links=(Link(name="customer", subject="person", via=(Step("customer_id", "customer", "id"),)),),
    uses=(Use(purpose="I.C", links=("customer",)),),
    events=(("booked", Time(column="booked")),),
)
CUSTOMER = Table(
    name="customer", key=("id",), columns=(Column(name="id", plain="key"), Column(name="name", category="name"))
)
MAP = DataMap(
    name="shop", zone="UTC", subjects=(Subject(kind="person", table="customer", key="id"),), tables=(CUSTOMER, ORDERS)
)
TERM = Term(after="booked", months=12, law="AWR art. 52(4)")
RULE = Rule(id="I.C", ground=Ground.LEGAL_OBLIGATION, covers=frozenset({"order"}), terms=(TERM,))
ROWS = 4000
KINDS = ("sqlite", "postgresql")


@contextmanager
def shop(kind: str, without: str = "") -> Iterator[SqlStore]:
    """Orders of many customers, nearly all of them past their term; an index may be left out."""
    with fresh(kind) as url, opened(url, MAP, ZONE) as store:
        store.prepare()
        with store.transaction() as connection:
            for statement in (s for s in SCHEMA if not without or f"INDEX {without} " not in s):
                connection.exec_driver_sql(statement)
            for n in range(1, ROWS + 1):
                day = AT.today - timedelta(days=n if n % 200 == 0 else 4000 + n)
                connection.exec_driver_sql(f"INSERT INTO customer VALUES ({n}, 'P{n}')")
                connection.exec_driver_sql(f"INSERT INTO orders VALUES ({n}, {n}, 'O{n}', '{day}')")
            connection.exec_driver_sql("ANALYZE")
        yield store


def plan_of(store: SqlStore, query: Select[Any]) -> str:
    """How the database would answer a query."""
    compiled = query.compile(dialect=store.connection.dialect, compile_kwargs={"render_postcompile": True})
    values = compiled.construct_params()
    names = compiled.positiontup
    explain = "EXPLAIN QUERY PLAN" if store.connection.dialect.name == "sqlite" else "EXPLAIN"
    with store.transaction(write=False) as connection:
        asked = tuple(values[name] for name in names) if names is not None else values
        rows = connection.exec_driver_sql(f"{explain} {compiled}", asked)
        return "\n".join(str(row[-1]) for row in rows)


def view(start: FromClause) -> View:
    """A row of the orders as its customer's."""
    row = Outlook(MAP, ORDERS, start)
    link = ORDERS.links[0]
    return View(row, Since(None), link, row.people(link)[0], AT, OnFile())


def candidates() -> Select[Any]:
    """The rows of one person."""
    start = clause(ORDERS, "row_orders")
    person, asks = Outlook(MAP, ORDERS, start).people(ORDERS.links[0])
    return select(start.c.id).where(asks(person.named("17")))


def running() -> Select[Any]:
    """The rows whose term runs."""
    start = clause(ORDERS, "row_orders")
    return select(start.c.id).where(grounds.runs(view(start), ORDERS.uses[0], TERM, now(AT)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_of_one_person_are_found_by_the_index_on_the_link(kind: str) -> None:
    with shop(kind) as store:
        assert "orders_customer" in plan_of(store, candidates())


@pytest.mark.parametrize("kind", KINDS)
def test_a_term_is_a_range_of_the_index_on_its_event(kind: str) -> None:
    with shop(kind) as store:
        plan = plan_of(store, running())
    assert "orders_booked" in plan
    assert ("booked>?" in plan) if kind == "sqlite" else ("Index Cond: (booked >= " in plan)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("index", "query"), [("orders_customer", candidates), ("orders_booked", running)])
def test_without_the_index_every_row_is_read(kind: str, index: str, query: Callable[[], Select[Any]]) -> None:
    with shop(kind, without=index) as store:
        plan = plan_of(store, query())
    assert "SCAN row_orders" in plan if kind == "sqlite" else "Seq Scan on orders" in plan
