"""How commands print: tables that fit in 80 columns, plain where nobody watches, progress on a terminal only."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

WIDTH = 80


def console() -> "Console":
    """Standard output for people: at most WIDTH columns, without colours where it is no terminal."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    found = Console(highlight=False, markup=False, emoji=False, width=None if terminal else WIDTH)
    return found if found.width <= WIDTH else Console(highlight=False, markup=False, emoji=False, width=WIDTH)


def number(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}"


def table(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Prints a table under a heading; numbers stand right. Nothing is printed when there are no rows."""
    from rich import box
    from rich.table import Table

    found = [list(row) for row in rows]
    if not found:
        return
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for n, name in enumerate(columns):
        numeric = all(isinstance(row[n], int) for row in found)
        made.add_column(name, justify="right" if numeric else "left", overflow="fold", no_wrap=numeric)
    for row in found:
        made.add_row(*(number(value) if isinstance(value, int) else value for value in row))
    line(heading, "bold")
    _print(made, None)
    line("")


def line(text: str, style: str = "") -> None:
    """Prints one paragraph."""
    _print(text, style or None)


def _print(what: Any, style: str | None) -> None:
    out = console()
    with out.capture() as printed:
        out.print(what, style=style)
    # The padding at the ends of lines is of use to nobody.
    sys.stdout.write("\n".join(each.rstrip() for each in printed.get().splitlines()) + "\n")


def document(value: Any) -> None:
    """Prints one JSON document."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error that follows ``(done, total)``; silent when that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
