"""The key file of a journal: mode 0600, apart from the journal, for a moment with two keys when one follows another."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grondslag.evidence.receipt import KeyUnusable


def key_id(key: bytes) -> bytes:
    """Eight bytes by which a journal names its key without giving it away."""
    return hashlib.sha256(b"grondslag-journal-key" + key).digest()[:8]


def find(path: Path, wanted: bytes) -> bytes:
    """The key with this id. Raises KeyUnusable for a file that others can read, or that does not hold it."""
    if not path.exists():
        raise KeyUnusable(f"{path}: the key of the journal is not there: restore it, or the journal cannot be read")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise KeyUnusable(f"{path}: others can read the key of the journal: chmod 600 it")
    for line in path.read_bytes().split():
        try:
            found = bytes.fromhex(line.decode("ascii"))
        except ValueError:
            continue
        if key_id(found) == wanted:
            return found
    raise KeyUnusable(f"{path}: does not hold the key of this journal: restore its own")


def write(path: Path, *keys: bytes) -> None:
    """Writes a key file whole or not at all; what stood in its place is overwritten with zeros on the disk. OSError."""
    lines = [key.hex().encode("ascii") + b"\n" for key in keys]
    if not path.exists():
        replace(path, lines)
        return
    with path.open("r+b") as before:
        replace(path, lines)
        before.write(b"0" * os.fstat(before.fileno()).st_size)
        before.flush()
        os.fsync(before.fileno())


def replace(path: Path, parts: Iterable[bytes]) -> None:
    """Writes a file whole or not at all, on disk at the return, readable by its owner alone; OSError."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
