"""Documents under a key each: whole or refused, in bounded memory, and unreadable everywhere once the key is gone."""

import io
import os
import shutil
import tracemalloc
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.stores.files import CHUNK, HEADING, TAG, DocumentError, FileStore
from grondslag.stores.port import StoreError

TEXT = b"canary-of-a-person " * 20_000
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def place(tmp_path: Path) -> FileStore:
    made = FileStore(tmp_path / "data", tmp_path / "keys")
    made.prepare()
    return made


def read(place: FileStore, name: str) -> bytes:
    return b"".join(place.open(name))


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_put_is_read_again_and_no_file_holds_it(place: FileStore, size: int) -> None:
    text = (TEXT * 2)[:size]
    kept = place.put(io.BytesIO(text))
    assert read(place, kept.id) == text
    assert (kept.size, kept.sha256) == (size, sha256(text).hexdigest())
    assert place.about(kept.id) == kept
    assert b"canary" not in everything(place.folder)
    assert (place.keys / f"{kept.id}.key").stat().st_mode & 0o077 == 0


def test_a_destroyed_key_ends_every_copy(place: FileStore, tmp_path: Path) -> None:
    kept = place.put(io.BytesIO(TEXT))
    shutil.copytree(place.folder, tmp_path / "backup")
    assert place.destroy(kept.id)
    assert everything(place.folder) == b""
    assert everything(place.keys) == b""
    shutil.copytree(tmp_path / "backup", place.folder, dirs_exist_ok=True)
    with pytest.raises(DocumentError, match="destroyed or never put"):
        read(place, kept.id)
    assert b"canary" not in everything(tmp_path)
    assert not place.destroy(kept.id)
    assert everything(place.folder) == b""


def test_a_source_that_breaks_off_leaves_nothing(place: FileStore) -> None:
    class Broken(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError("the upload broke off")

    with pytest.raises(OSError, match="broke off"):
        place.put(Broken())
    assert [*place.folder.iterdir(), *place.keys.iterdir()] == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_that_was_changed_cut_or_reordered_is_refused(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    place = FileStore(folder / "data", folder / "keys")
    place.prepare()
    kept = place.put(io.BytesIO(os.urandom(3 * CHUNK + 10)))
    path = place.folder / kept.id
    whole = path.read_bytes()
    start, block = len(HEADING), CHUNK + TAG
    blocks = [whole[n : n + block] for n in range(start, len(whole), block)]
    other = place.put(io.BytesIO(os.urandom(3 * CHUNK + 10)))
    n = data.draw(st.integers(0, len(whole) - 1))
    forged = data.draw(
        st.sampled_from(
            (
                whole[:n],
                whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :],
                whole + b"\0",
                HEADING + b"".join(blocks[:-1]),
                HEADING + b"".join((blocks[1], blocks[0], *blocks[2:])),
                HEADING + b"".join(blocks[1:]),
                (place.folder / other.id).read_bytes(),
            )
        )
    )
    path.write_bytes(forged)
    with pytest.raises(DocumentError, match="changed or cut short"):
        read(place, kept.id)


def test_a_large_document_takes_little_memory(place: FileStore, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    tracemalloc.start()
    with large.open("rb") as file:
        kept = place.put(file)
    assert place.about(kept.id).size == 30_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_what_is_left_over_is_swept_both_ways_and_what_is_young_or_strange_stays(place: FileStore) -> None:
    known, nobodys, keyless = (place.put(io.BytesIO(TEXT)) for _ in range(3))
    (place.keys / f"{keyless.id}.key").unlink()
    draft, strange = place.folder / f".{'0' * 32}", place.folder / "README"
    for path in (draft, strange):
        path.write_bytes(b"x")
    early = place.sweep(lambda _: {known.id}, datetime.now(UTC) - timedelta(hours=1))
    assert (early.documents, early.files) == (0, 0)
    found = place.sweep(lambda ids: {known.id} & set(ids), LATER)
    assert (found.documents, found.files) == (1, 2)
    assert sorted(place.folder.iterdir()) == sorted([strange, place.folder / known.id])
    assert read(place, known.id) == TEXT
    with pytest.raises(DocumentError):
        read(place, nobodys.id)


def test_keys_may_not_stand_where_a_backup_of_the_documents_takes_them(tmp_path: Path) -> None:
    for folder, keys in (("a", "a"), ("a", "a/keys"), ("a/data", "a")):
        with pytest.raises(StoreError, match="keys must be apart from documents"):
            FileStore(tmp_path / folder, tmp_path / keys).prepare()


@pytest.mark.parametrize("name", ["", "../secret", "0" * 31, "0" * 32 + "\n", "A" * 32])
def test_an_id_leads_nowhere_else(place: FileStore, name: str) -> None:
    with pytest.raises(DocumentError, match="32 hexadecimal digits"):
        read(place, name)
    assert not place.destroy(name)
