"""A small shop for the commands: two tables, a statement of one purpose, and a datamap that joins them."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grondslag.cli.main import main

TODAY = "2026-11-23"

STATEMENT = """\
version = "1.0"
authority = "Autoriteit Persoonsgegevens"

[controller]
name = "Winkel B.V."
city = "Utrecht"

[contacts]
requests = "privacy@winkel.example"

[[groups]]
id = "I"
label = "Winkel"

[[purposes]]
id = "I.A"
group = "I"
label = "Klanten bedienen"
items = [
  { label = "Naam", category = "name" },
  { label = "E-mailadres", category = "email" },
  { label = "Berichten", category = "message" },
]
ground = "legitimate_interest"
interest = "Klanten helpen"
balancing_test = "LIA-1"
promise = { text = "een jaar na het laatste contact", kind = "period" }
terms = [{ after = "last_contact", months = 12, reason = "Wie langer wegblijft, komt niet terug." }]
recipients = { label = "Ontvangers", names = ["Bezorger B.V."] }
"""

DATAMAP = """\
name = "winkel"
zone = "Europe/Amsterdam"
[subjects]
person = { table = "customer", key = "id" }

[tables.customer]
key = ["id"]
since = "seen_on"
source = "third_party:beurs"
[tables.customer.columns]
id = { plain = "surrogate key" }
name = { category = "name", on_end = "pseudonym" }
email = "email"
phone = "phone"
seen_on = { plain = "the event from which the term runs" }
[tables.customer.links]
self = { subject = "person" }
[tables.customer.events]
last_contact = "seen_on"
[tables.customer.uses]
"I.A" = ["self"]

[tables.note]
key = ["id"]
since = "seen_on"
[tables.note.columns]
id = { plain = "surrogate key" }
customer_id = { link = "customer" }
body = "message"
seen_on = { plain = "the event from which the term runs" }
[tables.note.links]
customer = { subject = "person", via = "customer_id = customer.id" }
[tables.note.events]
last_contact = "seen_on"
[tables.note.uses]
"I.A" = ["customer"]
"""

SCHEMA = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT, seen_on TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id), body TEXT, seen_on TEXT);
CREATE INDEX note_customer ON note (customer_id);
"""


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Shop:
    """The files of the shop."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "winkel.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    def options(self, **instead: object) -> list[str]:
        """The options that every command on the database takes, with others instead."""
        given = {"statement": self.folder / "verklaring.toml", "datamap": self.folder / "datamap.toml"}
        named = given | {"store": self.url} | instead
        return [part for name, value in named.items() for part in (f"--{name}", str(value))]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute(sql).fetchall()
            connection.commit()
        return found

    def replace(self, name: str, old: str, new: str) -> None:
        """Changes one thing in a file of the shop."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def recorded(self, column: str) -> int:
        """How much the ledger says has gone from a column or table."""
        return sum(json.loads(counts).get(column, 0) for (counts,) in self.query("SELECT counts FROM grondslag_ledger"))


def make(folder: Path, customers: int = 8) -> Shop:
    """A shop in which customer 1 is new, the others were last seen long ago, and nobody needed a phone number."""
    shop = Shop(folder)
    (folder / "verklaring.toml").write_text(STATEMENT, encoding="utf-8")
    (folder / "datamap.toml").write_text(DATAMAP, encoding="utf-8")
    days = ["2026-11-01", *["2020-01-01"] * (customers - 1)]
    with closing(sqlite3.connect(shop.database)) as connection:
        connection.executescript(SCHEMA)
        people = [(n, f"Klant {n}", f"k{n}@example.net", f"06-{n}", day) for n, day in enumerate(days, 1)]
        connection.executemany("INSERT INTO customer VALUES (?, ?, ?, ?, ?)", people)
        notes = [(n, n, f"gesprek {n}", day) for n, day in enumerate(days, 1)]
        connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", notes)
        connection.commit()
    return shop


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Said:
    """Runs a command in this process."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    return Said(code, *capsys.readouterr())
