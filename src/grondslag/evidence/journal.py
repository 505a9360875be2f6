"""The journal: facts and rectifications once more, encrypted, outside the database and its backups.

A backup that is restored knows nothing of what was asked after it was made (GDPR Art. 5(1)(d), 17, 32(1)(c)); the
journal does. It is kept until the oldest backup has expired, and read in bounded memory.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from grondslag.evidence.frames import Frames, JournalError, Position
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction

Fact = Consent | Objection | Erasure | Restriction | Hold
_KINDS: Mapping[str, type[Fact]] = {
    kind.__name__.lower(): kind for kind in (Consent, Objection, Erasure, Restriction, Hold)
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fact about a person, as it was recorded."""

    subject: tuple[str, str]
    fact: Fact


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of the restrictions or holds (``fact``) of a person that stood at a moment, all or those of a scope."""

    fact: str
    subject: tuple[str, str]
    at: datetime
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Rectified:
    """A cell that was corrected (Art. 16): its table, column and row, and what it holds since."""

    table: str
    column: str
    key: tuple[object, ...]
    value: object


Entry = Told | Ended | Rectified


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal file, with its key beside it unless another file is named.

    Raises JournalError and KeyUnusable with a sentence for people, and OSError.
    """

    path: Path
    key: Path | None = None

    @property
    def frames(self) -> Frames:
        """The encrypted file."""
        return Frames(self.path, self.key or self.path.with_name(f"{self.path.name}.key"))

    def append(self, entries: Iterable[Entry], at: datetime, after: Position) -> Position:
        """Adds entries, written at a moment, behind the position that must be the last; returns the new last one."""
        return self.frames.append((_written(entry, at) for entry in entries), after)

    def entries(self, after: int = 0) -> Iterator[tuple[Position, Entry]]:
        """The entries after a number, the first one first; all that stand before them are checked too."""
        for frame in self.frames.read(after):
            yield frame.position, _read(json.loads(frame.content), self.path)

    def check(self) -> int:
        """Reads all of it, so that anything that was changed, moved or taken out raises; returns how many entries."""
        return sum(1 for _ in self.frames.read())

    def expire(self, before: datetime) -> int:
        """Drops what was written before a moment, the making of the oldest backup that is left; returns how much."""
        return self.frames.expire(lambda content: datetime.fromisoformat(json.loads(content)["written"]) < before)


def each_of(subject: tuple[str, str], facts: Facts) -> Iterator[Told]:
    """The facts of a person as entries."""
    for kind in fields(facts):
        for fact in getattr(facts, kind.name):
            yield Told(subject, fact)


def merged(entries: Iterable[Told]) -> dict[tuple[str, str], Facts]:
    """Entries as facts by person: the opposite of :func:`each_of`."""
    found: dict[tuple[str, str], dict[str, tuple[Fact, ...]]] = {}
    for entry in entries:
        kinds, name = found.setdefault(entry.subject, {}), f"{type(entry.fact).__name__.lower()}s"
        kinds[name] = (*kinds.get(name, ()), entry.fact)
    return {subject: Facts(**kinds) for subject, kinds in found.items()}  # type: ignore[arg-type]


def _written(entry: Entry, at: datetime) -> bytes:
    value = _shallow(entry)
    if isinstance(entry, Told):
        value |= {"fact": _shallow(entry.fact), "kind": type(entry.fact).__name__.lower()}
    content = {"written": at.astimezone(UTC).isoformat(), "entry": type(entry).__name__.lower(), **value}
    return _ENCODER.encode(content).encode()


def _shallow(value: Entry | Fact) -> dict[str, Any]:
    # dataclasses.asdict copies every moment deeply, which takes most of the time of an entry.
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _read(content: dict[str, Any], path: Path) -> Entry:
    value = _untagged(content)
    match value["entry"]:
        case "told" if value["kind"] in _KINDS:
            fact = value["fact"]
            if "state" in fact:
                fact["state"] = ObjectionState(fact["state"])
            return Told(tuple(value["subject"]), _KINDS[value["kind"]](**fact))
        case "ended":
            return Ended(value["fact"], tuple(value["subject"]), value["at"], value["scope"])
        case "rectified":
            return Rectified(value["table"], value["column"], tuple(value["key"]), value["value"])
    raise JournalError(f"{path}: has an entry that this version does not know: replay it with a newer grondslag")


# Values that JSON does not have, each with how it is written and read. A datetime is a date too, and stands first.
_TAGS: tuple[tuple[str, type, Callable[[Any], str], Callable[[str], Any]], ...] = (
    ("datetime", datetime, datetime.isoformat, datetime.fromisoformat),
    ("date", date, date.isoformat, date.fromisoformat),
    ("decimal", Decimal, str, Decimal),
    ("bytes", bytes, bytes.hex, bytes.fromhex),
)


def _tagged(value: object) -> dict[str, str]:
    for tag, kind, write, _ in _TAGS:
        if isinstance(value, kind):
            return {f"${tag}": write(value)}
    raise JournalError(f"a value of type {type(value).__name__} cannot be kept in the journal")


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"), ensure_ascii=False)


def _untagged(value: Any) -> Any:
    if isinstance(value, list):
        return [_untagged(each) for each in value]
    if isinstance(value, dict):
        for tag, _, _, read in _TAGS:
            if set(value) == {f"${tag}"}:
                return read(value[f"${tag}"])
        return {name: _untagged(each) for name, each in value.items()}
    return value
