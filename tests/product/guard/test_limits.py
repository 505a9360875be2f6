"""What the gate does not stop, shown one by one, so that nobody relies on it for these."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from facturis.guard.postgresql.roles import purpose_role
from facturis.guard.purpose import PurposeDenied, processing, purpose
from tests.product.guard.conftest import fill
from tests.product.guard.databases import Place, gated
from tests.product.guard.shop import Club, Person


def test_code_that_opens_another_purpose_is_not_stopped(people: Place) -> None:  # noqa: ARG001
    with processing("F"):
        with pytest.raises(PurposeDenied):
            Person.objects.count()
        with processing("III.C"):
            assert Person.objects.count() == 2


def test_values_that_were_loaded_stay_loaded(people: Place) -> None:  # noqa: ARG001
    with processing("I.D"):
        person = Person.objects.get()
    assert person.email == "p1@example.invalid"


def test_a_generator_with_a_purpose_leaves_it_open_between_its_steps(people: Place) -> None:  # noqa: ARG001
    def names() -> Iterator[str | None]:
        with processing("III.C"):
            for person in Person.objects.order_by("pk"):
                yield person.name

    steps = names()
    assert next(steps) == "Name 1"
    assert purpose() == "III.C"
    assert [*steps] == ["Name 2"]
    assert purpose() is None


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The shop on PostgreSQL with its people: the role of the purpose III.C."""
    with gated("postgresql") as place:
        fill(place)
        connection.ensure_connection()
        yield purpose_role(str(connection.settings_dict["NAME"]), "III.C")


def test_a_block_of_postgresql_may_change_the_role_for_its_own_duration(postgresql: str) -> None:
    with processing("F"), connection.cursor() as cursor:
        cursor.execute(
            f"""DO $$ BEGIN EXECUTE 'SET' || ' LOCAL ROLE "{postgresql}"';
            INSERT INTO guard_club (title) SELECT name FROM guard_person; END $$"""
        )
    assert Club.objects.filter(title="Name 2").exists()


def test_the_driver_s_own_cursor_takes_whatever_role_it_names(postgresql: str) -> None:
    driver = psycopg.ClientCursor(connection.connection)
    driver.execute(f'SET ROLE "{postgresql}"')
    assert driver.execute("SELECT count(*) FROM guard_person").fetchall() == [(2,)]


@pytest.fixture
def file() -> Iterator[str]:
    """The shop on SQLite with its people: the path of its file."""
    with gated("sqlite") as place:
        fill(place)
        connection.ensure_connection()
        yield str(connection.settings_dict["NAME"])


def test_whoever_holds_the_file_of_sqlite_reads_it(file: str) -> None:
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT email FROM guard_person WHERE id = 2").fetchall() == [("p2@example.invalid",)]


@pytest.mark.usefixtures("file")
def test_the_driver_s_own_functions_called_unbound_go_round_the_gate() -> None:
    bare = sqlite3.Connection.blobopen(connection.connection, "guard_person", "email", 2, readonly=True)
    with bare as blob:
        assert blob.read() == b"p2@example.invalid"
