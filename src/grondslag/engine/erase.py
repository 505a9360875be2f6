"""Erasure (GDPR Art. 17) of one person: a fact, then the sweep of their rows, then a receipt of what went and stays.

Erasure has no code of its own for deletion: the fact changes what the rule says, and the sweep carries it out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from grondslag.datamap.live import Live
from grondslag.engine.access import Access
from grondslag.engine.refusals import code_of
from grondslag.engine.sweep import Sweep
from grondslag.engine.swept import Evidence, Progress, Swept, silent, unwitnessed
from grondslag.law.facts import NO_FACTS, Erasure, Facts
from grondslag.law.rules import Moment, rules_of
from grondslag.statement.model import Statement
from grondslag.stores import identifiers
from grondslag.stores.files import FileStore
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from grondslag.stores.suppression import Suppress, unlisted


class _Undo(Exception):
    """Rolls a rehearsal back."""


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
        try:
            with self.store.transaction():
                self._record()
                found.append(Erased(self._sweep().foresee(), tuple(self._stays())))
                raise _Undo
        except _Undo:
            return found[0]

    def run(self) -> Erased:
        """Records the erasure, then sweeps the subject's rows. Killed in between, the next sweep finishes."""
        with self.store.transaction():
            self._record()
        swept = self._sweep().run()
        with self.store.transaction():
            stays = tuple(self._stays())
            if not stays:
                identifiers.forget(self.store.home, self.subject)
        return Erased(swept, stays)

    def _record(self) -> None:
        known = self.store.facts([self.subject]).get(self.subject, NO_FACTS)
        if self.begun and any(e.at >= self.begun and e.ordered == self.ordered for e in known.erasures):
            return
        self.suppress(self.store, self.subject, self.at.now)
        fact = Erasure(at=self.at.now, ordered=self.ordered, source="request")
        self.store.record({self.subject: Facts(erasures=(fact,))})

    def _sweep(self) -> Sweep:
        rules = rules_of(self.statement)
        return Sweep(
            self.store, rules, self.at, self.live, self.subject, evidence=self.evidence, progress=self.progress,
            files=self.files,
        )  # fmt: skip

    def _stays(self) -> Iterator[Stays]:
        """The subject's cells that may exist, counted by column and reason."""
        counts: Counter[tuple[Any, ...]] = Counter()
        access = Access(self.store, self.statement, self.at, self.subject)
        for table in self.store.datamap.tables:
            for row in access.rows(table):
                for cell in row.cells:
                    if cell.value is None or self.subject not in cell.subjects or not cell.reasons:
                        continue
                    reason = min(cell.reasons, key=lambda r: (r.why.basis != "law", r.why.purpose))
                    why, code = reason.why, code_of(reason, self.subject).value
                    promise = self.statement.purpose(why.purpose).promise.text if why.purpose else ""
                    promise = promise or (why.term.reason or why.term.after if why.term else "")
                    until = why.last_day.isoformat() if why.last_day else ""
                    place = f"{table.name}.{cell.column.name}"
                    counts[place, why.purpose, why.basis, why.law, promise, until, code] += 1
        for (place, purpose, basis, law, promise, until, code), count in sorted(counts.items()):
            yield Stays(place, purpose, basis, law, promise, until, code, count)
