"""Which ways conditions of the law's functions have gone, as the interpreter tells of each conditional jump."""

import ast
import dis
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple

EVENTS = sys.monitoring.events
# Python 3.14 tells the two ways of a jump apart; earlier ones tell of a jump, and where it went.
BRANCHES = [e for n in ("BRANCH_LEFT", "BRANCH_RIGHT", "BRANCH") if (e := getattr(EVENTS, n, 0))][:2]
# What has become of a condition when its instruction jumps, and when it goes on to the next.
OUTCOMES = {
    "POP_JUMP_IF_FALSE": ("false", "true"),
    "POP_JUMP_IF_TRUE": ("true", "false"),
    "POP_JUMP_IF_NONE": ("None", "anything but None"),
    "POP_JUMP_IF_NOT_NONE": ("anything but None", "None"),
    "FOR_ITER": ("exhausted", "one to go on with"),
}


class Way(NamedTuple):
    """One of the two ways that a condition can go; ``n`` counts what is asked of the same text."""

    file: str
    line: int
    column: int
    n: int
    condition: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: `{self.condition}` (question {self.n}) was never {self.outcome}"


class Jump(NamedTuple):
    """A conditional jump: up to which offset it has gone on, and what both ways mean."""

    goes_on: int
    jumped: Way
    went_on: Way


def codes(functions: Iterable[FunctionType]) -> list[CodeType]:
    """The code of functions, and of what stands in them."""
    found: list[CodeType] = []
    pending = [function.__code__ for function in functions]
    while pending:
        found.append(pending.pop())
        pending += [inner for inner in found[-1].co_consts if isinstance(inner, CodeType)]
    return found


def jumps(code: CodeType) -> dict[int, Jump]:
    """The conditional jumps of a code by offset, but for the last pattern of a ``match`` that leaves out nothing."""
    path = Path(code.co_filename)
    source = path.read_text(encoding="utf-8")
    lines, sure = source.splitlines(), _sure(ast.parse(source))
    found: dict[int, Jump] = {}
    times: Counter[tuple[int, int, int]] = Counter()
    steps = [each for each in dis.get_instructions(code) if each.opname != "NOT_TAKEN"]
    asked = steps[0]
    for here, after in pairwise(steps):
        if here.opname in OUTCOMES:
            # What a jump asks is what was worked out just before it; a loop is asked itself.
            line, start, end, last = _place(here if here.opname == "FOR_ITER" else asked)
            times[line, start, end] += 1
            if (line, start) not in sure:
                text = lines[line - 1][start : end if last == line else None]
                at = (path.name, line, start, times[line, start, end], text)
                jumped, went_on = (Way(*at, outcome) for outcome in OUTCOMES[here.opname])
                found[here.offset] = Jump(after.offset, jumped, went_on)
        elif here.opname not in ("COPY", "TO_BOOL"):
            asked = here
    return found


def _place(step: dis.Instruction) -> tuple[int, int, int, int]:
    """The line, first and last column, and last line of what an instruction was compiled from."""
    at = step.positions
    return (at.lineno or 1, at.col_offset or 0, at.end_col_offset or 0, at.end_lineno or 1) if at else (1, 0, 0, 1)


def _sure(tree: ast.Module) -> set[tuple[int, int]]:
    """Where patterns stand that always match, since mypy holds the ``match`` to take every value there is."""
    last = [node.cases[-1].pattern for node in ast.walk(tree) if isinstance(node, ast.Match)]
    ends = [pattern.patterns[-1] if isinstance(pattern, ast.MatchOr) else pattern for pattern in last]
    return {(end.lineno, end.col_offset) for end in ends}


class Branches:
    """The ways that conditions of these codes have gone while :meth:`watched`, and those that are wanted."""

    def __init__(self, watch: Iterable[CodeType]) -> None:
        self.jumps = {code: jumps(code) for code in watch}
        self.wanted = {way for by in self.jumps.values() for jump in by.values() for way in jump[1:]}
        self.seen: set[Way] = set()

    @property
    def missing(self) -> list[str]:
        """What never happened, as sentences."""
        return [str(way) for way in sorted(self.wanted - self.seen)]

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Notes which way each condition goes."""
        tool = sys.monitoring.PROFILER_ID
        sys.monitoring.use_tool_id(tool, "branches")
        for event in BRANCHES:
            sys.monitoring.register_callback(tool, event, self._goes)
        for code in self.jumps:
            sys.monitoring.set_local_events(tool, code, sum(BRANCHES))
        try:
            yield
        finally:
            for code in self.jumps:
                sys.monitoring.set_local_events(tool, code, 0)
            for event in BRANCHES:
                sys.monitoring.register_callback(tool, event, None)
            sys.monitoring.free_tool_id(tool)

    def _goes(self, code: CodeType, offset: int, to: int) -> object:
        jump = self.jumps[code].get(offset)
        if jump is None:
            return sys.monitoring.DISABLE
        self.seen.add(jump.jumped if to > jump.goes_on else jump.went_on)
        return sys.monitoring.DISABLE if self.seen >= set(jump[1:]) else None
