"""The documents of the product: encrypted, apart from their keys, and gone when no row holds them."""

import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from facturis.guard import files
from facturis.guard.jobs import sweep
from grondslag.stores.files import FileStore
from grondslag.stores.port import StoreError

pytestmark = pytest.mark.usefixtures("room_database")


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[FileStore]:
    folders = (tmp_path / "documents", tmp_path / "keys")
    with override_settings(FACTURIS_FILES={"documents": folders}):
        yield files.store("documents")


def long_ago(store: FileStore) -> None:
    """Has all that a store keeps look two days old."""
    then = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for path in (*store.folder.iterdir(), *store.keys.iterdir()):
        os.utime(path, (then, then))


def test_a_document_is_noise_where_it_lies_and_read_with_its_key(documents: FileStore) -> None:
    kept = documents.put(io.BytesIO(b"lantaarn onder water"))
    (file,) = documents.folder.iterdir()
    assert b"lantaarn" not in file.read_bytes()
    assert b"".join(documents.open(kept.id)) == b"lantaarn onder water"
    assert [file.stat().st_mode & 0o077 for file in documents.keys.iterdir()] == [0]


def test_a_document_that_no_row_holds_goes_with_the_daily_sweep_and_with_the_command(documents: FileStore) -> None:
    for way in (lambda: sweep.enqueue(), lambda: call_command("sweep")):
        documents.put(io.BytesIO(b"of nobody"))
        way()
        assert len(list(documents.folder.iterdir())) == 1  # its row may still be written
        long_ago(documents)
        call_command("sweep", dry_run=True)
        assert len(list(documents.keys.iterdir())) == 1
        way()
        assert [*documents.folder.iterdir(), *documents.keys.iterdir()] == []


def test_keys_inside_the_folder_of_documents_are_refused(tmp_path: Path) -> None:
    folders = (tmp_path, tmp_path / "keys")
    with override_settings(FACTURIS_FILES={"documents": folders}), pytest.raises(StoreError, match="apart"):
        files.stores()
