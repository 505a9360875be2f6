"""Shapes that only servers have: two schemas, UUID keys, moments with a zone, computed columns, views and copies."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from grondslag.datamap.check import check, errors
from grondslag.datamap.load import loads
from grondslag.engine.audit import Audit
from grondslag.engine.erase import EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.model import Controller, Ground, Item, Promise, Purpose, Statement, Term
from grondslag.stores.sql import SqlStore, connect, opened
from tests.databases import fresh

ZONE = ZoneInfo("Europe/Amsterdam")
AT = Moment(datetime(2026, 11, 23, 12, tzinfo=UTC), ZONE)
ONE, TWO = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"

SCHEMA = f"""
CREATE SCHEMA sales; CREATE SCHEMA desk;
CREATE TABLE sales.customer (id UUID PRIMARY KEY, first TEXT, last TEXT,
    whole TEXT GENERATED ALWAYS AS (first || last) STORED, profile JSONB, seen TIMESTAMP WITH TIME ZONE);
CREATE TABLE desk.ticket (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer UUID NOT NULL REFERENCES sales.customer, parent BIGINT REFERENCES desk.ticket, body TEXT, closed DATE);
CREATE VIEW desk.open AS SELECT id, body FROM desk.ticket WHERE closed IS NULL;
CREATE MATERIALIZED VIEW desk.words AS SELECT id, body FROM desk.ticket;
INSERT INTO sales.customer VALUES
    ('{ONE}', 'Een', 'Oud', DEFAULT, '{{"home": {{"city": "Ergens"}}, "size": 38}}', '2020-01-01 00:30+02'),
    ('{TWO}', 'Twee', 'Nieuw', DEFAULT, '{{"home": {{"city": "Elders"}}}}', '2026-11-01 12:00+01');
INSERT INTO desk.ticket (customer, parent, body, closed) VALUES
    ('{ONE}', NULL, 'oud', '2020-02-01'), ('{TWO}', 1, 'nieuw', NULL);
REFRESH MATERIALIZED VIEW desk.words;
"""
DATAMAP = """
name = "two schemas"
zone = "Europe/Amsterdam"
subjects.person = { table = "sales.customer", key = "id" }
copies."desk.words" = { of = "desk.ticket", columns = ["id", "body"], kind = "materialized_view" }
[tables."sales.customer"]
key = ["id"]
columns.id = { plain = "drawn at random" }
columns.first = "name"
columns.last = "name"
columns.whole = { computed = ["first", "last"] }
columns.profile = { plain = "holds only the path below it, and a size" }
columns."profile/home/city" = "address"
columns.seen = { plain = "the event from which the term runs" }
links.self = { subject = "person" }
events.last_contact = { column = "seen", form = "datetime", zone = "UTC" }
uses."I.A" = ["self"]
[tables."desk.ticket"]
key = ["id"]
columns.id = { plain = "surrogate key" }
columns.customer = { link = "customer", on_end = "row" }
columns.parent = { plain = "the ticket that it answers" }
columns.body = "message"
columns.closed = { plain = "the event from which the term runs" }
links.customer = { subject = "person", via = "customer = sales.customer.id" }
events.last_contact = { column = "closed", null = "not_yet" }
uses."I.A" = ["customer"]
"""
PURPOSE = Purpose(
    id="I.A", group="I", label="Helpen", ground=Ground.LEGITIMATE_INTEREST, balancing_test="LIA-1",
    items=tuple(Item(label=name, category=name) for name in ("name", "address", "message")),
    promise=Promise(text="een jaar", kind="period"), terms=(Term(after="last_contact", months=12),),
)  # fmt: skip
STATEMENT = Statement(controller=Controller(name="Voorbeeld", zone=ZONE.key), purposes=(PURPOSE,))


@pytest.fixture
def store() -> Iterator[SqlStore]:
    """A PostgreSQL database with two schemas."""
    with fresh("postgresql") as url:
        engine = connect(url)
        with engine.begin() as connection:
            connection.execute(text(SCHEMA.replace(":", "\\:")))
        engine.dispose()
        with opened(url, loads(DATAMAP), ZONE) as found:
            found.prepare()
            yield found
            found.connection.rollback()


def rows(store: SqlStore, query: str) -> list[tuple[object, ...]]:
    with store.transaction(write=False) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_the_datamap_fits_and_a_view_needs_no_mapping(store: SqlStore) -> None:
    live = store.reflect()
    store.connection.rollback()
    assert errors(check(store.datamap, STATEMENT, live)) == ()


def test_what_ended_is_swept_in_both_schemas_and_out_of_the_copy(store: SqlStore) -> None:
    live = store.reflect()
    store.connection.rollback()
    swept = Sweep(store, rules_of(STATEMENT), AT, live).run()
    assert swept.rows == {"sales.customer": 1, "desk.ticket": 1}
    assert rows(store, "SELECT first, whole, profile #>> '{home,city}' FROM sales.customer") == [
        ("Twee", "TweeNieuw", "Elders")
    ]
    assert rows(store, "SELECT body, parent FROM desk.ticket") == [("nieuw", None)]
    assert rows(store, "SELECT body FROM desk.words") == [("nieuw",)]
    found = Audit(store, rules_of(STATEMENT), AT).run(sample=10)
    assert (found.total.unlawful, found.disagreements) == (0, ())


def test_one_person_is_erased_by_a_key_of_another_type_than_text(store: SqlStore) -> None:
    live = store.reflect()
    store.connection.rollback()
    erased = EraseSubject(store, STATEMENT, AT, live, ("person", TWO)).run()
    assert erased.swept.rows == {"sales.customer": 1, "desk.ticket": 1}
    assert rows(store, "SELECT id\\:\\:text FROM sales.customer") == [(ONE,)]


def test_a_path_in_json_goes_alone(store: SqlStore) -> None:
    live = store.reflect()
    store.connection.rollback()
    without = replace(STATEMENT, purposes=(replace(PURPOSE, items=PURPOSE.items[:1]),))
    Sweep(store, rules_of(without), AT, live).run()
    assert rows(store, "SELECT first, profile FROM sales.customer") == [("Twee", {"home": {}})]
