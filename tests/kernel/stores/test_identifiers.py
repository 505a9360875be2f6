"""Identifiers on file lead to whoever they were at the moment, on every database; aliases become one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from grondslag.datamap.identifiers import Identifier, identifier
from grondslag.datamap.model import Column, DataMap, Subject, Table
from grondslag.law.facts import Consent, Facts
from grondslag.stores import facts as fact_tables
from grondslag.stores import identifiers
from grondslag.stores.identifiers import JointIdentifier
from tests.databases import KINDS
from tests.kernel.stores.connected import connected

ZONE = ZoneInfo("Europe/Amsterdam")
BEFORE, NOW = datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
ONE, TWO, THREE = ("person", "1"), ("person", "2"), ("lead", "x")
MAIL, PHONE = identifier("email:een@example.com"), identifier("phone:020 794 0800")
CUSTOMERS = (
    "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(99), phone VARCHAR(99))",
    "INSERT INTO customer VALUES (1, ' Een@Example.com', '020-7940800'), (2, 'twee@example.com', NULL), "
    "(3, NULL, '+31 20 794 0800')",
)
MAP = DataMap(
    name="shop",
    zone="Europe/Amsterdam",
    subjects=(
        Subject(kind="person", table="customer", key="id", identifiers=(("email", "email"), ("phone", "phone"))),
    ),
    tables=(Table(name="customer", key=("id",), columns=(Column(name="id", plain="key"),)),),
)


@pytest.mark.parametrize("kind", KINDS)
def test_an_identifier_leads_to_whoever_had_it_then(kind: str) -> None:
    first = Identifier("phone", PHONE.value, until=NOW)
    second = Identifier("phone", PHONE.value, since=NOW)
    with connected(kind) as connection:
        for _ in range(2):
            identifiers.register(connection, {ONE: [first, MAIL], TWO: [second]})
        assert identifiers.resolve(connection, [PHONE], BEFORE).among() == {ONE}
        assert identifiers.resolve(connection, [PHONE], NOW).among() == {TWO}
        assert identifiers.of(connection, ONE) == (MAIL, first)
        assert identifiers.of(connection, ONE, NOW) == (MAIL,)
        assert identifiers.resolve(connection, [identifier("email:niemand@example.com")], NOW).among() == frozenset()
        assert identifiers.forget(connection, ONE) == 2
        assert identifiers.resolve(connection, [MAIL], NOW).people == ()


@pytest.mark.parametrize("kind", KINDS)
def test_one_accent_is_not_another(kind: str) -> None:
    with connected(kind) as connection:
        identifiers.register(connection, {ONE: [identifier("username:rene")], TWO: [identifier("username:ren\u00e9")]})
        assert identifiers.resolve(connection, [identifier("username:RENE")], NOW).among() == {ONE}


@pytest.mark.parametrize("kind", KINDS)
def test_an_identifier_of_two_is_joint_until_one_is_confirmed(kind: str) -> None:
    with connected(kind) as connection:
        identifiers.register(connection, {ONE: [PHONE], THREE: [PHONE]})
        found = identifiers.resolve(connection, [PHONE], NOW)
        assert found.joint
        with pytest.raises(JointIdentifier, match=r"fit 2 people \(lead:x, person:1\): confirm who is meant"):
            found.among()
        with pytest.raises(JointIdentifier, match="not among those"):
            found.among(frozenset({TWO}))
        assert found.among(frozenset({THREE})) == {THREE}


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_are_one_share_identifiers_and_facts_and_a_refusal_stands(kind: str) -> None:
    refused = Facts(consents=(Consent(at=BEFORE, purpose="P", given=False),))
    given = Facts(consents=(Consent(at=datetime(2025, 1, 1, tzinfo=UTC), purpose="P", given=True),))
    with connected(kind) as connection:
        fact_tables.record(connection, {ONE: refused, THREE: given}, ZONE)
        identifiers.register(connection, {ONE: [MAIL], THREE: [PHONE]})
        number = identifiers.merge(connection, ONE, THREE, NOW, ZONE)
        assert identifiers.aliases(connection, ONE) == {ONE, THREE}
        assert identifiers.merge(connection, THREE, ONE, NOW, ZONE) == number
        assert identifiers.resolve(connection, [MAIL, PHONE], NOW).among() == {ONE, THREE}
        known = fact_tables.load(connection, [ONE, THREE])
        assert known[ONE] == known[THREE]
        assert known[ONE].consented("P", 1, NOW) is None
        assert len(known[ONE].consents) == 3
        assert fact_tables.register(connection, [TWO])[TWO] == number + 1


@pytest.mark.parametrize("kind", KINDS)
def test_people_are_found_by_what_stands_in_their_rows_however_it_is_written(kind: str) -> None:
    with connected(kind, *CUSTOMERS) as connection:
        assert identifiers.gather(connection, MAP, [MAIL]) == {ONE: MAIL}
        assert identifiers.gather(connection, MAP, [PHONE]) == {ONE: PHONE, ("person", "3"): PHONE}
        assert identifiers.gather(connection, MAP, [identifier("kvk:12345678")]) == {}
        assert identifiers.in_row(connection, MAP, ONE) == (MAIL, PHONE)
