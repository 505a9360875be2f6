"""The sweep over a small world: what goes, what stays, what becomes a stub."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from grondslag.datamap.live import Live
from grondslag.engine.sweep import Sweep
from grondslag.law.facts import Consent, Erasure, Facts, Hold
from grondslag.stores.residue import left
from grondslag.stores.sql import SqlStore
from tests.kernel.engine.small import AT, RULES, store

LONG_AGO = "2012-01-01"


def reflected(made: SqlStore) -> Live:
    """The store's tables as the database has them."""
    with made.transaction(write=False):
        return made.reflect()


def rows() -> dict[str, list[tuple[object, ...]]]:
    """One running customer, one who left long ago with a young invoice, one who left long ago without."""
    return {
        "customer": [
            (1, "Een", "een@example.com", LONG_AGO),
            (2, "Twee", "twee@example.com", LONG_AGO),
            (3, "Drie", "drie@example.com", LONG_AGO),
        ],
        "agreement": [(1, 1, LONG_AGO, None), (2, 2, LONG_AGO, "2020-01-01"), (3, 3, LONG_AGO, "2020-01-01")],
        "orders": [
            (1, 1, "NL01", "note 1", "2013-01-01", "2013-01-01 10:00:00"),
            (2, 2, "NL02", "note 2", "2019-06-15", "2019-06-15 10:00:00"),
            (3, 3, "NL03", "note 3", "2018-12-31", "2018-12-31 10:00:00"),
        ],
        "message": [
            (1, 1, 3, "both", "2026-01-01 09:00:00", "2026-01-01 10:00:00"),
            (2, 3, 3, "old", "2025-01-01 09:00:00", "2025-01-01 10:00:00"),
        ],
    }


def test_what_may_not_exist_goes_and_a_pointed_at_row_stays_as_a_stub(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", rows(), {}) as made:
        swept = Sweep(made, RULES, AT, reflected(made), size=2).run()
        left = {name: list(made.rows(name)) for name in ("customer", "agreement", "orders", "message")}
    assert [(r["id"], r["name"], r["email"]) for r in left["customer"]] == [
        (1, "Een", "een@example.com"),
        (2, None, ""),
        (3, None, ""),
    ]
    assert [r["id"] for r in left["agreement"]] == [1]
    assert [(r["id"], r["iban"], r["note"]) for r in left["orders"]] == [(1, None, "note 1"), (2, "NL02", None)]
    assert [(r["id"], r["body"]) for r in left["message"]] == [(1, "both")]
    assert swept.rows == {"agreement": 2, "orders": 1, "message": 1}


def test_a_second_sweep_changes_nothing(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", rows(), {}) as made:
        live = reflected(made)
        assert Sweep(made, RULES, AT, live).run().changes > 0
        assert Sweep(made, RULES, AT, live).run().changes == 0


def test_the_log_is_emptied_while_others_are_connected_and_the_claim_is_true(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    log = path.with_name("a.db-wal")
    with store(path, rows(), {}) as made, closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        live = reflected(made)
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM customer").fetchone()
        made.connection.connection.driver_connection.execute("PRAGMA busy_timeout = 50")  # the default is 10 s
        swept = Sweep(made, RULES, AT, live).run()
        assert (swept.cleared, swept.pending[0]) == ((), left("sqlite_wal"))
        assert log.stat().st_size > 0
        other.execute("COMMIT")
        again = Sweep(made, RULES, AT, live).run()
        assert (again.changes, again.cleared[-1]) == (0, "write-ahead log truncated")
        assert left("sqlite_wal") not in again.pending
        assert log.stat().st_size == 0


def test_facts_decide(tmp_path: Path) -> None:
    early, late = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    facts = {
        ("person", "1"): Facts(erasures=(Erasure(at=late),)),
        ("person", "2"): Facts(consents=(Consent(at=early, purpose="II.A", given=True),)),
        ("person", "3"): Facts(
            holds=(Hold(at=early, law="Rv art. 21", reason="claim", approver="dpo", review=late.date()),)
        ),
    }
    with store(tmp_path / "a.db", rows(), facts) as made:
        live = reflected(made)
        with made.transaction(write=False):
            foreseen = Sweep(made, RULES, AT, live).foresee()
        swept = Sweep(made, RULES, AT, live).run()
        names = {r["id"]: (r["name"], r["email"]) for r in made.rows("customer")}
        notes = [r["note"] for r in made.rows("orders")]
    assert foreseen.cells == swept.cells
    assert names == {1: ("Een", "een@example.com"), 2: (None, "twee@example.com"), 3: ("Drie", "drie@example.com")}
    assert notes == ["note 1", None, "note 3"]
