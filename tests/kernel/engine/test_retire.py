"""What the kernel knows of people ends too, and no verdict becomes more permissive by it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from grondslag.engine.cells import Judge
from grondslag.engine.own import audit_own, sweep_own
from grondslag.engine.retire import retire
from grondslag.law.events import Kind, Received
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.law.rules import Moment
from grondslag.stores import facts as fact_tables
from grondslag.stores import requests
from grondslag.stores.sql import SqlStore, opened
from grondslag.stores.tables import METADATA
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import AT, MAP, NOW, RULES, SCHEMA, ZONE, store
from tests.kernel.engine.test_sweep import rows
from tests.kernel.law.strategies import facts

ONE, NINE = ("person", "1"), ("person", "9")
YEARS_LATER = Moment(datetime(2033, 1, 1, tzinfo=UTC), ZONE)
EARLY = NOW - timedelta(days=400)
MOMENTS = tuple(NOW - timedelta(days=days) for days in (2000, 900, 400, 30, 1))
HOLD = Hold(at=EARLY, law="x", reason="claim", approver="dpo", review=EARLY.date())
KEEPING = {
    "a hold": Facts(holds=(HOLD,)),
    "a restriction": Facts(restrictions=(Restriction(at=EARLY, ground="b"),)),
    "an erasure": Facts(erasures=(Erasure(at=EARLY),)),
    "an objection": Facts(objections=(Objection(at=EARLY, purpose="C", state=ObjectionState.PENDING),)),
    "a withdrawal": Facts(consents=(Consent(at=EARLY, purpose="II.A", given=False),)),
}


@contextmanager
def small(path: Path, known: dict[tuple[str, str], Facts]) -> Iterator[SqlStore]:
    with store(path, rows(), known) as made:
        yield made


def on_file(made: SqlStore) -> set[tuple[str, str]]:
    with made.transaction(write=False) as connection:
        return set(fact_tables.load(connection))


def left(made: SqlStore) -> dict[str, int]:
    return {name: n for name, n in audit_own(made, AT).rows.items() if n}


def taken(*_: object) -> bool:
    return True


GIVEN = Facts(consents=(Consent(at=EARLY, purpose="II.A", given=True),))


def test_who_has_no_row_left_is_retired_and_forgotten_five_years_later(tmp_path: Path) -> None:
    with small(tmp_path / "a.db", {ONE: GIVEN, NINE: GIVEN}) as made:
        assert sweep_own(made, AT).changes == 0
        assert on_file(made) == {ONE}
        assert left(made) == {"grondslag_subject": 2, "grondslag_consent": 2}
        swept = sweep_own(made, YEARS_LATER)
        assert swept.rows == {"grondslag_subject": 1, "grondslag_consent": 1}
        assert audit_own(made, YEARS_LATER).total.unlawful == 0
        assert left(made) == {"grondslag_subject": 1, "grondslag_consent": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_every_database_tells_who_has_no_row_left(kind: str) -> None:
    with fresh(kind) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in filter(str.strip, SCHEMA.split(";")):
                connection.exec_driver_sql(statement)
            connection.execute(text("INSERT INTO customer VALUES (1, 'Een', 'een@example.com', '2012-01-01')"))
            connection.execute(text("INSERT INTO message VALUES (1, 1, 3, 'tekst', '2026-01-01', '2026-01-01')"))
        engine.dispose()
        with opened(url, MAP, ZONE) as made:
            made.prepare()
            with made.transaction():
                made.record({ONE: GIVEN, ("person", "3"): GIVEN, NINE: GIVEN})
            assert retire(made, AT) == 1
            assert on_file(made) == {ONE, ("person", "3")}


@pytest.mark.parametrize("keeps", KEEPING)
def test_who_is_held_restricted_or_refused_stays_on_file(keeps: str, tmp_path: Path) -> None:
    with small(tmp_path / "a.db", {NINE: KEEPING[keeps]}) as made:
        assert retire(made, AT) == 0
        assert retire(made, AT, taken) == (keeps not in ("a hold", "a restriction"))


def test_who_has_an_open_request_stays_on_file(tmp_path: Path) -> None:
    with small(tmp_path / "a.db", {NINE: GIVEN}) as made:
        with made.transaction() as connection:
            requests.file(connection, Kind.ACCESS, Received(at=NOW, channel="post"), "V-1", NINE)
        assert retire(made, AT) == 0


def test_who_is_mentioned_in_a_row_stays_on_file(tmp_path: Path) -> None:
    known = {**rows(), "message": [(1, 1, 9, "to nine", "2026-01-01 09:00:00", "2026-01-01 10:00:00")]}
    with store(tmp_path / "a.db", known, {NINE: GIVEN}) as made:
        assert retire(made, AT) == 0


def test_what_ended_a_fact_goes_with_it(tmp_path: Path) -> None:
    ended = Facts(
        holds=(Hold(at=EARLY, law="x", reason="claim", approver="dpo", review=EARLY.date(), released=NOW),),
        restrictions=(Restriction(at=EARLY, ground="a", lifted=NOW),),
    )
    with small(tmp_path / "a.db", {NINE: ended, ONE: ended}) as made:
        sweep_own(made, AT)
        swept = sweep_own(made, YEARS_LATER)
        with made.transaction(write=False) as connection:
            assert fact_tables.load(connection) == {ONE: ended}
    assert swept.rows["grondslag_ended"] == 2
    assert set(left_names(swept.rows)) <= set(METADATA.tables)


def left_names(counts: dict[str, int]) -> list[str]:
    return [name for name, count in counts.items() if count]


def verdicts(made: SqlStore, at: Moment) -> dict[tuple[str, object, str], tuple[frozenset[object], frozenset[str]]]:
    """Every cell with its reasons and the purposes that may use it."""
    with made.transaction(write=False):
        judge = Judge(MAP, RULES, made, at)
        return {
            (table.name, row.key, cell.column.name): (frozenset(cell.reasons), cell.usable)
            for table in MAP.tables
            for row in judge.rows(table)
            for cell in row.cells
        }


@settings(max_examples=30, deadline=None)
@given(
    st.fixed_dictionaries(
        {("person", key): facts(MOMENTS, ("I.D", "II.A", "C"), ("", "customer", "orders.note")) for key in "1239"}
    ),
    st.sets(st.sampled_from(("1", "2", "3"))),
)
def test_no_verdict_becomes_more_permissive(known: dict[tuple[str, str], Facts], without: set[str]) -> None:
    """What the own sweep drops changes no verdict: not today's, nor that of years later."""
    world = {name: [r for r in found if not {str(v) for v in r[:3]} & without] for name, found in rows().items()}
    with (
        TemporaryDirectory() as folder,
        store(Path(folder) / "a.db", {k: v for k, v in world.items() if v}, known) as made,
    ):
        moments = (AT, YEARS_LATER)
        before = [verdicts(made, at) for at in moments]
        sweep_own(made, AT, taken_over=taken)
        sweep_own(made, YEARS_LATER, taken_over=taken)
        assert "9" not in {key for _, key in on_file(made)} or _kept(known[NINE])
        for was, at in zip(before, moments, strict=True):
            for cell, (reasons, usable) in verdicts(made, at).items():
                assert reasons <= was[cell][0]
                assert usable <= was[cell][1]


def _kept(known: Facts) -> bool:
    """Whether a hold or restriction still stands."""
    return any(h.released is None for h in known.holds) or any(r.lifted is None for r in known.restrictions)
