"""The commands for one person: access (Art. 15) and erase (Art. 17)."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from grondslag.cli import files, printing
from grondslag.cli.databases import heading, show_swept, swept_json
from grondslag.cli.failures import InputError
from grondslag.cli.options import (
    DatamapFile,
    Documents,
    DryRun,
    FactsUrl,
    InLanguage,
    JournalFile,
    Json,
    On,
    Output,
    Person,
    StatementFile,
    StoreUrl,
    SuppressionKey,
)

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.engine.erase import Erased

Requested = Annotated[
    str, typer.Option("--request", metavar="REF", help="The request that this carries out: see grondslag request.")
]


Ordered = Annotated[
    bool, typer.Option("--ordered", help="Because processing was unlawful, or by order: no ground survives it.")
]
ReceiptFile = Annotated[
    Path | None,
    typer.Option(
        "--receipt", metavar="FILE", help="A new file for the signed receipt, by default beside the database."
    ),
]
KeyFile = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="The signing key; made beside the database if absent.")
]
Reference = Annotated[str, typer.Option("--reference", help="The number of the request, for the receipt.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    for command in (access, erase):
        app.command()(command)


def access(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    on: On = None,
    format: Annotated[
        Literal["json", "html", "zip"],
        typer.Option("--format", help="For programs, for people, or both with a CSV of each table."),
    ] = "json",
    language: InLanguage = "nl",
    output: Output = None,
    journal: JournalFile = None,
    json: Json = False,
    facts: FactsUrl = None,
    documents: Documents = [],  # noqa: B006 - Typer reads it, nobody changes it
) -> int:
    """Tell everything held of one person: what, why, until when, from where and for whom; writes nothing to it."""
    from json import dumps

    from grondslag.cli.judged import judged
    from grondslag.cli.several import places
    from grondslag.engine.access import Access
    from grondslag.engine.report import access_page

    if format == "zip":
        if output is None or json:
            raise InputError("--format zip is one file: name it with --output, without --json")
        return _archived(statement, datamap, store, subject, on, language, output)
    with judged(statement, datamap, store, on, journal=journal, facts=facts) as run:
        run.refuse_misfits()
        person = run.known(subject)
        run.store.prepare(lasting=False)
        with run.store.transaction(write=False):
            report = Access(run.store, run.statement, run.at, person, places(documents, run.datamap)).report()
        statement_in_force = run.statement
    if not report["tables"]:
        files.note(f"nothing is held of {subject}")
    if format == "html" and not json:
        files.write(access_page(report, statement_in_force, language), output)
    else:
        files.write(dumps(report, ensure_ascii=False, indent=2) + "\n", output)
    return 0


def _archived(
    statement: Path,
    datamap: Path,
    store: str,
    subject: str,
    on: date | None,
    language: Literal["nl", "en"],
    output: Path,
) -> int:
    """Writes an access as a ZIP, row by row."""
    from grondslag.cli.judged import judged
    from grondslag.engine.access import Access
    from grondslag.engine.access_archive import write_access

    with judged(statement, datamap, store, on) as run, files.whole(output) as file:
        run.refuse_misfits()
        person = run.known(subject)
        run.store.prepare(lasting=False)
        with run.store.transaction(write=False, snapshot=True):
            rows = write_access(Access(run.store, run.statement, run.at, person), file, language)
    if not rows:
        files.note(f"nothing is held of {subject}")
    return 0


def erase(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    on: On = None,
    ordered: Ordered = False,
    receipt: ReceiptFile = None,
    key: KeyFile = None,
    reference: Reference = "",
    request: Requested = "",
    journal: JournalFile = None,
    dry_run: DryRun = False,
    json: Json = False,
    facts: FactsUrl = None,
    documents: Documents = [],  # noqa: B006 - Typer reads it, nobody changes it
    suppression_key: SuppressionKey = None,
) -> int:
    """Erase one person's data, but for what a law or a running term keeps, and sign a receipt of it."""
    from dataclasses import replace

    from grondslag.cli.attended import attended
    from grondslag.cli.in_step import begin
    from grondslag.cli.judged import judged
    from grondslag.cli.several import places
    from grondslag.cli.suppressing import suppressor
    from grondslag.engine.erase import EraseSubject

    with judged(statement, datamap, store, on, journal=journal, facts=facts) as run:
        run.refuse_misfits()
        erasure = EraseSubject(
            run.store, run.statement, run.at, run.live, run.known(subject), ordered,
            files=places(documents, run.datamap),
        )  # fmt: skip
        proof: dict[str, str] = {}
        if dry_run:
            run.store.prepare(lasting=False)
            erased = erasure.rehearse()
        else:
            run.refuse_unresolved()
            run.store.prepare(lasting=True)
            begin(run.store, run.journal, journal)
            erasure = replace(erasure, suppress=suppressor(run, suppression_key))
            with attended(run, request, erasure):
                erased, proof = _carried_out(run, erasure, receipt, key, reference or request)
    if not erased.swept.changes and not erased.stays:
        files.note(f"nothing is held of {subject}")
    _tell(run, erased, dry_run, proof, json)
    return 0


def _tell(run: "Judged", erased: "Erased", dry_run: bool, proof: dict[str, str], json: bool) -> None:
    if not json:
        _show(erased, dry_run, proof)
        return
    stays = [{name: getattr(each, name) for name in each.__dataclass_fields__} for each in erased.stays]
    document: dict[str, Any] = heading(run) | {"dry_run": dry_run} | swept_json(erased.swept)
    printing.document(document | {"stays": stays} | proof)


def _carried_out(
    run: "Judged", request: Any, path: Path | None, key_file: Path | None, reference: str
) -> tuple["Erased", dict[str, str]]:
    """Erases, records the receipt in the ledger and writes it signed; the key and the file are made sure of before."""
    from dataclasses import replace
    from json import dumps

    from grondslag.cli.receipts import beside, erasure_of, reserved
    from grondslag.cli.witness import witness
    from grondslag.evidence.receipt import load_or_create_key, record, sign
    from grondslag.stores.port import Unjournalled

    key = load_or_create_key(key_file or beside(run.store, "key.pem"))
    with reserved(path or beside(run.store, f"receipt-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json")) as place:
        evidence = witness(run.store, run.statement.content_hash)
        with printing.progress("erasing rows") as heard:
            erased = replace(request, evidence=evidence, progress=heard).run()
        content = erasure_of(
            erased, run.statement, datetime.now(UTC), reference, not isinstance(run.store.journal, Unjournalled)
        )
        with run.store.transaction():
            signed = sign(record(run.store.home, content), key)
        files.write(dumps(signed, ensure_ascii=False, indent=2) + "\n", place)
    return erased, {"receipt": str(place), "public_key": signed["public_key"]}


def _show(erased: "Erased", dry_run: bool, proof: dict[str, str]) -> None:
    show_swept(erased.swept, dry_run)
    alike: dict[tuple[str, str, str], list[str]] = {}
    for each in erased.stays:
        why = (each.purpose, each.law or each.promise or each.basis, each.until or "not known yet")
        alike.setdefault(why, []).append(f"{each.place} {printing.number(each.count)}")
    rows = [(*why, "\n".join(places)) for why, places in alike.items()]
    printing.line("")
    printing.table("What stays", ("purpose", "because", "until", "cells by column"), rows)
    if proof:
        printing.line(f"Receipt: {proof['receipt']}")
        printing.line(f"Public key: {proof['public_key']}")
