"""How the demonstration tells: chapters, sentences with their measured times, and checks that can fail."""

import sys
from collections.abc import Iterable

from grondslag.cli import printing


class Telling:
    """Prints as it goes, and remembers which checks failed."""

    def __init__(self) -> None:
        self.held, self.failed = 0, list[str]()

    def chapter(self, title: str) -> None:
        """Begins a chapter."""
        if self.held or self.failed:
            printing.line("")
        printing.line(title, "bold")

    def say(self, text: str, seconds: float | None = None) -> None:
        """One sentence, and how long what it tells took."""
        _line(f"  {text}{_took(seconds)}")

    def check(self, claim: str, holds: bool, seconds: float | None = None) -> None:
        """A claim that was tested just now."""
        _line(f"  {'✓' if holds else '✗ NOT SO:'} {claim}{_took(seconds)}", "green" if holds else "bold red")
        if holds:
            self.held += 1
        else:
            self.failed.append(claim)

    def end(self, seconds: float, commands: Iterable[str]) -> int:
        """Ends with the verdict and what to try next; returns the exit code."""
        printing.line("")
        if self.failed:
            _line(f"{len(self.failed)} checks failed, {self.held} held ({seconds:.0f} s):", "bold red")
            for claim in self.failed:
                _line(f"  {claim}")
            return 1
        _line(f"All {self.held} checks hold ({seconds:.0f} s). Try next:", "bold green")
        for command in commands:
            print(f"  {command}")
        return 0


def _took(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f" ({seconds:.1f} s)" if seconds >= 1 else f" ({seconds * 1000:.0f} ms)"


def _line(text: str, style: str = "") -> None:
    """A line that is never wrapped, so that the paths in it can be copied."""
    if sys.stdout.isatty() and style:
        from rich.console import Console
        from rich.text import Text

        Console().print(Text(text, style=style), soft_wrap=True)
    else:
        print(text, flush=True)
