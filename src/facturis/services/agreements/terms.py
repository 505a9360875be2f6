"""The terms of service: each version a file in both languages, shown before who accepts it (BW art. 6:233-234)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause under its head."""

    head: str
    body: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A version of the terms, since a day."""

    version: str
    since: date
    texts: dict[str, tuple[Clause, ...]]

    def clauses(self, language: str) -> tuple[Clause, ...]:
        """The clauses in a language of the interface."""
        return self.texts[language]


@cache
def versions() -> tuple[Terms, ...]:
    """Every version that was published, the oldest first."""
    found = (_read(path) for path in FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda each: each.since))


def in_force() -> Terms:
    """The newest version, which whoever orders accepts."""
    return versions()[-1]


def version(name: str | None) -> Terms | None:
    """The version of this name; None where there is none."""
    return next((each for each in versions() if each.version == name), None)


def _read(path: Path) -> Terms:
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    texts = {language: tuple(Clause(**each[language]) for each in given["clauses"]) for language in ("nl", "en")}
    return Terms(path.stem, given["since"], texts)
