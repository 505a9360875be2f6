"""The kernel's own tables obey too: every one is mapped, and audited by the same rule."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from grondslag.datamap.check import check, errors
from grondslag.engine.own import audit_own, own_store, rules, sweep_own
from grondslag.evidence import ledger
from grondslag.law.events import Answered, Decided, Kind, Outcome, Received
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.law.refusals import Ground, Refusal
from grondslag.law.rules import Moment
from grondslag.statement.toml import loads
from grondslag.statements import shipped
from grondslag.stores import requests
from grondslag.stores.own import datamap
from grondslag.stores.sql import SqlStore, opened
from grondslag.stores.tables import METADATA, SUBJECT
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import AT, NOW, ZONE, store

ONE = ("person", "1")
EARLY = NOW - timedelta(days=400)
FACTS = {
    ONE: Facts(
        consents=(Consent(at=EARLY, purpose="II.A", given=True),),
        objections=(Objection(at=EARLY, purpose="C", state=ObjectionState.PENDING),),
        erasures=(Erasure(at=EARLY),),
        restrictions=(Restriction(at=EARLY, ground="a", lifted=NOW),),
        holds=(Hold(at=EARLY, law="x", reason="claim", approver="dpo", review=EARLY.date()),),
    )
}
YEARS_LATER = Moment(datetime(2033, 1, 1, tzinfo=UTC), ZONE)


def retire(made: SqlStore) -> None:
    with made.transaction() as connection:
        connection.execute(update(SUBJECT).values(retired="2026-11-01 00:00:00.000000"))


def closed_request(made: SqlStore) -> None:
    refused = Decided(at=NOW, outcome=Outcome.REFUSED, refusals=(Refusal(ground=Ground.ACCURATE),))
    with made.transaction() as connection:
        requests.file(connection, Kind.RECTIFY, Received(at=NOW, channel="post"), "V-1", ONE)
        for event in (refused, Answered(at=NOW, authority="AP", court="rechtbank")):
            requests.record(connection, "V-1", event)


def test_every_table_of_the_kernel_is_mapped_with_every_column() -> None:
    there = {name: {c.name for c in table.columns} for name, table in METADATA.tables.items()}
    there[ledger.LEDGER.name] = {c.name for c in ledger.LEDGER.columns}
    assert {table.name: {c.name for c in table.columns} for table in datamap().tables} == there


def test_the_own_datamap_fits_its_statement_and_its_tables(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", {}, {}) as made:
        with made.transaction() as connection:
            ledger.create(connection)
        live = own_store(made).reflect()
    found = errors(check(datamap(), loads(shipped("own")).in_force, live))
    # The triggers of the ledger write nothing: they refuse.
    assert [each for each in found if each.where != "grondslag_ledger"] == []


def test_facts_and_requests_are_audited_and_end_with_their_terms(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", {}, FACTS) as made:
        closed_request(made)
        now = audit_own(made, AT, sample=50)
        later = audit_own(made, YEARS_LATER)
        retire(made)
        after = audit_own(made, YEARS_LATER, sample=50)
    assert (now.total.unlawful, later.total.unlawful > 0) == (0, True)
    assert now.sampled > 0
    assert now.disagreements == after.disagreements == ()
    unlawful = {place.partition(".")[0] for place, counts in later.columns.items() if counts.unlawful}
    assert unlawful == {"grondslag_request", "grondslag_request_event"}
    assert after.total.lawful == 0
    assert after.total.judged == now.total.judged


def test_an_audit_of_the_own_tables_looks_at_nothing_else(tmp_path: Path) -> None:
    with store(tmp_path / "a.db", {"customer": [(1, "n", "e", None)]}, {}) as made:
        found = audit_own(made, AT)
    assert found.unmapped == ()
    assert set(found.rows) == set(METADATA.tables)
    assert {rule.id for rule in rules()} == {"K.A", "K.B"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_database_judges_and_sweeps_them_alike(kind: str) -> None:
    with fresh(kind) as url, opened(url, datamap(), ZONE) as made:
        made.prepare()
        with made.transaction():
            made.record(FACTS)
        closed_request(made)
        now = audit_own(made, AT, sample=50)
        retire(made)
        later = audit_own(made, YEARS_LATER, sample=50)
        swept = sweep_own(made, YEARS_LATER)
        after = audit_own(made, YEARS_LATER)
    assert (now.total.unlawful, now.disagreements, later.total.lawful, later.disagreements) == (0, (), 0, ())
    assert now.total.judged == later.total.judged > 0
    assert swept.rows == {name: count for name, count in now.rows.items() if count}
    assert sum(after.rows.values()) == 0
