"""The files store: documents beside rows, each encrypted under a key of its own that stands apart.

Without its key a document is noise, wherever copies of it are: in this folder, in a backup, on a disk thrown away. So
destroying the key erases every copy. The folder of keys must be outside the data and outside every backup. (Art. 17)

A file is a heading and chunks under AES-256-GCM (NIST SP 800-38D). A chunk's nonce is its number and whether it is the
last, so that chunks can be neither changed, moved, dropped nor added; its associated data is the document's id. Both
are safe because no key is used for two documents.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, count
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from grondslag.stores import keys
from grondslag.stores.port import StoreError

HEADING = b"grondslag document 1\n"
CHUNK, TAG = 64 * 1024, 16
BATCH = 300
_ID = re.compile(r"[0-9a-f]{32}")
Known = Callable[[Sequence[str]], set[str]]


class DocumentError(StoreError):
    """A document that cannot be read: destroyed, not there, or not as it was put."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document's id, which the row holds, its size in bytes, and its SHA-256 in hexadecimal."""

    id: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Orphans:
    """What a sweep of a files store took away: documents of no row, and files and drafts that nothing can open."""

    documents: int = 0
    files: int = 0


@dataclass(frozen=True, slots=True)
class FileStore:
    """A folder of encrypted documents and a folder of their keys, of which neither is inside the other."""

    folder: Path
    keys: Path

    def prepare(self) -> None:
        """Makes both folders where they are missing. Raises StoreError as :meth:`check` does, and OSError."""
        self._keep_apart()
        for folder in (self.folder, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def check(self) -> None:
        """Raises StoreError where a folder is not there, or one is inside the other."""
        self._keep_apart()
        for folder in (self.folder, self.keys):
            if not folder.is_dir():
                raise StoreError(f"{folder}: there is no such folder of documents or keys: correct its name")

    def put(self, source: BinaryIO) -> Document:
        """Keeps a document, read to its end in bounded memory, and tells its id. On the disk when this returns.

        Killed halfway, a key or draft is left that no row knows, and :meth:`sweep` takes it away. Raises OSError.
        """
        name, key = secrets.token_hex(16), secrets.token_bytes(keys.LENGTH)
        keys.create(self._key(name), key)
        draft = self.folder / f".{name}"
        try:
            with draft.open("xb") as file:
                kept = _encrypt(source, file, name, AESGCM(key))
                file.flush()
                os.fsync(file.fileno())
            draft.rename(self.folder / name)
        except BaseException:
            keys.destroy(self._key(name))
            draft.unlink(missing_ok=True)
            raise
        keys.settle(self.folder)
        return kept

    def open(self, name: str) -> Iterator[bytes]:
        """A document's bytes in chunks, none of them given before it is verified.

        Raises DocumentError, perhaps after some chunks: what was given until then is right, and is not the whole.
        """
        try:
            key = keys.load(self._key(name))
            with (self.folder / name).open("rb") as file:
                yield from _decrypt(file, name, AESGCM(key))
        except FileNotFoundError:
            raise DocumentError(
                f"document {name}: its key or file is not there: it was destroyed or never put"
            ) from None
        except InvalidTag:
            raise DocumentError(f"document {name}: its file was changed or cut short: restore it from a copy") from None

    def about(self, name: str) -> Document:
        """A document's size and SHA-256, by reading all of it. Raises DocumentError."""
        digest, size = hashlib.sha256(), 0
        for chunk in self.open(name):
            digest.update(chunk)
            size += len(chunk)
        return Document(name, size, digest.hexdigest())

    def destroy(self, name: str) -> bool:
        """Destroys a document's key, so that no copy can be opened any more, then its file; whether there was a key.

        Doing it again finishes what was cut short. Raises OSError.
        """
        if not _ID.fullmatch(name):
            return False
        destroyed = keys.destroy(self._key(name))
        (self.folder / name).unlink(missing_ok=True)
        keys.settle(self.folder)
        return destroyed

    def sweep(self, known: Known, before: datetime) -> Orphans:
        """Takes away what is left over from before a moment: documents of no row, files without key, drafts.

        ``known`` tells which of some ids stand in a row. ``before`` leaves time for a row that is still to be written.
        """
        documents = 0
        for batch in batched(self._old(self.keys, before), BATCH):
            names = [path.stem for path in batch if path.suffix == ".key"]
            documents += sum(self.destroy(name) for name in sorted(set(names) - known(names)))
        files = 0
        for folder in (self.folder, self.keys):
            for path in self._old(folder, before):
                orphan = path.name.startswith(".") or (folder == self.folder and not self._key(path.name).exists())
                if orphan:
                    path.unlink(missing_ok=True)
                    files += 1
        return Orphans(documents, files)

    def _keep_apart(self) -> None:
        one, other = self.folder.resolve(), self.keys.resolve()
        if one == other or one in other.parents or other in one.parents:
            raise StoreError(f"{self.keys}: keys must be apart from documents, or a backup holds both: move one folder")

    def _key(self, name: str) -> Path:
        if not _ID.fullmatch(name):
            raise DocumentError("a document's id is 32 hexadecimal digits, and this is none")
        return self.keys / f"{name}.key"

    @staticmethod
    def _old(folder: Path, before: datetime) -> Iterator[Path]:
        """The store's own files in a folder that were there before a moment; nobody else's."""
        with os.scandir(folder) as found:
            for each in found:
                if _ID.match(each.name.lstrip(".")) and each.stat().st_mtime < before.timestamp():
                    yield Path(each.path)


def _encrypt(source: BinaryIO, file: BinaryIO, name: str, cipher: AESGCM) -> Document:
    digest, size = hashlib.sha256(), 0
    file.write(HEADING)
    chunk = _full(source)
    for number in count():
        following = _full(source) if len(chunk) == CHUNK else b""
        digest.update(chunk)
        size += len(chunk)
        file.write(cipher.encrypt(_nonce(number, not following), chunk, HEADING + name.encode()))
        if not following:
            return Document(name, size, digest.hexdigest())
        chunk = following
    raise AssertionError("a file of more than 2**64 chunks")


def _decrypt(file: BinaryIO, name: str, cipher: AESGCM) -> Iterator[bytes]:
    if file.read(len(HEADING)) != HEADING:
        raise InvalidTag
    block = file.read(CHUNK + TAG)
    for number in count():
        following = file.read(CHUNK + TAG)
        yield cipher.decrypt(_nonce(number, not following), block, HEADING + name.encode())
        if not following:
            return
        block = following


def _full(source: BinaryIO) -> bytes:
    """The next chunk, full unless the source ends: one read may give less than was asked."""
    parts: list[bytes] = []
    wanted = CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
