"""Rows that point at themselves or at each other, in two tables: they go together, on every database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from grondslag.datamap.load import loads
from grondslag.engine.erase import EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.model import Controller, Ground, Item, Purpose, Statement, Term
from grondslag.stores.sql import SqlStore, connect, opened
from tests.databases import KINDS, fresh

ZONE = ZoneInfo("Europe/Amsterdam")
AT = Moment(datetime(2026, 11, 23, 12, tzinfo=UTC), ZONE)
OLD, NEW = "2020-01-01", "2026-11-01"
SCHEMA = f"""
CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(40), parent INTEGER, seen DATE);
CREATE TABLE account (id INTEGER PRIMARY KEY, person INTEGER, main INTEGER{{null}}, seen DATE);
CREATE TABLE card (id INTEGER PRIMARY KEY, account INTEGER{{null}}, holder VARCHAR(40), seen DATE);
INSERT INTO person VALUES (1, 'Een', 1, '{OLD}'), (2, 'Twee', NULL, '{NEW}'), (3, 'Drie', NULL, '{OLD}');
INSERT INTO account VALUES (10, 1, 100, '{OLD}'), (20, 2, 200, '{NEW}'), (30, 3, 200, '{OLD}');
INSERT INTO card VALUES (100, 10, 'Een', '{OLD}'), (200, 20, 'Twee', '{NEW}'), (300, 30, 'Drie', '{OLD}');
"""
KEYS = ("person (parent) REFERENCES person", "account (main) REFERENCES card", "card (account) REFERENCES account")
DATAMAP = """
name = "circles"
zone = "Europe/Amsterdam"
subjects.person = { table = "person", key = "id" }
[tables.person]
key = ["id"]
columns.id = { plain = "surrogate key" }
columns.name = "name"
columns.parent = { link = "parent" }
columns.seen = { plain = "the event from which the term runs" }
links.self = { subject = "person" }
links.parent = { subject = "person", via = "parent = person.id", role = "mention" }
events.last_contact = { column = "seen" }
uses."I.A" = ["self", "parent"]
[tables.account]
key = ["id"]
columns.id = { plain = "surrogate key" }
columns.person = { link = "person", on_end = "row" }
columns.main = { plain = "the card that is used first" }
columns.seen = { plain = "the event from which the term runs" }
links.person = { subject = "person", via = "person = person.id" }
events.last_contact = { column = "seen" }
uses."I.A" = ["person"]
[tables.card]
key = ["id"]
columns.id = { plain = "surrogate key" }
columns.account = { plain = "the account that it belongs to" }
columns.holder = "name"
columns.seen = { plain = "the event from which the term runs" }
links.person = { subject = "person", via = ["account = account.id", "person = person.id"] }
events.last_contact = { column = "seen" }
uses."I.A" = ["person"]
"""
PURPOSE = Purpose(
    id="I.A", group="I", label="Helpen", ground=Ground.LEGITIMATE_INTEREST, balancing_test="LIA-1",
    items=(Item(label="name", category="name"),), terms=(Term(after="last_contact", months=12),),
)  # fmt: skip
STATEMENT = Statement(controller=Controller(name="Voorbeeld", zone=ZONE.key), purposes=(PURPOSE,))


@contextmanager
def circles(kind: str, null: str) -> Iterator[SqlStore]:
    """A database whose tables point at each other by foreign keys; ``null``: whether those may be let go of."""
    with fresh(kind) as url:
        engine = connect(url)
        statements = SCHEMA.format(null=null).split(";")[:-1]
        if kind == "sqlite":
            for key in KEYS:
                table, _, rest = key.partition(" ")
                name = rest.partition(")")[0][1:]
                at = next(n for n, each in enumerate(statements) if f"TABLE {table} " in each)
                statements[at] = statements[at].rstrip()[:-1] + f", FOREIGN KEY ({name}) {key.partition(') ')[2]} (id))"
        else:
            statements += [f"ALTER TABLE {key.replace(' (', ' ADD FOREIGN KEY (', 1)} (id)" for key in KEYS]
        with engine.begin() as connection:
            if kind == "sqlite":
                connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            for each in statements:
                connection.execute(text(each))
        engine.dispose()
        with opened(url, loads(DATAMAP), ZONE) as store:
            store.prepare()
            yield store
            store.connection.rollback()


def left(store: SqlStore) -> dict[str, list[tuple[object, ...]]]:
    """The keys of the rows that are left, and where they point."""
    queries = {"person": "id, parent", "account": "id, main", "card": "id, account"}
    with store.transaction(write=False) as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {name} ORDER BY id"))]
            for name, columns in queries.items()
        }


def sweep(store: SqlStore) -> None:
    """Sweeps everything, row by row."""
    live = store.reflect()
    store.connection.rollback()
    Sweep(store, rules_of(STATEMENT), AT, live, size=1).run()


def erase(store: SqlStore) -> None:
    """Erases the two who have been away for long."""
    live = store.reflect()
    store.connection.rollback()
    for key in ("1", "3"):
        EraseSubject(store, STATEMENT, AT, live, ("person", key)).run()


@pytest.mark.parametrize("act", [sweep, erase])
@pytest.mark.parametrize("null", ["", " NOT NULL"])
@pytest.mark.parametrize("kind", KINDS)
def test_rows_in_a_circle_go_together(kind: str, null: str, act: Callable[[SqlStore], None]) -> None:
    with circles(kind, null) as store:
        act(store)
        assert left(store) == {"person": [(2, None)], "account": [(20, 200)], "card": [(200, 20)]}
