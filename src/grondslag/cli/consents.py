"""The command consents: what one person consented to and withdrew, as records in the shape of ISO/IEC TS 27560."""

from typing import Annotated
from uuid import NAMESPACE_OID, uuid5

import typer

from grondslag.cli import files
from grondslag.cli.options import DatamapFile, On, Output, Person, StatementFile, StoreUrl


def add_to(app: typer.Typer) -> None:
    """Adds the command to the command line."""
    app.command()(consents)


def consents(
    statement: StatementFile,
    datamap: DatamapFile,
    store: StoreUrl,
    subject: Person,
    on: On = None,
    receipt: Annotated[bool, typer.Option("--receipt", help="Receipts for the person instead of records.")] = False,
    output: Output = None,
) -> int:
    """Write the consent records of one person, one a purpose that was ever asked for, as JSON."""
    from json import dumps

    from grondslag.cli.judged import judged
    from grondslag.evidence.consents import consent_receipt, consent_record, consented_purposes, problems

    with judged(statement, datamap, store, on) as run:
        kind, key = person = run.known(subject)
        run.store.prepare(lasting=False)
        with run.store.transaction(write=False):
            facts = run.store.facts([person]).get(person)
        given = [event for event in facts.consents if event.at <= run.at.now] if facts else []
        found = []
        for purpose in consented_purposes(given):
            # The same person and purpose have the same number whenever the record is written.
            number = str(uuid5(NAMESPACE_OID, f"{kind}:{key}:{purpose}"))
            record = consent_record(run.statement, given, purpose, f"{kind}:{key}", number)
            for problem in problems(record):
                files.note(f"{purpose}: {problem}: neither the statement nor the facts tell it")
            found.append(consent_receipt(record, f"{number}-{len(record['events'])}") if receipt else record)
    if not found:
        files.note(f"{subject} was never asked for consent")
    files.write(dumps(found, ensure_ascii=False, indent=2) + "\n", output)
    return 0
