"""A small world for the engine's tests: customers with agreements, orders, and messages with two owners."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from grondslag.datamap.model import Column, DataMap, Link, Subject, Table, Time, Use
from grondslag.datamap.steps import Step
from grondslag.law.facts import Facts
from grondslag.law.rules import Moment, Rule
from grondslag.statement.model import Ground, Term
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore, opened

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT = Moment(NOW, ZONE)

SCHEMA = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, email TEXT NOT NULL, created TEXT);
CREATE TABLE agreement (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customer(id),
    started TEXT, ended TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), iban TEXT, note TEXT,
    booked TEXT, created TEXT);
CREATE TABLE message (id INTEGER PRIMARY KEY, sender INTEGER, receiver INTEGER, body TEXT, sent TEXT, created TEXT);
"""

SELF = Link(name="customer", subject="person", party="started")
CUSTOMER = Link(name="customer", subject="person", via=(Step("customer_id", "customer", "id"),), party="started")


def to(column: str) -> tuple[Step, ...]:
    """The path from a reference to the customer."""
    return (Step(column, "customer", "id"),)


AGREEMENTS = (Step("id", "agreement", "customer_id"),)
OF_CUSTOMER = (Step("customer_id", "agreement", "customer_id"),)
MAP = DataMap(
    name="small",
    zone="Europe/Amsterdam",
    subjects=(Subject(kind="person", table="customer", key="id"),),
    tables=(
        Table(
            name="customer",
            key=("id",),
            columns=(
                Column(name="id", plain="key"),
                Column(name="name", category="name"),
                Column(name="email", category="email", on_end="erased", erased=""),
                Column(name="created", plain="when"),
            ),
            links=(SELF,),
            uses=(Use(purpose="I.D", links=("customer",)), Use(purpose="II.A", links=("customer",))),
            events=(
                ("started", Time(column="started", via=AGREEMENTS)),
                ("ended", Time(column="ended", via=AGREEMENTS, null="not_yet")),
                ("created", Time(column="created")),
            ),
            since=Time(column="created"),
        ),
        Table(
            name="agreement",
            key=("id",),
            columns=(
                Column(name="id", plain="key"),
                Column(name="customer_id", link="customer", on_end="row"),
                Column(name="started", plain="when"),
                Column(name="ended", plain="when"),
            ),
            links=(CUSTOMER,),
            uses=(Use(purpose="I.D", links=("customer",)),),
            events=(("started", Time(column="started")), ("ended", Time(column="ended", null="not_yet"))),
            since=Time(column="started"),
        ),
        Table(
            name="orders",
            key=("id",),
            columns=(
                Column(name="id", plain="key"),
                Column(name="customer_id", link="customer"),
                Column(name="iban", category="iban"),
                Column(name="note", category="message"),
                Column(name="booked", plain="when"),
                Column(name="created", plain="when"),
            ),
            links=(CUSTOMER,),
            uses=(Use(purpose="I.D", links=("customer",)), Use(purpose="F", links=("customer",))),
            events=(
                ("started", Time(column="started", via=OF_CUSTOMER)),
                ("ended", Time(column="ended", via=OF_CUSTOMER, null="not_yet")),
                ("booked", Time(column="booked")),
            ),
            since=Time(column="created", form="datetime", zone="UTC"),
        ),
        Table(
            name="message",
            key=("id",),
            columns=(
                Column(name="id", plain="key"),
                Column(name="sender", link="sender"),
                Column(name="receiver", link="receiver"),
                Column(name="body", category="message"),
                Column(name="sent", plain="when"),
                Column(name="created", plain="when"),
            ),
            links=(
                Link(name="sender", subject="person", via=to("sender")),
                Link(name="receiver", subject="person", via=to("receiver")),
            ),
            uses=(Use(purpose="C", links=("sender", "receiver")),),
            events=(("sent", Time(column="sent", form="datetime", zone="UTC")),),
            since=Time(column="created", form="datetime"),
        ),
    ),
)

FISCAL = Term(after="booked", months=84, until_year_end=True, law="AWR art. 52(4)")
RULES = (
    Rule("I.D", Ground.CONTRACT, frozenset({"name", "email", "message"}), (Term(after="ended", months=24),)),
    Rule("II.A", Ground.CONSENT, frozenset({"email"}), (Term(after="created", months=1200),), marketing=True),
    Rule(
        "F",
        Ground.LEGAL_OBLIGATION,
        frozenset({"iban"}),
        (FISCAL,),
    ),
    Rule("C", Ground.LEGITIMATE_INTEREST, frozenset({"message"}), (Term(after="sent", months=12),), balanced=True),
)


@contextmanager
def store(path: Path, rows: dict[str, list[tuple[object, ...]]], facts: dict[SubjectKey, Facts]) -> Iterator[SqlStore]:
    """A fresh SQLite store with these rows and facts."""
    raw = sqlite3.connect(path)
    raw.executescript(SCHEMA)
    for table, values in rows.items():
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
    raw.commit()
    raw.close()
    with opened(f"sqlite:///{path}", MAP, ZONE) as made:
        made.prepare()
        with made.transaction():
            made.record(facts)
        yield made
