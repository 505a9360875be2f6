"""A line of a page: its label, its words, its place in the statement."""

from dataclasses import dataclass, field
from typing import Literal

_LONGEST_LABEL = 75
DUTCH = (".interest", ".description")
QUIET = (".heading", ".own_heading", ".kind", ".id", ".group")


@dataclass(slots=True)
class Line:
    """One line. ``original`` is Dutch beside a translation; ``column`` sets promise and applied term side by side.

    ``changes`` and ``proposals`` are the numbers of the amendments, adopted and proposed, that touch the line; their
    note stands below it when ``noted``.
    """

    path: str
    label: str
    words: str
    original: str = ""
    column: Literal["", "promised", "applied"] = ""
    changes: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)
    noted: bool = True

    @property
    def dutch(self) -> bool:
        """True for words of the controller that have no translation."""
        return self.path.endswith(DUTCH)

    @property
    def quiet(self) -> bool:
        """True for what matters to the file rather than to people."""
        return self.path.endswith(QUIET)

    @property
    def text(self) -> str:
        """The whole line as plain text."""
        line = f"{self.label}: {self.words}".rstrip() if self.label else self.words
        return f"{line} ({self.original})" if self.original else line


def spoken(path: str, sentence: str) -> Line:
    """The line of a sentence of ours; what stands before a colon is its label."""
    label, colon, words = sentence.partition(": ")
    if colon and len(label) <= _LONGEST_LABEL and not label.endswith("."):
        return Line(path, label, words)
    return Line(path, "", sentence)
