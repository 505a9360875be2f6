"""The options that several commands share, and how their values are read."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


def day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises typer.BadParameter for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"«{text}» is no day: write YYYY-MM-DD, such as 2027-01-01") from None
    if not FIRST <= found <= LAST:
        raise typer.BadParameter(f"{text} is too far away: choose a day from {FIRST} to {LAST}")
    return found


def iri(text: str) -> str:
    """An absolute IRI without a fragment (RFC 3987). Raises typer.BadParameter for anything else."""
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s#<>\"{}|\\^`]+", text):
        raise typer.BadParameter(f"«{text}» is no address: write one such as https://example.org/privacy")
    return text


def subject(text: str) -> tuple[str, str]:
    """A person written as kind:key. Raises typer.BadParameter for anything else."""
    kind, _, key = (part.strip() for part in text.partition(":"))
    if not (kind and key):
        raise typer.BadParameter(f"«{text}» names nobody: write --subject kind:key, such as person:42")
    return kind, key


File = Annotated[Path, typer.Argument(metavar="FILE", help="A statement: TOML when it ends in .toml, else prose.")]
InLanguage = Annotated[Literal["nl", "en"], typer.Option("--language", help="The language of what is written.")]
Published = Annotated[bool, typer.Option("--published", help="Take the statement as published, without amendments.")]
On = Annotated[
    date | None, typer.Option("--on", parser=day, metavar="DATE", help="The day that counts as today, at 00:00.")
]
Output = Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Write to this file.")]
StatementFile = Annotated[
    Path, typer.Option("--statement", metavar="FILE", help="The statement: TOML when it ends in .toml, else prose.")
]
DatamapFile = Annotated[Path, typer.Option("--datamap", metavar="FILE", help="Which cell is whose, as TOML.")]
StoreUrl = Annotated[
    str,
    typer.Option(
        "--store", metavar="URL", help="The database: sqlite:///path/to/file.db, postgresql://… or mariadb://…"
    ),
]
FactsUrl = Annotated[
    str | None, typer.Option("--facts", metavar="URL", help="Where facts and ledger are kept, if not in the database.")
]
Documents = Annotated[
    list[str],
    typer.Option(
        "--documents", metavar="NAME=FOLDER,KEYS", help="A files store of the datamap and its folders; repeatable."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Change nothing; show what would be done.")]
Person = Annotated[str, typer.Option("--subject", metavar="KIND:KEY", help="The person, such as person:42.")]
SuppressionKey = Annotated[
    Path | None,
    typer.Option(
        "--suppression-key", metavar="FILE", help="The key of the suppression list; made beside the database if absent."
    ),
]
JournalFile = Annotated[
    Path | None,
    typer.Option(
        "--journal", metavar="FILE", help="The journal outside the database; by default where it stood before."
    ),
]
