"""Facts that are kept elsewhere judge a database as if they stood in it."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from grondslag.datamap.identifiers import identifier
from grondslag.datamap.model import Subject
from grondslag.engine.audit import Audit, Audited
from grondslag.engine.erase import EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.stores import facts as fact_tables
from grondslag.stores import temporary
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.sql import SqlStore, opened
from grondslag.stores.suppression import Suppressor, suppressed
from grondslag.stores.tables import METADATA
from grondslag.stores.travel import opened_with_facts, ship
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import AT, MAP, RULES, SCHEMA, ZONE, store
from tests.kernel.engine.test_rights import STATEMENT
from tests.kernel.engine.test_sweep import reflected, rows
from tests.kernel.stores.connected import connected
from tests.kernel.stores.small_world import fill

EARLY, LATE = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
EMAIL = (("email", "email"),)
FACTS: dict[SubjectKey, Facts] = {
    ("person", "1"): Facts(
        erasures=(Erasure(at=LATE),),
        restrictions=(Restriction(at=EARLY, ground="c", scope="orders", lifted=LATE),),
    ),
    ("person", "2"): Facts(
        consents=(Consent(at=EARLY, purpose="II.A", given=True),),
        objections=(Objection(at=EARLY, purpose="C", state=ObjectionState.PENDING),),
    ),
    ("person", "3"): Facts(
        holds=(Hold(at=EARLY, law="Rv art. 21", reason="claim", approver="dpo", review=date(2024, 6, 1)),)
    ),
}


def kept(path: Path) -> str:
    """A facts store with the facts, and somebody of a kind that the datamap does not know."""
    path.touch()
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        fact_tables.create(connection)
        fact_tables.record(connection, FACTS | {("robot", "1"): Facts(erasures=(Erasure(at=EARLY),))}, ZONE)
    engine.dispose()
    return f"sqlite:///{path}"


def bare(path: Path) -> None:
    """The small world without any table of the kernel's."""
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(SCHEMA)
        for table, values in rows().items():
            raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)
        raw.commit()


def audited(made: SqlStore) -> Audited:
    return Audit(made, RULES, AT).run(sample=50)


@pytest.mark.parametrize("kind", KINDS)
def test_shipped_facts_are_those_of_the_datamaps_people_and_later_ones_follow(kind: str, tmp_path: Path) -> None:
    engine = create_engine(kept(tmp_path / "facts.db"))
    with connected(kind) as target, engine.connect() as source:
        fact_tables.record(target, {("person", "9"): FACTS["person", "2"]}, ZONE)
        target.commit()
        temporary.create(target, shadow=True)
        ship(source, target, MAP)
        assert fact_tables.load(target) == FACTS
        assert ship(source, target, MAP) == 0
        fact_tables.record(source, {("person", "4"): FACTS["person", "1"]}, ZONE)
        assert ship(source, target, MAP) == 4
        assert fact_tables.load(target) == FACTS | {("person", "4"): FACTS["person", "1"]}
        found = fact_tables.on_file(target)
        assert found.restricted | found.held == {"orders", ""}
        target.rollback()
        source.rollback()
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_temporary_tables_have_their_indexes_and_leave_nothing(kind: str) -> None:
    with fresh(kind) as url:
        engine = create_engine(url)
        with engine.connect() as connection, connection.begin() as transaction:
            temporary.create(connection)
            plan = {"sqlite": "PRAGMA index_list(grondslag_consent)", "mariadb": "SHOW INDEX FROM grondslag_consent"}
            asked = plan.get(kind, "SELECT indexname FROM pg_indexes WHERE tablename = 'grondslag_consent'")
            assert "grondslag_consent_of" in str(connection.execute(text(asked)).all())
            transaction.rollback()
        engine.dispose()
        engine = create_engine(url)
        assert inspect(engine).get_table_names() == []
        engine.dispose()


def test_a_read_only_file_is_judged_as_if_the_facts_stood_in_it(tmp_path: Path) -> None:
    with store(tmp_path / "inside.db", rows(), FACTS) as made:
        inside = audited(made)
    bare(tmp_path / "bare.db")
    before = (tmp_path / "bare.db").read_bytes()
    url = f"sqlite:///file:{tmp_path / 'bare.db'}?mode=ro&uri=true"
    with opened_with_facts(url, kept(tmp_path / "facts.db"), MAP, ZONE) as made:
        made.prepare(lasting=False)
        assert audited(made) == inside
    assert (tmp_path / "bare.db").read_bytes() == before


def test_an_erasure_is_recorded_where_facts_are_kept_and_swept_where_the_data_are(tmp_path: Path) -> None:
    with store(tmp_path / "inside.db", rows(), FACTS) as made:
        inside = EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2")).run()
        left = list(made.rows("customer"))
    bare(tmp_path / "data.db")
    facts, person = kept(tmp_path / "facts.db"), Subject(kind="person", table="customer", key="id", identifiers=EMAIL)
    datamap = replace(MAP, subjects=(person,))
    with opened_with_facts(f"sqlite:///{tmp_path / 'data.db'}", facts, datamap, ZONE) as made:
        made.prepare()
        suppressor = Suppressor(bytes(32))
        erase = EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "2"), suppress=suppressor)
        assert erase.rehearse().swept.cells == inside.swept.cells
        assert fact_tables.load(made.home)["person", "2"] == FACTS["person", "2"]
        made.home.rollback()
        assert erase.run() == inside
        assert list(made.rows("customer")) == left
        assert len(fact_tables.load(made.home)["person", "2"].erasures) == 1
        assert suppressed(made.home, bytes(32), [identifier("email:twee@example.com")], "II.A")
    with closing(sqlite3.connect(tmp_path / "data.db")) as raw:
        tables = raw.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'grondslag%'")
        assert tables.fetchone() == (0,)


def test_a_batch_that_cannot_be_recorded_is_not_carried_out(tmp_path: Path) -> None:
    bare(tmp_path / "data.db")
    with opened_with_facts(f"sqlite:///{tmp_path / 'data.db'}", kept(tmp_path / "facts.db"), MAP, ZONE) as made:
        made.prepare()
        live = reflected(made)

        def refuse(*_: object) -> None:
            made.home.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")

        with pytest.raises(StoreError, match="no_such_table"):
            Sweep(made, RULES, AT, live, evidence=refuse).run()
        assert len(list(made.rows("agreement"))) == 3


def test_the_database_itself_is_no_other_place() -> None:
    with pytest.raises(StoreError, match="names the database itself"), opened_with_facts("a", "a", MAP, ZONE):
        pass


@contextmanager
def reader(kind: str, url: str) -> Iterator[str]:
    """The URL of somebody who may read a database and make temporary tables there, and nothing else."""
    name, word = f"reader_{secrets.token_hex(4)}", secrets.token_hex(8)
    database = make_url(url).database
    grants = {
        "postgresql": (
            f"CREATE ROLE {name} LOGIN PASSWORD '{word}'",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}",
        ),
        "mariadb": (
            f"CREATE USER {name} IDENTIFIED BY '{word}'",
            f"GRANT SELECT, CREATE TEMPORARY TABLES ON {database}.* TO {name}",
        ),
    }
    away = {"postgresql": (f"DROP OWNED BY {name}", f"DROP ROLE {name}"), "mariadb": (f"DROP USER {name}",)}
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in grants[kind]:
            connection.exec_driver_sql(statement)
        try:
            yield make_url(url).set(username=name, password=word).render_as_string(hide_password=False)
        finally:
            for statement in away[kind]:
                connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_somebody_who_can_only_read_a_server_finds_what_its_owner_finds(kind: str, tmp_path: Path) -> None:
    with fresh(kind) as url:
        with opened(url, MAP, ZONE) as made:
            fill(made)
            made.prepare()
            with made.transaction():
                made.record(FACTS)
            inside = audited(made)
            with made.transaction() as connection:
                for table in METADATA.sorted_tables:
                    table.drop(connection)
        with reader(kind, url) as restricted, opened_with_facts(restricted, kept(tmp_path / "f.db"), MAP, ZONE) as made:
            made.prepare(lasting=False)
            assert audited(made) == inside
            assert inside.total.unlawful > 0
            with pytest.raises(StoreError, match="may not do that"):
                Sweep(made, RULES, AT, reflected(made)).run()
