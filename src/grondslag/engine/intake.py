"""Taking in ported data (GDPR Art. 20): the ZIP checked against its manifest, its rows put where there are none yet.

A column that was not ported holds what it would hold after its end: NULL, its constant, or a fresh pseudonym.
"""

import json
import secrets
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import batched
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import and_, bindparam, column, insert, table, update

from grondslag.datamap.live import Live
from grondslag.datamap.model import PSEUDONYM, Column, Table
from grondslag.engine.archive import MANIFEST
from grondslag.engine.portable_schema import FORMAT, VERSION, decoded
from grondslag.engine.references import references, referrers_first
from grondslag.engine.swept import Evidence, unwitnessed
from grondslag.stores.sql import SqlStore

BATCH = 250
LARGEST = 1 << 30
Rows = Mapping[str, list[dict[str, Any]]]
# Given a table's name and a row that would come in: the reason why it must not, "" when it may.
Suppressed = Callable[[str, Mapping[str, object]], str]


class ImportRefused(ValueError):
    """A file that is no ported data, or that this database cannot take: one sentence for people."""


class _Undo(Exception):
    """Rolls a rehearsal back."""


def ported(file: IO[bytes]) -> dict[str, Any]:
    """What ``data.json`` of a portability archive holds. Raises ImportRefused unless every member is as sealed."""
    try:
        with ZipFile(file) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise ImportRefused("the file holds more than 1 GB: it is not taken in at once")
            manifest = json.loads(archive.read(MANIFEST))
            told = {each["name"]: each["sha256"] for each in manifest["members"]}
            for name in {*told, *archive.namelist()} - {MANIFEST}:
                if name not in told or sha256(archive.read(name)).hexdigest() != told[name]:
                    raise ImportRefused(f"{name} is not what the manifest seals: ask for the file anew")
            data: dict[str, Any] = json.loads(archive.read("data.json"))
    except (BadZipFile, KeyError, TypeError, ValueError, RuntimeError, zlib.error) as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused("the file is no ported data: give a ZIP that grondslag port made") from None
    if not isinstance(data, dict) or (data.get("format"), data.get("version")) != (FORMAT, VERSION):
        raise ImportRefused(f"the file is not in the form {FORMAT}, version {VERSION}")
    return data


@dataclass(frozen=True)
class Intake:
    """Puts ported data into a store of the same datamap, in one transaction with its evidence.

    ``suppressed`` is asked of every row before it comes in. Raises ImportRefused, and StoreError where the database
    refuses; then nothing has changed.
    """

    store: SqlStore
    live: Live
    evidence: Evidence = unwitnessed
    suppressed: Suppressed | None = None
    rehearsed: bool = False

    def run(self, data: Mapping[str, Any]) -> Counter[str]:
        """Puts the rows in, and returns how many by table."""
        rows = self._fitting(data)
        found = Counter({name: len(each) for name, each in rows.items() if each})
        try:
            with self.store.transaction():
                self._refuse_known(rows)
                for name in self._targets_first():
                    self._insert(self.store.datamap.table(name), rows.get(name, []))
                for name in rows:
                    self._point(self.store.datamap.table(name), rows[name])
                self.evidence("import", found)
                if self.rehearsed:
                    raise _Undo
        except _Undo:
            return found
        self.store.clear()
        return found

    def _fitting(self, data: Mapping[str, Any]) -> Rows:
        """The rows as the tables take them, every column filled."""
        datamap = self.store.datamap
        if data.get("datamap") != datamap.name:
            raise ImportRefused(f"the data are of «{data.get('datamap')}», and this is the datamap of «{datamap.name}»")
        tables = {table.name: table for table in datamap.tables}
        given = data.get("tables")
        if not isinstance(given, dict) or not all(isinstance(each, list) for each in given.values()):
            raise ImportRefused("the file has no tables of rows")
        if unknown := sorted(set(given) - set(tables)):
            raise ImportRefused(f"the datamap has no table {unknown[0]}: this database takes none of its rows")
        return {name: [self._filled(tables[name], row) for row in each] for name, each in given.items()}

    def _filled(self, mapped: Table, row: Any) -> dict[str, Any]:
        names = {c.name for c in mapped.columns}
        if not isinstance(row, dict) or not set(mapped.key) <= set(row) <= names:
            raise ImportRefused(f"a row of {mapped.name} has no key, or a column that the datamap does not have")
        there = self.live.table(mapped.name)
        found: dict[str, Any] = {}
        for each in mapped.columns:
            live = there.column(each.name) if there else None
            if live is None or live.generated or each.computed:
                continue
            try:
                found[each.name] = decoded(row[each.name]) if each.name in row else _ended(each)
            except ValueError:
                raise ImportRefused(f"{mapped.name}.{each.name} holds bytes that are no base64") from None
            if found[each.name] is None and not live.nullable:
                raise ImportRefused(f"{mapped.name}.{each.name} was not ported, and this database demands a value")
        if self.suppressed and (reason := self.suppressed(mapped.name, found)):
            raise ImportRefused(f"a row of {mapped.name} is not taken in: {reason}")
        return found

    def _refuse_known(self, rows: Rows) -> None:
        for name, each in rows.items():
            key = self.store.datamap.table(name).key
            for batch in batched(each, BATCH):
                known = next(self.store.rows(name, [tuple(row[k] for k in key) for row in batch]), None)
                if known is not None:
                    said = ",".join(str(known[k]) for k in key)
                    raise ImportRefused(f"{name} {said} is here already: data are taken into an empty database")

    def _targets_first(self) -> tuple[str, ...]:
        datamap = self.store.datamap
        return tuple(reversed(referrers_first(datamap, references(datamap, self.live))))

    def _later(self, mapped: Table) -> tuple[str, ...]:
        """The columns that refer to rows which may not be there yet, and may be NULL until they are."""
        order = self._targets_first()
        there = self.live.table(mapped.name)
        late: list[str] = []
        for key in there.foreign_keys if there else ():
            unset = key.table in order and order.index(key.table) >= order.index(mapped.name)
            loose = there is not None and all((c := there.column(n)) is not None and c.nullable for n in key.columns)
            if unset and loose and not set(key.columns) & set(mapped.key):
                late += key.columns
        return tuple(dict.fromkeys(late))

    def _insert(self, mapped: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        late = dict.fromkeys(self._later(mapped))
        for batch in batched(rows, BATCH):
            data = table(mapped.name, *(column(name) for name in batch[0]))
            self.store.connection.execute(insert(data), [{**row, **late} for row in batch])

    def _point(self, mapped: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Sets the references that were left open until every row was there."""
        late = self._later(mapped)
        for batch in batched((row for row in rows if any(row[name] is not None for name in late)), BATCH):
            data = table(mapped.name, *(column(name) for name in batch[0]))
            here = and_(*(data.c[k] == bindparam(f"key_{n}") for n, k in enumerate(mapped.key)))
            query = update(data).where(here).values({name: bindparam(f"to_{name}") for name in late})
            keyed = [{f"key_{n}": row[k] for n, k in enumerate(mapped.key)} for row in batch]
            values = [{f"to_{name}": row[name] for name in late} for row in batch]
            self.store.connection.execute(query, [k | v for k, v in zip(keyed, values, strict=True)])


def _ended(declared: Column) -> object:
    """What a column holds after its end."""
    if declared.on_end == "pseudonym":
        return PSEUDONYM + secrets.token_hex(16)
    return declared.erased if declared.on_end == "erased" else None
