"""Takes every figure, prints it, and writes bench/results.md: ``python -m bench [B9 …]``."""

import os
import platform
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bench import b09_decisions, b11_command
from bench.measure import ROUNDS, Row

FIGURES = {"B9": b09_decisions, "B11": b11_command}
RESULTS = Path(__file__).with_name("results.md")
HEAD = """# Results

Written by `make bench` on {day}: Python {python}, {cores} cores, load {load:.1f} when it began. Medians of {rounds}
rounds taken in turns with the floor; the ratio says more than the time, and on a loaded machine the fastest round says
more than the median. B9's floor is a look-up in a dict, B11's the bare start of the interpreter; its commands run from
bytecode, as every run of an installed command but the first does.

| Figure | Case | Ours | Fastest to slowest | Floor | Ratio | Target |
|---|---|--:|--:|--:|--:|---|
"""


def main(wanted: Iterable[str]) -> int:
    """Takes the wanted figures, all when none is named; 1 when a target is missed, 2 for an unknown figure."""
    names = list(wanted) or list(FIGURES)
    if unknown := [name for name in names if name not in FIGURES]:
        print(f"bench: there is no {', '.join(unknown)}; there are {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    head = HEAD.format(
        day=date.today(), python=platform.python_version(), cores=os.cpu_count(), load=os.getloadavg()[0], rounds=ROUNDS  # noqa: DTZ011
    )  # fmt: skip
    found: list[Row] = []
    for name in names:
        for row in FIGURES[name].rows():
            found.append(row)
            print(_line(row), flush=True)
    if names == list(FIGURES):
        RESULTS.write_text(head + "".join(f"{_line(row)}\n" for row in found), encoding="utf-8")
        print(f"written to {RESULTS.relative_to(Path.cwd()) if RESULTS.is_relative_to(Path.cwd()) else RESULTS}")
    missed = [row for row in found if not row.met]
    return 1 if missed else 0


def _line(row: Row) -> str:
    spread = f"{_time(row.spread[0])} to {_time(row.spread[1])}"
    verdict = f"{_time(row.target)}, {'met' if row.met else 'MISSED'}"
    cells = (row.figure, row.case, _time(row.ours), spread, _time(row.floor), f"{row.ratio:.1f}", verdict)
    return f"| {' | '.join(cells)} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.2f} µs" if seconds < 1e-3 else f"{seconds:.3f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
