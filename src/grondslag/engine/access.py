"""Access (GDPR Art. 15): everything held of one person, why, until when, from where and for whom, as JSON values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import false, or_, select, tuple_

from grondslag.datamap.model import Link, Table
from grondslag.engine import documents
from grondslag.engine.cells import Judge, JudgedCell, JudgedRow, Reason
from grondslag.engine.sight import people
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.dictionary import categories
from grondslag.statement.model import Statement
from grondslag.stores.files import FileStore
from grondslag.stores.paths import clause
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore

BATCH = 1000
LINK = {"nl": "Verwijzing naar u", "en": "Link to you"}


@dataclass(frozen=True)
class Access:
    """What a store holds of one subject under a statement at a moment, with the documents in ``files``."""

    store: SqlStore
    statement: Statement
    at: Moment
    subject: SubjectKey
    files: Mapping[str, FileStore] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """The answer: the heading, and ``tables`` with rows and cells; JSON values only."""
        tables = [part for table in self.store.datamap.tables if (part := self._table(table))]
        return self.heading() | {"tables": tables}

    def heading(self) -> dict[str, Any]:
        """What an answer begins with: ``subject``, ``on``, ``controller`` and ``statement``."""
        return {
            "subject": {"kind": self.subject[0], "key": self.subject[1]},
            "on": self.at.today.isoformat(),
            "controller": self.statement.controller.name,
            "statement": {"version": self.statement.version, "hash": self.statement.content_hash},
        }

    def rows(self, table: Table) -> Iterator[JudgedRow]:
        """The judged rows of a table at one of whose links the subject stands, by key; stubs are left out."""
        judge = Judge(self.store.datamap, rules_of(self.statement), self.store, self.at)
        for batch in self._keys(table):
            judged = {row.key: row for row in judge.rows(table, batch)}
            found = (judged[key] for key in batch if key in judged)
            yield from (row for row in found if any(c.value is not None for c in row.cells))

    def told(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table as the report tells them, one by one, however many there are."""
        return (self._row(row) for row in self.rows(table))

    def mine(self, row: JudgedRow) -> list[Link]:
        """The links of a judged row at which the subject stands."""
        return [row.table.link(n) for n, keys in row.people.items() if self._is_me(row.table.link(n), keys)]

    def _keys(self, table: Table) -> Iterator[tuple[Key, ...]]:
        """The keys of the subject's rows in batches, each read when it is asked for, so that memory stays bounded."""
        start = clause(table, f"row_{table.name}")
        kind, key = self.subject
        links = [people(self.store.datamap, start, link, table.name) for link in table.links if link.subject == kind]
        names = [start.c[k] for k in table.key]
        query = select(*names).where(or_(false(), *(asks(p.named(key)) for p, asks in links))).order_by(*names)
        rest = query
        while links:
            batch = tuple(tuple(row) for row in self.store.connection.execute(rest.limit(BATCH)))
            if batch:
                yield batch
            if len(batch) < BATCH:
                return
            rest = query.where(tuple_(*names) > tuple_(*batch[-1]))

    def _table(self, table: Table) -> dict[str, Any] | None:
        rows = list(self.told(table))
        return {"table": table.name, "source": table.source, "rows": rows} if rows else None

    def _row(self, row: JudgedRow) -> dict[str, Any]:
        mine = self.mine(row)
        joint = joint_at(row, mine)
        shown = [] if joint else [c for c in row.cells if c.value is not None and shows(c, mine)]
        cells = [self._cell(c) | documents.described(self.files, row, c) for c in shown]
        found: dict[str, Any] = {
            "key": [_json(k) for k in row.key],
            "links": [link.name for link in mine],
            "cells": cells,
        }
        return found | ({"withheld": f"the identifier at {joint} fits more than one person"} if joint else {})

    def _is_me(self, link: Link, keys: frozenset[str]) -> bool:
        return link.subject == self.subject[0] and self.subject[1] in keys

    def _cell(self, cell: JudgedCell) -> dict[str, Any]:
        category = categories().get(cell.column.category)
        mine = [r for r in cell.reasons if r.subject == self.subject] or list(cell.reasons)
        return {
            "column": cell.column.name,
            "category": cell.column.category or "link",
            "label": {"nl": category.nl, "en": category.en}
            if category
            else {"nl": "Verwijzing naar u", "en": "Link to you"},
            "value": _json(cell.value),
            "reasons": list(_unique(self._reason(r) for r in mine)),
            "lawful": bool(cell.reasons),
            "usable_for": sorted(cell.usable),
        }

    def _reason(self, reason: Reason) -> dict[str, Any]:
        why = reason.why
        purpose = self.statement.purpose(why.purpose) if why.purpose else None
        event = why.event.isoformat() if isinstance(why.event, date) else "" if why.event is None else "not yet"
        return {
            "purpose": why.purpose,
            "purpose_label": purpose.label if purpose else "",
            "basis": why.basis,
            "law": why.law,
            "interest": purpose.interest if purpose and why.basis == "legitimate_interest" else "",
            "after": why.term.after if why.term else "",
            "months": why.term.months if why.term else 0,
            "until_year_end": why.term.until_year_end if why.term else False,
            "event": event,
            "until": why.last_day.isoformat() if why.last_day else "",
            "recipients": list(purpose.recipients.names) if purpose else [],
        }


def joint_at(row: JudgedRow, mine: list[Link]) -> str:
    """The link at which an identifier fits more than one person, so that the row may be another's; "" where none."""
    alike = (link.name for link in mine if len(row.people[link.name]) > 1 and any(step.alike for step in link.via))
    return next(alike, "")


def shows(cell: JudgedCell, mine: list[Link]) -> bool:
    """What a person sees of a row: what is about them, and as an owner what is shared, unless the link hides it."""
    if cell.column.follows:
        return any(link.name in cell.column.following for link in mine)
    return any(link.role == "owner" and not link.hides for link in mine)


def _json(value: object) -> str | int | float:
    """A value as JSON has it; what it has no form for, such as a date, as text."""
    return value if isinstance(value, str | int | float) else str(value)


def _unique(found: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    for each in found:
        if each not in seen:
            seen.append(each)
            yield each
