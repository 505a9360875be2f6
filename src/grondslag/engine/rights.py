"""Restriction, objection, consent and withdrawal: one fact about one person, and what it changes for their cells.

A right has no code of its own for blocking or erasing: the fact changes what the rule says of every cell. What may no
longer exist goes with the next sweep.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from grondslag.engine.access import Access
from grondslag.engine.swept import Evidence, unwitnessed
from grondslag.law import exercised
from grondslag.law.exercised import Limb, RightRefused
from grondslag.law.facts import Facts
from grondslag.law.rules import Moment
from grondslag.statement.model import Purpose, Statement
from grondslag.stores import facts as fact_tables
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore


class _Undo(Exception):
    """Rolls a rehearsal back."""


@dataclass(frozen=True)
class Tally:
    """A person's cells at a moment: how many each purpose lets exist and may use, and, by place, those that must go.

    Under ``lawful`` a hold and a restriction stand beside the purposes, by those names.
    """

    cells: int = 0
    lawful: Counter[str] = field(default_factory=Counter)
    usable: Counter[str] = field(default_factory=Counter)
    going: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Change:
    """What a fact changed, or would change, for the person it is about."""

    before: Tally
    after: Tally

    @property
    def stops(self) -> tuple[str, ...]:
        """The purposes that used cells before, and no longer use any."""
        return tuple(sorted(p for p, n in self.before.usable.items() if n and not self.after.usable[p]))

    @property
    def goes(self) -> dict[str, int]:
        """The cells, by "table.column", that might exist before and must go now, with the next sweep."""
        more = self.after.going - self.before.going
        return dict(sorted(more.items()))


def tally(access: Access) -> Tally:
    """Counts the cells of the subject of an access, in the caller's transaction and in bounded memory."""
    found, cells = Tally(), 0
    for table in access.store.datamap.tables:
        for row in access.rows(table):
            for cell in row.cells:
                if cell.value is None or access.subject not in cell.subjects:
                    continue
                cells += 1
                mine = {r.why.purpose or r.why.basis for r in cell.reasons if r.subject == access.subject}
                found.lawful.update(mine)
                found.usable.update(cell.usable)
                if not cell.reasons:
                    found.going[f"{table.name}.{cell.column.name}"] += 1
    return Tally(cells, found.lawful, found.usable, found.going)


@dataclass(frozen=True)
class Desk:
    """Where one person's rights become facts, in a store under a statement at a moment.

    With ``rehearsed`` everything is rolled back. Each method raises RightRefused where the law gives no such right.
    """

    store: SqlStore
    statement: Statement
    at: Moment
    subject: SubjectKey
    evidence: Evidence = unwitnessed
    rehearsed: bool = False

    def restrict(self, ground: Limb, scope: str = "") -> Change:
        """Restricts the processing of everything, of a table or of a column (Art. 18(1))."""
        places = {
            place for t in self.store.datamap.tables for place in (t.name, *(f"{t.name}.{c.name}" for c in t.personal))
        }
        fact = exercised.restriction(ground, scope, places, self.at.now)
        return self._recorded("restriction", lambda _: Facts(restrictions=(fact,)))

    def lift(self, told: date, scope: str | None = None) -> Change:
        """Ends the restrictions that stand, all or those of a scope; the person was ``told`` before (Art. 18(3))."""
        days = exercised.told_before(told, self.at.today)
        with self._transaction():
            before = self._tally()
            ended = fact_tables.end(self.store.home, "restriction", self.subject, self.at.now, scope)
            if not ended:
                where = f" of {scope}" if scope else ""
                raise RightRefused(f"no restriction{where} stands for {':'.join(self.subject)}: there is none to lift")
            self.store.journal.ended("restriction", self.subject, self.at.now, scope)
            change = Change(before, self._tally())
            self.evidence("restriction_lifted", _counts(change) | {"facts": ended, "days_since_told": days})
        return change

    def object(self, purpose: str) -> Change:
        """Objects to a purpose (Art. 21)."""
        fact = exercised.objection(self._purpose(purpose), self.at.now)
        return self._recorded("objection", lambda _: Facts(objections=(fact,)))

    def decide(self, purpose: str, grounds: str = "") -> Change:
        """Decides a pending objection: overruled by written ``grounds``, without them upheld (Art. 21(1))."""
        found = self._purpose(purpose)

        def decided(known: Facts) -> Facts:
            return Facts(objections=(exercised.decision(found, known, self.at.now, grounds),))

        return self._recorded("objection_decided", decided)

    def consent(self, purpose: str) -> Change:
        """Gives consent to a purpose as it is worded now (Art. 7)."""
        fact = exercised.consent(self._purpose(purpose), self.at.now)
        return self._recorded("consent", lambda _: Facts(consents=(fact,)))

    def withdraw(self, purpose: str) -> Change:
        """Withdraws consent to a purpose (Art. 7(3))."""
        fact = exercised.withdrawal(self._purpose(purpose), self.at.now)
        return self._recorded("withdrawal", lambda _: Facts(consents=(fact,)))

    def _recorded(self, kind: str, fact: Callable[[Facts], Facts]) -> Change:
        with self._transaction():
            known = self.store.facts([self.subject]).get(self.subject, Facts())
            before = self._tally()
            self.store.record({self.subject: fact(known)})
            change = Change(before, self._tally())
            self.evidence(kind, _counts(change) | {"facts": 1})
        return change

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with self.store.transaction():
                yield
                if self.rehearsed:
                    raise _Undo
        except _Undo:
            pass

    def _tally(self) -> Tally:
        return tally(Access(self.store, self.statement, self.at, self.subject))

    def _purpose(self, id: str) -> Purpose:
        try:
            return self.statement.purpose(id)
        except KeyError:
            known = ", ".join(purpose.id for purpose in self.statement.purposes)
            raise RightRefused(f"the statement has no purpose «{id}»: name one of {known}") from None


def _counts(change: Change) -> dict[str, int]:
    """What the ledger keeps of a change: numbers of cells, and nothing of whom."""
    return {"cells": change.before.cells, "going": sum(change.goes.values())}
