"""How a figure is taken: ours and the floor in turns, so that both meet the same machine; medians and their spread."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a figure in seconds: medians, the fastest and slowest of ours, and the most that ours may be."""

    figure: str
    case: str
    ours: float
    floor: float
    spread: tuple[float, float]
    target: float

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        """Whether the median reaches the target."""
        return self.ours <= self.target


def compared(
    figure: str, case: str, ours: Callable[[], object], floor: Callable[[], object], target: float, times: int = 1
) -> Row:
    """Takes both ROUNDS times, each round being ``times`` calls; what is told is one call."""
    for work in (ours, floor):
        work()
    mine, theirs = [], []
    for _ in range(ROUNDS):
        mine.append(_taken(ours, times))
        theirs.append(_taken(floor, times))
    return Row(figure, case, median(mine), median(theirs), (min(mine), max(mine)), target)


def _taken(work: Callable[[], object], times: int) -> float:
    gc.collect()
    gc.disable()
    begun = perf_counter()
    for _ in range(times):
        work()
    taken = perf_counter() - begun
    gc.enable()
    return taken / times
