"""Access (GDPR Art. 15): everything held of one person, why, until when, from where and for whom, as JSON values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from grondslag.datamap.model import DataMap, Link, Table
from grondslag.engine.cells import JudgedRow
from grondslag.engine.kept import kept
from grondslag.engine.person import PAGE, PersonRows
from grondslag.engine.telling import Telling, mine
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.dictionary import credentials
from grondslag.statement.model import Statement
from grondslag.stores.files import FileStore
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore

_rules, _hash = kept(rules_of), kept(lambda statement: statement.content_hash)


@dataclass(frozen=True)
class Access:
    """What a store holds of one subject under a statement at a moment, with the documents in ``files``.

    It is read in the caller's transaction.
    """

    store: SqlStore
    statement: Statement
    at: Moment
    subject: SubjectKey
    files: Mapping[str, FileStore] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """The answer: the heading, and ``tables`` with rows and cells; JSON values only."""
        told = ((table, list(self._told(rows))) for table, rows in self.person().tables())
        tables = [{"table": t.name, "source": t.source, "rows": rows} for t, rows in told if rows]
        return self.heading() | {"tables": tables}

    def heading(self) -> dict[str, Any]:
        """What an answer begins with: ``subject``, ``on``, ``controller`` and ``statement``."""
        return {
            "subject": {"kind": self.subject[0], "key": self.subject[1]},
            "on": self.at.today.isoformat(),
            "controller": self.statement.controller.name,
            "statement": {"version": self.statement.version, "hash": _hash(self.statement)},
        }

    def person(self) -> PersonRows:
        """The subject's rows, judged."""
        return PersonRows(self.store, _rules(self.statement), self.at, self.subject, PAGE)

    def rows(self, table: Table) -> Iterator[JudgedRow]:
        """The judged rows of a table at one of whose links the subject stands, by key; stubs are left out."""
        return (row for row in self.person().rows(table) if row.holds)

    def told(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table as the report tells them, one by one, however many there are."""
        return self._told(self.person().rows(table))

    def mine(self, row: JudgedRow) -> list[Link]:
        """The links of a judged row at which the subject stands."""
        return mine(row, self.subject)

    def _told(self, rows: Iterable[JudgedRow]) -> Iterator[dict[str, Any]]:
        telling = Telling(self.statement, self.subject, self.files)
        told = (told for row in rows if (told := telling.row(row)))
        return map(_without_secrets, told) if _secrets(self.store.datamap) else told


def _secrets(datamap: DataMap) -> bool:
    """Whether a database holds passwords or the like."""
    return any(column.category in credentials() for table in datamap.tables for column in table.columns)


def _without_secrets(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which a password, also in its stored form, is said to be held and not told: a copy opens accounts."""
    for cell in row["cells"]:
        if cell["category"] in credentials():
            cell |= {"value": None, "secret": True}
    return row
