"""The check of a datamap against real databases: what is not declared there, and the statements that mend it."""

import pytest

from grondslag.datamap.check import Problem, check
from grondslag.datamap.load import loads
from grondslag.statement.model import Controller, Statement
from grondslag.stores.reflect import reflect
from tests.databases import KINDS
from tests.kernel.stores.test_reflect import database

NOBODY = Statement(controller=Controller(zone="UTC"))
SCHEMA = """
CREATE TABLE customer (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), first VARCHAR(40),
    shout VARCHAR(90) GENERATED ALWAYS AS (upper(first)) STORED);
CREATE TABLE agreement (id INTEGER NOT NULL PRIMARY KEY, customer_id INTEGER, ended DATE);
CREATE TABLE letter (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(80), customer_id INTEGER,
    FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE);
CREATE TABLE bare (customer_id INTEGER);
"""
DATAMAP = """
name = "shop"
zone = "UTC"
subjects.person = { table = "customer", key = "id" }
[tables.customer]
key = ["id"]
columns = { id = { plain = "key" }, email = "email", first = "name", shout = { computed = ["first"] } }
links.self = { subject = "person" }
events.ended = { column = "ended", via = "id = agreement.customer_id" }
[tables.agreement]
key = ["id"]
columns = { id = { plain = "key" }, customer_id = { link = "customer" }, ended = { plain = "an event" } }
links.customer = { subject = "person", via = "customer_id = customer.id" }
[tables.letter]
key = ["id"]
columns = { id = { plain = "key" }, email = { link = "to" }, customer_id = { plain = "who pays" } }
links.to = { subject = "person", via = "email ~ customer.email" }
[tables.bare]
key = ["customer_id"]
columns = { customer_id = { link = "customer", on_end = "row" } }
links.customer = { subject = "person", via = "customer_id = customer.id" }
"""


def found(kind: str, schema: str = SCHEMA, datamap: str = DATAMAP) -> tuple[Problem, ...]:
    """What the check finds in a fresh database."""
    with database(kind, schema) as connection:
        mapped = loads(datamap)
        return check(mapped, NOBODY, reflect(connection, mapped))


def missing(problems: tuple[Problem, ...]) -> list[Problem]:
    """The findings of an index that is missing."""
    return [p for p in problems if p.mend.startswith("CREATE INDEX")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_indexes_that_check_asks_for_are_made_by_its_statements(kind: str) -> None:
    asked = missing(found(kind))
    wanted = {"agreement.customer_id", "bare.customer_id"}
    if kind != "mariadb":  # which indexes every foreign key by itself, and has no index on an expression
        wanted |= {"letter.customer_id", "letter.email", "customer.email"}
    assert {p.where for p in asked} == wanted
    made = "".join(f"{p.mend}\n" for p in asked)
    assert missing(found(kind, SCHEMA + made)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_cascade_and_a_table_without_a_key_are_refused(kind: str) -> None:
    errors = {(p.where, p.what) for p in found(kind) if p.severity == "error"}
    assert {where for where, _ in errors} == {"letter.customer_id", "bare"}
    assert any("ON DELETE CASCADE" in what for _, what in errors)
    assert any("no primary key" in what for _, what in errors)


@pytest.mark.parametrize("kind", KINDS)
def test_a_computed_column_with_a_category_is_refused(kind: str) -> None:
    wrong = DATAMAP.replace('{ computed = ["first"] }', '"name"')
    (refused,) = [p for p in found(kind, datamap=wrong) if p.where == "customer.shout" and p.severity == "error"]
    assert "['first']" in refused.mend
