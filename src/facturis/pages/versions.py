"""The archive of the statement: every version that was published, found by number, by date or by its hash."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings

from facturis.guard import statement
from grondslag.statement.changes import told
from grondslag.statement.diff import Difference
from grondslag.statement.model import Statement
from grondslag.statement.render.marks import mark
from grondslag.statement.render.outline import Block, outline
from grondslag.statement.toml import Document, loads

type Language = Literal["nl", "en"]
SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Version:
    """One version: ``document`` has the amendments that made it, ``earlier`` is the one that it replaced."""

    statement: Statement
    document: Document
    earlier: Statement | None

    @property
    def name(self) -> str:
        """What its address holds: its number, or where it has none its date, or the first letters of its hash."""
        return self.statement.version or self._day or self.statement.content_hash[:SHORT_HASH]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which it can be found."""
        hash = self.statement.content_hash
        return tuple(name for name in (self.statement.version, self._day, hash, hash[:SHORT_HASH]) if name)

    @property
    def _day(self) -> str:
        return self.statement.in_force.isoformat() if self.statement.in_force else ""

    def amendments(self, language: Language) -> list[Difference]:
        """The adopted amendments that made this version, in order."""
        return [each for each in self.document.differences(language) if each.status == "adopted"]

    def changes(self, language: Language) -> list[dict[str, Any]]:
        """What differs from the version before, in words, what matters to people first. See ``changes.told``."""
        if self.earlier is None:
            return []
        return sorted(told(self.earlier, self.statement, language), key=lambda each: not each["material"])

    def blocks(self, language: Language) -> list[Block]:
        """The text as headed blocks of lines, with the numbers, from 1, of the amendments on them."""
        blocks = outline(self.statement, language)
        mark(blocks, self.amendments(language))
        return blocks


@cache
def versions() -> tuple[Version, ...]:
    """Every version, the oldest first. Raises StatementError, and OSError, for an archive that cannot be read."""
    found: dict[str, Version] = {}
    last: Statement | None = None
    for document in (*_archived(), statement.document()):
        for each, made_by in ((document.published, Document(document.published)), (document.in_force, document)):
            if each.content_hash not in found:
                found[each.content_hash] = Version(each, made_by, last)
                last = each
    return tuple(found.values())


def version(name: str) -> Version | None:
    """The version with this number, date or hash; of several the newest."""
    return next((each for each in reversed(versions()) if name in each.names), None)


def current() -> Version:
    """The version in force."""
    return versions()[-1]


def _archived() -> Iterator[Document]:
    """The documents in the folder of earlier statements, the oldest first."""
    folder: Path | None = settings.FACTURIS_ARCHIVE
    files = folder.glob("*.toml") if folder else ()
    documents = [loads(file.read_text(encoding="utf-8"), file.name) for file in files]
    yield from sorted(documents, key=lambda each: str(each.in_force.in_force or ""))
