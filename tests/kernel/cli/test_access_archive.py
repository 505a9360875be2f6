"""An access as a ZIP: complete, checkable, harmless in a spreadsheet, and written in bounded memory."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from grondslag.engine.access_archive import SHOWN
from tests.kernel.cli.shop import TODAY, Shop, said
from tests.kernel.cli.test_bad_input import assert_refused

Capture = pytest.CaptureFixture[str]
FORMULAS = ("=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\r\nx")


def archived(shop: Shop, capsys: Capture, subject: str = "person:1") -> ZipFile:
    path = shop.folder / "inzage.zip"
    done = said(capsys, "access", *shop.options(on=TODAY), "--subject", subject, "--format", "zip", "--output", path)
    assert (done.code, done.out) == (0, "")
    return ZipFile(path)


def sheet(archive: ZipFile, table: str) -> list[list[str]]:
    text = archive.read(f"tables/{table}.csv").decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_the_archive_has_the_report_for_programs_tables_and_people(shop: Shop, capsys: Capture) -> None:
    report = said(capsys, "access", *shop.options(on=TODAY), "--subject", "person:1").json
    archive = archived(shop, capsys)
    assert json.loads(archive.read("access.json")) == report
    assert sheet(archive, "customer") == [
        ["id", "name", "email", "phone"],
        ["1", "Klant 1", "k1@example.net", "06-1"],
    ]
    assert sheet(archive, "note") == [["id", "customer_id", "body"], ["1", "1", "gesprek 1"]]
    assert "Klanten bedienen" in archive.read("access.html").decode()
    assert Path(archive.filename or "").stat().st_mode & 0o777 == 0o600


def test_the_manifest_seals_every_other_member(shop: Shop, capsys: Capture) -> None:
    archive = archived(shop, capsys)
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["statement"]["version"], len(manifest["statement"]["hash"])) == ("1.0", 64)
    told = {each["name"]: (each["size"], each["sha256"]) for each in manifest["members"]}
    held = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    assert told == {name: (len(data), sha256(data).hexdigest()) for name, data in held.items()}


def test_a_sheet_runs_no_formula_and_the_report_has_every_value_as_it_is(shop: Shop, capsys: Capture) -> None:
    rows = [(100 + n, 1, text, TODAY) for n, text in enumerate(FORMULAS)]
    with closing(sqlite3.connect(shop.database)) as connection:
        connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", rows)
        connection.commit()
    archive = archived(shop, capsys)
    assert [row[2] for row in sheet(archive, "note")[2:]] == [f"'{text}" for text in FORMULAS]
    notes = json.loads(archive.read("access.json"))["tables"][1]["rows"]
    assert [row["cells"][1]["value"] for row in notes[1:]] == list(FORMULAS)
    assert b"\r\n" in archive.read("tables/note.csv")


def test_a_password_stands_in_no_file_of_an_archive(shop: Shop, capsys: Capture) -> None:
    shop.replace("datamap.toml", 'phone = "phone"', 'phone = "password"')
    archive = archived(shop, capsys)
    assert sheet(archive, "customer")[0] == ["id", "name", "email"]
    (row,) = json.loads(archive.read("access.json"))["tables"][0]["rows"]
    told = {cell["column"]: (cell["value"], cell.get("secret", False)) for cell in row["cells"]}
    assert told["phone"] == (None, True)  # that it is held is told, and what it is to nobody
    assert told["name"][0]


def test_a_page_has_the_first_rows_and_says_where_the_others_are(shop: Shop, capsys: Capture) -> None:
    filled(shop, {1: SHOWN + 5})
    page = archived(shop, capsys).read("access.html").decode()
    assert "nog 6, staan in het bestand tables/note.csv" in page
    assert f"regel {1000 + SHOWN - 2}<" in page
    assert f"regel {1000 + SHOWN - 1}<" not in page


def test_nobody_gets_an_archive_of_nothing(shop: Shop, capsys: Capture) -> None:
    archive = archived(shop, capsys, "person:99")
    assert archive.namelist() == ["access.json", "access.html", "manifest.json"]
    assert json.loads(archive.read("access.json"))["tables"] == []


def test_an_archive_needs_a_file_and_a_failed_one_leaves_none(shop: Shop, capsys: Capture) -> None:
    options = [*shop.options(), "--subject", "person:1", "--format", "zip"]
    assert_refused(said(capsys, "access", *options), "--output")
    assert_refused(said(capsys, "access", *options, "--output", shop.folder / "a.zip", "--json"), "--json")
    assert_refused(said(capsys, "access", *options, "--output", shop.folder), "is no file")
    before = sorted(shop.folder.iterdir())
    assert_refused(said(capsys, "access", *options, "--subject", "robot:1", "--output", shop.folder / "a.zip"), "robot")
    assert sorted(shop.folder.iterdir()) == before


def filled(shop: Shop, notes: dict[int, int]) -> None:
    """Gives customers so many more notes, with ids from a thousand times theirs."""
    with closing(sqlite3.connect(shop.database)) as connection:
        for customer, count in notes.items():
            rows = ((customer * 1000 + n, customer, f"regel {customer * 1000 + n}", TODAY) for n in range(count))
            connection.executemany("INSERT INTO note VALUES (?, ?, ?, ?)", rows)
        connection.commit()


PEAK = """
import re, sys
from pathlib import Path
from grondslag.cli.main import main

def peak(subject):
    assert main([*sys.argv[1:], "--subject", subject, "--output", "inzage.zip"]) == 0
    # What getrusage tells begins with the peak of the process that started this one.
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

print(peak("person:2"), peak("person:900"))
"""


def test_memory_does_not_grow_with_what_is_held(shop: Shop) -> None:
    """The peak of a process that tells 100,000 rows of one person, after it has told 5,000 of another."""
    shop.query("INSERT INTO customer VALUES (900, 'Klant 900', NULL, NULL, '2026-11-01')")
    filled(shop, {2: 5_000, 900: 100_000})
    command = [sys.executable, "-c", PEAK, "access", *shop.options(on=TODAY), "--format", "zip"]
    done = subprocess.run(command, cwd=shop.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    small, large = map(int, done.stdout.split())
    assert json.loads(ZipFile(shop.folder / "inzage.zip").read("access.json"))["tables"][1]["rows"][-1]["key"] == [
        999_999
    ]
    assert large < 200 * 1024, "kibibytes"
    assert large - small < 8 * 1024, "kibibytes"
