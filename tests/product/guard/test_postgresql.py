"""What is PostgreSQL's own of the gate: roles that do not stay, the sync, its cutoffs, pools, cursors on the server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import NotSupportedError, ProgrammingError, connection, connections, transaction

from facturis.guard.postgresql.roles import plain_role, purpose_role
from facturis.guard.postgresql.sync import SyncError
from facturis.guard.purpose import PurposeDenied, processing
from grondslag.engine.gate import Gate
from tests.product.databases import OWNER
from tests.product.guard.conftest import fill
from tests.product.guard.databases import Place, gated, sync, synchronise
from tests.product.guard.shop import GATE, STATEMENT, Invoice, Person, Rate


@pytest.fixture(scope="module")
def shop() -> Iterator[Place]:
    """A database of the shop on PostgreSQL."""
    with gated("postgresql", CONN_MAX_AGE=None) as place:
        yield place


def ask(statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement over the gated connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def own(statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement over the owner's connection."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def login() -> str:
    """The application's own login."""
    return str(connection.settings_dict["USER"])


@pytest.mark.usefixtures("people")
def test_no_role_outlives_its_statement() -> None:
    with processing("I.D"):
        assert str(ask("SELECT current_user")[0][0]).endswith("_I.D")
    assert ask("SELECT current_user") == [(login(),)]
    with transaction.atomic():
        with processing("I.D"):
            point = transaction.savepoint_create()
            Person.objects.count()
        assert ask("SELECT current_user") == [(login(),)]
        transaction.savepoint_rollback(point)
        assert ask("SELECT current_user") == [(login(),)]
        with pytest.raises(PurposeDenied), transaction.atomic():
            ask("SELECT name FROM guard_person")
    assert ask("SELECT current_user") == [(login(),)]


@pytest.mark.usefixtures("people")
def test_a_savepoint_does_not_keep_a_role_to_go_back_to() -> None:
    with transaction.atomic():
        with processing("I.D"):
            Person.objects.count()
            ask("SAVEPOINT s")
            Person.objects.count()
        ask("ROLLBACK TO SAVEPOINT s")
        ungated = psycopg.ClientCursor(connection.connection)
        assert ungated.execute("SELECT current_user").fetchall() == [(login(),)]


@pytest.mark.parametrize(
    "statement",
    [
        "SAVEPOINT s; SELECT name FROM guard_person",
        "ROLLBACK TO s; SELECT name FROM guard_person",
        "SELECT 1; END; SELECT name FROM guard_person",
        "SELECT 1; /* no */ -- nor\n COMMIT; SELECT name FROM guard_person",
    ],
)
@pytest.mark.usefixtures("people")
def test_control_of_a_transaction_goes_alone(statement: str) -> None:
    with processing("I.D"), transaction.atomic(), pytest.raises(NotSupportedError, match="on its own"):
        ask(statement)


@pytest.mark.parametrize(
    "statement",
    [
        'SET ROLE "x"', "set local role none", "RESET ROLE", "RESET ALL", "DISCARD ALL", "SET SESSION AUTHORIZATION x",
        "SELECT set_config('role', 'x', false)",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("shop")
def test_a_statement_may_not_change_its_role(statement: str) -> None:
    with processing("I.D"), pytest.raises(NotSupportedError, match="open the purpose with processing"):
        ask(statement)


@pytest.mark.usefixtures("shop")
def test_what_has_no_room_for_a_role_is_refused() -> None:
    with connection.cursor() as cursor:
        with pytest.raises(NotSupportedError, match="COPY"):
            cursor.copy("COPY guard_rate TO STDOUT")
        with pytest.raises(NotSupportedError, match="stream"):
            cursor.stream("SELECT 1")
        with pytest.raises(NotSupportedError, match="executemany"):
            cursor.cursor.executemany("SELECT %s", [(1,)], returning=True)
        cursor.executemany("INSERT INTO guard_rate (percent) VALUES (%s)", [(1,), (2,)])
    assert Rate.objects.count() == 2
    Rate.objects.all().delete()


@pytest.mark.usefixtures("people")
def test_autocommit_off_and_connections_that_are_used_again() -> None:
    transaction.set_autocommit(False)
    try:
        with processing("I.D"):
            assert Person.objects.update(name="Kept") == 1
        with pytest.raises(PurposeDenied):
            Person.objects.count()
        with pytest.raises(PurposeDenied):
            ask("SELECT name FROM guard_person")
        transaction.rollback()
        with processing("I.D"):
            assert Person.objects.get().name == "Name 1"
        transaction.commit()
    finally:
        transaction.set_autocommit(True)
    before = connection.connection
    connection.close_if_unusable_or_obsolete()
    with processing("III.C"):
        assert Person.objects.count() == 2
    assert connection.connection is before


def test_a_pool_hands_on_connections_without_a_role() -> None:
    with gated("postgresql", OPTIONS={"pool": {"min_size": 1, "max_size": 1}}) as place:
        fill(place)
        for _ in range(3):
            with processing("I.D"), transaction.atomic():
                assert Person.objects.count() == 1
            backend = ask("SELECT pg_backend_pid()")
            connection.close()
            assert ask("SELECT pg_backend_pid()") == backend
            assert ask("SELECT current_user") == [(login(),)]
            with pytest.raises(PurposeDenied):
                ask("SELECT name FROM guard_person")
            connection.close()


@pytest.mark.usefixtures("people")
def test_a_cursor_on_the_server_is_fetched_from_under_its_own_purpose_alone() -> None:
    with processing("III.C"):
        Person.objects.bulk_create([Person(name=f"I{n}") for n in range(5)])
        rows = Person.objects.order_by("pk").iterator(chunk_size=2)
        assert next(rows).pk == 1
        assert len(list(rows)) == 6
        rows = Person.objects.order_by("pk").iterator(chunk_size=2)
        next(rows)
    with pytest.raises(PurposeDenied, match=r"opened for III\.C"):
        list(rows)
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
        with pytest.raises(PurposeDenied), connection.chunked_cursor() as other:
            other.execute("SELECT name FROM guard_person")


@pytest.mark.usefixtures("people")
def test_facts_paths_and_cutoffs_are_asked_by_policies_and_by_nobody_else() -> None:
    with processing("II.A"):
        for name in (
            "grondslag_gate.cutoff",
            "grondslag_gate.grondslag_consent",
            "grondslag_consent",
            "guard_agreement",
        ):
            with pytest.raises(PurposeDenied):
                ask(f"SELECT count(*) FROM {name}")
        for call in ("cutoff('date None False')", "may_use_0(NULL)"):
            with pytest.raises(PurposeDenied):
                ask(f"SELECT grondslag_gate.{call}")
        with pytest.raises(PurposeDenied):
            ask("SELECT query_to_xml('SELECT * FROM grondslag_gate.grondslag_subject', true, true, '')")


@pytest.mark.usefixtures("people")
def test_a_session_s_settings_do_not_move_a_term() -> None:
    last = datetime.now(UTC) - timedelta(days=3 * 366)
    own(f"UPDATE guard_agreement SET started = '2015-01-01', ended = '{last.date()}' WHERE id = 1")
    with processing("I.D"), transaction.atomic():
        for setting in ("TimeZone = 'Pacific/Kiritimati'", "DateStyle = 'German'", "DateStyle = 'SQL, MDY'"):
            ask(f"SET LOCAL {setting}; SELECT 1")
            assert Invoice.objects.count() == 0


@pytest.mark.usefixtures("people")
def test_where_nobody_adds_cutoffs_any_more_no_term_runs() -> None:
    with processing("F"):
        assert Invoice.objects.count() == 2
    synchronise(login(), datetime.now(UTC) - timedelta(days=30))
    with processing("F"):
        assert Invoice.objects.count() == 0
    synchronise(login(), datetime.now(UTC) - timedelta(days=6))
    with processing("F"):
        assert Invoice.objects.count() == 2
    with sync(login()) as started:
        started.refresh(datetime.now(UTC) - timedelta(days=30))
    with processing("F"):
        assert Invoice.objects.count() == 0
    with sync(login()) as started:
        started.refresh(datetime.now(UTC))
    with processing("F"):
        assert Invoice.objects.count() == 2


@pytest.mark.usefixtures("people")
def test_the_role_of_a_purpose_goes_with_the_purpose() -> None:
    without = tuple(replace(purpose, active=purpose.id != "III.C") for purpose in STATEMENT.purposes)
    synchronise(login(), gate=Gate(replace(STATEMENT, purposes=without), GATE.datamap))
    try:
        role = purpose_role(str(connection.settings_dict["NAME"]), "III.C")
        assert own(f"SELECT 1 FROM pg_roles WHERE rolname = '{role}'") == []
        with processing("I.D"):
            assert Person.objects.count() == 1
    finally:
        synchronise(login())
    with processing("III.C"):
        assert Person.objects.count() == 2


@pytest.mark.usefixtures("people")
def test_a_column_or_table_that_came_after_the_sync_is_shut_until_the_next() -> None:
    own("ALTER TABLE guard_person ADD COLUMN late text")
    own("CREATE TABLE guard_late (id int)")
    try:
        for statement in ("SELECT late FROM guard_person", "SELECT * FROM guard_late", "SELECT * FROM guard_person"):
            with processing("I.D"), pytest.raises(PurposeDenied):
                ask(statement)
    finally:
        own("ALTER TABLE guard_person DROP COLUMN late")
        own("DROP TABLE guard_late")


STATE = """
SELECT 'policy', tablename, policyname, qual, with_check FROM pg_policies
UNION ALL SELECT 'table', relname, relacl::text, relrowsecurity::text, '' FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'column', attrelid::regclass::text, attname, attacl::text, '' FROM pg_attribute
    WHERE attacl IS NOT NULL
ORDER BY 1, 2, 3, 4
"""


@pytest.mark.usefixtures("shop")
def test_a_second_sync_changes_nothing_and_the_roles_are_the_database_s_own() -> None:
    before = own(STATE)
    synchronise(login())
    assert own(STATE) == before
    prefix = plain_role(str(connection.settings_dict["NAME"]))
    roles = own(f"SELECT rolname FROM pg_roles WHERE starts_with(rolname, '{prefix}')")
    assert len(roles) == 1 + len(GATE.opened)


def test_a_login_that_could_go_round_the_gate_is_refused() -> None:
    with gated("postgresql"):
        for change, back in (("INHERIT", "NOINHERIT"), ("BYPASSRLS", "NOBYPASSRLS"), ("SUPERUSER", "NOSUPERUSER")):
            own(f"ALTER ROLE {login()} {change}")
            with pytest.raises(SyncError, match=f"is {change}: ALTER ROLE"):
                synchronise(login())
            own(f"ALTER ROLE {login()} {back}")
        with pytest.raises(SyncError, match="there is no role nobody_here"):
            synchronise("nobody_here")
        own("CREATE ROLE grondslag_login_weak; SET ROLE grondslag_login_weak")
        with pytest.raises(SyncError, match="may not create roles"):
            synchronise(login())
        own("RESET ROLE; DROP ROLE grondslag_login_weak")
        own(f"CREATE TABLE mine (id int); ALTER TABLE mine OWNER TO {login()}")
        with pytest.raises(SyncError, match="owns mine"):
            synchronise(login())


@pytest.mark.usefixtures("people")
def test_the_bare_login_may_touch_nothing_personal_without_django_either() -> None:
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings = {name: connection.settings_dict[key] for name, key in names.items()}
    with psycopg.connect(**settings, autocommit=True) as raw:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("SELECT id FROM guard_person")
        assert raw.execute("SELECT percent FROM guard_rate").fetchall() == [(21,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute("CREATE TABLE public.copy (id int)")


@pytest.mark.usefixtures("shop")
def test_other_errors_stay_what_they_are() -> None:
    with processing("I.D"), pytest.raises(ProgrammingError, match="does not exist"):
        ask("SELECT nothing FROM guard_person")
