"""An encrypted file that is only added to: frames in one chain, so that what is changed, moved or taken out shows.

AES-256-GCM (NIST SP 800-38D) with a key file apart from it. Each frame's number and the hash of the frame before it are
authenticated with it; the hash is over what the frame says, so that it stays the same under a new key. A file that
was cut off at its end is whole in itself: only who kept the last position knows (see ``grondslag_state``).
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from grondslag.evidence import journal_key
from grondslag.evidence.receipt import KeyUnusable

MAGIC = b"grondslag-journal/1\n"
_HEADER = Struct(">20s8s16sQ32s")
_FRAME = Struct(">IQ32s12s")
_END = Struct(">I")
_NONCE, _TAG, _SALT = 12, 16, 16
_START = _HEADER.size + _NONCE + _TAG
LARGEST = 16_000_000


class JournalError(RuntimeError):
    """A journal that cannot be used, or that disagrees with its database; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the chain: the number of an entry, and the hash that seals it and all before it."""

    seq: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry as bytes, in its place; ``end`` is where the file goes on."""

    position: Position
    content: bytes
    end: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """The file at hand, locked, with its key and what its header says."""

    file: BinaryIO
    secret: bytes
    key: AESGCM
    header: bytes
    database: str
    base: Position
    size: int


@dataclass(frozen=True, slots=True)
class Frames:
    """The file at ``path`` with its key in ``key``. Raises JournalError, KeyUnusable and OSError."""

    path: Path
    key: Path

    def begin(self, database: str) -> None:
        """Makes the file, and its key with mode 0600, for the database with this id (32 hexadecimal digits)."""
        if self.path.exists():
            raise JournalError(f"{self.path} is there already, and a journal is never overwritten: name a new file")
        fresh = AESGCM.generate_key(256)
        if self.key.exists():
            raise KeyUnusable(f"{self.key}: is there already: move the key of the other journal away")
        journal_key.write(self.key, fresh)
        journal_key.replace(self.path, [_header(fresh, database, Position())])

    @property
    def database(self) -> str:
        """The id of the database that it belongs to."""
        with self._opened() as opened:
            return opened.database

    @property
    def base(self) -> Position:
        """Where it begins: the last entry that has expired."""
        with self._opened() as opened:
            return opened.base

    def head(self) -> Position:
        """Its last whole entry, found from the end; what stands before it is not read."""
        with self._opened() as opened:
            return _head(opened)[0]

    def read(self, after: int = 0) -> Iterator[Frame]:
        """The entries after a number, in order and checked from the first on; a torn last one is left out."""
        with self._opened() as opened:
            for frame in _frames(opened):
                if frame.position.seq > after:
                    yield frame

    def append(self, contents: Iterable[bytes], after: Position) -> Position:
        """Adds entries behind ``after``, which must be the last, and returns the new last one; on disk at the return.

        What a crash left half written behind ``after`` is cut. Raises JournalError when another entry is the last.
        """
        with self._opened(write=True) as opened:
            last, end = _head(opened)
            if last != after:
                raise JournalError(f"{self.path}: ends at entry {last.seq}, not at {after.seq}: run grondslag replay")
            opened.file.truncate(end)
            opened.file.seek(end)
            for content in contents:
                frame, last = _sealed(opened.key, opened.header, content, secrets.token_bytes(_SALT), last)
                opened.file.write(frame)
            opened.file.flush()
            os.fsync(opened.file.fileno())
        return last

    def expire(self, gone: Callable[[bytes], bool]) -> int:
        """Drops the first entries, as long as they are ``gone``; the rest goes under a new key, and the old one ends.

        Returns how many were dropped. Killed at any moment, the old file or the new one is whole and has its key.
        """
        with self._opened(write=True) as opened:
            base = opened.base
            for frame in _frames(opened):
                if not gone(frame.content):
                    break
                base = frame.position
            if base == opened.base:
                return 0
            old, fresh = opened.secret, AESGCM.generate_key(256)
            journal_key.write(self.key, fresh, old)
            journal_key.replace(self.path, _anew(opened, fresh, base))
            journal_key.write(self.key, fresh)
        return base.seq - opened.base.seq

    @contextmanager
    def _opened(self, write: bool = False) -> Iterator[_Opened]:
        # Only writers wait for each other: what is read is never changed, and a file that expires stays whole.
        while True:
            with self.path.open("r+b" if write else "rb") as file:
                if write:
                    fcntl.flock(file, fcntl.LOCK_EX)
                if os.fstat(file.fileno()).st_ino != self.path.stat().st_ino:
                    continue  # rewritten while we waited
                yield self._checked(file)
                return

    def _checked(self, file: BinaryIO) -> _Opened:
        header = file.read(_START)
        if len(header) < _START or not header.startswith(MAGIC):
            raise JournalError(f"{self.path}: is no journal of grondslag: name another file with --journal")
        plain = header[: _HEADER.size]
        _, key_id, database, seq, sealed = _HEADER.unpack(plain)
        secret = journal_key.find(self.key, key_id)
        key = AESGCM(secret)
        try:
            key.decrypt(header[_HEADER.size : _HEADER.size + _NONCE], header[_HEADER.size + _NONCE :], plain)
        except InvalidTag:
            raise JournalError(f"{self.path}: its beginning was changed: restore the journal from a copy") from None
        size = os.fstat(file.fileno()).st_size
        return _Opened(file, secret, key, header, database.hex(), Position(seq, sealed.hex()), size)


def _header(key: bytes, database: str, base: Position) -> bytes:
    plain = _HEADER.pack(MAGIC, journal_key.key_id(key), bytes.fromhex(database), base.seq, bytes.fromhex(base.hash))
    nonce = secrets.token_bytes(_NONCE)
    return plain + nonce + AESGCM(key).encrypt(nonce, b"", plain)


def _sealed(key: AESGCM, header: bytes, content: bytes, salt: bytes, last: Position) -> tuple[bytes, Position]:
    """The next frame of a chain, and its position."""
    seq, previous, nonce = last.seq + 1, bytes.fromhex(last.hash), secrets.token_bytes(_NONCE)
    plain = salt + content
    if len(plain) > LARGEST:
        raise JournalError(f"an entry of {len(plain)} bytes is too large for the journal")
    sealed = key.encrypt(nonce, plain, _with(header, seq, previous))
    frame = _FRAME.pack(len(sealed), seq, previous, nonce) + sealed + _END.pack(len(sealed))
    return frame, Position(seq, _hash(seq, previous, plain))


def _with(header: bytes, seq: int, previous: bytes) -> bytes:
    return hashlib.sha256(header).digest() + seq.to_bytes(8, "big") + previous


def _hash(seq: int, previous: bytes, plain: bytes) -> str:
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + plain).hexdigest()


def _frame_at(opened: _Opened, start: int) -> tuple[Frame, str, bytes] | None:
    """The frame that begins at a place, with the hash that it follows and its salt; None for one half written.

    Raises JournalError for a whole frame that its key did not seal.
    """
    opened.file.seek(start)
    prefix = opened.file.read(_FRAME.size)
    if len(prefix) < _FRAME.size:
        return None
    length, seq, previous, nonce = _FRAME.unpack(prefix)
    end = start + _FRAME.size + length + _END.size
    if not length or length > LARGEST + _TAG or end > opened.size:
        return None
    sealed, closing = opened.file.read(length), opened.file.read(_END.size)
    try:
        plain = opened.key.decrypt(nonce, sealed, _with(opened.header, seq, previous))
    except InvalidTag:
        raise JournalError(f"{opened.file.name}: entry {seq} was changed: restore the journal from a copy") from None
    if _END.unpack(closing)[0] != length:
        raise JournalError(f"{opened.file.name}: entry {seq} was changed: restore the journal from a copy")
    return Frame(Position(seq, _hash(seq, previous, plain)), plain[_SALT:], end), previous.hex(), plain[:_SALT]


def _frames(opened: _Opened) -> Iterator[Frame]:
    for frame, _ in _salted(opened):
        yield frame


def _salted(opened: _Opened) -> Iterator[tuple[Frame, bytes]]:
    """All whole frames with their salts, each checked against the one before it."""
    last, start = opened.base, _START
    while found := _frame_at(opened, start):
        frame, previous, salt = found
        if (frame.position.seq, previous) != (last.seq + 1, last.hash):
            raise JournalError(
                f"{opened.file.name}: entry {frame.position.seq} does not follow entry {last.seq}: entries were "
                "moved or taken out; restore the journal from a copy"
            )
        yield frame, salt
        last, start = frame.position, frame.end


def _head(opened: _Opened) -> tuple[Position, int]:
    """The last whole entry and where it ends: from the end of the file, or from its beginning when the end is torn."""
    if opened.size == _START:
        return opened.base, _START
    opened.file.seek(max(opened.size - _END.size, _START))
    closing = opened.file.read(_END.size)
    if len(closing) == _END.size:
        start = opened.size - _FRAME.size - _END.unpack(closing)[0] - _END.size
        try:
            found = _frame_at(opened, start) if start >= _START else None
        except JournalError:
            found = None
        if found and found[0].end == opened.size:
            return found[0].position, opened.size
    last, end = opened.base, _START
    for frame in _frames(opened):
        last, end = frame.position, frame.end
    return last, end


def _anew(opened: _Opened, fresh: bytes, base: Position) -> Iterator[bytes]:
    """The file under another key, without the entries up to ``base``."""
    header, key, last = _header(fresh, opened.database, base), AESGCM(fresh), base
    yield header
    for frame, salt in _salted(opened):
        if frame.position.seq > base.seq:
            sealed, last = _sealed(key, header, frame.content, salt, last)
            yield sealed
