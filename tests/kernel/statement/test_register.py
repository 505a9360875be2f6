"""The register of Art. 30(1): one row a purpose, and CSV that a spreadsheet reads."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from grondslag.statement.model import (
    Controller,
    Ground,
    Group,
    Item,
    Promise,
    Purpose,
    Recipients,
    Statement,
    Term,
    Transfer,
)
from grondslag.statement.render import register, register_csv
from grondslag.statement.render.register import COLUMNS
from grondslag.statement.toml import loads
from grondslag.statements import shipped

INVOICES = Purpose(
    id="I.A", group="I", label="Facturen, en aanmaningen", ground=Ground.LEGAL_OBLIGATION,
    items=(Item(label="IBAN"), Item(label="Wachtwoord", subject="contact_person", protection="argon2id")),
    terms=(Term(after="booked", months=84, until_year_end=True, law="AWR art. 52(4)"),),
    recipients=Recipients(names=("Drukker",)),
)  # fmt: skip
STATEMENT = Statement(
    controller=Controller(name='De "Kleine" Drukkerij', kvk="12345678", city="Leiden"),
    groups=(Group(id="I", label="Werk"),),
    purposes=(INVOICES, Purpose(id="I.B", group="I", label="=1+1", promise=Promise(text="24 maanden", kind="period"))),
    transfers=(Transfer(recipient="Wolk", country="US", mechanism="SCC", purpose="I.A"),),
)


def test_a_row_tells_what_the_article_asks() -> None:
    first, second = register(STATEMENT)
    assert tuple(first) == COLUMNS
    assert first["verwerkingsverantwoordelijke"] == 'De "Kleine" Drukkerij, KvK 12345678'
    assert first["categorieen_betrokkenen"] == "klanten en bezoekers; contactpersonen"
    assert first["categorieen_gegevens"] == "IBAN; Wachtwoord"
    assert (first["ontvangers"], first["doorgiften"], first["waarborgen"]) == ("Drukker", "Wolk, US", "SCC")
    assert first["bewaartermijnen"] == "7 jaar na de boeking, geteld vanaf het einde van dat jaar [AWR art. 52(4)]"
    assert first["beveiliging"] == "Wachtwoord: argon2id"
    assert second["bewaartermijnen"] == "24 maanden"


def test_the_csv_is_rfc_4180_and_runs_no_formula() -> None:
    text = register_csv(register(STATEMENT))
    assert text.count("\r\n") == 3
    assert '"De ""Kleine"" Drukkerij, KvK 12345678"' in text
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [row["doeleinde"] for row in rows] == ["Facturen, en aanmaningen", "'=1+1"]


def test_the_shipped_statement_has_a_row_a_purpose_and_a_time_limit_in_each() -> None:
    document = loads(shipped())
    assert len(register(document.published)) == 17
    rows = register(document.in_force)
    assert [row["kenmerk"] for row in rows] == [purpose.id for purpose in document.in_force.purposes]
    assert all(row["bewaartermijnen"] and row["grondslag"] and row["categorieen_gegevens"] for row in rows)


def test_a_statement_without_purposes_gives_a_header_alone() -> None:
    assert register_csv(register(replace(STATEMENT, purposes=()))) == ",".join(COLUMNS) + "\r\n"


def test_another_article_is_refused() -> None:
    with pytest.raises(ValueError, match=r"choose 30\.1"):
        register(STATEMENT, article="30.2")  # type: ignore[arg-type]
