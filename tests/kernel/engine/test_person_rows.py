"""One person's rows over a small world: how they are asked for, and that an erasure is whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from grondslag.datamap.model import Column
from grondslag.engine import erase
from grondslag.engine.access import Access
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.engine.person import PersonRows
from grondslag.stores.sql import SqlStore
from tests.kernel.engine.small import AT, MAP, RULES, store
from tests.kernel.engine.test_rights import STATEMENT
from tests.kernel.engine.test_sweep import reflected, rows

ME = ("person", "1")


def many(messages: int) -> dict[str, list[tuple[object, ...]]]:
    """The small world, in which the first person has sent so many messages more."""
    sent = "2026-01-01 09:00:00"
    more = [(100 + n, 1, 3, f"message {n}", sent, sent) for n in range(messages)]
    return rows() | {"message": rows()["message"] + more}


@pytest.mark.parametrize("messages", [0, 500])
def test_all_tables_are_asked_about_at_once_however_many_rows_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: int
) -> None:
    sent: list[int] = []
    ask = SqlStore.ask
    with store(tmp_path / "a.db", many(messages), {}) as made:
        monkeypatch.setattr(SqlStore, "ask", lambda self, asked: (sent.append(len(asked)), ask(self, asked))[1])
        told = Access(made, STATEMENT, AT, ME).report()["tables"]
    assert sum(len(table["rows"]) for table in told) == 4 + messages
    # The facts, four tables, and seven paths from a customer to any number of agreements.
    assert sent == [1 + 4 + len([t for table in MAP.tables for _, t in table.events if not _single(t.via)])]


def _single(path) -> bool:  # type: ignore[no-untyped-def]
    return all(step.target == "id" for step in path)


@pytest.mark.parametrize("most", [1, 3, 7])
def test_pages_of_any_size_hold_the_same_rows_in_the_order_of_their_keys(tmp_path: Path, most: int) -> None:
    with store(tmp_path / "a.db", many(20), {}) as made:
        message = MAP.table("message")
        whole = [(row.key, row.cells) for row in PersonRows(made, RULES, AT, ME).rows(message)]
        assert [(row.key, row.cells) for row in PersonRows(made, RULES, AT, ME, most).rows(message)] == whole
    assert [key for key, _ in whole] == sorted(key for key, _ in whole)


def test_an_erasure_whose_evidence_fails_leaves_everything_and_no_fact(tmp_path: Path) -> None:
    def fails(kind: str, counts: object) -> None:
        raise OSError(kind, counts)

    with store(tmp_path / "a.db", rows(), {}) as made:
        before = {table.name: list(made.rows(table.name)) for table in MAP.tables}
        made.connection.rollback()
        with pytest.raises(OSError, match="sweep"):
            EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2"), evidence=fails).run()
        assert {table.name: list(made.rows(table.name)) for table in MAP.tables} == before
        assert made.facts([("person", "2")]) == {}


def test_who_has_very_many_rows_is_swept_and_the_same_goes_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Erased] = []
    for most in (10_000, 1):
        monkeypatch.setattr(erase, "MOST", most)
        with store(tmp_path / f"{most}.db", rows(), {}) as made:
            done.append(EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2")).run())
    assert (done[0].swept.cells, done[0].swept.rows, done[0].stays) == (
        done[1].swept.cells,
        done[1].swept.rows,
        done[1].stays,
    )


def test_what_the_database_computes_is_told_with_what_it_is_computed_from(tmp_path: Path) -> None:
    orders = MAP.table("orders")
    computed = replace(orders, columns=(*orders.columns, Column(name="short", computed=("iban", "note"))))
    datamap = replace(MAP, tables=tuple(computed if table is orders else table for table in MAP.tables))
    with store(tmp_path / "a.db", rows(), {}) as made:
        made.connection.exec_driver_sql("ALTER TABLE orders ADD short TEXT AS (iban || note)")
        report = Access(SqlStore(made.connection, datamap, made.zone), STATEMENT, AT, ME).report()
        (row,) = next(table["rows"] for table in report["tables"] if table["table"] == "orders")
    told = {cell["column"]: cell for cell in row["cells"]}
    assert told["short"]["value"] == "NL01note 1"
    assert told["short"]["label"]["en"] == "Computed from iban, note"
    assert told["short"]["lawful"] is all(told[name]["lawful"] for name in ("iban", "note"))
