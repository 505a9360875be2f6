"""A world to port from, in a database of each kind: references of every sort, and values that JSON has no form of."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    column,
    insert,
    table,
)

from grondslag.datamap.live import Live
from grondslag.datamap.load import loads
from grondslag.engine.access import Access
from grondslag.engine.portable import Port
from grondslag.law.facts import Consent, Facts
from grondslag.law.rules import Moment
from grondslag.statement.model import Ground, Item, Purpose, Statement, Term
from grondslag.stores.sql import SqlStore, connect, opened
from tests.databases import fresh

ZONE = ZoneInfo("Europe/Amsterdam")
AT = Moment(datetime(2026, 11, 23, 12, tzinfo=UTC), ZONE)
ONE = ("person", "1")

METADATA = MetaData()
Table("product", METADATA, Column("id", Integer, primary_key=True), Column("title", String(40), nullable=False))
Table(
    "customer",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("phone", String(40)),
    Column("secret", String(40), nullable=False),
    Column("photo", LargeBinary),
    Column("since", Date),
)
Table(
    "agreement",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("started", Date),
)
Table(
    "orders",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customer.id")),
    Column("product_id", ForeignKey("product.id"), nullable=False),
    Column("replaces", ForeignKey("orders.id")),
    Column("wishes", String(40)),
    Column("price", Numeric(10, 2)),
    Column("iban", String(40)),
    Column("gift", Boolean, nullable=False),
    Column("ordered", DateTime),
    Column("extra", JSON),
)
Table(
    "message",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sender", ForeignKey("customer.id")),
    Column("receiver", ForeignKey("customer.id")),
    Column("body", String(40)),
    Column("remark", String(40)),
)

DATAMAP = loads("""
name = "ported"
zone = "Europe/Amsterdam"
subjects.person = { table = "customer", key = "id" }
[tables.product]
key = ["id"]
columns = { id = { plain = "key" }, title = { plain = "what is sold" } }
[tables.customer]
key = ["id"]
source = "subject:account"
[tables.customer.columns]
id = { plain = "key" }
name = { category = "name", on_end = "erased", erased = "" }
phone = "phone"
secret = { category = "password", on_end = "pseudonym" }
photo = "cv"
since = { plain = "when" }
[tables.customer.links]
self = { subject = "person", party = "started" }
[tables.customer.events]
started = { column = "started", via = "id = agreement.customer_id" }
[tables.customer.uses]
"I.A" = ["self"]
"II.A" = ["self"]
[tables.agreement]
key = ["id"]
columns = { id = { plain = "key" }, customer_id = { link = "customer", on_end = "row" }, started = { plain = "when" } }
links.customer = { subject = "person", via = "customer_id = customer.id", party = "started" }
events.started = "started"
uses."I.A" = ["customer"]
[tables.orders]
key = ["id"]
source = "automatic:shop"
[tables.orders.columns]
id = { plain = "key" }
customer_id = { link = "customer" }
product_id = { plain = "the product" }
replaces = { plain = "the order before" }
wishes = "order"
price = "order"
iban = "iban"
gift = { plain = "yes or no" }
ordered = { plain = "when" }
extra = { plain = "the colour of the paper" }
"extra/card/note" = "order"
"extra/card/iban" = "iban"
[tables.orders.links]
customer = { subject = "person", via = "customer_id = customer.id", party = "started" }
[tables.orders.events]
started = { column = "started", via = "customer_id = agreement.customer_id" }
booked = { column = "ordered", form = "datetime" }
[tables.orders.uses]
"I.A" = ["customer"]
"I.C" = { links = ["customer"], events = { started = "booked" } }
[tables.message]
key = ["id"]
source = "subject:form"
[tables.message.columns]
id = { plain = "key" }
sender = { link = "sender" }
receiver = { link = "receiver" }
body = "message"
remark = { category = "message", about = "receiver" }
[tables.message.links]
sender = { subject = "person", via = "sender = customer.id" }
receiver = { subject = "person", via = "receiver = customer.id", hides = "columns" }
""")

LASTS = Term(after="started", months=1200)


def _purpose(id: str, ground: Ground, *categories: str, term: Term = LASTS) -> Purpose:
    items = tuple(Item(label=c, category=c) for c in categories)
    return Purpose(id=id, group="I", label=id, ground=ground, items=items, terms=(term,))


STATEMENT = Statement(
    purposes=(
        _purpose("I.A", Ground.CONTRACT, "name", "order", "password"),
        _purpose("I.C", Ground.LEGAL_OBLIGATION, "iban", term=Term(after="started", months=84, law="AWR art. 52(4)")),
        _purpose("II.A", Ground.CONSENT, "cv"),
    )
)
EXTRA = '{"colour": "rood", "card": {"note": "hallo", "iban": "NL02", "size": 3}}'
ROWS: Mapping[str, list[tuple[object, ...]]] = {
    "product": [(7, "Boek"), (8, "Pen")],
    "customer": [
        (1, "=Een", "06-1", "hash-1", b"\x00\xff", "2026-01-01"),
        (2, "Twee", None, "hash-2", None, "2026-01-01"),
    ],
    "agreement": [(1, 1, "2026-01-01")],
    "orders": [
        (1, 1, 7, None, "geel", "12.50", "NL01", True, "2026-01-02 10:00:00", EXTRA),
        (2, 1, 7, None, "blauw", "0.10", None, False, "2026-01-03 10:00:00", None),
        (3, 2, 8, None, "rood", "1.00", None, False, "2026-01-03 10:00:00", None),
    ],
    "message": [(1, 1, 2, "van een", "over twee"), (2, 2, 1, "van twee", "over een")],
}


@contextmanager
def world(kind: str, rows: Mapping[str, list[tuple[object, ...]]] = ROWS) -> Iterator[tuple[SqlStore, Live]]:
    """The world in a fresh database of a kind, with its tables as they are reflected."""
    with fresh(kind) as url:
        engine = connect(url)
        with engine.connect() as connection, connection.begin():
            METADATA.create_all(connection)
            for name, found in rows.items():
                # Without types, so that each database reads the values as a program would send them.
                names = [c.name for c in METADATA.tables[name].columns]
                plain = table(name, *map(column, names))
                connection.execute(insert(plain), [dict(zip(names, row, strict=True)) for row in found])
            if "orders" in rows:
                connection.exec_driver_sql("UPDATE orders SET replaces = 3 - id WHERE id < 3")
        engine.dispose()
        with opened(url, DATAMAP, ZONE) as store:
            store.prepare()
            with store.transaction():
                store.record({ONE: Facts(consents=(Consent(at=AT.now, purpose="II.A", given=True),))})
                live = store.reflect()
            yield store, live


def port(store: SqlStore, live: Live, wide: bool = False) -> BytesIO:
    """What is ported of person 1."""
    file = BytesIO()
    with store.transaction(write=False):
        Port(Access(store, STATEMENT, AT, ONE), live, wide).write(file)
    return file
