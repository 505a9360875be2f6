"""The product under the gate: what its settings name, what is refused and counted, and how an end is written."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from django.tasks import task
from django.utils import timezone

from facturis.guard import denials, gate, jobs
from facturis.guard.ending import end
from facturis.guard.models import Denial
from facturis.guard.purpose import PurposeDenied, processing
from facturis.security.protection.models import SecurityEntry
from facturis.website.accounts.models import Person
from tests.product.cast import browser, person, rows
from tests.product.databases import OWNER

pytestmark = pytest.mark.usefixtures("outbox")


@pytest.fixture(autouse=True)
def _counted() -> Iterator[None]:
    rows(Denial).delete()
    denials.forget()
    yield
    denials.forget()


def ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_without_a_purpose_the_rooms_are_shut_to_the_orm_and_to_sql() -> None:
    person("een")
    for way in (Person.objects.count, SecurityEntry.objects.first, lambda: ask("SELECT name FROM accounts_person")):
        with pytest.raises(PurposeDenied, match="without a purpose"):
            way()


@task
def of_no_purpose() -> None:
    Person.objects.count()


def test_a_shell_and_a_job_without_a_purpose_are_refused() -> None:
    """PUR-X3: neither starts with one, and neither reaches anything without."""
    person("een")
    with pytest.raises(PurposeDenied, match="without a purpose"):
        call_command("shell", command="from facturis.website.accounts.models import Person; Person.objects.count()")
    call_command(
        "shell",
        command="from facturis.guard.purpose import processing\n"
        "from facturis.website.accounts.models import Person\n"
        "with processing('III.C'):\n    assert Person.objects.count() == 1",
    )
    done = of_no_purpose.enqueue()
    assert (done.status, done.errors[0].exception_class) == ("FAILED", PurposeDenied)
    assert rows(Person).count() == 1


def test_another_purpose_reaches_neither_the_table_nor_the_facts() -> None:
    person("een")
    with processing("IV.B"), pytest.raises(PurposeDenied, match=r"accounts_person may not be read for IV\.B"):
        Person.objects.count()
    with processing("III.C"), pytest.raises(PurposeDenied, match="grondslag_subject"):
        ask("SELECT key FROM grondslag_subject")
    with processing("K.B"):
        assert ask("SELECT key FROM grondslag_subject") == []


def test_refusals_are_counted_by_day_purpose_and_place_once_the_work_is_over() -> None:
    with processing("IV.B"):
        for _ in range(3):
            with pytest.raises(PurposeDenied), transaction.atomic():
                Person.objects.count()
    assert rows(Denial).count() == 0
    with transaction.atomic():
        denials.keep()
    assert rows(Denial).count() == 0  # nobody counts inside a transaction that may be undone
    assert browser().get("/").status_code == 200
    browser().get("/")
    told = rows(Denial).values_list("on", "purpose", "table", "column", "action", "times").get()
    assert told == (timezone.localdate(), "IV.B", "accounts_person", "", "read", 3)
    with pytest.raises(PurposeDenied):
        ask("SELECT name FROM accounts_person")
    with processing("IV.B"), pytest.raises(PurposeDenied):
        Person.objects.count()
    denials.keep()
    assert sorted(rows(Denial).values_list("purpose", "times")) == [("", 1), ("IV.B", 4)]


def lost(*_: object, **__: object) -> None:
    raise OperationalError("the server went away")


def test_what_cannot_be_counted_waits(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(PurposeDenied):
        ask("SELECT name FROM accounts_person")
    with monkeypatch.context() as patched:
        patched.setattr(denials, "_add", lost)
        denials.keep()
    assert "refusals could not be counted" in caplog.text
    denials.keep()
    assert rows(Denial).get().times == 1


def test_the_command_and_the_daily_job_hold_the_database_to_the_statement(room_database: str) -> None:
    said = StringIO()
    call_command("gate", stdout=said)
    assert ("is held to the statement" in said.getvalue(), "Nothing to do" in said.getvalue()) == (
        (True, False) if room_database == "postgresql" else (False, True)
    )
    assert jobs.refresh.enqueue().status == "SUCCESSFUL"
    person("een")


def test_a_database_that_cannot_hold_the_gate_is_told_in_one_sentence(room_database: str) -> None:
    if room_database == "sqlite":
        assert not gate.synchronise()
        return
    login = connections["default"].settings_dict["USER"]
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f'ALTER ROLE "{login}" SUPERUSER')
    try:
        for command in ("gate", "migrate"):
            with pytest.raises(CommandError, match=f"{login} is SUPERUSER: ALTER ROLE {login} NOSUPERUSER"):
                call_command(command, verbosity=0)
    finally:
        with connections[OWNER].cursor() as cursor:
            cursor.execute(f'ALTER ROLE "{login}" NOSUPERUSER')
    call_command("migrate", verbosity=0)


def test_an_end_is_written_of_what_is_open_and_by_whom_may_write_it() -> None:
    one, then = person("een"), timezone.now() - timedelta(days=90)
    with processing("IV.B"), pytest.raises(PurposeDenied):
        end(one, closed_at=then)
    with processing("III.C"):
        with transaction.atomic(), pytest.raises(transaction.TransactionManagementError, match=r"leave atomic\(\)"):
            end(one, closed_at=then)
        assert end(one, closed_at=then)
        assert one.closed_at == then
        with pytest.raises(Person.DoesNotExist):  # its month is over
            end(one, closed_at=timezone.now())
    assert rows(Person).get().closed_at == then
