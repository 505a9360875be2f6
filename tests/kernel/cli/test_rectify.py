"""Rectification by command: the person's own cells and no other, of the right type, with whoever must be told."""

import pytest

from tests.kernel.cli.shop import TODAY, Shop, said
from tests.kernel.cli.test_bad_input import assert_refused

Capture = pytest.CaptureFixture[str]
ONE = ["--subject", "person:1"]


def everything(shop: Shop) -> list[tuple[object, ...]]:
    return shop.query("SELECT * FROM customer") + shop.query("SELECT * FROM note")


def test_a_correction_changes_one_cell_and_names_whom_to_tell(shop: Shop, capsys: Capture) -> None:
    before = everything(shop)
    options = [*shop.options(on=TODAY), *ONE, "--set", "customer.email=nieuw=goed@example.net"]
    dry = said(capsys, "rectify", *options, "--dry-run", "--json")
    assert (dry.code, everything(shop)) == (0, before)
    done = said(capsys, "rectify", *options, "--json").json
    assert done["cells"] == dry.json["cells"] == {"customer.email": 1}
    assert done["tell"] == [{"purpose": "I.A", "recipient": "Bezorger B.V."}]
    changed = [(old, new) for old, new in zip(before, everything(shop), strict=True) if old != new]
    assert [new for _, new in changed] == [(1, "Klant 1", "nieuw=goed@example.net", "06-1", "2026-11-01")]
    assert (shop.recorded("customer.email"), shop.query("SELECT kind FROM grondslag_ledger")) == (1, [("rectify",)])
    again = said(capsys, "rectify", *options, "--json")
    assert again.json["cells"] == {}
    assert "holds that value already" in again.err


def test_a_gap_is_filled_and_a_second_row_is_named(shop: Shop, capsys: Capture) -> None:
    shop.query("INSERT INTO note VALUES (90, 1, NULL, '2026-11-01')")
    options = [*shop.options(on=TODAY), *ONE, "--set", "note.body=alsnog"]
    shop.query("UPDATE customer SET phone = NULL WHERE id = 1")
    assert_refused(said(capsys, "rectify", *options), "several rows", "--row: 1; 90")
    shown = said(capsys, "rectify", *options, "--row", "90")
    assert "1 cells corrected." in shown.out
    assert shop.query("SELECT id, body FROM note WHERE customer_id = 1") == [(1, "gesprek 1"), (90, "alsnog")]
    filled = said(capsys, "rectify", *shop.options(on=TODAY), *ONE, "--set", "customer.phone=06-9", "--json").json
    assert (filled["cells"], filled["tell"]) == ({"customer.phone": 1}, [])


def test_what_refers_by_the_old_address_is_corrected_with_it_unless_it_is_anothers_too(
    shop: Shop, capsys: Capture
) -> None:
    shop.query("CREATE TABLE letter (id INTEGER PRIMARY KEY, email TEXT, seen_on TEXT)")
    shop.query("INSERT INTO letter VALUES (1, ' K1@example.net', '2026-11-01'), (2, 'k2@example.net', '2026-11-01')")
    with (shop.folder / "datamap.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[tables.letter]\nkey = ["id"]\nevents.last_contact = "seen_on"\nuses."I.A" = ["reader"]\n'
            'columns = { id = { plain = "key" }, email = { link = "reader" }, seen_on = { plain = "event" } }\n'
            'links.reader = { subject = "person", via = "email ~ customer.email" }\n'
        )
    options = [*shop.options(on=TODAY), *ONE, "--json"]
    done = said(capsys, "rectify", *options, "--set", "customer.email=een@example.net").json
    assert done["cells"] == {"customer.email": 1, "letter.email": 1}
    shop.query("UPDATE customer SET email = 'een@example.net' WHERE id = 2")
    alone = said(capsys, "rectify", *options, "--set", "customer.email=k1@example.net").json
    assert alone["cells"] == {"customer.email": 1}
    assert shop.query("SELECT email FROM letter ORDER BY id") == [("een@example.net",), ("k2@example.net",)]


def test_a_copy_follows(shop: Shop, capsys: Capture) -> None:
    shop.query("CREATE VIRTUAL TABLE note_search USING fts5(body, content=note, content_rowid=id)")
    with (shop.folder / "datamap.toml").open("a", encoding="utf-8") as file:
        file.write('[copies]\nnote_search = { of = "note", columns = ["body"] }\n')
    done = said(capsys, "rectify", *shop.options(on=TODAY), *ONE, "--set", "note.body=rectificatie", "--json").json
    found = "SELECT rowid FROM note_search WHERE note_search MATCH '{}'"
    assert (shop.query(found.format("rectificatie")), len(shop.query(found.format("gesprek")))) == ([(1,)], 7)
    assert "full-text index note_search rebuilt and optimised" in done["cleared"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (["customer.email"], "table.column=value"),
        (["email=x"], "table.column=value"),
        (["customer.emial=x"], "no such column"),
        (["klant.email=x"], "no such column"),
        (["customer.id=7"], "part of the key"),
        (["note.customer_id=2"], "whose the row is"),
        (["customer.seen_on=2026-01-01"], "not personal"),
        (["customer.email="], "erasure"),
        (["customer.name=erased-1"], "erasure"),
        (["customer.email=x", "customer.email=y"], "twice"),
        (["customer.email=x", "--row", "2"], "no row 2"),
        (["customer.email=x", "note.body=y", "--row", "1"], "command of its own"),
    ],
)
def test_what_is_no_correction_of_the_persons_own_is_refused(
    change: list[str], words: str, shop: Shop, capsys: Capture
) -> None:
    before = everything(shop)
    row = change.index("--row") if "--row" in change else len(change)
    sets = [part for each in change[:row] for part in ("--set", each)]
    assert_refused(said(capsys, "rectify", *shop.options(on=TODAY), *ONE, *sets, *change[row:]), words)
    assert everything(shop) == before
    assert_refused(said(capsys, "rectify", *shop.options(on=TODAY), *ONE), "--set")


def test_one_bad_value_changes_none(shop: Shop, capsys: Capture) -> None:
    shop.query("ALTER TABLE customer ADD COLUMN size INTEGER")
    shop.replace("datamap.toml", 'phone = "phone"', 'phone = "phone"\nsize = "interest"')
    before = everything(shop)
    sets = ["--set", "customer.email=goed@example.net", "--set", "customer.size=groot"]
    assert_refused(said(capsys, "rectify", *shop.options(on=TODAY), *ONE, *sets), "customer.size", "whole number")
    assert everything(shop) == before


def test_an_immutable_column_is_corrected_by_a_row_beside_it(shop: Shop, capsys: Capture) -> None:
    shop.replace("datamap.toml", 'body = "message"', 'body = { category = "message", immutable = true }')
    options = [*shop.options(on=TODAY), *ONE, "--set", "note.body=anders"]
    assert_refused(said(capsys, "rectify", *options), "immutable", "append")
    shop.replace("datamap.toml", 'id = { plain = "surrogate key" }', 'id = { plain = "key", immutable = true }')
    assert_refused(said(capsys, "rectify", *options), "'immutable' belongs to a column with a category")


def test_what_the_database_forbids_is_said_and_rolled_back(shop: Shop, capsys: Capture) -> None:
    shop.query("CREATE UNIQUE INDEX one_address ON customer (email)")
    before = everything(shop)
    options = [*shop.options(on=TODAY), *ONE, "--set", "note.body=x", "--set", "customer.email=k2@example.net"]
    assert_refused(said(capsys, "rectify", *options), "UNIQUE", "customer.email")
    assert everything(shop) == before
    assert shop.query("SELECT * FROM grondslag_ledger") == []
