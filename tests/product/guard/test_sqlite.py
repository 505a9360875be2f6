"""What is SQLite's own of the gate: what a statement may not say, writes past the views, and a gate that comes off."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, NotSupportedError, connection, connections, models, transaction

from facturis.guard import access
from facturis.guard.purpose import PurposeDenied, processing
from facturis.guard.sqlite.wording import worded
from grondslag.engine.gate import Gate
from tests.product.databases import OWNER
from tests.product.guard.databases import Place, gated
from tests.product.guard.shop import APPS, GATE, STATEMENT, Agreement, Invoice, Note, Person, Rate


@pytest.fixture(scope="module")
def shop() -> Iterator[Place]:
    """A database of the shop on SQLite."""
    with gated("sqlite") as place:
        yield place


def ask(statement: str, *values: object) -> list[tuple[object, ...]]:
    """The rows of a statement over the gated connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("INSERT INTO a (b) VALUES (1)", "a"),
        ('insert or ignore into "a b" values (1)', "a b"),
        ('UPDATE "a""b" SET c = 1', 'a"b'),
        ("UPDATE OR ABORT [a] SET c = 1", "a"),
        ("DELETE FROM `a` WHERE c = 'DELETE FROM b'", "a"),
        ("/* DELETE FROM b */ -- UPDATE c\nDELETE FROM a", "a"),
        ("WITH x AS (SELECT 1), y (z) AS MATERIALIZED (DELETE) UPDATE a SET b = 1", "a"),
        ("WITH RECURSIVE x AS (SELECT 1 UNION SELECT 2) INSERT INTO a SELECT * FROM x", "a"),
        ("SELECT replace(a, 'b', 'c') FROM d", ""),
        ("PRAGMA table_info(a)", ""),
        ("", ""),
    ],
)
def test_the_target_of_a_write_is_found_and_named_with_its_schema(text: str, target: str) -> None:
    found = worded(text)
    assert found.target == target
    assert found.text.replace('"main".', "") == text
    assert found.text.count('"main".') == bool(target)


@pytest.mark.parametrize("schema", ["main", '"main"', "[MAIN]", "`main`", "temp", "main /* x */ "])
@pytest.mark.usefixtures("people")
def test_a_statement_may_not_name_a_schema(schema: str) -> None:
    with processing("I.D"):
        for statement in (
            f"SELECT name FROM {schema}.guard_person",
            f"WITH guard_person AS (SELECT email FROM {schema}.guard_person) SELECT * FROM guard_person",
            f"UPDATE guard_person SET name = (SELECT email FROM {schema}.guard_person WHERE id = 2)",
            f"DELETE FROM {schema}.guard_person",
        ):
            with pytest.raises(NotSupportedError, match="without its schema"):
                ask(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH ':memory:' AS other",
        "CREATE TEMP TABLE taken AS SELECT name FROM guard_person",
        "CREATE TABLE taken (name)",
        "CREATE TEMP VIEW seen AS SELECT name FROM guard_person",
        "DROP VIEW guard_person",
        "DROP TRIGGER grondslag_gate_guard_person_before_update",
        "ALTER TABLE guard_rate ADD COLUMN x",
        "PRAGMA writable_schema = ON",
        "PRAGMA recursive_triggers = ON",
        "SELECT load_extension('x')",
        "VACUUM INTO 'copy.db'",
        "SELECT * FROM grondslag_consent",
        "DELETE FROM grondslag_consent",
        "DELETE FROM sqlite_master",
    ],
)
@pytest.mark.usefixtures("people")
def test_what_would_go_round_the_gate_is_refused(statement: str) -> None:
    with processing("I.D"), pytest.raises((PurposeDenied, DatabaseError)):
        ask(statement)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM grondslag_consent")
        assert cursor.fetchone() == (1,)


@pytest.mark.usefixtures("people")
def test_a_name_of_a_view_for_something_else_opens_nothing() -> None:
    with processing("II.A"):
        for statement in (
            "WITH guard_note AS (SELECT name FROM guard_person) SELECT * FROM guard_note",
            "SELECT * FROM (SELECT name FROM guard_person) AS guard_note",
            "WITH grondslag_gate_x AS (SELECT name FROM guard_person) SELECT * FROM grondslag_gate_x",
        ):
            with pytest.raises(PurposeDenied, match=r"guard_person\.name may not be read for II\.A"):
                ask(statement)


@pytest.mark.usefixtures("people")
def test_one_text_under_two_purposes_is_judged_for_each() -> None:
    statement = "SELECT count(*) FROM guard_person WHERE name IS NOT NULL"
    for _ in range(2):
        with processing("I.D"):
            assert ask(statement) == [(1,)]
        with processing("III.C"):
            assert ask(statement) == [(2,)]
        with processing("II.A"), pytest.raises(PurposeDenied):
            ask(statement)


@pytest.mark.usefixtures("people")
def test_the_driver_s_connection_is_under_the_gate_too() -> None:
    connection.ensure_connection()
    raw = connection.connection
    with pytest.raises(PurposeDenied):
        raw.execute("SELECT name FROM guard_person")
    with pytest.raises(PurposeDenied):
        raw.cursor(sqlite3.Cursor).execute("SELECT name FROM guard_person")
    with pytest.raises(PurposeDenied):
        raw.executemany("UPDATE guard_person SET name = ?", [("x",)])
    for call in (
        lambda: raw.executescript("SELECT 1"),
        lambda: raw.cursor().executescript("SELECT 1"),
        lambda: raw.blobopen("guard_person", "name", 1),
        lambda: raw.backup(raw),
        lambda: raw.serialize(),
    ):
        with pytest.raises(NotSupportedError, match="does not pass the gate"):
            call()
    with processing("I.D"):
        assert raw.execute("SELECT name FROM guard_person").fetchall() == [("Name 1",)]


@pytest.mark.usefixtures("people")
def test_conflict_clauses_do_not_go_past_the_triggers() -> None:
    with processing("I.D"):
        for statement in (
            "REPLACE INTO guard_person (id, name) VALUES (2, 'x')",
            "UPDATE OR REPLACE guard_person SET id = 2",
        ):
            with pytest.raises(NotSupportedError, match="ON CONFLICT"):
                ask(statement)
        assert (
            ask(
                "INSERT OR IGNORE INTO guard_invoice (id, agreement_id, person_id, number, booked) "
                "VALUES (2, 1, 1, 'N7', '2026-01-01') RETURNING id"
            )
            == []
        )
        ask(
            "INSERT INTO guard_invoice (agreement_id, person_id, number, booked) VALUES (1, 1, 'N2', '2026-01-01') "
            "ON CONFLICT (number) DO UPDATE SET iban = 'taken'"
        )
        with pytest.raises(PurposeDenied):
            ask("INSERT OR IGNORE INTO guard_person (name, phone, created) VALUES ('x', '1', '2026-01-01')")
    with processing("II.A"), pytest.raises(PurposeDenied):
        ask("INSERT OR IGNORE INTO guard_note (person_id, text, created) VALUES (2, 'x', '2026-01-01 00:00:00')")
    assert list(Invoice.objects.using(OWNER).values_list("iban", flat=True)) == ["NL1", "NL2"]
    assert Note.objects.using(OWNER).count() == 2


@pytest.mark.usefixtures("people")
def test_a_write_reads_other_rows_through_the_views() -> None:
    with processing("I.D"):
        ask("UPDATE guard_person SET name = (SELECT group_concat(p.name) FROM guard_person p)")
        ask(
            "WITH x AS (SELECT id FROM guard_person) UPDATE guard_person SET email = 'x' WHERE id IN (SELECT id FROM x)"
        )
        ask("UPDATE guard_person SET name = o.iban FROM guard_invoice AS o WHERE o.person_id = guard_person.id")
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT name, email FROM guard_person ORDER BY id")
        assert cursor.fetchall() == [("NL1", "x"), ("Name 2", "p2@example.invalid")]


@pytest.mark.usefixtures("people")
def test_references_are_held_to_under_the_gate() -> None:
    with processing("F"), pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(agreement_id=99, person_id=1, number="N3", booked="2026-01-01")
    with processing("F"), pytest.raises(IntegrityError), transaction.atomic():
        ask("DELETE FROM guard_agreement WHERE id = 1")
    assert Agreement.objects.using(OWNER).count() == 2


@pytest.mark.usefixtures("people")
def test_rows_are_fetched_under_the_purpose_of_their_statement_alone() -> None:
    with processing("III.C"):
        cursor = connection.cursor()
        cursor.execute("SELECT name FROM guard_person")
        rows = Person.objects.order_by("pk").iterator(chunk_size=1)
        next(rows)
    for fetch in (
        cursor.fetchone,
        cursor.fetchall,
        cursor.fetchmany,
        lambda: next(iter(cursor.cursor)),
        lambda: list(rows),
    ):
        with pytest.raises(PurposeDenied, match=r"opened for III\.C"):
            fetch()


@pytest.mark.usefixtures("people")
def test_a_table_that_came_later_is_shut_until_the_gate_is_round_it() -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("CREATE TABLE guard_late (id integer PRIMARY KEY, name text)")
    try:
        for statement in (
            "SELECT name FROM guard_late",
            "INSERT INTO guard_late VALUES (1, 'x')",
            "DELETE FROM guard_late",
        ):
            with processing("I.D"), pytest.raises(PurposeDenied, match="guard_late"):
                ask(statement)
    finally:
        with connections[OWNER].cursor() as cursor:
            cursor.execute("DROP TABLE guard_late")


@pytest.mark.usefixtures("people")
def test_migrations_and_the_owner_s_work_take_the_gate_off_and_it_comes_back() -> None:
    class Late(models.Model):
        name = models.TextField(null=True)

        class Meta:
            apps, app_label = APPS, "guard"

    field = models.TextField(null=True)
    field.set_attributes_from_name("nickname")
    with connection.schema_editor() as editor:
        editor.create_model(Late)
        editor.add_field(Person, field)
    with pytest.raises(PurposeDenied):
        Person.objects.count()
    with processing("III.C"):
        assert Person.objects.count() == 2
        with pytest.raises(PurposeDenied, match="nickname"):
            ask("UPDATE guard_person SET nickname = 'x'")
    with connection.unguarded():
        assert ask("SELECT count(*) FROM guard_person WHERE nickname IS NULL") == [(2,)]
        with connection.unguarded():
            pass
        assert ask("SELECT count(*) FROM guard_note") == [(2,)]
    with pytest.raises(PurposeDenied):
        ask("SELECT count(*) FROM guard_note")
    with connection.schema_editor() as editor:
        editor.remove_field(Person, field)
        editor.delete_model(Late)
    del APPS.all_models["guard"]["late"]
    with processing("I.D"):
        assert Person.objects.get().name == "Name 1"


@pytest.mark.usefixtures("people")
def test_a_new_statement_takes_the_old_one_s_place_on_open_connections() -> None:
    with processing("III.C"):
        assert Person.objects.count() == 2
    without = tuple(replace(purpose, active=purpose.id != "III.C") for purpose in STATEMENT.purposes)
    access.install(Gate(replace(STATEMENT, purposes=without), GATE.datamap))
    try:
        with processing("III.C"), pytest.raises(PurposeDenied, match="is not carried out"):
            ask("SELECT name FROM guard_person")
        with processing("I.D"):
            assert Person.objects.count() == 1
        with processing("I.D"), transaction.atomic():
            access.install(GATE)
            assert Person.objects.count() == 1
            transaction.set_rollback(True)
    finally:
        access.install(GATE)
    with processing("III.C"):
        assert Person.objects.count() == 2


@pytest.mark.usefixtures("people")
def test_a_rollback_leaves_the_gate_where_it_is() -> None:
    with processing("III.C"):
        with transaction.atomic():
            Person.objects.create(name="Gone")
            with pytest.raises(PurposeDenied):
                Note.objects.count()
            transaction.set_rollback(True)
        assert Person.objects.count() == 2
    with pytest.raises(PurposeDenied):
        ask("SELECT 1 FROM guard_person")
    assert Rate.objects.count() == 1
