"""The commands on a statement: read, lint, render, register, dpv."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from grondslag.cli import files
from grondslag.cli.options import File, InLanguage, On, Output, Published, iri

if TYPE_CHECKING:
    from grondslag.statement.render import Register


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (read, lint, render, register, dpv):
        app.command()(command)


def read(file: File) -> int:
    """Read a statement: its TOML, and on standard error the lines that found no place."""
    from grondslag.statement.toml import Document, dumps, loads

    if files.is_toml(file):
        files.write(dumps(files.document(file)), None)
        return 0
    found = files.reading(file)
    text = dumps(Document(found.statement))
    # What could not be read back as it is would be no statement: this says now what is wrong with it.
    loads(text, f"{file}, as TOML")
    files.write(text, None)
    for remark in found.notes:
        files.note(remark)
    for line in found.unplaced:
        for part in line.stray:
            print(f"{file}:{line.number}: not placed: {' '.join(part.split())}", file=sys.stderr)
    placed = len(found.lines) - len(found.unplaced)
    files.note(f"{file}: {placed} lines placed, {len(found.unplaced)} not placed")
    return 1 if found.unplaced else 0


def lint(
    file: File,
    on: On = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
    language: InLanguage = "nl",
    published: Published = False,
) -> int:
    """Judge a statement by the 50 rules, each with its article; ends with 1 when a rule fails."""
    from grondslag.lint import as_json, format_text, has_failure
    from grondslag.lint import lint as judged

    found = judged(files.statement(file, published), on or date.today())  # noqa: DTZ011 - the day where the user is
    if format == "json":
        files.write(json.dumps(as_json(found, language), ensure_ascii=False, indent=2) + "\n", None)
    else:
        files.write(format_text(found, language), None)
    return 1 if has_failure(found) else 0


def render(
    file: File,
    language: InLanguage = "nl",
    format: Annotated[
        Literal["html", "md", "pdf"], typer.Option("--format", help="A web page, Markdown or a tagged PDF.")
    ] = "html",
    output: Output = None,
    published: Published = False,
) -> int:
    """Write a statement for people to read, with its amendments marked."""
    found = files.document(file)
    source = found.published if published else found
    if format == "pdf":
        from grondslag.statement.render.pdf import render_pdf

        files.write(render_pdf(source, language), output)
    else:
        from grondslag.statement.render import render as rendered

        files.write(rendered(source, language, format), output)
    return 0


def register(
    file: File,
    article: Annotated[
        Literal["30.1", "30.2"], typer.Option("--article", help="The article that asks for it.")
    ] = "30.1",
    format: Annotated[Literal["csv", "html", "xlsx"], typer.Option("--format", help="Its form.")] = "csv",
    language: InLanguage = "nl",
    particulars: Annotated[
        Path | None,
        typer.Option("--particulars", metavar="FILE", help="Measures and controllers of Art. 30, as TOML."),
    ] = None,
    output: Output = None,
    published: Published = False,
) -> int:
    """Write a register of processing activities: the controller's (Art. 30(1)) or the processor's (Art. 30(2))."""
    from grondslag.statement.render import register as registered

    found = registered(files.statement(file, published), article, language, files.particulars(particulars))
    if not found.rows:
        files.note(f"{file}: no purpose belongs in this register")
    files.write(_formatted(found, format), output)
    return 0


def _formatted(found: "Register", format: str) -> str | bytes:
    if format == "xlsx":
        from grondslag.statement.render.workbook import register_xlsx

        return register_xlsx(found)
    from grondslag.statement.render.sheets import register_csv, register_html

    return register_csv(found) if format == "csv" else register_html(found)


def dpv(
    file: File,
    base: Annotated[
        str,
        typer.Option("--base", metavar="IRI", parser=iri, help="The address of the statement, by which its parts go."),
    ] = "",
    output: Output = None,
    published: Published = False,
) -> int:
    """Write a statement as JSON-LD in the W3C Data Privacy Vocabulary."""
    from grondslag.statement.dpv import dpv as described

    found = described(files.statement(file, published), base)
    files.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n", output)
    return 0
