"""SYS-2: what is decided on a document, by the member or by mandate, with its trail; dossiers; how long it is kept."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from facturis.services.documents import actions, reads
from facturis.services.documents.models import Document, Dossier, Step, Track
from facturis.services.organisations.models import Mandate, Member
from tests.product.cast import (
    absolute,
    agreement,
    browser,
    customer,
    delivered,
    handed_in,
    mails,
    mate,
    person,
    rows,
)  # fmt: skip
from tests.product.databases import OWNER

Action = Step.Action


def at(document: Document, what: str = "") -> str:
    return f"/portal/documents/{document.pk}/{what}"


def decide(client: Any, document: Document, action: str, reason: str = "") -> Any:
    given = {"decision-action": action, "decision-reason": reason}
    return client.post(at(document, "decide"), given, follow=True)


def taken() -> list[tuple[str, str]]:
    return list(rows(Step).order_by("pk").values_list("action", "reason"))


@pytest.mark.usefixtures("outbox")
def test_the_trail_tells_who_decided_what_when_and_why() -> None:
    one = person("een", "en")
    made = handed_in(customer(one), one)
    other = mate(rows(type(made.agreement)).get(pk=made.agreement_id), mandate=Mandate.APPROVE)
    decide(browser(one), made, "approved")
    decide(browser(other), made, "disputed", "Te veel")
    shown = decide(browser(one), made, "approved").text
    assert taken() == [("approved", ""), ("disputed", "Te veel"), ("approved", "")]
    assert [shown.index(told) for told in ("Voornaam-een<", "Voornaam-twee: Te veel")] == sorted(
        [shown.index(told) for told in ("Voornaam-een<", "Voornaam-twee: Te veel")]
    )
    assert "Approved" in browser(one).get("/portal/documents/").text


@pytest.mark.usefixtures("outbox")
def test_a_dispute_has_a_reason() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one)
    for reason in ("", "  "):
        assert "Say what is wrong" in decide(browser(one), made, "disputed", reason).text
    assert "characters" in decide(browser(one), made, "disputed", "a" * 1001).text
    assert taken() == []


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(("first", "then"), [(a, b) for a in ("", *Action) for b in Action])
def test_a_decision_follows_on_the_last_one_or_is_told_not_to(first: str, then: Action) -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one)
    if first:
        decide(browser(one), made, first, "Daarom")
    follows = then in actions.AFTER[first]
    client = browser(one)
    assert (f'value="{then}"' in client.get(at(made)).text) is follows
    answer = decide(client, made, then, "Daarom")
    assert ("Somebody decided just before you" in answer.text) is not follows
    assert len(taken()) == bool(first) + follows


@pytest.mark.usefixtures("outbox")
def test_two_who_decide_at_once_decide_after_each_other(room_database: str) -> None:
    one = person("een")
    made = handed_in(agreement(one), one)
    refused: list[str] = []

    def sign_off() -> None:
        try:
            actions.decide(made, one, Action.SIGNED_OFF, "", absolute)
        except actions.NotNow:
            refused.append("not now")
        finally:
            connections.close_all()

    both = [threading.Thread(target=sign_off) for _ in range(2 if room_database == "postgresql" else 1)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    if room_database == "sqlite":
        sign_off()
    assert (taken(), refused) == ([("signed_off", "")], ["not now"])


def test_the_sender_reads_the_answer_and_is_told_by_mail_that_there_is_one(outbox: Path) -> None:
    one, two = person("een", "en"), person("twee", "en")
    agreement(two)
    made = handed_in(agreement(one), one)
    theirs = delivered(made, one, two)
    decide(browser(two), theirs, "disputed", "Nooit besteld")
    mail = mails(outbox)[-1]
    assert ("To: een@example.com" in mail, absolute(at(made)) in mail) == (True, True)
    assert ("Nooit besteld" in mail, "brief" in mail, "twee" in mail) == (False, False, False)
    shown = browser(one).get(at(made)).text
    assert ("Disputed" in shown, "Nooit besteld" in shown) == (True, True)
    assert rows(Step).get().document_id == theirs.pk
    assert reads.state(made) == ""  # the sender's own trail is another


def test_a_sender_who_may_not_see_the_document_any_more_is_not_told(outbox: Path) -> None:
    one, two = person("een"), person("twee")
    agreement(two)
    under = customer(one)
    other = mate(under, "drie", Mandate.HAND_IN)
    theirs = delivered(handed_in(under, other), other, two)
    rows(Member).filter(person=other).update(until=timezone.now())
    before = len(mails(outbox))
    decide(browser(two), theirs, "approved")
    assert len(mails(outbox)) == before


@pytest.mark.usefixtures("outbox")
def test_what_was_decided_is_not_rewritten() -> None:
    one = person("een")
    made = handed_in(agreement(one), one)
    step = actions.decide(made, one, Action.APPROVED, "", absolute)
    for tamper in (
        lambda: rows(Step).update(action="paid"),
        lambda: rows(Step).all().delete(),
        lambda: Step(pk=step.pk, document=made, by=one, action="paid").save(force_update=True, using=OWNER),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=OWNER):
            tamper()
    assert taken() == [("approved", "")]


@pytest.mark.usefixtures("outbox")
def test_a_document_lies_in_one_dossier_and_is_taken_out_again() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one)
    client = browser(one)
    assert "Name the new dossier." in client.post(at(made, "dossier"), {"dossier-dossier": "new"}).text
    client.post(at(made, "dossier"), {"dossier-dossier": "new", "dossier-name": " Huur "})
    client.post(at(made, "dossier"), {"dossier-name": "Huur"})  # it is there
    dossier = rows(Dossier).get()
    assert (dossier.name, rows(Document).get().dossier_id) == ("Huur", dossier.pk)
    shown = client.get(f"/portal/documents/?dossier={dossier.pk}").text
    assert ("In the dossier Huur" in shown, "brief.txt" in shown) == (True, True)
    other = handed_in(made.agreement, one, b"iets anders", "ander.txt")
    assert "ander.txt" not in client.get(f"/portal/documents/?dossier={dossier.pk}").text
    client.post(at(other, "dossier"), {"dossier-dossier": str(dossier.pk)})
    assert rows(Document).filter(dossier=dossier).count() == 2
    client.post(at(made, "dossier"), {"dossier-dossier": ""})
    assert rows(Document).filter(dossier=dossier).count() == 1


@pytest.mark.usefixtures("outbox")
def test_a_dossier_of_somebody_else_is_no_choice() -> None:
    one, two = person("een"), person("twee")
    made = handed_in(agreement(one), one)
    theirs = actions.dossier(agreement(two), "Geheim")
    assert browser(one).post(at(made, "dossier"), {"dossier-dossier": str(theirs.pk)}).status_code == 200
    with pytest.raises(actions.NotThere):
        actions.file_in(made, theirs)
    assert rows(Document).get().dossier_id is None
    assert "Geheim" not in browser(one).get(f"/portal/documents/?dossier={theirs.pk}").text


@pytest.mark.usefixtures("outbox")
def test_whoever_may_approve_chooses_how_long_a_document_is_kept() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one)
    client = browser(one)
    shown = client.get(at(made)).text
    ended = timezone.now()
    for track in Track:
        until = reads.kept_until(made, track, ended)
        assert until
        assert f"{until.day} {until:%B %Y} if the agreement ended today" in shown
    client.post(at(made, "track"), {"track-track": "fiscal"})
    assert rows(Document).get().track == Track.FISCAL
    assert client.post(at(made, "track"), {"track-track": "ever"}).status_code == 200
    assert rows(Document).get().track == Track.FISCAL
