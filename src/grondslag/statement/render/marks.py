"""Marking what amendments have changed: on the line that they touch, and, for what is gone, below its block."""

import itertools
from collections.abc import Iterable

from grondslag.statement.diff import Difference
from grondslag.statement.render.outline import Block, walk
from grondslag.statement.render.spoken import Line


def mark(blocks: list[Block], differences: Iterable[Difference]) -> None:
    """Notes on lines and blocks the numbers, from 1, of the amendments that touch them; every number gets a place."""
    everything = list(walk(blocks))
    for number, difference in enumerate(differences, 1):
        path = difference.path
        touched: list[Block | Line] = [block for block in everything if block.path and block.path == path]
        if not touched:
            touched += [line for block in everything for line in block.lines if _touches(path, line.path)]
        for place in touched:
            (place.changes if difference.status == "adopted" else place.proposals).append(number)
        if not touched:
            home = _home(blocks, everything, path)
            (home.removed if difference.status == "adopted" else home.proposals).append(number)
    for block in everything:
        _once(block.lines)


def _once(lines: list[Line]) -> None:
    """Leaves the note on the last of lines in a row that the same amendments touch."""
    for line, following in itertools.pairwise(lines):
        alike = line.changes == following.changes and line.proposals == following.proposals
        line.noted = not (alike and line.column == following.column)


def _touches(amended: str, line: str) -> bool:
    return bool(line) and (amended == line or amended.startswith(f"{line}.") or line.startswith(f"{amended}."))


def _home(blocks: list[Block], everything: list[Block], path: str) -> Block:
    """The innermost block to which a path belongs; the last section where none tells of it."""
    inside = [block for block in everything if block.path and path.startswith(f"{block.path}.")]
    if inside:
        return max(inside, key=lambda block: len(block.path))
    root = path.partition(".")[0]
    return next((block for block in blocks if root in block.roots), blocks[-1])
