"""The example is a sound database that its own datamap fits, in which much is unlawful and one person can be traced."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from grondslag.datamap.check import check, errors
from grondslag.datamap.load import loads
from grondslag.engine.audit import Audit
from grondslag.engine.sweep import Sweep
from grondslag.example import Example, ExampleError, company, write
from grondslag.example.known import ago
from grondslag.law.calendar import start_of_day
from grondslag.law.facts import Erasure, Facts, ObjectionState
from grondslag.law.rules import Moment, rules_of
from grondslag.statement import toml
from grondslag.statement.model import Statement
from grondslag.stores.sql import SqlStore, opened

TODAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/Amsterdam")
PEOPLE = 300


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """An example that no test changes."""
    return write(tmp_path_factory.mktemp("example"), TODAY, PEOPLE)


@pytest.fixture(scope="module")
def statement(made: Example) -> Statement:
    """The statement in force that the example was written with."""
    return toml.loads(made.statement.read_bytes()).in_force


@contextmanager
def stored(example: Example, *more: Facts) -> Iterator[SqlStore]:
    """A store over an example, with its facts and more about the traced person."""
    with opened(f"sqlite:///{example.database}", loads(example.datamap.read_bytes()), ZONE) as store:
        store.prepare()
        with store.transaction():
            store.record(example.facts)
            for facts in more:
                store.record({example.canary: facts})
        yield store


def asked(example: Example, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives."""
    with closing(sqlite3.connect(example.database)) as connection:
        return connection.execute(query).fetchall()


def found_in_files(example: Example) -> set[str]:
    """The places whose word is found anywhere in the database's files."""
    files = [path.read_bytes() for path in example.database.parent.glob("legacy.db*")]
    return {place for place, word in example.canaries.items() if any(word.encode() in each for each in files)}


def dump(example: Example) -> list[str]:
    """The whole database as text."""
    with closing(sqlite3.connect(example.database)) as connection:
        return list(connection.iterdump())


def test_equal_arguments_give_equal_rows_and_facts(tmp_path: Path) -> None:
    one, two, other = (write(tmp_path / name, TODAY, 60, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert dump(one) == dump(two)
    assert (one.facts, one.canaries, one.rows) == (two.facts, two.canaries, two.rows)
    assert dump(one) != dump(other)


def test_the_database_is_sound(made: Example) -> None:
    assert asked(made, "PRAGMA foreign_key_check") == []
    assert asked(made, "PRAGMA integrity_check") == [("ok",)]
    assert asked(made, "PRAGMA journal_mode") == [("wal",)]
    for table, count in made.rows.items():
        assert asked(made, f"SELECT count(*) FROM {table}") == [(count,)]
    assert made.rows["customer"] == PEOPLE


def test_the_search_indexes_follow_their_tables(tmp_path: Path) -> None:
    example = write(tmp_path, TODAY, 60)
    word = example.canaries["message.body"]
    query = f"SELECT count(*) FROM message_search WHERE message_search MATCH '{word}'"
    assert asked(example, query) == [(1,)]
    with closing(sqlite3.connect(example.database)) as connection, connection:
        connection.execute("UPDATE message SET body = '' WHERE body = ?", (word,))
        connection.execute("INSERT INTO message_search (message_search) VALUES ('integrity-check')")
    assert asked(example, query) == [(0,)]


def test_the_datamap_fits_the_statement_and_the_database(made: Example, statement: Statement) -> None:
    datamap = loads(made.datamap.read_bytes())
    with opened(f"sqlite:///{made.database}", datamap, ZONE) as store, store.transaction(write=False):
        problems = check(datamap, statement, store.reflect())
    assert errors(problems) == ()
    assert {p.where for p in problems if "data without purpose" in p.what} >= {
        "customer.birth_date", "customer.bsn", "contact.job", "orders.ip", "segment.interest", "old_export.name",
    }  # fmt: skip
    assert {p.where for p in problems if p.severity == "info"} == {"web_session, II.C", "segment, II.B"}


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2027, 1, 1)])
def test_nothing_happens_after_today(tmp_path: Path, today: date) -> None:
    example = write(tmp_path, today, 60)
    times = [
        (table, name)
        for (table,) in asked(example, "SELECT name FROM sqlite_master WHERE type = 'table'")
        for _, name, *_ in asked(example, f"PRAGMA table_info({table})")
        if name.endswith(("_on", "_at"))
    ]
    assert len(times) > 20
    for table, name in times:
        latest = asked(example, f"SELECT max({name}) FROM {table}")[0][0]
        assert latest < today.isoformat(), f"{table}.{name}"
        assert today.year - int(latest[:4]) <= 6
    moments = [
        fact.at for facts in example.facts.values() for kind in (facts.consents, facts.erasures) for fact in kind
    ]
    assert max(moments) < start_of_day(today, ZONE)


def test_every_kind_of_fact_is_known_of_somebody(tmp_path: Path) -> None:
    facts = write(tmp_path, TODAY).facts.values()
    assert {c.given for f in facts for c in f.consents} == {True, False}
    assert {o.state for f in facts for o in f.objections} == set(ObjectionState) - {ObjectionState.WITHDRAWN}
    assert {e.ordered for f in facts for e in f.erasures} == {True, False}
    assert {r.lifted is None for f in facts for r in f.restrictions} == {True, False}
    assert {r.ground for f in facts for r in f.restrictions} == set("abcd")
    assert any(f.holds for f in facts)
    assert all((h.review - h.at.date()).days <= 365 for f in facts for h in f.holds)


def test_much_is_unlawful_and_much_is_not(tmp_path: Path, statement: Statement) -> None:
    example = write(tmp_path, TODAY, PEOPLE)
    with stored(example) as store:
        audited = Audit(store, rules_of(statement), Moment.on(TODAY, ZONE)).run()
    total = audited.total
    assert total.unlawful > total.judged / 4
    assert total.lawful > total.judged / 4
    for place in (
        "invoice.number",
        "customer.name",
        "message.body",
        "newsletter.email",
        "login.ip",
        "account.username",
    ):
        assert audited.columns[place].lawful > 0, place
        assert audited.columns[place].unlawful > 0, place
    for place in ("customer.birth_date", "customer.bsn", "orders.ip", "segment.interest", "old_export.phone"):
        assert audited.columns[place].lawful < audited.columns[place].unlawful / 20, place
    assert audited.unlinked["ticket"] > 0


def test_every_text_of_the_traced_person_is_unique(made: Example) -> None:
    datamap = loads(made.datamap.read_bytes())
    texts = {
        f"{table.name}.{name}"
        for table in datamap.tables
        if table.name != "contact"
        for _, name, kind, *_ in asked(made, f"PRAGMA table_info({table.name})")
        if kind == "TEXT" and table.column(name).personal
    }
    assert set(made.canaries) == texts
    assert len(set(made.canaries.values())) == len(texts)
    assert found_in_files(made) == texts
    for place, word in made.canaries.items():
        table, column = place.split(".")
        assert asked(made, f"SELECT count(*) FROM {table} WHERE instr({column}, '{word}')") == [(1,)]


def test_erasing_the_traced_person_leaves_no_word(tmp_path: Path, statement: Statement) -> None:
    at = Moment.on(TODAY, ZONE)
    before, after = (write(tmp_path / name, TODAY, 60) for name in ("before", "after"))
    with stored(before) as store:
        with store.transaction(write=False):
            live = store.reflect()
        Sweep(store, rules_of(statement), at, live).run()
    with stored(after, Facts(erasures=(Erasure(at=ago(TODAY, 1), source="letter"),))) as store:
        Sweep(store, rules_of(statement), at, live).run()
    left = found_in_files(before)
    assert {"customer.name", "newsletter.email", "message.body", "crm_note.body", "account.username"} <= left
    assert not left & {"customer.birth_date", "orders.ip", "old_export.name", "segment.interest"}
    assert found_in_files(after) == set()


@pytest.mark.parametrize(
    ("people", "today", "said"),
    [(3, TODAY, "ask for 50 to"), (2_000_000, TODAY, "ask for 50 to"), (60, date(1, 1, 1), "choose a day in our time")],
)
def test_what_cannot_be_made_is_refused(tmp_path: Path, people: int, today: date, said: str) -> None:
    with pytest.raises(ExampleError, match=said):
        write(tmp_path / "new", today, people)
    assert not (tmp_path / "new").exists()


def test_a_directory_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ExampleError, match="is not empty: name a new directory"):
        write(tmp_path, TODAY, 60)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for directory in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ExampleError, match="the example cannot be written here"):
            write(directory, TODAY, 60)


@pytest.mark.parametrize(("raised", "seen"), [(OSError("disk full"), ExampleError), (KeyboardInterrupt(), None)])
def test_when_it_breaks_off_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, seen: type[BaseException] | None
) -> None:
    def fails() -> str:
        raise raised

    monkeypatch.setattr(company, "shipped", fails)
    with pytest.raises(seen or type(raised)):
        write(tmp_path, TODAY, 60)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert write(tmp_path, TODAY, 60).database.is_file()


def test_a_trigger_that_writes_elsewhere_is_seen(tmp_path: Path, statement: Statement) -> None:
    example = write(tmp_path, TODAY, 60)
    with closing(sqlite3.connect(example.database)) as connection:
        connection.execute("CREATE TABLE diary (body TEXT)")
        connection.execute(
            "CREATE TRIGGER keep_a_diary AFTER UPDATE ON message BEGIN INSERT INTO diary VALUES (old.body); END"
        )
    datamap = loads(example.datamap.read_bytes())
    with opened(f"sqlite:///{example.database}", datamap, ZONE) as store, store.transaction(write=False):
        problems = check(datamap, statement, store.reflect())
    assert [(p.where, "keep_a_diary" in p.what) for p in errors(problems)] == [("message", True)]
    assert [p.where for p in problems if "unmapped" in p.what] == ["diary"]
