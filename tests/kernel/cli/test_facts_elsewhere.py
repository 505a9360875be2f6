"""The commands on a database that cannot hold the kernel's tables: facts and ledger are kept in another."""

from pathlib import Path

import pytest

from tests.kernel.cli.shop import TODAY, make, said

Capture = pytest.CaptureFixture[str]
OWN = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'grondslag%'"


def test_every_command_leaves_the_database_without_a_table_of_ours(tmp_path: Path, capsys: Capture) -> None:
    shop = make(tmp_path)
    kept = tmp_path / "facts.db"
    kept.touch()
    options = [*shop.options(on=TODAY), "--facts", f"sqlite:///{kept}"]
    assert said(capsys, "audit", *options).code == 1
    assert said(capsys, "sweep", *options).code == 0
    assert said(capsys, "audit", *options, "--sample", "50").code == 0
    receipt, ledger = tmp_path / "bewijs.json", tmp_path / "grootboek.jsonl"
    erased = said(capsys, "erase", *options, "--subject", "person:1", "--receipt", receipt, "--json")
    assert erased.json["rows"] == {"customer": 1, "note": 1}
    assert said(capsys, "access", *options, "--subject", "person:1").json["tables"] == []
    assert shop.query(OWN) == [(0,)]
    assert said(capsys, "ledger", "--store", f"sqlite:///{kept}", "--output", ledger).code == 0
    assert said(capsys, "verify", receipt, "--ledger", ledger).code == 0


def test_facts_are_not_kept_in_the_database_that_cannot_hold_them(tmp_path: Path, capsys: Capture) -> None:
    shop = make(tmp_path)
    found = said(capsys, "audit", *shop.options(), "--facts", shop.url)
    assert (found.code, found.out) == (2, "")
    assert "--facts names the database itself" in found.err
