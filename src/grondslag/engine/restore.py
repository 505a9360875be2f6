"""A database beside its journal: kept in step with it, refused when it was restored from a backup, and replayed.

What a person asked after the backup was made stands in the journal alone. Until it is applied again and swept, nothing
that the restored database says of itself is true (GDPR Art. 5(1)(d), 5(2), 32(1)(c)).
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import batched, groupby
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, and_, bindparam, column, select, table, update

from grondslag.engine.sweep import Sweep
from grondslag.engine.swept import Evidence, Swept, unwitnessed
from grondslag.evidence.frames import JournalError, Position
from grondslag.evidence.journal import Ended, Entry, Journal, Rectified, Told, each_of, merged
from grondslag.law.facts import Facts, Hold, Restriction
from grondslag.stores import facts as fact_tables
from grondslag.stores import state as states
from grondslag.stores.port import Key, SubjectKey
from grondslag.stores.sql import SqlStore
from grondslag.stores.state import State
from grondslag.stores.tables import SUBJECT

BATCH = 500


class RestoredError(Exception):
    """The database is an older copy than its journal: nothing that it says counts until the replay."""


@dataclass
class Keeper:
    """Keeps a journal in step with its database: see :class:`grondslag.stores.port.Journal`.

    What it heard is written just before the commit, with the database's own position locked, so that a crash in
    between leaves an entry more in the journal, which a replay applies, and never one less.
    """

    journal: Journal
    clock: Callable[[], datetime]
    heard: list[Entry] = field(default_factory=list)

    def told(self, facts: Mapping[SubjectKey, Facts]) -> None:
        """See :class:`grondslag.stores.port.Journal`."""
        self.heard += [entry for subject, each in facts.items() for entry in each_of(subject, each)]

    def ended(self, fact: str, subject: SubjectKey, at: datetime, scope: str | None = None) -> None:
        """See :class:`grondslag.stores.port.Journal`."""
        self.heard.append(Ended(fact, subject, at, scope))

    def rectified(self, table: str, column: str, values: Mapping[Key, object]) -> None:
        """See :class:`grondslag.stores.port.Journal`."""
        self.heard += [Rectified(table, column, key, value) for key, value in values.items()]

    def keep(self, connection: Connection) -> None:
        """See :class:`grondslag.stores.port.Journal`. Raises JournalError, KeyUnusable and OSError."""
        if not self.heard:
            return
        state = states.locked(connection)
        if state is None:
            raise JournalError(f"{self.journal.path}: is not the journal of this database")
        if state.closed:
            raise RestoredError("a replay is under way: run this again when it has ended")
        last = self.journal.append(self.heard, self.clock(), Position(state.seq, state.hash))
        states.write(connection, replace(state, seq=last.seq, hash=last.hash))

    def forget(self) -> None:
        """See :class:`grondslag.stores.port.Journal`."""
        self.heard.clear()


def begin(store: SqlStore, journal: Journal, now: datetime) -> None:
    """Begins a journal for a prepared store that has none, with all facts that are on file.

    Raises JournalError when there is a file already, KeyUnusable and OSError.
    """
    database = secrets.token_hex(16)
    with store.transaction() as connection:
        journal.frames.begin(database)
        last = Position()
        people = select(SUBJECT.c.kind, SUBJECT.c.key).where(SUBJECT.c.retired.is_(None)).order_by(SUBJECT.c.row)
        # Read whole: the keys of people are small, and the connection answers one query at a time.
        for batch in batched(connection.execute(people).all(), BATCH):
            facts = store.facts([(row.kind, row.key) for row in batch])
            if entries := [entry for subject, each in facts.items() for entry in each_of(subject, each)]:
                last = journal.append(entries, now, last)
        place = journal.path.resolve()
        states.write(connection, State(database=database, seq=last.seq, hash=last.hash, place=place))


def standing(state: State | None, journal: Journal | None, place: Path | None = None) -> None:
    """Whether a database may be used beside its journal.

    Raises RestoredError when it is an older copy or a replay was not finished, and JournalError when the journal is
    not there, is another database's, or ends before the database does.
    """
    if state is None and journal is None:
        return
    if journal is None:
        raise JournalError(f"the journal of this database is not at {place}: name it with --journal")
    head = journal.frames.head()
    _same(state, journal, head)
    if state is None or state.closed or state.seq < head.seq:
        raise RestoredError(
            f"the database is behind its journal, as when it was restored from a backup: run grondslag replay "
            f"--journal {journal.path} before anything else"
        )


def _same(state: State | None, journal: Journal, head: Position) -> None:
    if state is None:
        return
    if journal.frames.database != state.database:
        raise JournalError(f"{journal.path}: is the journal of another database: name its own with --journal")
    if state.seq > head.seq or (state.seq == head.seq and state.hash != head.hash):
        raise JournalError(
            f"{journal.path}: ends at entry {head.seq}, and the database holds entry {state.seq}: the journal was cut "
            "off or is an older copy; restore the newest copy of it"
        )


@dataclass
class Replayed:
    """What a replay did: entries applied again, facts that were missing, cells corrected, and the sweep after it."""

    entries: int = 0
    facts: int = 0
    cells: int = 0
    swept: Swept = field(default_factory=Swept)


@dataclass(frozen=True)
class Replay:
    """The replay of a journal over a prepared store that is behind it. ``evidence`` hears of each batch."""

    store: SqlStore
    journal: Journal
    evidence: Evidence = unwitnessed

    def run(self, sweep: Sweep | None = None) -> Replayed:
        """Applies what is missing, then sweeps, then opens the database; killed in between, it stays closed.

        Raises JournalError when entries that the database misses have expired, and as :func:`standing`.
        """
        done, state = Replayed(), self._closed()
        for batch in batched(self.journal.entries(state.seq), BATCH):
            state = self._apply(batch, state, done)
        if sweep is not None:
            done.swept = sweep.run()
        with self.store.transaction() as connection:
            states.write(connection, replace(state, closed=False))
        return done

    def _closed(self) -> State:
        """Marks the store as being replayed, and returns from where."""
        base, head = self.journal.frames.base, self.journal.frames.head()
        with self.store.transaction() as connection:
            state = states.locked(connection)
            _same(state, self.journal, head)
            first = state is None
            if state is None:
                state = State(database=self.journal.frames.database, place=self.journal.path.resolve())
            if state.seq < base.seq:
                raise JournalError(
                    f"{self.journal.path}: entries up to {base.seq} have expired and the database misses them from "
                    f"{state.seq + 1} on: restore a younger backup"
                )
            if not first and state.seq:
                self._follows(state)
            state = replace(state, closed=True)
            states.write(connection, state)
        return state

    def _follows(self, state: State) -> None:
        """Raises JournalError unless the journal goes through the very entry at which the database stands."""
        if state.seq == self.journal.frames.base.seq:
            found = self.journal.frames.base
        else:
            found = next(position for position, _ in self.journal.entries(state.seq - 1))
        if found.hash != state.hash:
            raise JournalError(f"{self.journal.path}: entry {state.seq} is not the one that the database holds")

    def _apply(self, batch: Sequence[tuple[Position, Entry]], state: State, done: Replayed) -> State:
        last, before = batch[-1][0], replace(done)
        with self.store.transaction() as connection:
            for kind, group in groupby((entry for _, entry in batch), type):
                if kind is Told:
                    done.facts += self._record([entry for entry in group if isinstance(entry, Told)])
                elif kind is Rectified:
                    done.cells += self._rectify([entry for entry in group if isinstance(entry, Rectified)])
                else:
                    for entry in group:
                        if isinstance(entry, Ended):
                            fact_tables.end(connection, entry.fact, entry.subject, entry.at, entry.scope)
            state = replace(state, seq=last.seq, hash=last.hash)
            states.write(connection, state)
            counts = {"entries": len(batch), "facts": done.facts - before.facts, "cells": done.cells - before.cells}
            self.evidence("replay", counts)
        done.entries += len(batch)
        return state

    def _record(self, entries: Iterable[Told]) -> int:
        """Records the facts that the database does not have yet; a fact that it has is not doubled."""
        told = merged(entries)
        known = self.store.facts(told)
        missing = {subject: _without(facts, known.get(subject, Facts())) for subject, facts in told.items()}
        missing = {subject: facts for subject, facts in missing.items() if facts != Facts()}
        self.store.record(missing)
        for subject, fact, at in _ends(told, known):
            fact_tables.end(self.store.connection, type(fact).__name__.lower(), subject, at, fact.scope)
        return sum(len(getattr(facts, kind.name)) for facts in missing.values() for kind in fields(facts))

    def _rectify(self, entries: Iterable[Rectified]) -> int:
        """Corrects the cells again whose rows are there; of two corrections of a cell the last one stands."""
        columns: dict[tuple[str, str], dict[Key, object]] = {}
        for entry in entries:
            columns.setdefault((entry.table, entry.column), {})[entry.key] = entry.value
        corrected = 0
        for (name, changed), values in columns.items():
            if not any(t.name == name for t in self.store.datamap.tables):
                raise JournalError(f"{self.journal.path}: corrects {name}.{changed}, which the datamap does not name")
            keys = self.store.datamap.table(name).key
            rows = table(name, *(column(each) for each in {*keys, changed}))
            same = and_(*(rows.c[key] == bindparam(f"key_{n}") for n, key in enumerate(keys)))
            statement = update(rows).where(same).values({changed: bindparam("value")})
            given = [
                {f"key_{n}": part for n, part in enumerate(key)} | {"value": value} for key, value in values.items()
            ]
            corrected += max(self.store.connection.execute(statement, given).rowcount, 0)
        return corrected


def _without(facts: Facts, known: Facts) -> Facts:
    """The facts that are not among the known ones; an end of a known one does not make it another."""

    def missing(kind: str) -> tuple[Any, ...]:
        there = [_begun(fact) for fact in getattr(known, kind)]
        return tuple(fact for fact in getattr(facts, kind) if _begun(fact) not in there)

    return Facts(**{kind.name: missing(kind.name) for kind in fields(facts)})


def _ends(
    told: Mapping[SubjectKey, Facts], known: Mapping[SubjectKey, Facts]
) -> Iterator[tuple[SubjectKey, Restriction | Hold, datetime]]:
    """The known restrictions and holds that stand, and of which the journal knows the end."""
    for subject, facts in told.items():
        there = known.get(subject, Facts())
        several: tuple[Restriction | Hold, ...] = (*facts.restrictions, *facts.holds)
        for fact in several:
            at = fact.lifted if isinstance(fact, Restriction) else fact.released
            if at is not None and _begun(fact) in (*there.restrictions, *there.holds):
                yield subject, fact, at


def _begun(fact: Any) -> Any:
    """A fact without its end."""
    if isinstance(fact, Restriction):
        return replace(fact, lifted=None)
    return replace(fact, released=None) if isinstance(fact, Hold) else fact
