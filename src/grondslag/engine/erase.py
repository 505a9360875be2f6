"""Erasure (GDPR Art. 17) of one person: a fact, then what the page says of their rows, then what went and what stays.

Erasure has no rule of its own: the fact changes what the page says, and that is carried out, on one person's rows as in
a sweep of all. Reading them again, until nothing more goes, shows what stays.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any

from grondslag.datamap.live import Live
from grondslag.engine.cells import JudgedRow, Reason
from grondslag.engine.going import Going
from grondslag.engine.kept import kept
from grondslag.engine.person import PersonRows
from grondslag.engine.refusals import code_of
from grondslag.engine.sweep import PASSES, Sweep, finish
from grondslag.engine.swept import Evidence, Progress, Swept, silent, unwitnessed
from grondslag.law.facts import NO_FACTS, Erasure, Facts
from grondslag.law.rules import Moment, Rule, rules_of
from grondslag.statement.model import Statement
from grondslag.stores import identifiers
from grondslag.stores.files import FileStore
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from grondslag.stores.suppression import Suppress, unlisted

# Who has more rows than this is swept, in batches.
MOST = 10_000
_rules = kept(rules_of)


class _Undo(Exception):
    """Rolls a rehearsal back."""


class _TooMany(Exception):
    """A person has more rows than are judged in memory; rolls back what was begun."""


@dataclass(frozen=True)
class Stays:
    """So many cells of a column that stay, under which purpose and law or promise, until which day ("" not known).

    ``code`` is the article that refuses their erasure.
    """

    place: str
    purpose: str
    basis: str
    law: str
    promise: str
    until: str
    code: str
    count: int


@dataclass(frozen=True)
class Erased:
    """What an erasure did, or would do: cells gone by "table.column", rows gone by table, and what stays and why."""

    swept: Swept
    stays: tuple[Stays, ...]


@dataclass(frozen=True)
class EraseSubject:
    """The erasure of one subject in a store under a statement at a moment.

    ``suppress`` is called in the transaction that records it, while the person's identifiers can still be read. One
    that was ``begun`` earlier, and recorded then, is taken up and not recorded again.
    """

    store: SqlStore
    statement: Statement
    at: Moment
    live: Live
    subject: SubjectKey
    ordered: bool = False
    evidence: Evidence = unwitnessed
    progress: Progress = silent
    suppress: Suppress = unlisted
    files: Mapping[str, FileStore] = field(default_factory=dict)
    begun: datetime | None = None

    def rehearse(self) -> Erased:
        """What would go and what would stay. Everything is rolled back; the database is as it was."""
        found: list[Erased] = []
        with suppress(_Undo), self.store.transaction():
            try:
                found.append(self._at_once(unwitnessed))
            except _TooMany:
                found.append(Erased(self._sweep().foresee(), self._staying()))
            raise _Undo
        return found[0]

    def run(self) -> Erased:
        """Carries the erasure out, then destroys the documents that went, and clears what deletions left behind."""
        erased = self.carry_out()
        finish(erased.swept, self.store, self.at, self.files, self.evidence)
        return erased

    def carry_out(self) -> Erased:
        """Records the erasure and erases, in one transaction; who has very many rows is swept, in batches.

        A sweep that is killed is finished by the next one, since the erasure is recorded first. What deletions leave in
        the database's files is not cleared.
        """
        try:
            erased = self.store.attempt(lambda _: self._at_once(self.evidence))
        except _TooMany:
            with self.store.transaction():
                self._record()
            swept = self._sweep().carry_out()
            with self.store.transaction():
                return Erased(swept, self._forgotten(self._staying()))
        self.progress(1, 1)
        return erased

    def _at_once(self, evidence: Evidence) -> Erased:
        """Passes until nothing more goes: what is read last is what stays. In the caller's transaction."""
        self._record()
        rows = self._rows(most=MOST + 1, lock=True)
        swept, judged = Swept(), dict[str, list[JudgedRow]]()
        while swept.passes < PASSES:
            judged = _gathered(rows)
            found = Going(self.store, self.live, judged).carry_out()
            if not found.changes:
                break
            evidence("sweep", found.cells + found.rows)
            swept.cells.update(found.cells)
            swept.rows.update(found.rows)
            swept.passes += 1
            swept.batches += 1
        left = stays(chain.from_iterable(judged.values()), self.statement, self.subject)
        return Erased(swept, self._forgotten(left))

    def _forgotten(self, left: tuple[Stays, ...]) -> tuple[Stays, ...]:
        """What stays; of whom nothing does, the identifiers go too."""
        if not left:
            identifiers.forget(self.store.home, self.subject)
        return left

    def _record(self) -> None:
        if self.begun:
            known = self.store.facts([self.subject]).get(self.subject, NO_FACTS)
            if any(e.at >= self.begun and e.ordered == self.ordered for e in known.erasures):
                return
        self.suppress(self.store, self.subject, self.at.now)
        fact = Erasure(at=self.at.now, ordered=self.ordered, source="request")
        self.store.record({self.subject: Facts(erasures=(fact,))})

    def _sweep(self) -> Sweep:
        return Sweep(
            self.store, self._rules, self.at, self.live, self.subject, evidence=self.evidence, progress=self.progress,
            files=self.files,
        )  # fmt: skip

    def _staying(self) -> tuple[Stays, ...]:
        rows = chain.from_iterable(each for _, each in self._rows().tables())
        return stays(rows, self.statement, self.subject)

    def _rows(self, **more: Any) -> PersonRows:
        return PersonRows(self.store, self._rules, self.at, self.subject, **more)

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return _rules(self.statement)


def stays(rows: Iterable[JudgedRow], statement: Statement, subject: SubjectKey) -> tuple[Stays, ...]:
    """The subject's cells that may exist, counted by column and reason: a law before a promise, the longest first."""
    counts: Counter[tuple[str, Reason]] = Counter()
    known: dict[tuple[object, ...], Reason] = {}
    for row in rows:
        for verdict, value in row.filled:
            if value is None or not verdict.reasons or subject not in verdict.subjects:
                continue
            asked = row.outlook, row.events, id(verdict.reasons)
            reason = known.get(asked)
            if reason is None:
                reason = known[asked] = min(row.exact(verdict.reasons), key=_weight)
            counts[f"{row.table.name}.{verdict.column.name}", reason] += 1
    found: Counter[tuple[str, str, str, str, str, str, str]] = Counter()
    for (place, reason), count in counts.items():
        why, code = reason.why, code_of(reason, subject).value
        promise = statement.purpose(why.purpose).promise.text if why.purpose else ""
        promise = promise or (why.term.reason or why.term.after if why.term else "")
        until = why.last_day.isoformat() if why.last_day else ""
        found[place, why.purpose, why.basis, why.law, promise, until, code] += count
    return tuple(Stays(*key, count) for key, count in sorted(found.items()))


def _weight(reason: Reason) -> tuple[bool, str, bool, int]:
    why, last = reason.why, reason.why.last_day
    return why.basis != "law", why.purpose, last is not None, -last.toordinal() if last else 0


def _gathered(rows: PersonRows) -> dict[str, list[JudgedRow]]:
    """All rows by table. Raises _TooMany where they are not to be kept in memory."""
    found: dict[str, list[JudgedRow]] = {}
    count = 0
    for table, each in rows.tables():
        found[table.name] = list(islice(each, MOST + 1 - count))
        count += len(found[table.name])
        if count > MOST:
            raise _TooMany
    return found
