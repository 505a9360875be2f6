"""Rendering a statement as one HTML page or as Markdown, in Dutch or English, with its amendments marked."""

from functools import cache
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from grondslag.statement.diff import Difference
from grondslag.statement.model import Statement
from grondslag.statement.phrases import Language, note
from grondslag.statement.render.marks import mark
from grondslag.statement.render.outline import outline
from grondslag.statement.render.spoken import Line, spoken
from grondslag.statement.render.timeline import WORDS, timeline
from grondslag.statement.toml import Document

type Format = Literal["html", "md"]


def render(source: Document | Statement, language: Language = "nl", format: Format = "html") -> str:
    """The page of a statement, or of a document: its statement in force, with every amendment marked and listed.

    HTML is one file that loads nothing: style inside, no script, WCAG 2.2 AA. Reading the Dutch page back with
    :func:`grondslag.statement.prose.read` gives the statement again.
    """
    document = source if isinstance(source, Document) else Document(source)
    statement = document.in_force
    blocks = outline(statement, language)
    differences = document.differences(language)
    if blocks:
        mark(blocks, differences)
    text = _environment(format).get_template(f"statement.{format}.j2").render(
        blocks=blocks, language=language, title=title(statement, language), differences=differences,
        amendment_lines=[amendment_lines(number, entry, language) for number, entry in enumerate(differences, 1)],
        note=note, numbers=numbers, picture=timeline(statement, language), words_for=WORDS, english=language == "en",
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@cache
def _environment(format: Format) -> Environment:
    return Environment(
        loader=PackageLoader("grondslag.statement.render"), autoescape=format == "html", undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, optimized=False,  # a template is compiled to be used once or twice
    )  # fmt: skip


def title(statement: Statement, language: Language) -> str:
    """The title of the page: with the controller's name, where it has one."""
    name = statement.controller.trade_name or statement.controller.name
    return note("title", language, name=name) if name else note("untitled", language)


def numbers(entry: Any, language: Language, name: str = "changed") -> str:
    """The note below a line that amendments have changed, e.g. «Gewijzigd, zie wijziging 3 en 4»."""
    given = {"changed": "changes", "removed": "removed", "proposal": "proposals"}[name]
    return note(name, language, number=", ".join(map(str, getattr(entry, given))))


def amendment_lines(number: int, entry: Difference, language: Language) -> list[Line]:
    """An amendment as the lines at the end of the page, the first of them its heading."""
    sentences = [
        note("amendment", language, number=number, place=_one_line(entry.place)),
        note("old", language, value=_one_line(entry.old)),
        note("new", language, value=_one_line(entry.new)),
        note("reason", language, value=_one_line(entry.reason)),
        note("rule", language, value=f"{entry.rule} ({entry.id})"),
        note(entry.status, language),
    ]
    return [spoken("", sentence) for sentence in sentences]


def _one_line(text: str) -> str:
    return text.strip() or "—"
