"""The commands on a database, from an unlawful shop to a lawful one, with proof."""

import contextlib
import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.kernel.cli.shop import TODAY, Shop, said

Capture = pytest.CaptureFixture[str]


def test_the_audit_counts_what_must_go(shop: Shop, capsys: Capture) -> None:
    found = said(capsys, "audit", *shop.options(on=TODAY), "--json", "--sample", "4")
    assert found.code == 1
    total = found.json["total"]
    # One customer is lawful but for the phone number, which no purpose lists; the other seven go as a whole.
    assert (total["judged"], total["lawful"], total["unlawful"]) == (8 * 5, 4, 7 * 5 + 1)
    assert found.json["columns"]["customer.phone"]["unlawful"] == 8
    assert found.json["sample"] == {"cells": 4 // 2 * 3 + 4 // 2 * 2, "disagreements": []}
    assert found.json["plain"]["customer.id"] == "surrogate key"
    assert found.json["statement"]["version"] == "1.0"


def test_the_audit_prints_every_count_plainly(shop: Shop, capsys: Capture) -> None:
    shop.query("CREATE TABLE letter (id INTEGER PRIMARY KEY)")
    shop.query("INSERT INTO note VALUES (90, NULL, 'van niemand', NULL)")
    found = said(capsys, "audit", *shop.options(on=TODAY), "--sample", "4")
    assert found.code == 1
    assert "\x1b" not in found.out
    assert max(map(len, found.out.splitlines())) <= 80
    for words in ("judged", "lawful", "unlawful", "due", "nobody's", "held", "restricted", "rows linked to nobody",
                  "rows without the event of a term", "Plain columns", "surrogate key", "Unmapped tables", "letter",
                  "none disagrees", "36 unlawful cells."):  # fmt: skip
        assert words in found.out, words


def test_the_sweep_makes_the_shop_lawful_once(shop: Shop, capsys: Capture) -> None:
    before = shop.database.read_bytes()
    dry = said(capsys, "sweep", *shop.options(on=TODAY), "--dry-run", "--json")
    assert (dry.code, dry.json["rows"]) == (0, {"customer": 7, "note": 7})
    assert shop.database.read_bytes() == before

    done = said(capsys, "sweep", *shop.options(on=TODAY), "--json")
    assert done.code == 0
    assert (done.json["cells"], done.json["rows"]) == (dry.json["cells"], dry.json["rows"])
    assert shop.query("SELECT * FROM customer") == [(1, "Klant 1", "k1@example.net", None, "2026-11-01")]
    assert shop.query("SELECT * FROM note") == [(1, 1, "gesprek 1", "2026-11-01")]
    assert (shop.recorded("customer"), shop.recorded("customer.phone"), shop.recorded("note")) == (7, 8, 7)

    assert said(capsys, "audit", *shop.options(on=TODAY)).code == 0
    again = said(capsys, "sweep", *shop.options(on=TODAY), "--json")
    assert (again.code, again.json["cells"], again.json["rows"]) == (0, {}, {})
    shown = said(capsys, "sweep", *shop.options(on=TODAY))
    assert "0 cells erased" in shown.out


def test_on_moves_the_day(shop: Shop, capsys: Capture) -> None:
    later = said(capsys, "audit", *shop.options(on="2028-01-01"), "--json")
    assert later.json["total"]["lawful"] == 0


def test_an_erasure_leaves_a_receipt_that_verifies(shop: Shop, capsys: Capture) -> None:
    receipt, ledger = shop.folder / "bewijs.json", shop.folder / "grootboek.jsonl"
    options = [*shop.options(on=TODAY), "--subject", "person:1"]
    dry = said(capsys, "erase", *options, "--dry-run", "--json")
    assert (dry.code, dry.json["rows"], dry.json["stays"]) == (0, {"customer": 1, "note": 1}, [])
    assert len(shop.query("SELECT * FROM customer")) == 8

    done = said(capsys, "erase", *options, "--receipt", receipt, "--reference", "V-7", "--json")
    assert (done.code, done.json["rows"]) == (0, dry.json["rows"])
    assert shop.query("SELECT count(*) FROM customer WHERE id = 1") == [(0,)]
    key = shop.folder / "winkel.db.key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    written = json.loads(receipt.read_text(encoding="utf-8"))
    assert written["content"]["reference"] == "V-7"
    assert {(part["table"], part["column"]) for part in written["content"]["gone"]} == {
        *(("customer", name) for name in ("name", "email", "phone")), ("note", "customer_id"), ("note", "body"),
    }  # fmt: skip

    exported = said(capsys, "ledger", "--store", shop.url, "--output", ledger)
    head = exported.err.split()[-1]
    checks = ["--ledger", ledger, "--public-key", done.json["public_key"], "--head", head]
    verdict = said(capsys, "verify", receipt, *checks)
    assert (verdict.code, verdict.out.splitlines()[-1]) == (0, "Valid.")
    receipt.write_text(json.dumps(written).replace("V-7", "V-8"), encoding="utf-8")
    assert said(capsys, "verify", receipt, *checks).code == 1


def test_an_erasure_keeps_what_a_law_keeps(shop: Shop, capsys: Capture) -> None:
    shop.replace("verklaring.toml", "months = 12, reason", 'months = 12, law = "AWR art. 52(4)", reason')
    found = said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:1", "--json", "--dry-run")
    assert {(each["place"], each["law"], each["until"]) for each in found.json["stays"]} == {
        (place, "AWR art. 52(4)", "2027-11-01")
        for place in ("customer.name", "customer.email", "note.customer_id", "note.body")
    }
    shown = said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:1", "--dry-run")
    assert "AWR art. 52(4)" in shown.out
    assert "2027-11-01" in shown.out


def test_a_receipt_is_never_overwritten(shop: Shop, capsys: Capture) -> None:
    receipt = shop.folder / "bewijs.json"
    receipt.write_text("een ander bewijs", encoding="utf-8")
    found = said(capsys, "erase", *shop.options(), "--subject", "person:1", "--receipt", receipt)
    assert (found.code, found.out) == (2, "")
    assert "never overwritten" in found.err
    assert shop.query("SELECT count(*) FROM customer WHERE id = 1") == [(1,)]


def test_access_tells_all_and_writes_nothing(shop: Shop, capsys: Capture, tmp_path: Path) -> None:
    before = shop.database.read_bytes()
    options = [*shop.options(on=TODAY), "--subject", "person:1"]
    found = said(capsys, "access", *options)
    assert found.code == 0
    assert [part["table"] for part in found.json["tables"]] == ["customer", "note"]
    page = tmp_path / "inzage.html"
    assert said(capsys, "access", *options, "--format", "html", "--output", page).code == 0
    html = page.read_text(encoding="utf-8")
    for words in ("Klanten bedienen", "Klant 1", "k1@example.net", "gesprek 1", "tot en met 1 november 2027",
                  "Klanten helpen", "Bezorger B.V.", "Van een ander (beurs)", "Gegevens die weg moeten", "06-1",
                  "privacy@winkel.example", "Autoriteit Persoonsgegevens"):  # fmt: skip
        assert words in html, words
    assert "Klant 2" not in html
    assert shop.database.read_bytes() == before
    nobody = said(capsys, "access", *shop.options(), "--subject", "person:999")
    assert (nobody.code, nobody.json["tables"]) == (0, [])
    assert "nothing is held" in nobody.err


def test_an_erasure_of_nobody_says_so(shop: Shop, capsys: Capture) -> None:
    for dry_run in (["--dry-run"], []):
        nobody = said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:999", *dry_run)
        assert nobody.code == 0
        assert "nothing is held of person:999" in nobody.err
    known = said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:1", "--dry-run")
    assert "nothing is held" not in known.err


def test_a_read_only_database_is_audited_and_not_swept(shop: Shop, capsys: Capture) -> None:
    read_only = f"sqlite:///file:{shop.database}?mode=ro&uri=true"
    assert said(capsys, "audit", *shop.options(store=read_only, on=TODAY)).code == 1
    assert said(capsys, "access", *shop.options(store=read_only), "--subject", "person:1").code == 0
    before = shop.database.read_bytes()
    for command in (["sweep"], ["erase", "--subject", "person:1", "--receipt", shop.folder / "bewijs.json"]):
        found = said(capsys, *command, *shop.options(store=read_only))
        assert (found.code, found.out) == (2, "")
        assert "read-only" in found.err
    assert shop.database.read_bytes() == before
    assert not (shop.folder / "bewijs.json").exists()


def test_facts_are_taken_into_account(shop: Shop, capsys: Capture) -> None:
    """An objection stops the purpose: what only it kept has to go."""
    said(capsys, "sweep", *shop.options(on=TODAY))
    with closing(sqlite3.connect(shop.database)) as connection:
        connection.execute("INSERT INTO grondslag_subject (id, kind, key) VALUES (1, 'person', '1')")
        connection.execute(
            "INSERT INTO grondslag_objection (subject, at, source, purpose, state) "
            "VALUES (1, '2026-11-02 00:00:00.000000', '', 'I.A', 3)"
        )
        connection.commit()
    assert said(capsys, "audit", *shop.options(on=TODAY), "--json").json["total"]["unlawful"] == 4


def test_check_says_what_does_not_fit(shop: Shop, capsys: Capture) -> None:
    assert said(capsys, "check", *shop.options()).code == 0
    shop.query("ALTER TABLE note ADD COLUMN secret TEXT")
    found = said(capsys, "check", *shop.options(), "--json")
    assert found.code == 1
    assert [(p["severity"], p["where"]) for p in found.json if p["severity"] == "error"] == [("error", "note.secret")]
    shown = said(capsys, "check", *shop.options())
    assert "note.secret" in shown.out


def test_the_example_can_be_audited(tmp_path: Path, capsys: Capture) -> None:
    made = said(capsys, "example", tmp_path / "voorbeeld", "--people", "60", "--on", TODAY)
    assert made.code == 0
    assert "grondslag audit --statement" in made.out
    assert {path.name for path in (tmp_path / "voorbeeld").iterdir()} == {
        "legacy.db", "datamap.toml", "statement.toml"
    }  # fmt: skip
    folder = tmp_path / "voorbeeld"
    options = ["--statement", folder / "statement.toml", "--datamap", folder / "datamap.toml"]
    checked = said(capsys, "check", *options, "--store", f"sqlite:///{folder / 'legacy.db'}")
    assert checked.code == 0
    again = said(capsys, "example", tmp_path / "voorbeeld")
    assert again.code == 2
    assert "not empty" in again.err


def on_a_terminal(command: list[str | Path]) -> tuple[int, str, str]:
    """Runs a command whose standard error is a terminal: exit code, standard output, what the terminal got."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    assert process.stdout is not None
    out = process.stdout.read()
    process.stdout.close()
    got = b""
    # Reading the terminal's end after its last writer is gone raises EIO on Linux.
    with contextlib.suppress(OSError):
        while part := os.read(ours, 4096):
            got += part
    os.close(ours)
    return process.wait(), out.decode(), got.decode(errors="replace")


def test_progress_shows_on_a_terminal_only(shop: Shop) -> None:
    command: list[str | Path] = [sys.executable, "-m", "grondslag.cli.main", "audit", *shop.options(on=TODAY), "--json"]
    code, out, seen = on_a_terminal(command)
    assert (code, json.loads(out)["total"]["unlawful"]) == (1, 36)
    assert "auditing tables" in seen
    assert "2/2" in seen
    piped = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (piped.returncode, piped.stdout, piped.stderr) == (1, out, "")


def test_the_kernels_own_tables_are_a_part_of_the_count(shop: Shop, capsys: Capture) -> None:
    said(capsys, "sweep", *shop.options(on=TODAY))
    said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:1")
    clean = said(capsys, "audit", *shop.options(on=TODAY), "--json", "--sample", "9")
    own = clean.json["own"]
    # The subject's key, and the erasure's link and source.
    assert (clean.code, own["total"]["judged"], own["total"]["lawful"]) == (0, 3, 3)
    assert clean.json["total"] == own["total"]
    assert clean.json["sample"]["disagreements"] == []

    shop.query("UPDATE grondslag_subject SET retired = '2020-01-01 00:00:00.000000'")
    late = said(capsys, "audit", *shop.options(on=TODAY))
    assert late.code == 1
    assert "Of these in the kernel's own tables" in late.out
    assert "3 unlawful cells." in late.out
