"""Documents go with their cells, after the commit and not before it, whenever the process is killed."""

import io
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from grondslag.engine import documents, erase
from grondslag.engine.access import Access
from grondslag.engine.erase import EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.stores.files import Document, DocumentError, FileStore
from grondslag.stores.sql import SqlStore, opened
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import AT, MAP, RULES, ZONE, store
from tests.kernel.engine.test_rights import STATEMENT
from tests.kernel.engine.test_sweep import reflected, rows
from tests.kernel.stores.small_world import fill

NOTE = {"file": "archive", "called": "iban"}
ORDERS = replace(
    MAP.table("orders"),
    columns=tuple(replace(c, **NOTE) if c.name == "note" else c for c in MAP.table("orders").columns),
)
DATAMAP = replace(MAP, tables=tuple(ORDERS if t.name == "orders" else t for t in MAP.tables))
KILLED_BETWEEN = """
import os, signal, sys
from pathlib import Path
from grondslag.stores.files import FileStore
from tests.kernel.engine.test_documents import swept, world
FileStore.destroy = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
with world(Path(sys.argv[1])) as (made, files):
    swept(made, files)
"""


def filled(folder: Path) -> list[Document]:
    """A world of three orders, each with a document in its note: one that stays, one emptied, one whose row goes."""
    place = FileStore(folder / "data", folder / "keys")
    place.prepare()
    kept = [place.put(io.BytesIO(b"canary of order %d" % n)) for n in (1, 2, 3)]
    content = rows()
    content["orders"] = [(*row[:3], kept[n].id, *row[4:]) for n, row in enumerate(content["orders"])]
    with store(folder / "data" / "a.db", content, {}):
        pass
    return kept


@contextmanager
def world(folder: Path) -> Iterator[tuple[SqlStore, dict[str, FileStore]]]:
    with opened(f"sqlite:///{folder / 'data' / 'a.db'}", DATAMAP, ZONE) as made:
        yield made, {"archive": FileStore(folder / "data", folder / "keys")}


def swept(made: SqlStore, files: dict[str, FileStore], **more: object) -> Counter[str]:
    return Sweep(made, RULES, AT, reflected(made), files=files, **more).run().documents  # type: ignore[arg-type]


def readable(place: FileStore, kept: list[Document]) -> list[int]:
    def reads(name: str) -> bool:
        try:
            return bool(list(place.open(name)))
        except DocumentError:
            return False

    return [n for n, each in enumerate(kept, 1) if reads(each.id)]


def test_a_document_goes_with_its_cell_and_no_copy_holds_it(tmp_path: Path) -> None:
    kept, told = filled(tmp_path), []
    shutil.copytree(tmp_path / "data", tmp_path / "backup")
    with world(tmp_path) as (made, files):
        counts = swept(made, files, evidence=lambda kind, counted: told.append((kind, dict(counted))))
        assert documents.pending(made.connection) == {}
    assert counts == {"archive": 2}
    assert ("documents", {"archive": 2}) in told
    assert readable(files["archive"], kept) == [1]
    assert readable(FileStore(tmp_path / "backup", tmp_path / "keys"), kept) == [1]
    found = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"canary of order" not in found
    assert kept[1].id.encode() not in (tmp_path / "data" / "a.db").read_bytes()


@pytest.mark.parametrize("most", [erase.MOST, 0])
def test_an_erasure_tells_of_its_documents_at_once_or_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(erase, "MOST", most)
    kept = filled(tmp_path)
    with world(tmp_path) as (made, files):
        act = EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2"), ordered=True, files=files)
        assert act.run().swept.documents == {"archive": len(kept) - len(readable(files["archive"], kept))} != {}
        assert documents.pending(made.connection) == {}


def test_killed_between_commit_and_destruction_the_next_sweep_finishes(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED_BETWEEN, tmp_path], check=False)
    assert done.returncode == -signal.SIGKILL
    with world(tmp_path) as (made, files):
        assert readable(files["archive"], kept) == [1, 2, 3]
        assert documents.pending(made.connection) == {"archive": 2}
        made.connection.rollback()
        assert swept(made, files) == {"archive": 2}
    assert readable(files["archive"], kept) == [1]


def test_a_batch_that_is_rolled_back_destroys_nothing(tmp_path: Path) -> None:
    kept = filled(tmp_path)

    def refuse(*_: object) -> None:
        raise RuntimeError("the ledger is full")

    with world(tmp_path) as (made, files):
        with pytest.raises(RuntimeError):
            swept(made, files, evidence=refuse)
        assert documents.pending(made.connection) == {}
        made.connection.rollback()
        assert documents.destroy(made, files, lambda *_: None) == {}
    assert readable(files["archive"], kept) == [1, 2, 3]


def test_a_document_that_another_row_still_holds_stays(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    with world(tmp_path) as (made, files):
        with made.transaction() as connection:
            connection.exec_driver_sql("UPDATE orders SET note = ?", (kept[0].id,))
        assert swept(made, files) == {}
        assert documents.pending(made.connection) == {}
    assert readable(files["archive"], kept) == [1, 2, 3]


def test_without_its_files_store_a_document_waits(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    with world(tmp_path) as (made, files):
        assert swept(made, {}) == {}
        assert documents.pending(made.connection) == {"archive": 2}
    assert readable(files["archive"], kept) == [1, 2, 3]


def test_access_tells_of_the_document_and_gives_it(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    with world(tmp_path) as (made, files):
        report = Access(made, STATEMENT, AT, ("person", "1"), files).report()
        shown = [c["document"] for t in report["tables"] for r in t["rows"] for c in r["cells"] if "document" in c]
        assert shown == [
            {"store": "archive", "id": kept[0].id, "name": "NL01", "size": kept[0].size, "sha256": kept[0].sha256}
        ]
        given = [(name, b"".join(content)) for name, content in documents.contents(report, files)]
        assert given == [(f"documents/{kept[0].id}-NL01", b"canary of order 1")]
        made.connection.rollback()
        files["archive"].destroy(kept[0].id)
        again = Access(made, STATEMENT, AT, ("person", "1"), files).report()
        assert list(documents.contents(again, files)) == []
        assert "destroyed or never put" in str(again)


def test_orphans_are_told_by_the_rows(tmp_path: Path) -> None:
    kept = filled(tmp_path)
    with world(tmp_path) as (made, _):
        assert documents.known(made, "archive")([kept[0].id, "0" * 32]) == {kept[0].id}


@pytest.mark.parametrize("kind", KINDS)
def test_documents_go_on_every_database(kind: str, tmp_path: Path) -> None:
    place = FileStore(tmp_path / "data", tmp_path / "keys")
    place.prepare()
    kept = [place.put(io.BytesIO(b"canary")) for _ in range(3)]
    with fresh(kind) as url, opened(url, DATAMAP, ZONE) as made:
        fill(made)
        made.prepare()
        with made.transaction() as connection:
            for n, each in enumerate(kept, 1):
                connection.execute(text("UPDATE orders SET note = :note WHERE id = :n"), {"note": each.id, "n": n})
        assert swept(made, {"archive": place}) == {"archive": 2}
        assert documents.pending(made.connection) == {}
    assert readable(place, kept) == [1]
