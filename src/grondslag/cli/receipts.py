"""The receipt that an erasure leaves: what it says, where it goes, and which key signs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from grondslag.cli.failures import InputError
from grondslag.cli.files import beside as beside
from grondslag.engine.erase import Erased
from grondslag.engine.erase import Stays as Staying
from grondslag.evidence.receipt import Erasure, Gone, Pending, Stays
from grondslag.statement.model import Statement

BACKUPS = Pending(place="backups of the database made before this", clearing="the end of the last of those backups")
JOURNAL = Pending(
    place="the journal outside the database, encrypted",
    clearing="grondslag journal FILE --expire with the day of the oldest backup",
)


def erasure_of(
    erased: Erased, statement: Statement, at: datetime, reference: str = "", journalled: bool = False
) -> Erasure:
    """What the receipt of an erasure says; ``at`` is the moment at which it was done.

    ``journalled``: whether a journal keeps the erasure itself, and what was corrected before it.
    """
    gone = (
        Gone(table=table, column=column, count=count, at=at)
        for (table, _, column), count in ((place.rpartition("."), n) for place, n in sorted(erased.swept.cells.items()))
    )
    return Erasure(
        at=at,
        controller=statement.controller.name or statement.controller.trade_name or "(the statement names none)",
        statement_version=statement.version,
        statement_hash=statement.content_hash,
        reference=reference,
        gone=tuple(gone),
        stays=tuple(_stays(each) for each in erased.stays),
        pending=tuple(_pending(erased, journalled)) if erased.swept.changes else (),
    )


def _pending(erased: Erased, journalled: bool) -> Iterator[Pending]:
    yield BACKUPS
    for left in erased.swept.pending:
        yield Pending(place=left.place, clearing=left.clearing, until=left.until)
    if journalled:
        yield JOURNAL


def _stays(each: Staying) -> Stays:
    table, _, column = each.place.rpartition(".")
    return Stays(
        table=table, column=column, count=each.count, purpose=each.purpose, law=each.law,
        promise=each.promise or ("" if each.law else each.basis),
        last_day=date.fromisoformat(each.until) if each.until else None, code=each.code,
    )  # fmt: skip


@contextmanager
def reserved(path: Path) -> Iterator[Path]:
    """A new file for the receipt, made before anything is erased, and taken away when nothing comes of it.

    Raises InputError when there is one already: a receipt is the only copy of its salt. Raises OSError.
    """
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        raise InputError(f"{path} is there already, and a receipt is never overwritten: name a new file") from None
    try:
        yield path
    finally:
        if path.is_file() and not path.stat().st_size:
            path.unlink()
