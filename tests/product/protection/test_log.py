"""T-IVB-2: the security log holds what happened, by user id, and nobody changes it."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facturis.guard import store
from facturis.guard.purpose import processing
from facturis.security.protection.actions import Event, record
from facturis.security.protection.models import SecurityEntry
from grondslag.law.facts import Consent, Facts
from tests.product.cast import PASSWORD, access, browser, person, rows
from tests.product.databases import OWNER

TAMPER: dict[str, Callable[[], object]] = {
    "update by the ORM": lambda: rows(SecurityEntry).update(event=Event.SIGNED_OUT),
    "delete by the ORM": lambda: rows(SecurityEntry).delete(),
    "save": lambda: rows(SecurityEntry).get().save(),
    "update": lambda: sql("UPDATE protection_securityentry SET at = at"),
    "delete": lambda: sql("DELETE FROM protection_securityentry"),
}
BY_KIND = {
    "sqlite": ("REPLACE INTO protection_securityentry (id, event, at, user_id) SELECT id, 'x', at, user_id "
               "FROM protection_securityentry",),
    "postgresql": ("TRUNCATE protection_securityentry",
                   "INSERT INTO protection_securityentry (id, event, at, user_id) OVERRIDING SYSTEM VALUE "
                   "SELECT id, event, at, user_id FROM protection_securityentry "
                   "ON CONFLICT (id) DO UPDATE SET event = 'x'"),
}  # fmt: skip


def sql(statement: str) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("tamper", TAMPER.values(), ids=TAMPER)
def test_no_entry_is_changed_or_deleted(tamper: Callable[[], object]) -> None:
    person("een")
    before = list(rows(SecurityEntry).values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=OWNER):
        tamper()
    assert list(rows(SecurityEntry).values()) == before


@pytest.mark.usefixtures("outbox")
def test_no_entry_is_replaced_or_swept_away_whole(room_database: str) -> None:
    person("een")
    for statement in BY_KIND[room_database]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=OWNER):
            sql(statement)
    assert rows(SecurityEntry).get().event == Event.ACCOUNT_OPENED


@pytest.mark.usefixtures("outbox")
def test_recording_a_fact_does_not_let_an_entry_be_deleted_in_its_transaction() -> None:
    fact = {store.subject(person("een")): Facts(consents=(Consent(at=timezone.now(), purpose="II.A", given=True),))}

    def inside() -> None:
        with store.opened() as opened, opened.transaction():
            opened.record(fact)
        with processing("IV.B"):
            SecurityEntry.objects.all().delete()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        inside()
    with store.opened() as opened, opened.transaction():
        opened.record(fact)
    with pytest.raises(DatabaseError, match="append-only"):
        rows(SecurityEntry).delete()


@pytest.mark.usefixtures("outbox")
def test_another_program_cannot_delete_from_the_file(room_database: str) -> None:
    person("een")
    if room_database == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"):
            sql("DELETE FROM protection_securityentry")
        return
    other = sqlite3.connect(connections[OWNER].settings_dict["NAME"])
    with pytest.raises(sqlite3.OperationalError, match="no such function: facturis_lifted"):
        other.execute("DELETE FROM protection_securityentry")
    other.close()


@pytest.mark.usefixtures("outbox")
def test_the_sweep_takes_an_entry_when_its_year_is_over_and_not_before() -> None:
    one = person("een")
    entry = rows(SecurityEntry).get()
    last = timezone.localdate(entry.at).replace(year=entry.at.year + 1)
    call_command("sweep", on=last)
    assert rows(SecurityEntry).get() == entry
    call_command("sweep", on=last + timedelta(days=1))
    assert rows(SecurityEntry).count() == 0
    one.refresh_from_db(using=OWNER)
    assert one.username == "een"
    call_command("audit", on=last + timedelta(days=1))


def events() -> list[str]:
    return list(rows(SecurityEntry).order_by("id").values_list("event", flat=True))


@pytest.mark.usefixtures("outbox")
def test_each_step_with_an_account_leaves_its_entry() -> None:
    person("een")
    client = browser()
    client.post("/account/sign-in", {"username": "een", "password": "wrong"})
    client.post("/account/sign-in", {"username": "een", "password": PASSWORD})
    client.post("/account/reset", {"email": "een@example.com"})
    client.post("/account/sign-out-everywhere", {"password": PASSWORD})
    new = {"password1": "fietspomp bij maanlicht", "password2": "fietspomp bij maanlicht"}
    client.post("/account/password", {"password": PASSWORD, **new})
    client.post("/account/sign-out")
    client.post("/account/sign-in", {"username": "een", "password": new["password1"]})
    client.post("/account/close", {"password": new["password1"]})
    assert events() == [
        Event.ACCOUNT_OPENED, Event.SIGN_IN_FAILED, Event.SIGNED_IN, Event.RESET_ASKED, Event.SIGNED_OUT_EVERYWHERE,
        Event.PASSWORD_CHANGED, Event.SIGNED_OUT, Event.SIGNED_IN, Event.ACCOUNT_CLOSED,
    ]  # fmt: skip


@pytest.mark.usefixtures("outbox")
def test_a_step_that_fails_leaves_none() -> None:
    one = person("een")
    with transaction.atomic():
        record(one.pk, Event.SIGNED_IN)
        transaction.set_rollback(True)
    assert events() == [Event.ACCOUNT_OPENED]


@pytest.mark.parametrize(
    ("language", "said"), [("nl", "Verkeerd wachtwoord opgegeven"), ("en", "Wrong password given")]
)
def test_each_person_sees_their_own_entries_and_access_tells_them(language: str, said: str, outbox: Path) -> None:
    one, two = person("een", language), person("twee", language)
    record(one.pk, Event.SIGN_IN_FAILED)
    shown = browser(one).get("/account/security/").content.decode()
    assert [shown.count("<time"), shown.count(said)] == [2, 1]
    assert said not in browser(two).get("/account/security/").content.decode()
    assert ("sign_in_failed" in str(access(one)), "sign_in_failed" in str(access(two))) == (True, False)
    assert list(outbox.iterdir()) == []


@pytest.mark.usefixtures("outbox")
def test_a_long_log_is_told_in_pages() -> None:
    one = person("een")
    for _ in range(50):
        record(one.pk, Event.SIGNED_OUT)
    client = browser(one)
    with CaptureQueriesContext(connection) as asked:
        shown = client.get("/account/security/").content.decode()
    assert len(asked) <= 3  # who is signed in, how many entries, and fifty of them
    assert (shown.count("<time"), 'rel="next" href="?page=2"' in shown) == (50, True)
    last = client.get("/account/security/?page=2").content.decode()
    assert (last.count("<time"), 'rel="prev" href="?page=1"' in last) == (1, True)
