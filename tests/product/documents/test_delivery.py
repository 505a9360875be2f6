"""SYS-5, T-IA-1: a document delivered into the receiver's portal with the proof of it, shared, and downloaded."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from facturis.guard import files
from facturis.services.agreements.actions import end
from facturis.services.documents import actions, intake, reads
from facturis.services.documents.models import Delivery, Document, Find, Share
from facturis.services.organisations.models import Mandate, Member, Organisation
from tests.product.cast import (
    LETTER,
    absolute,
    agreement,
    browser,
    customer,
    delivered,
    handed_in,
    kept_files,
    mails,
    mate,
    person,
    rows,
)  # fmt: skip
from tests.product.documents.reading.made import UBL


def at(document: Document, what: str = "") -> str:
    return f"/portal/documents/{document.pk}/{what}"


def test_a_round_trip_of_upload_delivery_opening_and_download(outbox: Path) -> None:
    """T-IA-1."""
    one, two = person("een", "en"), person("twee", "en")
    made, _ = handed_in(agreement(one), one), agreement(two)
    sender, receiver = browser(one), browser(two)
    answer = sender.post(at(made, "deliver"), {"deliver-email": "Twee@Example.com"}, follow=True)
    proof = rows(Delivery).get()
    assert (proof.receiver_id, proof.by_id, proof.sha256, proof.opened_at) == (two.pk, one.pk, made.sha256, None)
    for told in ("Voornaam-twee", made.sha256, "not yet"):
        assert told in answer.text
    mail = mails(outbox)[-1]
    theirs = rows(Document).get(pk=proof.arrived_id)
    assert ("To: twee@example.com" in mail, absolute(at(theirs)) in mail) == (True, True)
    assert "brief" not in mail
    assert "A document that arrived is not opened yet." in receiver.get("/portal/").text
    assert "brief.txt" in receiver.get("/portal/documents/?tab=received").text
    assert "brief.txt" not in receiver.get("/portal/documents/?tab=handed-in").text
    receiver.head(at(theirs))
    assert rows(Delivery).get().opened_at is None
    assert "Delivered by another customer" in receiver.get(at(theirs)).text
    opened = rows(Delivery).get().opened_at
    assert opened
    assert "not opened yet" not in receiver.get("/portal/").text
    download = receiver.get(at(theirs, "content"))
    assert b"".join(download) == LETTER
    assert rows(Delivery).get().opened_at == opened  # the first time counts
    assert "not yet" not in sender.get(at(made)).text
    assert len(set(rows(Document).values_list("content", flat=True))) == len(kept_files()) == 2


@pytest.mark.usefixtures("outbox")
def test_a_download_is_saved_and_never_shown() -> None:
    one = person("een")
    made = handed_in(agreement(one), one, b"<script>alert(1)</script>", 'C:\\map\\één "x"\r\n.html')
    answer = browser(one).get(at(made, "content"))
    assert b"".join(answer) == b"<script>alert(1)</script>"
    assert {name: answer.headers[name] for name in ("Content-Type", "Content-Length", "X-Content-Type-Options")} == {
        "Content-Type": "application/octet-stream", "Content-Length": "25", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9%C3%A9n%20%22x%22%20.html"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.usefixtures("outbox")
def test_a_download_opens_what_was_delivered() -> None:
    one, two = person("een"), person("twee")
    agreement(two)
    theirs = delivered(handed_in(agreement(one), one), one, two)
    browser(two).get(at(theirs, "content"))
    assert rows(Delivery).get().opened_at


@pytest.mark.usefixtures("outbox")
def test_to_a_customer_whom_the_document_names_once_a_person_confirmed_it() -> None:
    one, two = person("een", "en"), person("twee")
    theirs = customer(two, "twee")
    made = handed_in(agreement(one), one, b"KvK 90000001")
    client, key = browser(one), rows(Organisation).get().pk
    assert client.post(at(made, "deliver"), {"deliver-customer": key}).status_code == 200
    assert rows(Delivery).count() == 0
    client.post(at(made, f"finds/{rows(Find).get().pk}"), {"state": "confirmed"})
    assert "Bedrijf-twee" in client.post(at(made, "deliver"), {"deliver-customer": key}, follow=True).text
    proof = rows(Delivery).get()
    assert (proof.receiver_id, rows(Document).get(pk=proof.arrived_id).agreement_id) == (two.pk, theirs.pk)


def test_an_owner_is_told_when_who_ordered_does_not_act_for_the_organisation_any_more(outbox: Path) -> None:
    one, two = person("een"), person("twee")
    theirs = customer(two, "twee")
    other = mate(theirs, "drie", Mandate.OWNER)
    rows(Member).filter(person=two).update(until=timezone.now())
    receiver = reads.receiver_at(theirs.organisation_id or 0)
    assert receiver
    assert receiver.person == other.pk
    actions.deliver(handed_in(agreement(one), one), receiver, one, absolute)
    assert "To: drie@example.com" in mails(outbox)[-1]


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "one of the two"),
        ({"deliver-email": "niemand@example.com"}, "Nobody receives documents here"),
        ({"deliver-email": "drie@example.com"}, "Nobody receives documents here"),  # who has no agreement
        ({"deliver-email": "geen adres"}, "valid email address"),
    ],
)
def test_what_cannot_be_delivered_is_told_and_nothing_typed_is_lost(given: dict[str, str], told: str) -> None:
    one, _ = person("een", "en"), person("drie")
    made = handed_in(agreement(one), one)
    answer = browser(one).post(at(made, "deliver"), given)
    assert told in answer.text
    assert all(value in answer.text for value in given.values())
    assert (rows(Delivery).count(), rows(Document).count()) == (0, 1)


@pytest.mark.usefixtures("outbox")
def test_twice_the_same_to_the_same_is_told() -> None:
    one, two = person("een", "en"), person("twee")
    agreement(two)
    made = handed_in(agreement(one), one)
    client = browser(one)
    for _ in range(2):
        answer = client.post(at(made, "deliver"), {"deliver-email": "twee@example.com"})
    assert "has this document already" in answer.text
    assert (rows(Delivery).count(), len(kept_files())) == (1, 2)


@pytest.mark.usefixtures("outbox")
def test_nobody_finds_out_addresses_without_end() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one)
    client = browser(one)
    for n in range(61):
        answer = client.post(at(made, "deliver"), {"deliver-email": f"{n}@example.com"})
    assert "tried too often" in answer.text


@pytest.mark.usefixtures("outbox")
def test_a_delivery_that_fails_leaves_no_bytes_and_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = person("een"), person("twee")
    agreement(two)
    made = handed_in(agreement(one), one)
    (own,) = kept_files()

    def failing(**_: Any) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(Delivery.objects, "create", failing)
    with pytest.raises(DatabaseError):
        delivered(made, one, two)
    assert (kept_files(), rows(Document).count()) == ([own], 1)


def damage(made: Document, bytes_changed: bool) -> None:
    store = files.store(intake.STORE)
    if bytes_changed:
        path = store.folder / str(made.content)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    else:
        store.destroy(str(made.content))


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("bytes_changed", [True, False])
def test_a_file_that_is_damaged_or_gone_is_told_and_delivered_to_nobody(bytes_changed: bool) -> None:
    one, two = person("een", "en"), person("twee")
    agreement(two)
    made = handed_in(agreement(one), one)
    link = actions.share(made, one, 1)
    damage(made, bytes_changed)
    client = browser(one)
    for answer in (
        client.get(at(made, "content"), follow=True),
        client.post(at(made, "deliver"), {"deliver-email": "twee@example.com"}, follow=True),
    ):
        assert "cannot be read any more" in answer.text
    assert browser().get(f"/portal/documents/shared/{link}/content").status_code == 410
    assert rows(Delivery).count() == 0


@pytest.mark.usefixtures("outbox")
def test_bytes_that_are_not_those_that_were_handed_in_are_delivered_to_nobody() -> None:
    one, two = person("een"), person("twee")
    agreement(two)
    made = handed_in(agreement(one), one)
    made.sha256 = "0" * 64
    with pytest.raises(actions.Damaged):
        delivered(made, one, two)
    assert (rows(Delivery).count(), len(kept_files())) == (0, 1)


@pytest.mark.usefixtures("outbox")
def test_nothing_is_delivered_under_an_agreement_that_ended() -> None:
    one, two = person("een"), person("twee")
    agreement(two)
    under = agreement(one)
    made = handed_in(under, one)
    end(under, one, absolute)
    client = browser(one)
    assert "deliver-email" not in client.get(at(made)).text
    assert client.post(at(made, "deliver"), {"deliver-email": "twee@example.com"}).status_code == 404
    end(reads.agreements.acting(two)[0], two, absolute)
    assert reads.receiver("twee@example.com") is None


def shared(client: Any, made: Document, days: int = 7) -> str:
    text: str = client.post(at(made, "share"), {"share-days": days}).text
    return text.partition('value="https://localhost')[2].partition('"')[0]


@pytest.mark.usefixtures("outbox")
def test_a_link_opens_the_document_for_whoever_has_it_until_it_expires() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one, UBL, "factuur.xml")
    client = browser(one)
    link = shared(client, made, 1)
    anybody = browser(**{"accept-language": "en"})
    answer = anybody.get(link)
    assert "VOORBEELD-0001" in answer.text
    assert b"".join(anybody.get(f"{link}/content")) == UBL
    for each in (answer, anybody.get(f"{link}/content")):
        assert (each.headers["Cache-Control"], each.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "times opened: 1" in client.get(at(made)).text
    secret = link.rpartition("/")[2]
    assert secret not in str(list(rows(Share).values()))
    rows(Share).update(expires_at=timezone.now() - timedelta(seconds=1))
    for path in (link, f"{link}/content", "/portal/documents/shared/nooit", "/portal/documents/shared/nooit/content"):
        gone = anybody.get(path)
        assert (gone.status_code, "opens nothing" in gone.text) == (410, True)
    assert "No link opens it." in client.get(at(made)).text


@pytest.mark.usefixtures("outbox")
def test_a_link_that_is_withdrawn_opens_nothing() -> None:
    one, two = person("een"), person("twee")
    made, other = handed_in(agreement(one), one), handed_in(agreement(two), two)
    link = shared(browser(one), made)
    key = rows(Share).get().pk
    assert browser(two).post(at(other, f"share/{key}")).status_code == 404  # a link of another document
    assert browser().get(link).status_code == 200
    assert browser(one).post(at(made, f"share/{key}")).status_code == 302
    assert browser(one).post(at(made, f"share/{key}")).status_code == 404
    assert browser().get(link).status_code == 410


@pytest.mark.usefixtures("outbox")
def test_links_are_not_guessed_without_end() -> None:
    client = browser()
    answers = [client.get(f"/portal/documents/shared/{n}").status_code for n in range(61)]
    assert (answers[0], answers[-2], answers[-1]) == (410, 410, 429)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("days", [0, 8, 365])
def test_a_link_works_for_one_of_three_terms(days: int) -> None:
    one = person("een")
    made = handed_in(agreement(one), one)
    assert shared(browser(one), made, days) == ""
    assert rows(Share).count() == 0


FORBIDDEN: dict[Mandate, tuple[str, ...]] = {
    Mandate.READ: ("deliver", "share", "share/1", "dossier", "track", "decide", "finds/1"),
    Mandate.HAND_IN: ("track", "decide"),
}


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("mandate", [*FORBIDDEN, Mandate.APPROVE])
def test_who_acts_for_an_organisation_does_what_the_mandate_holds(mandate: Mandate) -> None:
    one = person("een")
    made = handed_in(customer(one), one)
    client = browser(mate(rows(type(made.agreement)).get(pk=made.agreement_id), mandate=mandate))
    page = client.get(at(made))
    assert page.status_code == client.get(at(made, "content")).status_code == 200
    for what in FORBIDDEN.get(mandate, ()):
        assert (what, client.post(at(made, what)).status_code) == (what, 404)
        assert f'action="{at(made, what)}"' not in page.text
    allowed: Callable[[str], bool] = lambda what: what not in FORBIDDEN.get(mandate, ())  # noqa: E731
    for what in filter(allowed, ("deliver", "share", "dossier", "track", "decide")):
        assert f'action="{at(made, what)}"' in page.text, what
    stranger = browser(person("drie"))
    for what in ("", "content", "deliver", "share", "dossier", "track", "decide", "finds/1", "share/1"):
        assert (stranger.get(at(made, what)).status_code, stranger.post(at(made, what)).status_code) in (
            (404, 404), (404, 405),
        )  # fmt: skip
