"""T-IVB-4: an entry of the register of breaches from an incident (GDPR Art. 33(5)), which nobody changes."""

import re
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from facturis.guard import datamap
from facturis.security.protection import incidents
from facturis.security.protection.actions import Event, record
from facturis.security.protection.models import Incident, SecurityEntry
from tests.product.cast import person, rows

pytestmark = pytest.mark.usefixtures("outbox")
SAID = {"facts": "a laptop was lost", "consequences": "none: its disk is encrypted", "measures": "the key is revoked"}


def incident(**options: object) -> str:
    said = StringIO()
    call_command("incident", stdout=said, **options)
    return said.getvalue()


def local(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def locked_out(accounts: int) -> None:
    for number in range(accounts):
        record(person(f"naam-{number}").pk, Event.LOCKED_OUT)


def test_many_lock_outs_within_an_hour_are_an_incident_once() -> None:
    locked_out(incidents.LOCKED_OUT - 1)
    for _ in range(3):  # the same account again is not one more
        record(rows(SecurityEntry).first().user_id, Event.LOCKED_OUT)
    assert rows(Incident).count() == 0
    last = person("laatste")
    for _ in range(3):
        record(last.pk, Event.LOCKED_OUT)
    made = rows(Incident).get()
    assert (made.source, made.notified_at, made.not_notified) == ("lock_outs", None, "")
    assert made.facts.startswith("20 accounts were locked out")
    assert timezone.now() - made.noticed_at < timedelta(minutes=1)
    told = f"Entry {made.pk}: decide whether the authority is told, by {local(made.noticed_at + timedelta(hours=72))}"
    assert told in incident()


def test_lock_outs_that_are_spread_are_no_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    locked_out(incidents.LOCKED_OUT - 1)
    late = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    record(person("laatste").pk, Event.LOCKED_OUT)
    assert rows(Incident).count() == 0


def test_another_day_is_another_incident(monkeypatch: pytest.MonkeyPatch) -> None:
    locked_out(incidents.LOCKED_OUT)
    late = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("django.utils.timezone.now", lambda: late)
    for each in rows(SecurityEntry).filter(event=Event.LOCKED_OUT):
        record(each.user_id, Event.LOCKED_OUT)
    assert rows(Incident).count() == 2


def test_an_entry_holds_what_the_article_asks_and_is_shown() -> None:
    noticed = timezone.now() - timedelta(hours=5)
    said = incident(**SAID, noticed=noticed, not_notified="the disk is encrypted")
    made = rows(Incident).get()
    assert said == f"Entry {made.pk} is written.\n"
    assert {name: getattr(made, name) for name in SAID} == SAID
    assert (made.noticed_at, made.source) == (noticed, "person")
    shown = incident()
    assert [text for text in (*SAID.values(), local(noticed)) if text not in shown] == []
    assert "the authority is not told: the disk is encrypted" in shown
    assert "decide" not in shown


def test_what_becomes_known_later_follows_and_decides() -> None:
    assert "decide whether the authority is told" in incident(**SAID)
    first = rows(Incident).get()
    told = timezone.now()
    incident(**SAID | {"facts": "the disk was not encrypted"}, follows=first.pk, notified=told)
    second = rows(Incident).latest("pk")
    assert (second.follows, second.noticed_at, second.notified_at) == (first, first.noticed_at, told)
    shown = incident()
    assert f", follows {first.pk}" in shown
    assert f"the authority was told {local(told)}" in shown
    assert "decide" not in shown
    with pytest.raises(CommandError, match=f"entry {second.pk} follows {first.pk} already: follow that one"):
        incident(**SAID, follows=first.pk)
    with pytest.raises(CommandError, match="there is no entry 0"):
        incident(**SAID, follows=0)


@pytest.mark.parametrize("name", SAID)
def test_an_entry_that_says_too_little_is_not_written(name: str) -> None:
    with pytest.raises(CommandError, match=f"--{name} is empty"):
        incident(**SAID | {name: " "})
    assert rows(Incident).count() == 0


@pytest.mark.parametrize("name", ["noticed", "notified"])
def test_what_is_still_to_come_was_not_noticed_and_not_told(name: str) -> None:
    with pytest.raises(CommandError, match=f"--{name} is still to come"):
        incident(**SAID | {name: timezone.now() + timedelta(hours=1)})


def test_a_moment_is_in_the_zone_of_the_product_and_a_wrong_one_is_told() -> None:
    words = [f"--{name}={text}" for name, text in SAID.items()]
    call_command("incident", *words, "--noticed", "2026-01-02T03:04", stdout=StringIO())
    assert local(rows(Incident).get().noticed_at) == "2026-01-02 03:04"
    with pytest.raises(CommandError, match="invalid moment value: 'yesterday'"):
        call_command("incident", *words, "--noticed", "yesterday")


def test_the_authority_is_told_or_it_is_said_why_not() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.create(**SAID, noticed_at=now, notified_at=now, not_notified="no risk")
    with pytest.raises(CommandError, match="not allowed with"):
        call_command("incident", "--facts=x", "--notified", "2026-01-02", "--not-notified", "no risk")


def test_no_entry_is_changed_or_deleted() -> None:
    incident(**SAID)
    entry = rows(Incident).get()
    for tamper in (entry.save, entry.delete, lambda: rows(Incident).update(facts="nothing happened")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using="owner"):
            tamper()
    assert rows(Incident).get().facts == SAID["facts"]


def test_the_register_holds_nothing_personal_and_says_so_where_it_is_written() -> None:
    table = datamap.installed().datamap.table("protection_incident")
    assert [each.name for each in table.columns if each.category or each.link] == []
    texts = [each for each in Incident._meta.get_fields() if re.search("facts|conseq|measures|not_not", each.name)]
    assert [str(each.help_text) == str(Incident.WITHOUT_NAMES) for each in texts] == [True] * 4
    assert str(rows(Incident).model(pk=7)) == "incident 7"
