"""The files that commands take and make: statements as TOML or prose, datamaps, and output that is whole or absent."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from grondslag.cli.failures import InputError

if TYPE_CHECKING:
    from grondslag.datamap.model import DataMap
    from grondslag.statement.model import Statement
    from grondslag.statement.particulars import Particulars
    from grondslag.statement.prose import Reading
    from grondslag.statement.toml import Document
    from grondslag.stores.sql import SqlStore

FORMATS: dict[str, Literal["txt", "md", "html"]] = {".txt": "txt", ".md": "md", ".html": "html", ".htm": "html"}
# One byte more than any reader takes, so that each says itself that the file is too large.
LARGEST = 5_000_001


def document(path: Path) -> "Document":
    """The statement in a file, with its amendments: TOML when the name ends in .toml, else prose.

    Says on standard error how many lines of prose were not placed. Raises StatementError and OSError.
    """
    from grondslag.statement.toml import Document, loads

    if is_toml(path):
        return loads(_bytes(path), str(path))
    found = reading(path)
    if found.unplaced:
        lines = "1 line was" if len(found.unplaced) == 1 else f"{len(found.unplaced)} lines were"
        note(f"{path}: {lines} not placed; grondslag read {path} shows what")
    return Document(found.statement)


def statement(path: Path, published: bool = False) -> "Statement":
    """The statement in force in a file, or as it was published; errors as those of :func:`document`."""
    found = document(path)
    return found.published if published else found.in_force


def reading(path: Path) -> "Reading":
    """What reading a file of prose gives, with the account of its lines. Raises StatementError and OSError."""
    from grondslag.statement.errors import StatementError
    from grondslag.statement.prose import ProseError, read

    source = _bytes(path)
    try:
        return read(source, FORMATS.get(path.suffix.lower()))
    except ProseError as error:
        message = str(error).removeprefix(f"line {error.line}: ")
        raise StatementError(message, name=str(path), line=error.line or 0) from None


def datamap(path: Path) -> "DataMap":
    """The datamap in a file. Raises DatamapError and OSError."""
    from grondslag.datamap.load import loads

    return loads(_bytes(path), str(path))


def particulars(path: Path | None) -> "Particulars":
    """The particulars of a register in a file; none without one. Raises StatementError and OSError."""
    from grondslag.statement.particulars import NONE, loads

    return loads(_bytes(path), str(path)) if path else NONE


def is_toml(path: Path) -> bool:
    """Whether a file is read as TOML: its name tells."""
    return path.suffix.lower() == ".toml"


def note(text: str) -> None:
    """A remark for people, on standard error."""
    print(f"grondslag: {text}", file=sys.stderr)


def text(path: Path) -> str:
    """The text in a file. Raises OSError, and UnicodeDecodeError when it is not UTF-8."""
    return _bytes(path).decode("utf-8")


def beside(store: "SqlStore", ending: str) -> Path:
    """Where a store's key, receipts and journal go when nothing else is said: beside the database."""
    database = Path((store.connection.engine.url.database or "").removeprefix("file:"))
    return database.with_name(f"{database.name}.{ending}")


def write(content: str | bytes, path: Path | None) -> None:
    """Writes a text or bytes to a file, whole or not at all, or to standard output without a path. Raises OSError."""
    if path is None:
        _print(content)
        return
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is no file: name one to write to")
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        Path(draft).chmod(0o666 & ~_umask())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _print(content: str | bytes) -> None:
    if isinstance(content, str):
        sys.stdout.write(content)
    elif sys.stdout.isatty():
        raise InputError("this format is no text for a screen: name a file with --output")
    else:
        sys.stdout.buffer.write(content)
    sys.stdout.flush()


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A binary file that is there when all of it is written, for its owner alone, and not before. Raises OSError."""
    if path.exists() and not path.is_file():
        raise InputError(f"{path} is no file: name one to write to")
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST)
