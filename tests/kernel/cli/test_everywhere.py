"""The commands over several stores: one file names them, and a request that stays open is finished by asking again."""

import json
from pathlib import Path

import pytest

from tests.kernel.cli.shop import TODAY, Shop, make, said

Capture = pytest.CaptureFixture[str]
WHO = ["--identifier", "email: K1@Example.net", "--on", TODAY]


def two_shops(folder: Path) -> tuple[Shop, Shop, list[str]]:
    """A web shop and a shop in town, each with its own datamap, and the options that name them and the statement."""
    shops = []
    for name in ("web", "town"):
        (folder / name).mkdir()
        shop = make(folder / name)
        shop.replace("datamap.toml", 'key = "id" }', 'key = "id", identifiers = { email = "email" } }')
        shops.append(shop)
    (folder / "stores.toml").write_text(
        'suppression_key = "suppression.key"\n'
        + "".join(
            f'[stores.{s.folder.name}]\nurl = "{s.url}"\ndatamap = "{s.folder.name}/datamap.toml"\n' for s in shops
        ),
        encoding="utf-8",
    )
    options = ["--statement", str(shops[0].folder / "verklaring.toml"), "--stores", str(folder / "stores.toml")]
    return shops[0], shops[1], options


def test_a_store_that_is_away_is_erased_by_the_same_command_later(tmp_path: Path, capsys: Capture) -> None:
    web, town, options = two_shops(tmp_path)
    away = town.database.rename(tmp_path / "away.db")
    command = ["everywhere", "erase", *options, *WHO, "--reference", "V-7"]
    first = said(capsys, *command, "--json")
    assert first.code == 1
    assert [(s["store"], s["state"]) for s in first.json["stores"]] == [("web", "done"), ("town", "failed")]
    assert "no database file" in first.json["stores"][1]["why"]
    assert web.query("SELECT count(*) FROM customer WHERE id = 1") == [(0,)]
    away.rename(town.database)
    again = said(capsys, *command, "--json")
    assert (again.code, [s["state"] for s in again.json["stores"]]) == (0, ["skipped", "done"])
    receipts = sorted(tmp_path.glob("receipt-*.json"))
    assert [path.name for path in receipts] == ["receipt-V-7-town.json", "receipt-V-7-web.json"]
    assert {json.loads(path.read_text())["content"]["reference"] for path in receipts} == {"V-7"}
    ledger = tmp_path / "grootboek.jsonl"
    assert said(capsys, "ledger", "--store", town.url, "--output", ledger).code == 0
    assert said(capsys, "verify", receipts[0], "--ledger", ledger).code == 0
    shown = said(capsys, *command)
    assert (shown.code, shown.out.count("skipped")) == (0, 2)
    assert web.query("SELECT count(*) FROM grondslag_erasure") == [(1,)]


def test_access_gathers_what_every_store_holds(tmp_path: Path, capsys: Capture) -> None:
    web, _, options = two_shops(tmp_path)
    found = said(capsys, "everywhere", "access", *options, *WHO)
    assert found.code == 0
    assert [(s["store"], s["subjects"], len(s["reports"][0]["tables"])) for s in found.json["stores"]] == [
        ("web", ["person:1"], 2),
        ("town", ["person:1"], 2),
    ]
    web.query("UPDATE customer SET email = 'k1@example.net' WHERE id = 2")
    joint = said(capsys, "everywhere", "access", *options, *WHO)
    assert (joint.code, joint.json["stores"][0]["state"]) == (1, "joint")
    confirmed = said(capsys, "everywhere", "access", *options, *WHO, "--confirm", "web:person:2")
    assert (confirmed.code, confirmed.json["stores"][0]["subjects"]) == (0, ["person:2"])


@pytest.mark.parametrize(
    ("old", "new", "said_of_it"),
    [
        ("[stores.web]", "[stores.web]\npassword = 'x'", "stores.web has an unknown «password»"),
        ("suppression_key", "key", "the file has an unknown «key»"),
        ("[stores.web]\nurl", "[stores.web]\n#url", "stores.web.url is missing"),
        ("web/datamap.toml", "web/verklaring.toml", "unknown"),
        ("[stores.web]", "[stores.web", "is no TOML"),
    ],
)
def test_a_mistake_in_the_file_is_one_sentence_and_nothing_is_done(
    old: str, new: str, said_of_it: str, tmp_path: Path, capsys: Capture
) -> None:
    web, town, options = two_shops(tmp_path)
    path = tmp_path / "stores.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = said(capsys, "everywhere", "erase", *options, *WHO, "--reference", "V-7")
    assert (found.code, found.out) == (2, "")
    assert said_of_it in found.err
    assert "Traceback" not in found.err
    assert len(web.query("SELECT * FROM customer")) == len(town.query("SELECT * FROM customer")) == 8


@pytest.mark.parametrize(
    ("options", "said_of_it"),
    [
        (["--identifier", "email:geheim", "--reference", "V"], "no such identifier"),
        (["--identifier", "naam:x", "--reference", "V"], "no kind of identifier"),
        (["--identifier", "email:a@example.com", "--reference", "../V"], "--reference names files"),
        (
            ["--identifier", "email:a@example.com", "--reference", "V", "--confirm", "x:person:1"],
            "--confirm x:person:1",
        ),
    ],
)
def test_options_that_lead_nowhere_are_told(
    options: list[str], said_of_it: str, tmp_path: Path, capsys: Capture
) -> None:
    _, _, common = two_shops(tmp_path)
    found = said(capsys, "everywhere", "erase", *common, *options)
    assert (found.code, found.out) == (2, "")
    assert said_of_it in found.err
    assert "geheim" not in found.err
