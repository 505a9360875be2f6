"""The command diff: the amendments of one statement, or what changes from one version to another."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from grondslag.cli import files
from grondslag.cli.options import File, InLanguage, Published

LABELS = {"nl": ("was", "wordt", "reden"), "en": ("was", "becomes", "reason")}
STATUS = {"adopted": ("aangenomen", "adopted"), "proposed": ("voorgesteld", "proposed")}
MATERIAL = {True: ("materieel", "material"), False: ("immaterieel", "immaterial")}


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(diff)


def diff(
    file: File,
    new: Annotated[
        Path | None, typer.Argument(metavar="NEW", help="A later version, to compare the one in FILE with.")
    ] = None,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="For people or for programs.")] = "text",
    language: InLanguage = "nl",
    published: Published = False,
) -> int:
    """Show every amendment of a statement, or, given two, every change between the versions in force, typed."""
    if new is None:
        entries = [asdict(each) for each in files.document(file).differences(language)]
        lines = _amendments(entries, language)
    else:
        from grondslag.statement.changes import told

        entries = told(files.statement(file, published), files.statement(new, published), language)
        lines = _changes(entries, language)
    if format == "json":
        files.write(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", None)
    else:
        files.write("".join(f"{line}\n" for line in lines), None)
    return 0


def _amendments(entries: list[dict[str, Any]], language: Literal["nl", "en"]) -> Iterator[str]:
    english = language == "en"
    for each in entries:
        said = STATUS.get(each["status"], (each["status"],) * 2)[english]
        yield f"{each['id']}  {each['place']}  ({each['rule']}, {said})"
        yield from _values(each, language)
    counts = {name: sum(each["status"] == name for each in entries) for name in STATUS}
    total = ", ".join(f"{count} {STATUS[name][english]}" for name, count in counts.items())
    yield f"{len(entries)} {'amendments' if english else 'wijzigingen'}: {total}."


def _changes(entries: list[dict[str, Any]], language: Literal["nl", "en"]) -> Iterator[str]:
    english = language == "en"
    for each in entries:
        yield f"{each['what']}  {each['place']}  ({MATERIAL[each['material']][english]})"
        yield from _values(each, language)
    counts = {material: sum(each["material"] is material for each in entries) for material in MATERIAL}
    total = ", ".join(f"{count} {MATERIAL[material][english]}" for material, count in counts.items())
    yield f"{len(entries)} {'changes' if english else 'veranderingen'}: {total}."


def _values(entry: Mapping[str, Any], language: Literal["nl", "en"]) -> Iterator[str]:
    """What was, what comes and why, each on a line, and an empty line after them."""
    for label, name in zip(LABELS[language], ("old", "new", "reason"), strict=True):
        yield f"    {label}: {' '.join(entry[name].split())}"
    yield ""
