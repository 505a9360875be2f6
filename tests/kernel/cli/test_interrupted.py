"""A disk that fills up and a sweep that is killed: whole batches only, evidence that agrees, a rerun that finishes."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from grondslag.engine.sweep import Sweep
from tests.kernel.cli.shop import TODAY, Shop, make, said

Capture = pytest.CaptureFixture[str]


@contextlib.contextmanager
def no_room(pages: int) -> Iterator[None]:
    """Every connection made within finds its disk full as soon as the database would grow beyond these pages."""

    def connected(dbapi: Any, _: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    event.listen(Engine, "connect", connected)
    try:
        yield
    finally:
        event.remove(Engine, "connect", connected)


def pages(shop: Shop) -> int:
    return int(shop.query("PRAGMA page_count")[0][0])


def test_a_full_disk_leaves_whole_batches_and_a_rerun_finishes(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grondslag.engine.sweep.Sweep", partial(Sweep, size=1000))
    shop = make(tmp_path, customers=3000)
    # Rows that stay, so that each name becomes a longer pseudonym and the database must grow.
    shop.replace("datamap.toml", 'source = "third_party:beurs"', 'rows = "keep"')
    said(capsys, "erase", *shop.options(on="2019-01-01"), "--subject", "person:999999")
    before, start = shop.query("SELECT * FROM customer ORDER BY id"), pages(shop)
    whole = shop.database.read_bytes()
    said(capsys, "sweep", *shop.options(on=TODAY))
    growth = pages(shop) - start
    assert growth >= 3
    shop.database.write_bytes(whole)
    # Room for about half of the three batches.
    with no_room(start + growth // 2):
        found = said(capsys, "sweep", *shop.options(on=TODAY))
    assert (found.code, found.out) == (2, "")
    assert "the disk is full" in found.err
    assert found.err.count("\n") == 1
    half = shop.query("SELECT * FROM customer ORDER BY id")
    changed = sum(one != two for one, two in zip(before, half, strict=True))
    assert changed in (1000, 2000)
    assert shop.recorded("customer.phone") == sum(row[3] is None for row in half)

    assert said(capsys, "sweep", *shop.options(on=TODAY)).code == 0
    assert shop.query("SELECT count(*) FROM customer WHERE phone IS NOT NULL") == [(0,)]
    assert shop.recorded("customer.phone") == 3000
    assert said(capsys, "audit", *shop.options(on=TODAY)).code == 0


def test_a_full_disk_before_the_first_batch_changes_nothing(shop: Shop, capsys: Capture) -> None:
    before = shop.database.read_bytes()
    with no_room(pages(shop)):
        found = said(capsys, "sweep", *shop.options(on=TODAY))
    assert (found.code, found.out) == (2, "")
    assert "the disk is full" in found.err
    assert shop.database.read_bytes() == before


def entries(path: Path) -> int:
    """How many entries the ledger has; 0 while it is not there or not readable."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM grondslag_ledger").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_killed_sweep_is_finished_by_the_next(tmp_path: Path, capsys: Capture) -> None:
    shop = make(tmp_path, customers=20_000)
    command = [sys.executable, "-m", "grondslag.cli.main", "sweep", *shop.options(on=TODAY)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while entries(shop.database) < 1 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -signal.SIGKILL, "the sweep was over before it could be killed"

    for table, rows in (("customer", 20_000), ("note", 20_000)):
        left = shop.query(f"SELECT count(*) FROM {table}")[0][0]
        assert shop.recorded(table) == rows - left
    assert shop.query("SELECT count(*) FROM customer")[0][0] > 1
    assert shop.query("PRAGMA integrity_check") == [("ok",)]
    assert shop.query("PRAGMA foreign_key_check") == []

    assert said(capsys, "sweep", *shop.options(on=TODAY)).code == 0
    assert shop.query("SELECT id FROM customer") == [(1,)]
    assert (shop.recorded("customer"), shop.recorded("note")) == (19_999, 19_999)
    assert said(capsys, "audit", *shop.options(on=TODAY)).code == 0
    ledger = shop.folder / "grootboek.jsonl"
    assert said(capsys, "ledger", "--store", shop.url, "--output", ledger).code == 0
    assert said(capsys, "verify", ledger).code == 0


def test_stopped_by_the_keyboard(shop: Shop, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("grondslag.engine.sweep.Sweep.run", stopped)
    found = said(capsys, "sweep", *shop.options())
    assert (found.code, found.out) == (130, "")
    assert "run it again to finish" in found.err
    assert "Traceback" not in found.err
