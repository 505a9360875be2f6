"""The data dictionary: what a label in a statement means, and which W3C DPV 2.3 term stands for it.

A *leaf* category is what a column of a database holds; a category with parts stands for all of them, so that an item
«NAW-gegevens» covers a column of category ``address``. Labels are found by :func:`category_named` and
:func:`purpose_named`, which ignore case, spaces, hyphens and a closing full stop.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from grondslag.statement.category_table import CATEGORIES, PURPOSE_KINDS

CategoryKind = Literal[
    "identifier", "contact", "financial", "behaviour", "inferred", "credential", "content", "document", "catch_all",
    "technical", "organisation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Category:
    """A category of personal data: ``parts`` are leaf categories ("" for a leaf), ``dpv`` a term of the DPV-PD list."""

    id: str
    kind: CategoryKind
    nl: str
    en: str
    dpv: str
    synonyms: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    fiscal: bool = False

    @property
    def leaves(self) -> tuple[str, ...]:
        """The leaf categories that this category stands for; a leaf stands for itself."""
        return self.parts or (self.id,)


@dataclass(frozen=True, slots=True)
class PurposeKind:
    """A purpose as the field knows it: its DPV 2.3 purpose and the traits that the linter and the reader use.

    ``device`` is what it does on the terminal equipment; ``traits`` are fixed words: ``marketing``, ``email``,
    ``profiling``, ``publishes``, ``singles_out``, ``account``, ``fiscal``, ``joint_control``, ``abuse``.
    """

    id: str
    nl: str
    en: str
    dpv: tuple[str, ...]
    device: Literal["none", "functional", "limited_analytics", "tracking", "unknown"] = "none"
    traits: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()


def normalised(label: str) -> str:
    """A label without case, spaces, hyphens and closing punctuation: «KvK nummer» and «KvK-nummer.» are one."""
    return re.sub(r"[\s\-‐‑–_/'’]+", "", label.casefold()).rstrip(".;:,")


@cache
def categories() -> dict[str, Category]:
    """All categories by id, in the order of the table."""
    return {row[0]: Category(*row) for row in CATEGORIES}


@cache
def purpose_kinds() -> dict[str, PurposeKind]:
    """All known kinds of purpose by id, in the order of the table."""
    return {row[0]: PurposeKind(*row) for row in PURPOSE_KINDS}


@cache
def _category_index() -> dict[str, Category]:
    return {normalised(label): c for c in categories().values() for label in (c.nl, c.en, *c.synonyms)}


@cache
def _purpose_index() -> dict[str, PurposeKind]:
    return {normalised(label): p for p in purpose_kinds().values() for label in (p.nl, p.en, *p.synonyms)}


def category_named(label: str) -> Category | None:
    """The category that a label means, with or without its explanation in parentheses; None when it has none."""
    index = _category_index()
    return index.get(normalised(label)) or index.get(normalised(re.sub(r"\s*\(.*\)", "", label, flags=re.DOTALL)))


def purpose_named(label: str) -> PurposeKind | None:
    """The kind of purpose that a label means, with or without what follows a comma or «inclusief»; None if none."""
    index = _purpose_index()
    shorter = re.split(r",|\binclusief\b|\(", label, maxsplit=1)[0]
    return index.get(normalised(label)) or index.get(normalised(shorter))


def leaves(category: str) -> frozenset[str]:
    """The leaf categories that a category id covers. Raises KeyError for an id that the dictionary does not have."""
    return frozenset(categories()[category].leaves)


@cache
def credentials() -> frozenset[str]:
    """The leaf categories of what lets somebody in, such as a password."""
    return frozenset(each.id for each in categories().values() if each.kind == "credential")
