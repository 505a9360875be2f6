"""A purpose, a group of purposes and one field as they are written, before anything is made of them."""

from dataclasses import dataclass, field

from grondslag.statement.phrases import Pair
from grondslag.statement.prose.layout import Row


@dataclass(slots=True)
class Value:
    """One field of an entry: its label as printed, and its lines; ``"\\n"`` stands where the text itself breaks.

    ``below`` is the number of the line from which a value was taken that does not stand beside its label, else 0.
    """

    label: str
    text: str
    rows: list[Row]
    below: int = 0


@dataclass(slots=True)
class Entry:
    """One purpose as written: the index of its group (-1: none), its letter or number, and its fields by name.

    ``said`` is what our own phrases tell of it (:mod:`grondslag.statement.phrases`), without the prefix «purpose.».
    """

    group: int
    mark: str
    row: Row
    fields: dict[str, Value] = field(default_factory=dict)
    said: list[Pair] = field(default_factory=list)


@dataclass(slots=True)
class Heading:
    """A group of purposes as written."""

    mark: str
    label: str
    row: Row


@dataclass(slots=True)
class Entries:
    """All entries and groups of a document, the rows that belong to neither, and what our own phrases tell besides."""

    groups: list[Heading] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)
    said: list[Pair] = field(default_factory=list)
