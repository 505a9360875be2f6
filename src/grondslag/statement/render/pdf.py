"""A statement as a tagged PDF that is both PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), set by typst."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import typst

from grondslag.statement.diff import Difference
from grondslag.statement.errors import StatementError
from grondslag.statement.model import Statement
from grondslag.statement.phrases import Language, note
from grondslag.statement.render.marks import mark
from grondslag.statement.render.outline import Block, outline
from grondslag.statement.render.page import amendment_lines, numbers, title
from grondslag.statement.render.spoken import Line
from grondslag.statement.render.timeline import Timeline, timeline
from grondslag.statement.toml import Document

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
# How many purposes of the picture fit a page.
PER_PAGE = 20


def render_pdf(source: Document | Statement, language: Language = "nl") -> bytes:
    """The same page as :func:`grondslag.statement.render.page.render`, as a PDF: equal input, equal bytes.

    The fonts are those that typst brings, and those of the system only for a character that these lack. Raises
    StatementError for a character that no font has: neither standard allows one that cannot be seen.
    """
    inputs = {"data": json.dumps(content(source, language), ensure_ascii=False)}
    failure = ""
    for own_fonts in (True, False):
        try:
            compiler = typst.Compiler(template(), ignore_system_fonts=own_fonts, sys_inputs=inputs)
            return cast(bytes, compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=0))
        except typst.TypstError as error:
            failure = str(error)
    raise StatementError(f"this cannot be a PDF for archives and screen readers ({failure}): write it as html")


@cache
def template() -> bytes:
    """The page for print, into which :func:`content` is read."""
    return files("grondslag.statement.render").joinpath("templates", "statement.typ").read_bytes()


def content(source: Document | Statement, language: Language) -> dict[str, Any]:
    """What the page says, as JSON values, all of it text."""
    document = source if isinstance(source, Document) else Document(source)
    statement = document.in_force
    blocks = outline(statement, language)
    differences = document.differences(language)
    if blocks:
        mark(blocks, differences)
    picture = timeline(statement, language)
    parts = [_part(block, language, picture) for block in blocks]
    return {
        "title": title(statement, language), "author": statement.controller.name or statement.controller.trade_name,
        "language": language, "intro": note("intro", language), "marker": note("marker", language),
        "contents": note("contents", language),
        "blocks": parts + ([_amendments(differences, language)] if differences else []),
    }  # fmt: skip


def _part(block: Block, language: Language, picture: Timeline | None) -> dict[str, Any]:
    return {
        "id": block.id, "heading": block.heading, "original": block.original,
        "lines": [_line(line, language) for line in block.lines],
        "blocks": [_part(child, language, None) for child in block.blocks],
        "notes": _notes(block, language, "changed"),
        "after": _notes(block, language, "proposal") + _notes(block, language, "removed"),
        "picture": _picture(picture) if picture and block.id == "purposes" else None,
    }  # fmt: skip


def _line(line: Line, language: Language) -> dict[str, Any]:
    notes = _notes(line, language, "changed") + _notes(line, language, "proposal") if line.noted else []
    return {
        "label": line.label, "words": line.words, "original": line.original, "quiet": line.quiet,
        "dutch": line.dutch, "kept": bool(line.column), "changed": bool(line.changes), "notes": notes,
    }  # fmt: skip


def _notes(entry: Block | Line, language: Language, name: str) -> list[dict[str, str]]:
    given = {"changed": "changes", "proposal": "proposals", "removed": "removed"}[name]
    found = getattr(entry, given)
    return [{"words": numbers(entry, language, name), "to": f"w{found[-1]}"}] if found else []


def _amendments(differences: tuple[Difference, ...], language: Language) -> dict[str, Any]:
    entries = []
    for number, difference in enumerate(differences, 1):
        heading, *lines = amendment_lines(number, difference, language)
        entries.append(_part(Block(id=f"w{number}", heading=heading.text, lines=lines), language, None))
    return _part(Block(id="amendments", heading=note("amendments", language)), language, None) | {"blocks": entries}


def _picture(picture: Timeline) -> dict[str, Any]:
    """The picture in parts that each fit a page."""
    rows = [
        {"label": row.label, "words": row.words, "bars": [{"kind": b.kind, "width": b.width} for b in row.bars]}
        for row in picture.rows
    ]
    pages = [rows[at : at + PER_PAGE] for at in range(0, len(rows), PER_PAGE)]
    told = ["; ".join(f"{row['label']}: {row['words']}" for row in page) for page in pages]
    return {
        "pages": [
            {"rows": page, "legend": picture.legend, "description": description}
            for page, description in zip(pages, told, strict=True)
        ]
    }
