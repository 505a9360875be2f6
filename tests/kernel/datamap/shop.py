"""A small clean datamap as TOML, the statement and the database that it fits: each test breaks one thing in it."""

from dataclasses import replace
from typing import Any

from grondslag.datamap.live import ForeignKey, Index, Live, LiveColumn, LiveTable, Trigger
from grondslag.statement.model import Controller, Ground, Item, Purpose, Statement, Term

TOML = """\
name = "shop"
zone = "Europe/Amsterdam"

[subjects.person]
table = "customer"
key = "id"

[tables.customer]
key = ["id"]
[tables.customer.columns]
id = { plain = "surrogate key" }
email = { category = "email", on_end = "erased", erased = "" }
[tables.customer.links]
self = { subject = "person", party = "booked" }
[tables.customer.events]
booked = { column = "invoiced_on", via = "id = orders.customer_id", null = "not_yet" }
[tables.customer.uses]
"I.D" = ["self"]

[tables.orders]
key = ["id"]
since = { column = "created_at", form = "datetime", zone = "UTC" }
unlinked = "keep"
source = "subject:account"
class = { column = "kind", values = { bill = "fiscal" } }
[tables.orders.columns]
id = { plain = "surrogate key" }
kind = { plain = "bill or quote" }
created_at = { plain = "when the row was made" }
invoiced_on = { plain = "when the order was invoiced" }
customer_id = { link = "customer", on_end = "null" }
reference = "order"
contact = { category = "name", about = "customer" }
[tables.orders.links.customer]
subject = "person"
via = ["customer_id = customer.id"]
party = "booked"
[tables.orders.events]
booked = "invoiced_on"
[tables.orders.uses."I.D"]
links = ["customer"]
events = { paid = "booked" }

[copies.order_search]
of = "orders"
columns = ["reference"]

[ignored]
schema_migrations = "bookkeeping of the migration tool"
"""

STATEMENT = Statement(
    controller=Controller(zone="Europe/Amsterdam"),
    purposes=(
        Purpose(
            id="I.D",
            group="I",
            label="Facturatie",
            items=(
                Item(label="NAW", category="name_and_address"),
                Item(label="e", category="email"),
                Item(label="b", category="order"),
            ),
            ground=Ground.CONTRACT,
            terms=(Term(after="booked", months=24), Term(after="paid", months=84, when="fiscal", law="AWR art. 52(4)")),
        ),
    ),
)


def with_purpose(**changes: Any) -> Statement:
    """The statement with its one purpose changed."""
    return replace(STATEMENT, purposes=(replace(STATEMENT.purposes[0], **changes),))


def _columns(*names: str) -> tuple[LiveColumn, ...]:
    return tuple(LiveColumn(name=name.strip("!"), type="TEXT", nullable=not name.endswith("!")) for name in names)


CUSTOMER = LiveTable(name="customer", columns=_columns("id!", "email!"), key=("id",))
ORDERS = LiveTable(
    name="orders",
    columns=_columns("id!", "kind!", "created_at!", "invoiced_on", "customer_id", "reference", "contact"),
    key=("id",),
    foreign_keys=(ForeignKey(columns=("customer_id",), table="customer", targets=("id",)),),
    indexes=(Index(name="orders_customer", columns=("customer_id",)),),
    triggers=(Trigger(name="order_search_update", writes=("order_search",)),),
)
SEARCH = LiveTable(name="order_search", columns=_columns("reference"), virtual=True)
SHADOW = LiveTable(name="order_search_data", columns=_columns("block"))
OWN = LiveTable(name="grondslag_subject", columns=_columns("id!"), key=("id",))
MIGRATIONS = LiveTable(name="schema_migrations", columns=_columns("version"))
LIVE = Live(tables=(CUSTOMER, ORDERS, SEARCH, SHADOW, OWN, MIGRATIONS))


def with_table(table: LiveTable) -> Live:
    """The database with one table changed, or one more."""
    return Live(tables=(*(t for t in LIVE.tables if t.name != table.name), table))


def column_changed(table: LiveTable, name: str, **changes: Any) -> LiveTable:
    """The table with one column changed."""
    return replace(table, columns=tuple(replace(c, **changes) if c.name == name else c for c in table.columns))
