"""Takes figures, prints them, and writes them into bench/results.md: ``python -m bench [--fresh] [B9 …]``.

``--fresh`` makes the shop anew; it is otherwise kept between runs.
"""

import os
import platform
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import psycopg

from bench import (
    b01_access,
    b02_erasure,
    b03_heavy,
    b05_sweep,
    b06_audit,
    b07_sizes,
    b08_gate,
    b09_decisions,
    b11_command,
    b13_start,
    pages,
)
from bench.measure import Row
from bench.shop import database
from grondslag.stores.port import StoreError

FIGURES = {
    "B1": b01_access, "B2": b02_erasure, "B3": b03_heavy, "B5": b05_sweep, "B6": b06_audit, "B7": b07_sizes,
    "B8": b08_gate, "B9": b09_decisions, "B11": b11_command, "B13": b13_start, "pages": pages,
}  # fmt: skip
RESULTS = Path(__file__).with_name("results.md")
HEAD = """# Results

Written by `make bench`, each figure when it was last taken. Medians of rounds taken in turns with the floor, with the
fastest and the slowest in brackets; the ratio says more than the time, and on a loaded machine the fastest round says
more than the median. B1 to B7 are taken on a synthetic shop on PostgreSQL on loopback (`bench/shop`), against what an
engineer writes by hand for it (`bench/floors`); both must leave the same. B7's memory is the peak of a process of its
own, and its floor that of one which only opens the database. B8's floor is the same work of Django's over a connection
without the gate (`bench/b08_gate.py`). B9's floor is a look-up in a dict, B11's the bare start of the interpreter; its
commands run from bytecode, as every run of an installed command but the first does. B13's floor is that start too, and
the floor of the pages one that reads nothing: they are those of the demonstration's owner, in the process that serves.
"""
TABLE = """
## {name}

Taken on {day}, Python {python}, {cores} cores, load {before:.1f} when it began and {after:.1f} at its end.

| Figure | Case | Rounds | Ours | Floor | Ratio | Target |
|---|---|--:|--:|--:|--:|---|
{lines}
"""


def main(wanted: Iterable[str]) -> int:
    """Takes the wanted figures, all when none is named; 1 when a target is missed, 2 for an unknown figure."""
    asked = list(wanted)
    names = [name for name in asked if name != "--fresh"] or list(FIGURES)
    if unknown := [name for name in names if name not in FIGURES]:
        print(f"bench: there is no {', '.join(unknown)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    if "--fresh" in asked:
        database.forget()
    missed = False
    for name in names:
        before, found = os.getloadavg()[0], list[Row]()
        try:
            for row in FIGURES[name].rows():
                found.append(row)
                print(_line(row), flush=True)
        except (StoreError, psycopg.OperationalError) as error:
            print(f"bench: {name} could not be taken: {error}", file=sys.stderr)
            return 2
        missed = missed or not all(row.met for row in found)
        _keep(name, before, found)
    return 1 if missed else 0


def _keep(name: str, before: float, found: list[Row]) -> None:
    """Writes a figure into the results, in the place of what they said of it before."""
    _, *parts = RESULTS.read_text(encoding="utf-8").split("\n## ")
    known = {part.partition("\n")[0]: f"\n## {part}" for part in parts}
    known[name] = TABLE.format(
        name=name, day=date.today(), python=platform.python_version(), cores=os.cpu_count(),  # noqa: DTZ011
        before=before, after=os.getloadavg()[0], lines="\n".join(map(_line, found)),
    )  # fmt: skip
    RESULTS.write_text(HEAD + "".join(known[each] for each in FIGURES if each in known), encoding="utf-8")


def _line(row: Row) -> str:
    most = f"{row.target.most:g} × floor" if row.target.of == "floor" else _told(row.target.most, row)
    cells = (
        row.figure, row.case, f"{row.rounds}", _with_spread(row.ours, row.spread, row),
        _with_spread(row.floor, row.floor_spread, row), f"{row.ratio:.2f}", f"{most}, {'met' if row.met else 'MISSED'}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _with_spread(value: float, spread: tuple[float, float], row: Row) -> str:
    return (
        f"{_told(value, row)} ({_told(spread[0], row)} to {_told(spread[1], row)})"
        if any(spread)
        else _told(value, row)
    )


def _told(value: float, row: Row) -> str:
    if row.unit == "bytes":
        return f"{value / 1e6:.0f} MB"
    return f"{value * 1e6:.2f} µs" if value < 1e-3 else f"{value * 1e3:.1f} ms" if value < 1 else f"{value:.2f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
