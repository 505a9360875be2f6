"""The ledger is append-only on every database: its triggers refuse a change, a deletion and an entry out of order."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from grondslag.evidence.ledger import LEDGER, Draft, append, check_chain, create, entries
from grondslag.stores.sql import connect
from tests.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with a ledger of two entries."""
    with fresh(request.param) as url:
        engine = connect(url)
        with engine.begin() as connection:
            create(connection)
            for _ in range(2):
                append(
                    connection,
                    Draft(
                        at=datetime(2026, 11, 25, tzinfo=UTC), kind="sweep", counts={"a.b": 1}, statement_hash="0" * 64
                    ),
                )
        yield engine
        engine.dispose()


def test_a_ledger_is_whole_on_every_database(engine: Engine) -> None:
    with engine.connect() as connection:
        assert [entry.seq for entry in entries(connection)] == [1, 2]
        assert check_chain(entries(connection)) == ()


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE grondslag_ledger SET kind = 'other'",
        "DELETE FROM grondslag_ledger",
        "INSERT INTO grondslag_ledger SELECT seq + 2, at, kind, random, counts, commitment, statement_hash, "
        "'x', 'y' FROM grondslag_ledger WHERE seq = 2",
    ],
)
def test_the_ledger_refuses_tampering(engine: Engine, tampering: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(tampering))
    with engine.connect() as connection:
        assert len(entries(connection)) == 2


def test_putting_the_guards_back_changes_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        create(connection)
    with engine.connect() as connection:
        assert connection.execute(LEDGER.select()).all()[0].seq == 1
