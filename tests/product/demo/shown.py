"""Documents against reality: their fenced blocks, and whether what they show is what a command prints."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CUT = "…"
ENDS = re.compile(r"\s+# ends with (\d)$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is to be written to (or ""), its database (or ""), its lines."""

    language: str
    file: str
    database: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Command:
    """A command of a console block, the exit code it is to have, and the lines shown of its output."""

    text: str
    code: int
    shown: tuple[str, ...]


def blocks(document: Path) -> Iterator[Block]:
    """The fenced blocks of a Markdown file, in order."""
    for info, body in re.findall(r"^```([^\n]*)\n(.*?)^```$", document.read_text(encoding="utf-8"), re.M | re.S):
        language, file, database = (*info.split(" "), "", "")[:3]
        yield Block(language, file, database, tuple(body.splitlines()))


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block: each begins with «$ », is continued by «> », and has its output below it."""
    text, shown = "", list[str]()
    for line in (*block.lines, "$ "):
        if line.startswith("$ "):
            if text:
                first, *more = text.split("\n")
                ends = ENDS.search(first)
                yield Command("\n".join([ENDS.sub("", first), *more]), int(ends[1]) if ends else 0, tuple(shown))
            text, shown = line[2:], []
        elif line.startswith("> "):
            text += f"\n{line[2:]}"
        else:
            shown.append(line)


def alike(shown: Sequence[str], printed: Sequence[str]) -> str:
    """ "" when the shown lines are the printed ones but for numbers and times, «…» standing for any lines left out.

    Else the first shown line that was not printed in its place.
    """
    printed, at, cut = [normal(line) for line in printed], 0, False
    for line in shown:
        if line.strip() == CUT:
            cut = True
            continue
        wanted = normal(line)
        place = next((n for n in range(at, len(printed)) if printed[n] == wanted), None)
        if place is None or (place > at and not cut):
            return f"{line!r} was not printed" + ("" if place is None else f" before {printed[at]!r}")
        at, cut = place + 1, False
    return "" if cut or at == len(printed) else f"{printed[at]!r} is printed too, and not shown"


def normal(line: str) -> str:
    """A line without what differs from run to run: numbers, times, and the folder that the commands stand in."""
    line = re.sub(r"\(\d[\d.,]* m?s\)", "(TIME)", line.rstrip())
    line = re.sub(r"\S*/bin/(grondslag|facturis)\b", r"bin/\1", line)
    return re.sub(r"\d[\d.,]*\d|\d", "N", line)
