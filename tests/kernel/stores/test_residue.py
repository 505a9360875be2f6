"""What is left in each database's files after an erasure and its clearing: nothing but in the places that are told."""

import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from grondslag.stores import clearing
from grondslag.stores.clearing import clear
from grondslag.stores.residue import BY_ID, PLACES, Cleared, left
from tests.databases import KINDS, fresh
from tests.kernel.stores.canaries import Canaries, erase, flush, sow

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 23)
SERVERS = ("postgresql", "mariadb")
ROWS_OF = {"postgresql": "pg_rows", "mariadb": "maria_pages"}


@contextmanager
def connected(url: str, isolation: str = "AUTOCOMMIT") -> Iterator[Connection]:
    engine = create_engine(url, isolation_level=isolation)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def erased(url: str) -> Iterator[tuple[Connection, Canaries]]:
    """A connection to a database in which the people with canaries were erased, and nothing was cleared."""
    with connected(url) as connection:
        if connection.dialect.name == "sqlite":
            for pragma in ("journal_mode = WAL", "secure_delete = ON", "wal_autocheckpoint = 0"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        canaries = sow(connection)
        erase(connection)
        assert sum(canaries.found().values()) >= len(canaries.words), "the search finds what was not cleared"
        connection.rollback()
        yield connection, canaries


def cleared_at_last(connection: Connection) -> Cleared:
    """What a clearing says once no snapshot is in its way: the server's own autovacuum may hold one for a moment."""
    for _ in range(20):
        cleared = clear(connection, ["person"], TODAY)
        if left("pg_snapshot") not in cleared.pending:
            return cleared
        time.sleep(0.5)
    raise AssertionError("somebody's snapshot stayed for ten seconds")


def told(cleared: Cleared, file: str) -> bool:
    """Whether a file belongs to a place that the clearing told of as pending."""
    pending = {each.place for each in cleared.pending}
    return any(fnmatch(file, pattern) for p in PLACES if p.place in pending for pattern in p.files)


@pytest.mark.parametrize("kind", KINDS)
def test_after_clearing_no_word_is_left_but_where_it_is_told(kind: str) -> None:
    with fresh(kind) as url, erased(url) as (connection, canaries):
        cleared = cleared_at_last(connection)
        flush(connection)
        found = canaries.found()
        connection.rollback()
        with connected(url) as other:
            assert other.scalar(text("SELECT count(*) FROM person WHERE note = 'stays'")) == 99
    assert [file for file in found if not told(cleared, file)] == []
    assert not [file for file in found if file.startswith("base/") or file.endswith((".ibd", ".MAD", ".db", "-wal"))]
    assert cleared.done


def test_plain_vacuum_leaves_the_words_and_that_is_why_tables_are_rewritten() -> None:
    with fresh("postgresql") as url, erased(url) as (connection, canaries):
        connection.exec_driver_sql("VACUUM ANALYZE person")
        flush(connection)
        found = canaries.found()
    assert [file for file in found if file.startswith("base/")]


def test_what_another_transaction_still_sees_is_told() -> None:
    with fresh("postgresql") as url, connected(url) as setup:
        canaries = sow(setup)
        with connected(url, "REPEATABLE READ") as other:
            other.execute(text("SELECT count(*) FROM pg_class"))
            erase(setup)
            setup.rollback()
            cleared = clear(setup, ["person"], TODAY)
            assert left("pg_snapshot") in cleared.pending
            assert [file for file in canaries.found() if file.startswith("base/")]
        setup.rollback()
        cleared_at_last(setup)
        assert not [file for file in canaries.found() if file.startswith("base/")]


def test_values_that_another_transaction_still_sees_stay_in_undo_logs_and_are_told() -> None:
    with fresh("mariadb") as url, connected(url) as setup:
        sow(setup)
        with connected(url, "REPEATABLE READ") as other:
            other.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT")
            erase(setup)
            setup.rollback()
            assert left("maria_undo") in clear(setup, [], TODAY, patience=1).pending


@pytest.mark.parametrize("kind", SERVERS)
def test_a_table_in_use_is_not_waited_for_but_told(kind: str) -> None:
    with fresh(kind) as url, connected(url) as setup:
        sow(setup)
        setup.rollback()
        with connected(url, "READ COMMITTED") as other:
            other.execute(text("SELECT count(*) FROM person"))
            assert left(ROWS_OF[kind]) in clear(setup, ["person"], TODAY, patience=1).pending
        assert left(ROWS_OF[kind]) not in clear(setup, ["person"], TODAY, patience=1).pending


def test_what_a_user_may_not_clear_is_told() -> None:
    role = f"grondslag_{secrets.token_hex(6)}"
    with fresh("postgresql") as url, connected(url) as connection:
        sow(connection)
        connection.exec_driver_sql(f"CREATE ROLE {role}")
        try:
            connection.exec_driver_sql(f"ALTER TABLE person OWNER TO {role}")
            connection.exec_driver_sql(f"SET ROLE {role}")
            connection.rollback()
            cleared = clear(connection, ["person"], TODAY)
            connection.exec_driver_sql("RESET ROLE")
        finally:
            connection.exec_driver_sql("DROP TABLE person")
            connection.exec_driver_sql(f"DROP ROLE {role}")
    assert [left("pg_statistics"), left("pg_wal")] == [p for p in cleared.pending if p != left("pg_snapshot")]
    assert cleared.done == ("table person rewritten and analysed",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clearing_runs_outside_any_transaction(kind: str) -> None:
    with fresh(kind) as url, connected(url) as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(RuntimeError, match="outside any transaction"):
            clear(connection, [], TODAY)


def test_every_place_says_all_and_has_one_name() -> None:
    assert len(BY_ID) == len(PLACES)
    for place in PLACES:
        assert place.place
        assert place.keeps
        assert place.until
        assert place.clearing


def test_the_tables_of_the_guide_are_current() -> None:
    done = subprocess.run([sys.executable, ROOT / "tools/residue.py", "--check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("seconds", "day"), [(86400 * 7, date(2026, 12, 1)), (0, None)])
def test_binary_logs_are_told_with_the_day_on_which_they_expire(seconds: int, day: date | None) -> None:
    answers = {"SELECT @@log_bin": 1, "SELECT @@binlog_expire_logs_seconds": seconds}
    with fresh("mariadb") as url, connected(url) as connection:
        found = clearing._Clearing(connection, lambda query: [(answers.get(query, 0),)])
        clearing._mariadb(found, [], TODAY, 1)
    assert left("maria_binlog", day) in found.pending
