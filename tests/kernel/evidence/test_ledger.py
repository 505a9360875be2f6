"""The ledger as a table: it only grows, in one chain, and holds no personal data."""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, NullPool, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from grondslag.evidence import ledger
from grondslag.evidence.ledger import LEDGER, LedgerConflict, append, check_chain, create, define, entries, export, head

from .samples import STATEMENT_HASH, draft, sample


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}", poolclass=NullPool, connect_args={"timeout": 0.05})
    with engine.begin() as connection:
        create(connection)
    yield engine
    engine.dispose()


def test_entries_form_a_chain_whose_hashes_anyone_can_recompute(engine: Engine) -> None:
    with engine.begin() as connection:
        assert head(connection) is None
        made = [append(connection, draft(kind)) for kind in ("sweep_batch", "audit", "sweep_batch")]
    with engine.connect() as connection:
        assert entries(connection) == tuple(made)
        assert head(connection) == made[-1]
    previous = "0" * 64
    for seq, line in enumerate(export(made).splitlines(), 1):
        entry = json.loads(line)
        assert next(iter(entry)) == "seq"
        assert (entry["seq"], entry["previous"]) == (seq, previous)
        previous = entry.pop("hash")
        sealed = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
        assert hashlib.sha256(sealed).hexdigest() == previous
    assert check_chain(made) == ()


def test_the_callers_rollback_takes_the_entry_with_it(engine: Engine) -> None:
    with engine.connect() as connection:
        append(connection, draft())
        connection.rollback()
    with engine.connect() as connection:
        assert entries(connection) == ()


def test_create_twice_changes_nothing_and_puts_lost_guards_back(engine: Engine) -> None:
    with engine.begin() as connection:
        append(connection, draft())
        connection.execute(text("DROP TRIGGER grondslag_ledger_no_delete"))
        create(connection)
        assert len(entries(connection)) == 1
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(LEDGER.delete())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE grondslag_ledger SET counts = '{}' WHERE seq = 1",
        "UPDATE OR REPLACE grondslag_ledger SET seq = 2 WHERE seq = 1",
        "DELETE FROM grondslag_ledger",
        "DELETE FROM grondslag_ledger WHERE seq = 2",
        "INSERT OR REPLACE INTO grondslag_ledger SELECT * FROM grondslag_ledger WHERE seq = 1",
        "INSERT OR REPLACE INTO grondslag_ledger SELECT 3, at, kind, random, counts, commitment, statement_hash, "
        "previous, 'x' FROM grondslag_ledger WHERE seq = 2",
        "INSERT INTO grondslag_ledger SELECT 9, at, kind, random, counts, commitment, statement_hash, hash, 'x' "
        "FROM grondslag_ledger WHERE seq = 2",
    ],
)
def test_sqlite_refuses_whatever_is_not_an_append(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        append(connection, draft())
        append(connection, draft())
    with engine.connect() as connection:
        before = entries(connection)
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(text(statement))
        connection.rollback()
        assert entries(connection) == before


def test_the_table_on_someone_elses_metadata_is_guarded_when_it_is_created() -> None:
    engine, metadata = create_engine("sqlite://"), MetaData()
    define(metadata)
    with engine.begin() as connection:
        metadata.create_all(connection)
        assert inspect(connection).get_table_names() == ["grondslag_ledger"]
        append(connection, draft())
        with pytest.raises(IntegrityError, match="append-only"):
            connection.execute(LEDGER.delete())
    engine.dispose()


def test_who_saw_an_old_head_gets_a_conflict_and_no_entry(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.begin() as connection:
        old = append(connection, draft())
        append(connection, draft())
    monkeypatch.setattr(ledger, "head", lambda _: old)
    with engine.connect() as connection, pytest.raises(LedgerConflict, match="entry 2 of the ledger first"):
        append(connection, draft())
    with engine.connect() as connection:
        assert len(entries(connection)) == 2


@pytest.mark.parametrize("seq", [2, 3])
def test_a_fork_is_refused_by_the_table_itself_without_any_trigger(engine: Engine, seq: int) -> None:
    with engine.begin() as connection:
        append(connection, draft())
        second = append(connection, draft())
        connection.execute(text("DROP TRIGGER grondslag_ledger_in_order"))
    fork = {column.name: getattr(second, column.name) for column in LEDGER.columns} | {"seq": seq, "hash": "f" * 64}
    previous = second.previous if seq == 3 else "e" * 64
    with engine.connect() as connection, pytest.raises(IntegrityError, match="UNIQUE"):
        connection.execute(LEDGER.insert().values(fork | {"previous": previous}))


def test_writers_at_the_same_time_make_one_chain(engine: Engine) -> None:
    failures: list[BaseException] = []

    def write() -> None:
        added = 0
        while added < 15 and not failures:
            try:
                with engine.begin() as connection:
                    append(connection, draft())
                added += 1
            except LedgerConflict:
                pass
            except OperationalError as error:
                if "locked" not in str(error):
                    failures.append(error)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    assert failures == []
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(LEDGER)) == 30
        assert check_chain(entries(connection)) == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"counts": {"j.jansen@example.nl": 1}}, "counts"),
        ({"counts": {"Jansen": 1}}, "counts"),
        ({"counts": {"cells": -1}}, "counts"),
        ({"counts": {"cells": 1.5}}, "counts"),
        ({"counts": {"cells": True}}, "counts"),
        ({"counts": {"cells": "Jansen"}}, "counts"),
        ({"kind": "erase of Jansen"}, "kind"),
        ({"commitment": "Jansen"}, "commitment"),
        ({"statement_hash": ""}, "statement_hash"),
        ({"random": "1"}, "random"),
    ],
)
def test_an_entry_has_no_room_for_personal_data(engine: Engine, changes: dict[str, Any], field: str) -> None:
    with engine.begin() as connection:
        with pytest.raises(ValueError, match=f"^Ledger entry, {field} does not have the form it should"):
            append(connection, draft(**changes))
        assert entries(connection) == ()


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    with engine.begin() as connection, pytest.raises(ValueError, match="time zone"):
        append(connection, draft(at=datetime(2026, 5, 4)))  # noqa: DTZ001


def test_equal_entries_have_different_random_numbers() -> None:
    assert draft().random != draft().random
    assert draft().statement_hash == STATEMENT_HASH


def test_an_entry_cut_off_the_end_shows_only_against_a_published_head() -> None:
    rows, _ = sample()
    published = rows[-1].hash
    assert check_chain(rows, published) == ()
    assert check_chain(rows[:-1]) == ()
    assert check_chain((*rows, replace(rows[-1], seq=5)), published) != ()
    (finding,) = check_chain(rows[:-1], published)
    assert published in finding
    assert "cut off" in finding


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_an_entry_taken_out_shows_by_itself(missing: int) -> None:
    rows, _ = sample()
    found = check_chain(rows[:missing] + rows[missing + 1 :])
    assert len(found) == 2
    assert f"entry {missing + 1} has number {missing + 2}" in found[0]


def test_two_entries_exchanged_show_by_themselves() -> None:
    rows, _ = sample()
    assert check_chain((rows[0], rows[2], rows[1], rows[3])) != ()
