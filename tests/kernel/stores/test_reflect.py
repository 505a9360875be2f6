"""Each database is reflected as it is: columns, keys, references, indexes, triggers, views, schemas, and bad times."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, event

from grondslag.datamap.live import ForeignKey, Index, Live
from grondslag.datamap.load import loads
from grondslag.stores.reflect import open_nulls, reflect
from grondslag.stores.sample import sample
from tests.databases import KINDS, fresh

SCHEMA = """
CREATE TABLE customer (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80) NOT NULL, first VARCHAR(40),
    full_name VARCHAR(90) GENERATED ALWAYS AS (upper(first)) STORED, UNIQUE (email));
CREATE TABLE orders (shop INTEGER NOT NULL, id INTEGER NOT NULL, customer_id INTEGER, made VARCHAR(30),
    paid VARCHAR(30), PRIMARY KEY (shop, id),
    FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE SET NULL ON UPDATE CASCADE);
CREATE INDEX orders_customer ON orders (customer_id, made);
CREATE TABLE line (n INTEGER NOT NULL, shop INTEGER NOT NULL, order_id INTEGER NOT NULL,
    FOREIGN KEY (shop, order_id) REFERENCES orders (shop, id));
CREATE VIEW buyers AS SELECT email FROM customer JOIN orders ON orders.customer_id = customer.id;
INSERT INTO customer (id, email) VALUES (1, 'een@example.com');
INSERT INTO orders VALUES (1, 1, 1, '2026-01-01', '2026-01-01 10:00:00'), (1, 2, 1, 'gisteren', NULL);
"""
ONLY = {
    "sqlite": """
        CREATE INDEX customer_alike ON customer (lower(trim(email)), first DESC);
        CREATE INDEX few ON orders (made) WHERE paid IS NOT NULL;
        CREATE TRIGGER copies AFTER UPDATE ON customer BEGIN INSERT INTO line VALUES (1, 1, 1); END;
        CREATE VIRTUAL TABLE search USING fts5 (email);""",
    "postgresql": """
        CREATE INDEX customer_alike ON customer (lower(trim(email)), first DESC);
        CREATE INDEX few ON orders (made) WHERE paid IS NOT NULL;
        CREATE FUNCTION copied() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER copies AFTER UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION copied();
        CREATE SCHEMA desk;
        CREATE TABLE desk.ticket (id INTEGER PRIMARY KEY,
            customer_id INTEGER REFERENCES customer (id) ON DELETE CASCADE,
            parent_id INTEGER REFERENCES desk.ticket (id), opened TIMESTAMP WITH TIME ZONE);
        CREATE TABLE visit (day DATE NOT NULL) PARTITION BY RANGE (day);
        CREATE TABLE visit_2026 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        CREATE MATERIALIZED VIEW totals AS SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id;""",
    "mariadb": """
        CREATE TRIGGER copies AFTER UPDATE ON customer FOR EACH ROW INSERT INTO line VALUES (1, 1, 1);
        CREATE TABLE kept (id INTEGER PRIMARY KEY, name VARCHAR(40)) WITH SYSTEM VERSIONING;""",
}
DATAMAP = """
name = "shop"
zone = "UTC"
subjects.person = { table = "customer", key = "id" }
[tables.customer]
key = ["id"]
columns = { id = { plain = "key" }, email = "email", first = "name" }
links.self = { subject = "person" }
[tables.orders]
key = ["shop", "id"]
class = { column = "customer_id" }
columns = { shop = { plain = "key" }, id = { plain = "key" }, customer_id = { plain = "x" }, made = { plain = "x" }, paid = { plain = "x" } }
events = { made = "made", paid = { column = "paid", form = "datetime" } }
"""  # noqa: E501


@contextmanager
def database(kind: str, schema: str) -> Iterator[Connection]:
    """A fresh database with a schema, on one connection."""
    with fresh(kind) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            for statement in schema.split(";\n"):
                if said := statement.strip().removesuffix(";"):
                    wanted = f"{said};" if "BEGIN" in said else said
                    connection.exec_driver_sql(wanted.replace("%", "%%"))
            connection.commit()
            yield connection
        engine.dispose()


@pytest.fixture(scope="module", params=KINDS)
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    """The shop as each database has it."""
    with database(request.param, SCHEMA + ONLY[request.param]) as connection:
        yield reflect(connection, loads(DATAMAP))


def test_tables_have_their_columns_keys_and_references(live: Live) -> None:
    customer, orders, line = (live.table(name) for name in ("customer", "orders", "line"))
    assert customer
    assert orders
    assert line
    assert [(c.name, c.nullable, c.generated) for c in customer.columns] == [
        ("id", False, False), ("email", False, False), ("first", True, False), ("full_name", True, True),
    ]  # fmt: skip
    assert [c.type for c in customer.columns][1:] == ["VARCHAR(80)", "VARCHAR(40)", "VARCHAR(90)"]
    assert "first" in customer.columns[3].expression
    assert ("email",) in customer.unique
    assert (orders.key, line.key) == (("shop", "id"), ())
    assert orders.foreign_keys == (
        ForeignKey(columns=("customer_id",), table="customer", targets=("id",), on_delete="SET NULL",
                   on_update="CASCADE"),
    )  # fmt: skip
    assert [(f.columns, f.table, f.targets) for f in line.foreign_keys] == [
        (("shop", "order_id"), "orders", ("shop", "id"))
    ]


def test_indexes_are_those_over_all_rows_with_expressions_as_text(live: Live) -> None:
    orders, customer = live.table("orders"), live.table("customer")
    assert orders
    assert customer
    assert [i for i in orders.indexes if not i.unique] == [
        Index(name="orders_customer", columns=("customer_id", "made"))
    ]
    if live.dialect != "mariadb":  # which has no index on an expression
        (alike,) = (i for i in customer.indexes if i.name == "customer_alike")
        assert "lower" in alike.columns[0]
        assert "trim" in alike.columns[0].lower()
        assert alike.columns[1] == "first"


def test_triggers_say_what_they_write_to_where_that_can_be_told(live: Live) -> None:
    customer = live.table("customer")
    assert customer
    (trigger,) = customer.triggers
    assert trigger.name == "copies"
    assert trigger.writes == (() if live.dialect == "postgresql" else ("line",))


def test_views_name_what_they_read(live: Live) -> None:
    buyers = live.view("buyers")
    assert buyers
    assert (buyers.reads, buyers.materialized) == (("customer", "orders"), False)
    assert live.table("buyers") is None


def test_what_only_one_database_has(live: Live) -> None:
    names = {table.name for table in live.tables}
    if live.dialect == "sqlite":
        assert [t.name for t in live.tables if t.virtual] == ["search"]
    if live.dialect == "mariadb":
        assert [t.name for t in live.tables if t.versioned] == ["kept"]
    if live.dialect == "postgresql":
        assert {"visit", "desk.ticket"} <= names
        assert "visit_2026" not in names
        ticket, totals = live.table("desk.ticket"), live.view("totals")
        assert ticket
        assert totals
        assert [(f.columns, f.table, f.on_delete) for f in ticket.foreign_keys] == [
            (("customer_id",), "customer", "CASCADE"), (("parent_id",), "desk.ticket", ""),
        ]  # fmt: skip
        assert (totals.materialized, totals.reads, totals.columns) == (True, ("orders",), ("customer_id", "n"))
        assert ticket.columns[3].type == "TIMESTAMP WITH TIME ZONE"


def test_values_that_are_no_time_are_counted(live: Live) -> None:
    assert live.bad_times == (("orders.made", 1),)


@pytest.mark.parametrize("kind", KINDS)
def test_nulls_are_counted_where_nobody_said_what_they_mean(kind: str) -> None:
    silent = loads(DATAMAP)
    spoken = loads(DATAMAP.replace('form = "datetime"', 'form = "datetime", null = "missing"'))
    with database(kind, SCHEMA + "UPDATE orders SET customer_id = NULL;") as connection:
        live = reflect(connection)
        assert live.bad_times == ()
        assert open_nulls(connection, silent, live) == (("orders.customer_id", 2), ("orders.paid", 1))
        assert open_nulls(connection, spoken, live) == (("orders.customer_id", 2),)


def test_many_tables_take_postgresql_no_more_statements() -> None:
    counts = []
    for tables in (2, 60):
        made = "".join(f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY);\n" for n in range(tables))
        with database("postgresql", made) as connection:
            seen: list[str] = []
            event.listen(connection, "before_cursor_execute", lambda *said, seen=seen: seen.append(said[2]))
            assert len(reflect(connection).tables) == tables
            counts.append(len(seen))
    assert counts[0] == counts[1] < 20


def test_a_backtick_in_the_name_of_a_column_is_one_backtick() -> None:
    schema = (
        "CREATE TABLE `one` (`i``d` INTEGER, `e``mail` VARCHAR(40), PRIMARY KEY (`i``d`), KEY `by` (`e``mail`))",
        "CREATE TABLE `two` (`id` INTEGER PRIMARY KEY, `of``one` INTEGER UNIQUE, "
        "FOREIGN KEY (`of``one`) REFERENCES `one` (`i``d`))",
    )
    with fresh("mariadb") as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in schema:
                connection.exec_driver_sql(statement)
            live = reflect(connection)
            looks = sample(connection, live, 5)
        engine.dispose()
    one, two = live.tables
    assert (one.name, [c.name for c in one.columns], one.key) == ("one", ["i`d", "e`mail"], ("i`d",))
    assert [(index.name, index.columns) for index in one.indexes] == [("by", ("e`mail",))]
    assert [(key.columns, key.table, key.targets) for key in two.foreign_keys] == [(("of`one",), "one", ("i`d",))]
    assert two.unique == (("of`one",),)
    assert "one.e`mail" in looks
