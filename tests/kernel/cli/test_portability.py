"""Port and import by command: one file, checked, and all of it or nothing."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.kernel.cli.shop import SCHEMA, TODAY, Shop, said
from tests.kernel.cli.test_bad_input import assert_refused

Capture = pytest.CaptureFixture[str]


def empty(shop: Shop) -> str:
    """Another shop's database, without a customer."""
    path = shop.folder / "leeg.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
    return f"sqlite:///{path}"


def ported(shop: Shop, capsys: Capture, name: str, url: str, *more: str) -> Path:
    path = shop.folder / name
    options = shop.options(on=TODAY, store=url)
    done = said(capsys, "port", *options, "--subject", "person:1", "--output", path, *more)
    assert (done.code, done.out) == (0, "")
    return path


def test_the_promise_goes_to_an_empty_shop_and_back(shop: Shop, capsys: Capture) -> None:
    before, url = shop.database.read_bytes(), empty(shop)
    file = ported(shop, capsys, "mee.zip", shop.url, "--wide")
    assert shop.database.read_bytes() == before
    options = shop.options(on=TODAY, store=url)
    dry = said(capsys, "import", file, *options, "--dry-run", "--json")
    assert (dry.code, dry.json["rows"]) == (0, {"customer": 1, "note": 1})
    shown = said(capsys, "import", file, *options)
    assert (shown.code, shown.out.splitlines()[-1]) == (0, "2 rows taken in.")
    again = ported(shop, capsys, "weer.zip", url, "--wide")
    assert ZipFile(again).read("data.json") == ZipFile(file).read("data.json")
    assert_refused(said(capsys, "import", file, *options), "is here already", "empty database")


def test_article_20_leaves_out_what_rests_on_an_interest(shop: Shop, capsys: Capture) -> None:
    path = shop.folder / "mee.zip"
    found = said(capsys, "port", *shop.options(on=TODAY), "--subject", "person:1", "--output", path)
    assert found.code == 0
    assert "--wide ports all" in found.err
    assert json.loads(ZipFile(path).read("data.json"))["tables"] == {}
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_no_portable_file_or_does_not_fit_is_refused(shop: Shop, capsys: Capture) -> None:
    options = shop.options(on=TODAY, store=empty(shop))
    assert_refused(said(capsys, "import", shop.folder / "weg.zip", *options), "weg.zip", "No such file")
    assert_refused(said(capsys, "import", shop.folder / "datamap.toml", *options), "no ported data")
    file = ported(shop, capsys, "mee.zip", shop.url, "--wide")
    shop.replace("datamap.toml", 'name = "winkel"', 'name = "kantoor"')
    assert_refused(said(capsys, "import", file, *options), "winkel", "kantoor")
    port = ["port", *shop.options(on=TODAY)]
    assert_refused(said(capsys, *port, "--subject", "person:1"), "--output")
    assert_refused(said(capsys, *port, "--subject", "robot:1", "--output", shop.folder / "x.zip"), "robot")
    assert_refused(said(capsys, *port, "--subject", "person:1", "--output", shop.folder), "is no file")
    assert not (shop.folder / "x.zip").exists()
