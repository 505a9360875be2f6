"""The command forecast, the draft that it tries, and the approval that limits a sweep."""

import json
from pathlib import Path

import pytest

from tests.kernel.cli.shop import STATEMENT, TODAY, Shop, said

Capture = pytest.CaptureFixture[str]


def approve(shop: Shop, capsys: Capture, until: str = "2026-12-31", *more: str) -> Path:
    """An approved forecast of the shop, in a file."""
    limit = shop.folder / "grens.json"
    options = [*shop.options(on=TODAY), "--approve", "--by", "Functionaris", "--until", until, "--output", limit]
    assert said(capsys, "forecast", *options, *more).code == 0
    return limit


def drafted(shop: Shop, old: str, new: str) -> Path:
    """The shop's statement with one thing changed."""
    assert old in STATEMENT
    path = shop.folder / "concept.toml"
    path.write_text(STATEMENT.replace(old, new), encoding="utf-8")
    return path


def test_it_tells_what_is_due_and_what_goes_in_which_month(shop: Shop, capsys: Capture) -> None:
    before = shop.database.read_bytes()
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--months", "13", "--format", "json").json
    assert (found["overdue"]["cells"], found["overdue"]["rows"]) == (7 * 5 + 1, {"customer": 7, "note": 7})
    assert found["overdue"]["people"]["total"] == 8
    # Seen on 1 November 2026, customer 1 is kept for a year from then, and the phone number is due already.
    months = {month["month"]: month["gone"] for month in found["months"]}
    assert [month for month, gone in months.items() if gone["cells"]] == ["2027-11"]
    last = months["2027-11"]
    assert last["columns"] == {"customer.email": 1, "customer.name": 1, "note.body": 1, "note.customer_id": 1}
    assert (last["purposes"], last["rows"]) == ({"I.A": 4}, {"customer": 1, "note": 1})
    assert last["people"]["kinds"] == {"person": 1}
    assert (found["months"][0]["from"], found["months"][0]["through"]) == (TODAY, "2026-11-30")
    assert found["people"]["total"] == 8
    assert shop.database.read_bytes() == before


def test_what_ends_with_the_last_day_of_a_month_goes_in_the_next(shop: Shop, capsys: Capture) -> None:
    shop.query("UPDATE customer SET seen_on = '2025-11-30' WHERE id = 1")
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--months", "2", "--format", "json").json
    assert [month["gone"]["columns"].get("customer.name", 0) for month in found["months"]] == [0, 1]


def test_people_read_a_bar_for_each_month(shop: Shop, capsys: Capture) -> None:
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--months", "13")
    assert "\x1b" not in found.out
    assert max(map(len, found.out.splitlines())) <= 80
    for words in (
        "already due",
        "2027-11",
        "#" * 20,
        "I.A",
        "36 cells must go at the next sweep, and 4 more",
        "8 people",
    ):
        assert words in found.out, words
    output = shop.folder / "vooruit.txt"
    assert said(capsys, "forecast", *shop.options(on=TODAY), "--months", "13", "--output", output).out == ""
    assert output.read_text(encoding="utf-8") == found.out


def test_a_draft_tells_what_it_would_erase_and_let_stay(shop: Shop, capsys: Capture) -> None:
    shorter = drafted(shop, '  { label = "E-mailadres", category = "email" },\n', "")
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--draft", shorter, "--format", "json").json["draft"]
    assert found["erased"]["columns"] == {"customer.email": 1}
    assert (found["erased"]["purposes"], found["erased"]["people"]["kinds"]) == ({"I.A": 1}, {"person": 1})
    assert found["allowed"]["cells"] == 0

    longer = drafted(shop, "months = 12", "months = 120")
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--draft", longer, "--format", "json").json["draft"]
    assert found["erased"]["cells"] == 0
    assert (found["allowed"]["cells"], found["allowed"]["rows"]) == (4 * 7, {"customer": 7, "note": 7})
    assert found["allowed"]["people"]["columns"]["customer.name"] == 7
    text = said(capsys, "forecast", *shop.options(on=TODAY), "--draft", longer)
    assert "let stay 28 cells of 7 people that must go now" in " ".join(text.out.split())


def test_a_sweep_within_its_limit_is_carried_out(shop: Shop, capsys: Capture) -> None:
    limit = approve(shop, capsys)
    written = json.loads(limit.read_text(encoding="utf-8"))
    assert (written["approved_by"], written["margin_percent"]) == ("Functionaris", 10)
    assert written["foreseen"] == [
        {"table": "customer", "cells": 22, "rows": 7}, {"table": "note", "cells": 14, "rows": 7}
    ]  # fmt: skip
    assert said(capsys, "sweep", *shop.options(on=TODAY), "--limit", limit).code == 0
    assert shop.query("SELECT count(*) FROM customer") == [(1,)]


def test_a_sweep_beyond_its_limit_changes_nothing(shop: Shop, capsys: Capture) -> None:
    limit = approve(shop, capsys, "2026-12-31", "--margin", "0")
    shop.query("INSERT INTO note VALUES (90, 2, 'nog een', '2020-01-01')")
    before = shop.query("SELECT * FROM customer"), shop.query("SELECT * FROM note")
    for more in ([], ["--dry-run"]):
        found = said(capsys, "sweep", *shop.options(on=TODAY), "--limit", limit, *more)
        assert (found.code, found.out, found.err.count("\n")) == (1, "", 1)
        assert "note would lose 16 cells, and the approved limit is 14" in found.err
    assert (shop.query("SELECT * FROM customer"), shop.query("SELECT * FROM note")) == before


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('"cells": 22', '"cells": 9999', "was changed"),
        ('"until": "2026-12-31"', '"until": "2099-12-31"', "was changed"),
        ('"margin_percent": 10', '"margin_percent": 1000', "was changed"),
        ('"margin_percent": 10', '"margin_percent": -1', "margin_percent"),
        ('"database"', '"databank"', "database"),
        ("{", "", "no JSON"),
    ],
)
def test_a_limit_that_was_changed_is_refused(shop: Shop, capsys: Capture, old: str, new: str, word: str) -> None:
    limit = approve(shop, capsys)
    text = limit.read_text(encoding="utf-8")
    assert old in text
    limit.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert_refused(shop, capsys, limit, TODAY, word)


def test_a_limit_that_expired_or_is_of_something_else_is_refused(shop: Shop, capsys: Capture) -> None:
    limit = approve(shop, capsys)
    assert_refused(shop, capsys, limit, "2027-01-01", "expired on 2026-12-31")
    assert_refused(shop, capsys, shop.folder / "weg.json", TODAY, "No such file")
    shop.replace("verklaring.toml", "months = 12", "months = 6")
    assert_refused(shop, capsys, limit, TODAY, "another statement")
    shop.replace("verklaring.toml", "months = 6", "months = 12")
    shop.replace("datamap.toml", 'name = "winkel"', 'name = "magazijn"')
    assert_refused(shop, capsys, limit, TODAY, "magazijn")
    (shop.folder / "winkel.db.key.pem").unlink()
    assert_refused(shop, capsys, limit, TODAY, "--public-key")
    elsewhere = approve(shop, capsys, "2026-12-31", "--key", str(shop.folder / "ander.pem"))
    assert_refused(shop, capsys, elsewhere, TODAY, "--public-key")
    approve(shop, capsys)
    own = approve(shop, capsys, "2026-12-31", "--key", str(shop.folder / "ander.pem"))
    assert_refused(shop, capsys, own, TODAY, "another key")
    key = json.loads(own.read_text(encoding="utf-8"))["public_key"]
    found = said(capsys, "sweep", *shop.options(on=TODAY), "--limit", own, "--public-key", key)
    assert found.code == 0


def assert_refused(shop: Shop, capsys: Capture, limit: Path, on: str, *words: str) -> None:
    before = shop.database.read_bytes()
    found = said(capsys, "sweep", *shop.options(on=on), "--limit", limit)
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1), found
    assert all(word in found.err for word in words), found.err
    assert shop.database.read_bytes() == before


@pytest.mark.parametrize(
    ("more", "word"),
    [
        (["--months", "0"], "1"),
        (["--draft", "weg.toml"], "weg.toml"),
        (["--approve"], "--by NAME and --until DATE and --output FILE"),
        (["--approve", "--by", " ", "--until", "2026-12-01", "--output", "g.json"], "--by NAME"),
        (["--approve", "--by", "F", "--until", "2028-01-01", "--output", "g.json"], "--months"),
        (["--approve", "--by", "F", "--until", "2026-11-22", "--output", "g.json"], "outside"),
        (["--approve", "--by", "F", "--until", "2026-12-01", "--output", "g.json", "--draft", "x.toml"], "--draft"),
    ],
)
def test_what_cannot_be_foretold_or_approved_is_said(
    shop: Shop, capsys: Capture, monkeypatch: pytest.MonkeyPatch, more: list[str], word: str
) -> None:
    monkeypatch.chdir(shop.folder)
    found = said(capsys, "forecast", *shop.options(on=TODAY), *more)
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert word in found.err
    assert not (shop.folder / "g.json").exists()


def test_a_draft_that_does_not_fit_the_datamap_is_refused(shop: Shop, capsys: Capture) -> None:
    renamed = drafted(shop, 'id = "I.A"', 'id = "I.B"')
    found = said(capsys, "forecast", *shop.options(on=TODAY), "--draft", renamed)
    assert found.code == 2
    assert "concept.toml" in found.err
