"""The commands destroy the documents of what they erase, and say so when they are not told where these are."""

import io
from pathlib import Path

import pytest

from grondslag.stores.files import Document, FileStore
from tests.kernel.cli.shop import TODAY, Shop, make, said

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def archive(tmp_path: Path) -> tuple[Shop, FileStore, list[Document]]:
    """A shop whose notes are documents: the first is about a new customer, the others about people long gone."""
    shop, place = make(tmp_path), FileStore(tmp_path / "documents", tmp_path / "keys")
    place.prepare()
    shop.replace("datamap.toml", 'body = "message"', 'body = { category = "message", file = "archive" }')
    kept = [place.put(io.BytesIO(b"canary %d" % n)) for n in range(8)]
    for n, each in enumerate(kept, 1):
        shop.query(f"UPDATE note SET body = '{each.id}' WHERE id = {n}")
    return shop, place, kept


def test_a_sweep_and_an_erasure_destroy_documents(
    archive: tuple[Shop, FileStore, list[Document]], capsys: Capture
) -> None:
    shop, place, kept = archive
    options = [*shop.options(on=TODAY), "--documents", f"archive={place.folder},{place.keys}"]
    told = said(capsys, "access", *options, "--subject", "person:1")
    assert kept[0].sha256 in told.out
    swept = said(capsys, "sweep", *options)
    assert "7 documents in archive destroyed with their keys." in swept.out
    assert [path.name for path in place.folder.iterdir()] == [kept[0].id]
    receipt = shop.folder / "bewijs.json"
    erased = said(capsys, "erase", *options, "--subject", "person:1", "--receipt", receipt, "--json")
    assert erased.json["documents"] == {"archive": 1}
    assert list(place.keys.iterdir()) == []


def test_documents_wait_until_their_folders_are_named(
    archive: tuple[Shop, FileStore, list[Document]], capsys: Capture
) -> None:
    shop, place, _ = archive
    first = said(capsys, "sweep", *shop.options(on=TODAY))
    assert "documents in archive are left as they are" in first.err
    assert len(list(place.keys.iterdir())) == 8
    wrong = said(capsys, "sweep", *shop.options(on=TODAY), "--documents", f"archive={place.folder},{place.keys}x")
    assert (wrong.code, wrong.out) == (2, "")
    assert "there is no such folder" in wrong.err
    strange = said(capsys, "sweep", *shop.options(on=TODAY), "--documents", "attic=a,b")
    assert "write NAME=FOLDER,KEYS; the datamap names ['archive']" in strange.err
    options = [*shop.options(on=TODAY), "--documents", f"archive={place.folder},{place.keys}"]
    assert "7 documents" in said(capsys, "sweep", *options).out
