"""B7: access, audit and sweep at 100,000, 1,000,000 and 10,000,000 rows, by hand at each size; and peak memory.

Memory is that of a process of its own that does the one thing: ``python -m bench.b07_sizes sweep URL``.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import b05_sweep
from bench.floors import access, sweep
from bench.measure import Row, Target, compared, compared_afresh
from bench.shop.database import connected, copied, ready
from bench.shop.engine import Engine, engine
from bench.shop.people import Sizes

TARGET, MEMORY = Target(1.25, "floor"), Target(200e6)
# Rows, and how many rounds a sweep and an audit get: the largest sizes take minutes a round.
SIZES = {100_000: 15, 1_000_000: 10, 10_000_000: 3}
WORK: dict[str, Callable[[Engine], object]] = {
    "access": lambda ours: ours.access(1),
    "audit": lambda ours: ours.audit(),
    "sweep": lambda ours: ours.sweep(),
}


def rows() -> Iterator[Row]:
    """Three rows of time and three of memory at each size."""
    for size, rounds in SIZES.items():
        url = ready(size)
        yield from _times(url, size, rounds)
        for name in WORK:
            with copied(url) as copy:
                ours, floor = _peak(name, copy), _peak("nothing", copy)
            yield Row("B7", f"{size:,} rows, {name}, memory", ours, floor, (ours, ours), MEMORY, rounds=1, unit="bytes")


def _times(url: str, size: int, rounds: int) -> Iterator[Row]:
    customer = Sizes(size).ending(1)[0]
    with engine(url) as ours, connected(url) as floor:
        yield compared(
            "B7", f"{size:,} rows, access",
            lambda: ours.access(customer), lambda: access.by_table(floor, customer), TARGET,
        )  # fmt: skip
        yield compared("B7", f"{size:,} rows, audit", ours.audit, lambda: sweep.audit(floor), TARGET, rounds=rounds)
    yield compared_afresh(
        "B7", f"{size:,} rows, sweep", lambda: copied(url), b05_sweep.ours, b05_sweep.by_hand, TARGET, rounds
    )


def _peak(name: str, url: str) -> float:
    done = subprocess.run(
        (sys.executable, "-m", "bench.b07_sizes", name, url), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _alone(name: str, url: str) -> float:
    """The most bytes that this process ever held, after doing one thing or nothing."""
    with engine(url) as ours:
        if name in WORK:
            WORK[name](ours)
    # Not getrusage: its maximum is inherited from the process that started this one.
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return float(line.split()[1]) * 1024


if __name__ == "__main__":
    print(_alone(*sys.argv[1:3]))
