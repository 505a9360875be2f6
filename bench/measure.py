"""How a figure is taken: ours and the floor in turns, so that both meet the same machine; medians and their spread."""

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Literal

ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Target:
    """The most that ours may be: so many times the floor, or so much in itself, in the unit of the row."""

    most: float
    of: Literal["floor", "itself"] = "itself"


@dataclass(frozen=True, slots=True)
class Row:
    """One case of a figure, in seconds or bytes: the medians and spreads of ours and of the floor, and the target."""

    figure: str
    case: str
    ours: float
    floor: float
    spread: tuple[float, float]
    target: Target
    floor_spread: tuple[float, float] = (0, 0)
    rounds: int = ROUNDS
    unit: Literal["seconds", "bytes"] = "seconds"

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        """Whether the median reaches the target."""
        return (self.ratio if self.target.of == "floor" else self.ours) <= self.target.most


def compared(
    figure: str,
    case: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    target: Target,
    times: int = 1,
    rounds: int = ROUNDS,
) -> Row:
    """Takes both so many rounds, each round being ``times`` calls; what is told is one call."""
    for work in (ours, floor):
        work()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(_taken(ours, times))
        theirs.append(_taken(floor, times))
    return _row(figure, case, mine, theirs, target)


def compared_afresh(
    figure: str,
    case: str,
    fresh: Callable[[], AbstractContextManager[str]],
    ours: Callable[[str], object],
    floor: Callable[[str], object],
    target: Target,
    rounds: int = ROUNDS,
) -> Row:
    """The same for work that changes what it meets: each call gets its own fresh database, made outside the time."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        for work, times in ((ours, mine), (floor, theirs)):
            with fresh() as url:
                begun = perf_counter()
                work(url)
                times.append(perf_counter() - begun)
    return _row(figure, case, mine, theirs, target)


def _row(figure: str, case: str, mine: list[float], theirs: list[float], target: Target) -> Row:
    spreads = (min(mine), max(mine)), (min(theirs), max(theirs))
    return Row(figure, case, median(mine), median(theirs), spreads[0], target, spreads[1], len(mine))


def _taken(work: Callable[[], object], times: int) -> float:
    gc.collect()
    gc.disable()
    begun = perf_counter()
    for _ in range(times):
        work()
    taken = perf_counter() - begun
    gc.enable()
    return taken / times
