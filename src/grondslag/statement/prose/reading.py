"""What reading a statement gives: the statement, and for every line what became of it."""

from dataclasses import dataclass
from typing import Literal

from grondslag.statement.model import Statement


class ProseError(ValueError):
    """A text that cannot be read as a privacy statement; ``line`` is the line at fault, None where there is none."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: the field paths it fed, the reason it is plain narrative, and what of it found no place.

    A line may hold several sentences; ``stray`` are those that neither fed a field nor are plain narrative.
    """

    number: int
    text: str
    fed: tuple[str, ...] = ()
    narrative: str = ""
    stray: tuple[str, ...] = ()

    @property
    def outcome(self) -> Literal["fed", "narrative", "unplaced"]:
        """``unplaced`` when any part of the line found no place; else ``fed`` or ``narrative``."""
        if self.stray:
            return "unplaced"
        return "fed" if self.fed else "narrative"


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement read from prose, the account of its lines, and what the reader wants a human to know."""

    statement: Statement
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def unplaced(self) -> tuple[Line, ...]:
        """The lines of which some part fed no field and is no plain narrative."""
        return tuple(line for line in self.lines if line.outcome == "unplaced")
