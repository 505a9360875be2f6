"""Files of secret keys: made with mode 0600 where they are missing, refused where others can read them."""

import os
import secrets
import tempfile
from pathlib import Path

from grondslag.stores.port import StoreError

LENGTH = 32


class KeyFileUnusable(StoreError):
    """A file that should hold a key and cannot; its text says what to do."""


def load_or_create(path: Path) -> bytes:
    """The 32 random bytes in the file at ``path``, as hexadecimal text; made there when there is no such file.

    Raises KeyFileUnusable for a file that others can read, that holds no such key, or that cannot be read or made.
    """
    try:
        if not path.exists():
            create(path, secrets.token_bytes(LENGTH))
        return load(path)
    except OSError as error:
        raise KeyFileUnusable(f"{path}: the key cannot be read or made: {error.strerror}") from error


def load(path: Path) -> bytes:
    """The key in an existing file. Raises KeyFileUnusable as :func:`load_or_create` does, and OSError."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyFileUnusable(f"{path}: others can read this key: chmod 600 it, or replace it")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        key = b""
    if len(key) != LENGTH:
        raise KeyFileUnusable(f"{path}: holds no key of {LENGTH} bytes: restore it or move it away")
    return key


def create(path: Path, key: bytes) -> None:
    """Writes a key, on the disk when this returns; where another maker came first, that one's key stays."""
    # Written whole beside its place and then linked: nobody reads half a key.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.hex())
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    settle(path.parent)


def destroy(path: Path) -> bool:
    """Overwrites a key and removes its file, on the disk when this returns; whether there was one."""
    try:
        with path.open("r+b") as file:
            file.write(b"0" * 2 * LENGTH)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return False
    settle(path.parent)
    return True


def settle(folder: Path) -> None:
    """Has the names in a folder written to the disk, where the system can do that."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
