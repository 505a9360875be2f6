"""What is judged again: batches after somebody wrote, and tables whose verdict a pass may have changed."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from grondslag.engine.again import Done, next_tables
from grondslag.engine.references import Reference
from grondslag.engine.sweep import Sweep
from grondslag.stores.sql import opened
from tests.databases import fresh
from tests.kernel.engine.small import AT, MAP, RULES, ZONE, store
from tests.kernel.engine.test_sweep import reflected, rows

FOREIGN_KEYS = (
    Reference("agreement", ("customer_id",), "customer", ("id",), nullable=False),
    Reference("orders", ("customer_id",), "customer", ("id",), nullable=False),
)
EVERY = tuple(t.name for t in MAP.tables)


def test_what_another_program_makes_lawful_between_two_batches_stays(tmp_path: Path) -> None:
    path, heard = tmp_path / "a.db", []

    def renewed(*_: int) -> None:
        if not heard:
            with closing(sqlite3.connect(path)) as other, other:
                other.execute("UPDATE agreement SET ended = NULL WHERE id = 2")
        heard.append(1)

    with store(path, rows(), {}) as made:
        Sweep(made, RULES, AT, reflected(made), size=1, progress=renewed).run()
        left = {row["id"]: row["name"] for row in made.rows("customer")}
        agreements = [row["id"] for row in made.rows("agreement")]
    assert left[2] == "Twee"
    assert agreements == [1, 2]
    assert left.get(3) is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_mark_tells_that_others_wrote(kind: str) -> None:
    with fresh(kind) as url, opened(url, MAP, ZONE) as made:
        made.prepare()
        with made.transaction(snapshot=True) as connection:
            first = made.dialect.mark(connection)
        other = create_engine(url)
        with other.begin() as theirs:
            theirs.execute(text("CREATE TABLE theirs (id INTEGER)"))
        other.dispose()
        with made.transaction() as connection:
            assert first is None or made.dialect.mark(connection) != first


def test_own_writing_leaves_the_mark_of_sqlite_as_it_is() -> None:
    with fresh("sqlite") as url, opened(url, MAP, ZONE) as made:
        made.prepare()
        with made.transaction(snapshot=True) as connection:
            first = made.dialect.mark(connection)
        with made.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE ours (id INTEGER)")
        with made.transaction() as connection:
            assert made.dialect.mark(connection) == first


@pytest.mark.parametrize(
    ("done", "again"),
    [
        (Done(), ()),
        (Done(emptied={"orders.note", "customer.name"}), ()),
        (Done(emptied={"agreement.ended"}), ("customer", "agreement", "orders")),
        (Done(emptied={"message.sender"}), ("message",)),
        (Done(deleted=Counter(customer=1)), ()),
        (Done(deleted=Counter(agreement=1)), ("customer", "orders")),
        (Done(undone={"message"}), ("message",)),
    ],
)
def test_only_tables_that_read_what_went_are_judged_again(done: Done, again: tuple[str, ...]) -> None:
    assert next_tables(MAP, FOREIGN_KEYS, EVERY, done) == again


def test_a_table_that_was_not_judged_is_when_what_points_at_it_went() -> None:
    done = Done(deleted=Counter(orders=1))
    assert next_tables(MAP, FOREIGN_KEYS, ("orders",), done) == ("customer",)
