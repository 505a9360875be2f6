"""The limit of a sweep, out of the file that approves a forecast."""

from pathlib import Path

from grondslag.cli import files
from grondslag.cli.failures import InputError
from grondslag.cli.judged import Judged
from grondslag.cli.receipts import beside
from grondslag.engine.limit import Limit
from grondslag.evidence import approval
from grondslag.evidence.receipt import load_or_create_key
from grondslag.evidence.receipt import public_key as public_half


def limit_in(file: Path, run: Judged, public_key: str | None) -> Limit:
    """The limit in an approved forecast, for a sweep of a store.

    Its key must be the one given, or the one beside the database. Raises ApprovalUnusable, InputError and OSError.
    """
    place = beside(run.store, "key.pem")
    if public_key is None and not place.exists():
        raise InputError(f"there is no key {place} to check the limit with: name the published one with --public-key")
    found = approval.read(files.text(file), public_key or public_half(load_or_create_key(place)))
    approval.refuse_unfit(found, run.datamap.name, run.statement.content_hash, run.at.today)
    return Limit(found.most(found.cells), found.most(found.rows))
