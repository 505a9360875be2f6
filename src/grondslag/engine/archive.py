"""A ZIP that is written as a stream: members one after another, then a manifest with the size and SHA-256 of each.

Tables are CSV by RFC 4180, in UTF-8, with a row of headings. Text that a spreadsheet would run as a formula gets an
apostrophe before it; the JSON beside the tables has every value as it is.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, Protocol, Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MANIFEST = "manifest.json"
CHUNK = 1 << 20
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Sink(Protocol):
    """What takes text."""

    def write(self, text: str) -> object:
        """Takes the next piece."""
        ...


@dataclass
class _Member:
    stream: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=sha256)

    def write(self, text: str) -> None:
        data = text.encode("utf-8")
        self.size += len(data)
        self.digest.update(data)
        self.stream.write(data)


class Archive:
    """A ZIP being written to a binary file; ``day`` is the date of its members. Close it by :meth:`manifest`."""

    def __init__(self, file: IO[bytes], day: date) -> None:
        self._zip, self._day = ZipFile(file, "w", ZIP_DEFLATED), day
        self.members: list[dict[str, Any]] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Sink]:
        """A new member, to which text is written piece by piece."""
        info = ZipInfo(name, (self._day.year, self._day.month, self._day.day, 0, 0, 0))
        info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
        with self._zip.open(info, "w", force_zip64=True) as stream:
            made = _Member(stream)
            yield made
        self.members.append({"name": name, "size": made.size, "sha256": made.digest.hexdigest()})

    def add(self, name: str, pieces: Iterable[str]) -> None:
        """A member from pieces of text."""
        with self.member(name) as sink:
            for piece in pieces:
                sink.write(piece)

    def manifest(self, heading: Mapping[str, Any]) -> None:
        """Ends the archive with the manifest: the heading, and name, size and SHA-256 of every member before it."""
        self.add(MANIFEST, [json.dumps({**heading, "members": self.members}, ensure_ascii=False, indent=2), "\n"])
        self._zip.close()


class Sheets:
    """Tables as CSV in nameless temporary files, until an archive takes them one after another."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[IO[str], Any]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def row(self, table: str, columns: Iterable[str], values: Iterable[object]) -> None:
        """Adds a row to a table; ``columns`` head it when it is the first."""
        if table not in self._files:
            made = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - the stack closes it
            file = self._stack.enter_context(made)
            self._files[table] = (file, csv.writer(file))
            self._files[table][1].writerow([harmless(name) for name in columns])
        self._files[table][1].writerow([harmless(value) for value in values])

    def into(self, archive: Archive) -> None:
        """Adds each table to an archive, as ``tables/<name>.csv``."""
        for name, (file, _) in self._files.items():
            file.seek(0)
            archive.add(sheet_name(name), iter(lambda file=file: file.read(CHUNK), ""))  # type: ignore[misc]


def sheet_name(table: str) -> str:
    """The member in which a table stands as CSV; what no file name should have is spelled out by its number."""
    spelled = re.sub(r"[^\w.-]", lambda found: f"%{ord(found[0]):x}", table)
    return f"tables/{spelled}.csv"


def harmless(value: object) -> object:
    """A value as a spreadsheet may take it: nothing for None, and no text that it would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_RUNS):
        return f"'{value}"
    return value


class Listed:
    """Writes a JSON array, entry by entry, to a sink."""

    def __init__(self, sink: Sink) -> None:
        self.sink, self.count = sink, 0

    def add(self, entry: str) -> None:
        """Adds an entry that is JSON already."""
        self.sink.write(("[\n" if not self.count else ",\n") + entry)
        self.count += 1

    def end(self) -> None:
        """Closes the array."""
        self.sink.write("\n]" if self.count else "[]")
