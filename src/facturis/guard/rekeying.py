"""Other keys for what is encrypted: each document under a fresh key, and the old one destroyed.

A document is put anew and its row told, one after another, so that it can be interrupted and begun again: what was
done stays done, and a document that no row came to hold goes with the next sweep.
"""

import io
from collections.abc import Iterator

from sqlalchemy import column as named
from sqlalchemy import select, table, update

from facturis.guard import datamap, files, store
from grondslag.stores.files import FileStore
from grondslag.stores.sql import SqlStore


class _Chunks(io.RawIOBase):
    """Chunks of bytes as a file that is read from beginning to end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or next(self._chunks, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


def rekey() -> Iterator[str]:
    """Gives every document a fresh key, each one's new id as it is done.

    Raises DocumentError for one that cannot be read, after those before it were done; StoreError, OSError.
    """
    with store.opened(store.owner()) as opened:
        for mapped in datamap.installed().datamap.tables:
            for each in mapped.columns:
                if each.file:
                    yield from _column(opened, mapped.name, each.name, files.store(each.file))


def _column(opened: SqlStore, name: str, column: str, place: FileStore) -> Iterator[str]:
    held = table(name, named(column))
    with opened.transaction(write=False) as connection:
        ids = list(connection.scalars(select(held.c[column]).where(held.c[column].is_not(None))))
    for before in ids:
        kept = place.put(io.BufferedReader(_Chunks(place.open(before))))
        with opened.transaction() as connection:
            told = connection.execute(update(held).where(held.c[column] == before).values({column: kept.id})).rowcount
        # Its row may have gone meanwhile: then what was put just now is of nobody.
        place.destroy(before if told else kept.id)
        if told:
            yield kept.id
