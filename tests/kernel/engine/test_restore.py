"""A database that was restored from a backup, and the replay of what it missed, on three databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from grondslag.datamap.model import Column, DataMap, Link, Subject, Table
from grondslag.engine.restore import Keeper, Replay, RestoredError, begin, standing
from grondslag.evidence.frames import JournalError
from grondslag.evidence.journal import Journal
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Restriction
from grondslag.stores import facts as fact_tables
from grondslag.stores import state as states
from grondslag.stores.sql import SqlStore
from tests.backups import back_up, restore
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import NOW, ZONE

MAP = DataMap(
    name="people",
    zone="Europe/Amsterdam",
    subjects=(Subject(kind="person", table="person", key="id"),),
    tables=(
        Table(
            name="person",
            key=("id",),
            columns=(Column(name="id", plain="key"), Column(name="email", category="email")),
            links=(Link(name="self", subject="person"),),
        ),
    ),
)
ONE, TWO = ("person", "1"), ("person", "2")
EARLY = NOW - timedelta(days=9)


@contextmanager
def open_store(url: str, journal: Journal | None = None) -> Iterator[SqlStore]:
    """The store at a URL, telling a journal when there is one."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            store = SqlStore(connection, MAP, ZONE)
            if journal:
                store.journal = Keeper(journal, lambda: NOW)
            yield store
    finally:
        engine.dispose()


def one(store: SqlStore, facts: Facts, fails: type[Exception] | None = None) -> None:
    """Records facts about one person in a transaction, which fails after it when asked to."""
    with store.transaction():
        store.record({ONE: facts})
        if fails:
            raise fails


def people(url: str, journal: Journal) -> None:
    """Two people with addresses, facts from before the journal, and the journal begun."""
    with open_store(url) as store:
        with store.transaction() as connection:
            connection.execute(text("CREATE TABLE person (id INTEGER PRIMARY KEY, email VARCHAR(50))"))
            connection.execute(text("INSERT INTO person VALUES (1, 'een@example.com'), (2, 'twee@example.com')"))
        store.prepare()
        with store.transaction():
            restriction = Restriction(at=EARLY, ground="a", source="first")
            store.record({ONE: Facts(restrictions=(restriction,)), TWO: Facts(consents=(consent(EARLY),))})
        begin(store, journal, NOW)


def consent(at: datetime, given: bool = True) -> Consent:
    return Consent(at=at, purpose="II.A", given=given)


def later(url: str, journal: Journal) -> None:
    """What happens after the backup: a withdrawal, an erasure, a hold, a restriction that ends, two corrections."""
    hold = Hold(at=NOW, law="Rv art. 21", reason="claim", approver="dpo", review=date(2027, 1, 1))
    with open_store(url, journal) as store:
        with store.transaction():
            store.record({TWO: Facts(consents=(consent(NOW, given=False),), erasures=(Erasure(at=NOW),))})
        with store.transaction() as connection:
            store.record({ONE: Facts(holds=(hold,))})
            fact_tables.end(connection, "restriction", ONE, NOW)
            store.journal.ended("restriction", ONE, NOW)
        for email in ("fout@example.com", "goed@example.com"):
            with store.transaction() as connection:
                connection.execute(text(f"UPDATE person SET email = '{email}' WHERE id = 2"))
                store.journal.rectified("person", "email", {(2,): email})


def content(url: str) -> tuple[object, ...]:
    """What the database knows: facts by person, rows, and how far its journal has come."""
    with open_store(url) as store, store.transaction(write=False) as connection:
        return store.facts([ONE, TWO]), list(store.rows("person")), states.read(connection)


def stands(url: str, journal: Journal) -> None:
    with open_store(url) as store, store.transaction(write=False) as connection:
        standing(states.read(connection), journal)


def replayed(url: str, journal: Journal) -> tuple[int, int, int]:
    with open_store(url) as store:
        done = Replay(store, journal).run()
    return done.entries, done.facts, done.cells


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_restored_backup_missed_is_applied_once(kind: str, tmp_path: Path) -> None:
    journal, backup = Journal(tmp_path / "journal"), tmp_path / "backup"
    with fresh(kind) as url:
        people(url, journal)
        back_up(url, backup)
        later(url, journal)
        stands(url, journal)
        known = content(url)
        restore(url, backup)
        assert content(url) != known
        with pytest.raises(RestoredError, match="restored from a backup"):
            stands(url, journal)
        assert replayed(url, journal) == (6, 3, 1)
        stands(url, journal)
        assert content(url) == known
        assert replayed(url, journal) == (0, 0, 0)


def test_a_backup_from_before_the_journal_gets_what_it_misses_and_nothing_twice(tmp_path: Path) -> None:
    journal, other = Journal(tmp_path / "journal"), Journal(tmp_path / "other")
    with fresh("sqlite") as url:
        people(url, other)
        with open_store(url) as store, store.transaction() as connection:
            connection.execute(text("DELETE FROM grondslag_state"))
        back_up(url, tmp_path / "backup")
        with open_store(url) as store:
            with store.transaction() as connection:
                fact_tables.end(connection, "restriction", ONE, NOW)
            begin(store, journal, NOW)
        later(url, journal)
        known = content(url)
        restore(url, tmp_path / "backup")
        replayed(url, journal)
        assert content(url) == known


def test_nothing_is_recorded_behind_a_journal_that_went_on(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    with fresh("sqlite") as url:
        people(url, journal)
        back_up(url, tmp_path / "backup")
        later(url, journal)
        restore(url, tmp_path / "backup")
        known = content(url)
        with open_store(url, journal) as store, pytest.raises(JournalError, match="run grondslag replay"):
            one(store, Facts(consents=(consent(NOW),)))
        assert content(url) == known


def test_a_transaction_that_is_rolled_back_leaves_the_journal_as_it_was(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    with fresh("sqlite") as url:
        people(url, journal)
        before = journal.path.read_bytes()
        with open_store(url, journal) as store:
            with pytest.raises(ZeroDivisionError):
                one(store, Facts(erasures=(Erasure(at=NOW),)), ZeroDivisionError)
            with store.transaction(write=False):
                pass
        assert journal.path.read_bytes() == before
        stands(url, journal)
