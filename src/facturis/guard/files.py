"""The documents of the product: each encrypted under a key of its own, and the keys apart from data and backups."""

from datetime import UTC, datetime, timedelta

from django.conf import settings

from grondslag.engine.documents import known
from grondslag.stores.files import FileStore
from grondslag.stores.sql import SqlStore

GRACE = timedelta(days=1)  # in which the row of a document that was put is written, or never


def stores() -> dict[str, FileStore]:
    """The files stores that the settings name, by the name that models have for them, their folders made.

    Raises StoreError where keys and documents are not apart, and OSError.
    """
    found = {name: FileStore(folder, keys) for name, (folder, keys) in settings.FACTURIS_FILES.items()}
    for each in found.values():
        each.prepare()
    return found


def store(name: str) -> FileStore:
    """One of them. Raises KeyError for a name that the settings do not have."""
    return stores()[name]


def sweep(over: SqlStore) -> int:
    """Destroys documents that no row has held for a day, of work that was cut short; returns how many."""
    before = datetime.now(UTC) - GRACE
    return sum(each.sweep(known(over, name), before).documents for name, each in stores().items())
