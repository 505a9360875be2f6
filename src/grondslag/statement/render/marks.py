"""Marking what amendments have changed: on the line that they touch, and, for what is gone, below its block."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from grondslag.statement.diff import Difference
from grondslag.statement.render.outline import Block, walk
from grondslag.statement.render.spoken import Line


def mark(blocks: list[Block], differences: Iterable[Difference]) -> None:
    """Notes on lines and blocks the numbers, from 1, of the amendments that touch them; every number gets a place."""
    everything = list(walk(blocks))
    at, below = _by_path(everything)
    for number, difference in enumerate(differences, 1):
        path = difference.path
        touched: list[Block | Line] = [block for block in everything if block.path and block.path == path]
        if not touched:
            touched += below.get(path, [])
            touched += [line for above in _leading(path) for line in at.get(above, [])]
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


def _by_path(blocks: list[Block]) -> tuple[dict[str, list[Line]], dict[str, list[Line]]]:
    """The lines by their path, and by each path that they stand at or below."""
    at, below = defaultdict(list), defaultdict(list)
    for line in (line for block in blocks for line in block.lines if line.path):
        at[line.path].append(line)
        for path in (*_leading(line.path), line.path):
            below[path].append(line)
    return at, below


def _leading(path: str) -> Iterator[str]:
    """The paths above a path: purposes, purposes.I and purposes.I.A above purposes.I.A.terms."""
    return (path[:end] for end, letter in enumerate(path) if letter == ".")


def _home(blocks: list[Block], everything: list[Block], path: str) -> Block:
    """The innermost block to which a path belongs; the last section where none tells of it."""
    inside = [block for block in everything if block.path and path.startswith(f"{block.path}.")]
    if inside:
        return max(inside, key=lambda block: len(block.path))
    root = path.partition(".")[0]
    return next((block for block in blocks if root in block.roots), blocks[-1])
