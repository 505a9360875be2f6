"""From a statement to what a page shows: headed blocks of lines, each with its place and the amendments on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from grondslag.statement.amendments import KEYS
from grondslag.statement.model import Purpose, Right, Statement
from grondslag.statement.phrases import Language, note, say, shown, told
from grondslag.statement.render.purposes import in_order, purpose_lines, read_back
from grondslag.statement.render.spoken import Line, spoken

__all__ = ["Block", "Line", "outline"]


@dataclass(slots=True)
class Block:
    """A heading with its lines and the blocks below it.

    ``original`` is the heading's Dutch beside a translation; ``path`` its place in the statement, "" for none;
    ``roots`` are the parts of the statement that a section tells.
    """

    id: str
    heading: str
    original: str = ""
    path: str = ""
    lines: list[Line] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    kind: Literal["section", "group", "purpose", "right"] = "section"
    roots: tuple[str, ...] = ()
    changes: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)


# Section -> what it tells, in order: sheets of the table of phrases and fields of the statement.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("controller", ("controller",)),
    ("contacts", ("contacts",)),
    ("sources", ("sources",)),
    ("purposes", ("groups", "purposes")),
    ("rights", ("rights",)),
    ("response", ("response",)),
    ("recipients", ("recipients",)),
    ("sharing_reasons", ("sharing_reasons",)),
    ("mentions", ("mentions",)),
    ("automated_decision", ("automated_decision",)),
    ("transfers", ("eea", "transfers")),
    ("cookies", ("cookies", "techniques")),
    ("change", ("change",)),
    ("about", ("", "links")),
)


def outline(statement: Statement, language: Language = "nl") -> list[Block]:
    """The blocks of a page in order; a section that has nothing to tell is left out."""
    blocks = []
    for name, roots in SECTIONS:
        block = Block(id=name, heading=note(name, language), roots=roots)
        if name == "purposes":
            block.lines += _empty_groups(statement, language)
            block.blocks += _groups(statement, language)
        elif name == "rights":
            block.blocks += [_right(right, index, language) for index, right in enumerate(statement.rights)]
        else:
            for root in roots:
                block.lines += _lines(statement, root, language)
        if name == "about" and list(statement.purposes) != in_order(statement):
            ids = tuple(purpose.id for purpose in statement.purposes)
            block.lines.append(spoken("order", say("order", ids, language)))
        if block.lines or block.blocks:
            blocks.append(block)
    return blocks


def _lines(statement: Statement, root: str, language: Language) -> Iterator[Line]:
    value: Any = getattr(statement, root) if root else statement
    if not isinstance(value, tuple):
        yield from (spoken(path, text) for path, text in told(root, value, language))
        return
    for entry in value:
        yield spoken(f"{root}.{getattr(entry, KEYS[type(entry)])}", say(root, entry, language))


def _groups(statement: Statement, language: Language) -> Iterator[Block]:
    facts = purpose_lines(statement, language)
    for group in statement.groups:
        heading = f"{group.id}. {shown(group.label, language)}"
        block = Block(id=_anchor("groep", group.id), heading=heading, path=f"groups.{group.id}", kind="group")
        members = [purpose for purpose in statement.purposes if purpose.group == group.id]
        block.blocks += [_purpose(purpose, facts[purpose.id]) for purpose in members]
        if members:
            yield block


def _empty_groups(statement: Statement, language: Language) -> Iterator[Line]:
    """The groups in words, where headings above purposes cannot tell them all."""
    read = read_back(statement)
    if read is None or read[0] != statement.groups:
        yield from (spoken(f"groups.{group.id}", say("groups", group, language)) for group in statement.groups)


def _purpose(purpose: Purpose, lines: list[Line]) -> Block:
    head, *rest = lines
    block = Block(
        id=_anchor("doel", purpose.id), heading=f"{head.label}: {head.words}", original=head.original,
        path=f"purposes.{purpose.id}", kind="purpose",
    )  # fmt: skip
    block.lines += rest
    return block


def _right(right: Right, index: int, language: Language) -> Block:
    path = f"rights.{right.kind}"
    block = Block(
        id=_anchor("recht", f"{right.kind}-{index + 1}"), heading=note(f"right.{right.kind}", language), path=path,
        kind="right",
    )  # fmt: skip
    opening, *rest = told("rights", right, language)
    block.lines.append(spoken(f"{path}.opening", opening[1]))
    lines = [spoken(path + place.removeprefix("rights"), text) for place, text in rest]
    block.lines += sorted(lines, key=lambda line: line.quiet)
    return block


def _anchor(kind: str, id: str) -> str:
    return f"{kind}-{''.join(c if c.isalnum() else '-' for c in id)}"


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, each before those below it."""
    for block in blocks:
        yield block
        yield from walk(block.blocks)
