"""What a person takes elsewhere, and what an empty database of each kind makes of it."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from grondslag.engine.intake import ImportRefused, Intake, ported
from grondslag.stores.port import StoreError
from tests.databases import KINDS
from tests.kernel.engine.ported import EXTRA, ROWS, port, world

SECOND = {"id": 2, "customer_id": 1, "product_id": 7, "replaces": 1, "wishes": "blauw"}


def fits(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value fits the parts of JSON Schema that the schema of ported data uses."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}
    names = schema.get("type", [])
    asked = [names] if isinstance(names, str) else names
    if asked and not any(value is None if n == "null" else isinstance(value, kinds[n]) for n in asked):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if isinstance(value, list):
        return all(fits(each, schema.get("items", {})) for each in value)
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        known = set(value) <= set(properties) or schema.get("additionalProperties", True)
        present = set(schema.get("required", ())) <= set(value)
        return known and present and all(fits(value[n], s) for n, s in properties.items() if n in value)
    return True


def member(file: BytesIO, name: str) -> Any:
    return json.loads(ZipFile(file).read(name))


@pytest.mark.parametrize("kind", KINDS)
def test_article_20_is_what_was_provided_under_consent_or_contract(kind: str) -> None:
    with world(kind) as (store, live):
        tables = ported(port(store, live))["tables"]
    assert {name: [set(row) for row in rows] for name, rows in tables.items()} == {
        "orders": 2 * [{"id", "customer_id", "product_id", "replaces", "wishes", "price", "gift", "ordered", "extra"}],
        "customer": [{"id", "name", "photo", "since"}],
        "product": [{"id", "title"}],
    }
    assert tables["orders"][1].items() >= SECOND.items()
    assert tables["product"] == [{"id": 7, "title": "Boek"}]
    assert tables["customer"][0]["photo"] == {"$base64": "AP8="}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("wide", "card"), [(False, {"note": "hallo", "size": 3}), (True, None)])
def test_json_is_ported_without_the_paths_that_are_not(kind: str, wide: bool, card: dict[str, object] | None) -> None:
    with world(kind) as (store, live):
        file = port(store, live, wide)
    found = ported(file)["tables"]["orders"][0]["extra"]
    assert (json.loads(found) if isinstance(found, str) else found) == json.loads(EXTRA) | (
        {"card": card} if card else {}
    )
    with world(kind, {}) as (store, live):
        Intake(store, live).run(ported(file))
        with store.transaction(write=False):
            assert next(store.rows("orders"))["extra/card/note"] == "hallo"


@pytest.mark.parametrize("kind", KINDS)
def test_the_promise_is_all_but_passwords_and_what_is_anothers(kind: str) -> None:
    with world(kind) as (store, live):
        data = ported(port(store, live, wide=True))
    tables = data["tables"]
    assert data["scope"] == "promise"
    assert [set(row) for row in tables["customer"]] == [{"id", "name", "phone", "photo", "since"}]
    assert tables["orders"][0]["iban"] == "NL01"
    assert tables["agreement"][0]["customer_id"] == 1
    assert tables["message"] == [
        {"id": 1, "sender": 1, "body": "van een"},
        {"id": 2, "receiver": 1, "remark": "over een"},
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wide", [True, False])
def test_ported_data_taken_into_an_empty_database_are_ported_alike(kind: str, wide: bool) -> None:
    told: list[tuple[str, Mapping[str, int]]] = []
    with world(kind) as (store, live):
        file = port(store, live, wide)
    data = ported(file)
    assert fits(member(file, "data.json"), member(file, "schema.json"))
    with world(kind, {}) as (store, live):
        assert Intake(store, live, rehearsed=True).run(data) == {n: len(rows) for n, rows in data["tables"].items()}
        assert ported(port(store, live, wide=True))["tables"] == {}
        rows = Intake(store, live, lambda kind, counts: told.append((kind, counts))).run(data)
        assert told == [("import", rows)]
        assert ported(port(store, live, wide=True))["tables"] == data["tables"]
        secrets = [row["secret"] for row in store.rows("customer")]
    assert [secret[:7] for secret in secrets] == ["erased-"]
    assert "hash-1" not in ZipFile(file).read("data.json").decode()


def test_the_schema_can_be_broken_and_names_categories_and_types() -> None:
    with world("sqlite") as (store, live):
        file = port(store, live)
    data, schema = member(file, "data.json"), member(file, "schema.json")
    name = schema["properties"]["tables"]["properties"]["customer"]["items"]["properties"]["name"]
    assert (name["x-category"], name["x-type"], name["title"]) == ("name", "VARCHAR(40)", "Name")
    for broken in (
        data | {"version": 2},
        data | {"tables": {"customer": [{"id": 1, "name": 5}]}},
        data | {"tables": {"customer": [{"name": "x"}]}},
        data | {"tables": {"stranger": []}},
    ):
        assert not fits(broken, schema)


def test_rows_that_are_there_are_refused_and_nothing_changes() -> None:
    with world("sqlite") as (store, live):
        data = ported(port(store, live, wide=True))
        with pytest.raises(ImportRefused, match=r"orders 1 is here already|agreement 1 is here already|message 1"):
            Intake(store, live).run(data)
        assert len(list(store.rows("orders"))) == len(ROWS["orders"])


def test_a_row_that_is_suppressed_stops_the_whole_import() -> None:
    with world("sqlite") as (store, live):
        data = ported(port(store, live))

    def asked(table: str, row: Mapping[str, object]) -> str:
        return "an objection stands" if table == "customer" and row["name"] == "=Een" else ""

    with world("sqlite", {}) as (store, live):
        with pytest.raises(ImportRefused, match="customer is not taken in: an objection stands"):
            Intake(store, live, suppressed=asked).run(data)
        assert list(store.rows("product")) == []


def test_a_reference_to_a_row_that_is_nowhere_takes_nothing_in() -> None:
    with world("sqlite") as (store, live):
        data = ported(port(store, live))
    del data["tables"]["product"]
    with world("sqlite", {}) as (store, live):
        with pytest.raises(StoreError, match="FOREIGN KEY"):
            Intake(store, live).run(data)
        assert list(store.rows("customer")) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"datamap": "another"}, "another"),
        ({"tables": {"stranger": []}}, "stranger"),
        ({"tables": []}, "no tables"),
        ({"tables": {"customer": [{"name": "x"}]}}, "no key"),
        ({"tables": {"customer": [{"id": 1, "shoe": 1}]}}, "a column"),
        ({"tables": {"customer": ["x"]}}, "no key"),
        ({"tables": {"customer": [{"id": 1, "photo": {"$base64": "?"}}]}}, "base64"),
        ({"tables": {"product": [{"id": 1}]}}, "demands a value"),
    ],
)
def test_data_that_do_not_fit_are_refused(change: dict[str, Any], words: str) -> None:
    with world("sqlite", {}) as (store, live):
        data = {"datamap": "ported", "tables": {}} | change
        with pytest.raises(ImportRefused, match=words):
            Intake(store, live).run(data)


def test_an_archive_that_is_not_as_sealed_is_refused() -> None:
    with world("sqlite") as (store, live):
        file = port(store, live)
    ported(file)
    for name in ("data.json", "tables/customer.csv", "schema.json"):
        broken = BytesIO()
        with ZipFile(file) as good, ZipFile(broken, "w") as bad:
            for each in good.namelist():
                bad.writestr(each, good.read(each) + (b" " if each == name else b""))
        with pytest.raises(ImportRefused, match=name):
            ported(broken)
    for rubbish in (b"", b"PK\x03\x04 and no more", b"text"):
        with pytest.raises(ImportRefused, match="no ported data"):
            ported(BytesIO(rubbish))
