"""Law that begins and ends: rule packs, transfer mechanisms, fiscal minimums and names that have gone stale.

All of it is data. ``valid_to`` is the first day on which the thing no longer holds; ``valid_from`` None means that it
is not law yet.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePack:
    """A law and the rules that rest on it. ``changes`` are rules whose text must be revised once it is in force."""

    name: str
    source: str
    valid_from: date | None
    valid_to: date | None = None
    rules: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether this law holds on the day ``on``; a proposal never does."""
        return self.valid_from is not None and self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A court case against a mechanism, pending from a day until (not including) a day."""

    case: str
    since: date
    until: date | None = None

    def pending(self, on: date) -> bool:
        """Whether the case is before the court on the day ``on``."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """A ground for transfers outside the EEA: a decision (Art. 45) or a safeguard (Art. 46).

    ``countries`` are ISO 3166-1 alpha-2 codes; empty means every country. ``ended_by`` names the judgment or act.
    """

    name: str
    article: Literal["45", "46", "49"]
    source: str
    valid_from: date
    valid_to: date | None = None
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ended_by: str = ""
    challenges: tuple[Challenge, ...] = ()

    def valid(self, on: date) -> bool:
        """Whether transfers may rest on it on the day ``on``."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiscalLaw:
    """A law that sets a minimum of years for records of one class, counted from the end of their year."""

    law: str
    records: str
    minimum_years: int
    valid_from: date
    valid_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether this law holds on the day ``on``."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleName:
    """A legal instrument or a name that no longer exists since a day; ``pattern`` is a regular expression."""

    name: str
    pattern: str
    since: date
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """A supervisory authority of an EEA state (Art. 51), with its own name and its site."""

    country: str
    country_nl: str
    country_en: str
    name: str
    url: str
    note: str = ""
