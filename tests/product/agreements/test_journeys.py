"""An agreement ordered, changed and ended, by the pages, as a person does it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facturis.services.agreements import attention, reads, terms
from facturis.services.agreements.actions import AlreadyEnded, AlreadyRunning, change, end, order
from facturis.services.agreements.attention import Notice
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.agreements.terms import Terms
from facturis.services.organisations.models import Mandate, Member, Organisation
from tests.product.cast import (
    DETAILS,
    LETTERBOX,
    MAILROOM,
    OFFICE,
    absolute,
    agreement,
    browser,
    customer,
    mails,
    mate,
    person,
    rows,
)  # fmt: skip
from tests.product.databases import OWNER

ACCEPTED = {"accepted": "on", "terms": "1.0"}


def at(made: Agreement, what: str = "") -> str:
    return f"/portal/agreements/{made.pk}/{what}"


def test_order_for_oneself_in_three_steps(outbox: Path) -> None:
    one = person("een")
    client = browser(one)
    assert "/portal/order" in client.get("/portal/").text
    assert 'href="/portal/order/office"' in client.get("/portal/order").text
    assert 'href="/portal/order/office/self"' in client.get("/portal/order/office").text
    shown = client.get("/portal/order/office/self").text
    assert [clause.head in shown for clause in terms.in_force().clauses("nl")] == [True] * 7
    answer = client.post("/portal/order/office/self", ACCEPTED, follow=True)
    made = rows(Agreement).get()
    assert answer.redirect_chain == [(at(made), 302)]
    assert (made.person, made.organisation, made.service, made.terms) == (one, None, "office", "1.0")
    (mail,) = mails(outbox)
    assert "To: een@example.com" in mail
    assert f"https://localhost{at(made)}" in mail
    assert at(made) in client.get("/portal/").text


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("given", [{}, {"accepted": "on"}, {"terms": "1.0"}, {"accepted": "on", "terms": "0.9"}])
def test_no_agreement_without_the_terms_that_were_shown(given: dict[str, str]) -> None:
    answer = browser(person("een")).post("/portal/order/office/self", given)
    assert (answer.status_code, rows(Agreement).count()) == (200, 0)
    assert 'name="terms" value="1.0"' in answer.text


def test_order_for_an_organisation_that_becomes_a_customer_by_it(outbox: Path) -> None:
    one = person("een")
    client = browser(one)
    given = ACCEPTED | DETAILS | {"company": "Bedrijf-een", "kvk_number": "9000 0001", "phone": "020 1234567"}
    answer = client.post("/portal/order/office/new", given, follow=True)
    made = rows(Agreement).get()
    assert answer.redirect_chain == [(at(made), 302)]
    organisation = rows(Organisation).get()
    assert (made.organisation, organisation.owner) == (organisation, one)
    assert {name: getattr(organisation, name) for name in DETAILS} == DETAILS
    assert organisation.customer_number == str(100_000 + organisation.pk)
    assert rows(Member).get().mandate == Mandate.OWNER
    assert "Bedrijf-een" in mails(outbox)[0]
    assert client.get(f"/portal/order/office/{organisation.pk}").headers["Location"] == at(made)  # one runs


@pytest.mark.usefixtures("outbox")
def test_an_organisation_becomes_a_customer_once_though_its_form_is_sent_twice() -> None:
    client = browser(person("een", "en"))
    given = ACCEPTED | DETAILS | {"company": "Bedrijf\r\n een"}
    answers = [client.post("/portal/order/office/new", given) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 200]
    assert "order for that one" in answers[1].text
    assert rows(Organisation).get().company == "Bedrijf een"


@pytest.mark.usefixtures("outbox")
def test_what_is_wrong_of_an_organisation_loses_nothing_and_orders_nothing() -> None:
    given = ACCEPTED | DETAILS | {"company": "Bedrijf-een", "kvk_number": "123"}
    answer = browser(person("een", "en")).post("/portal/order/office/new", given)
    assert answer.status_code == 200
    assert ("eight digits" in answer.text, "Bedrijfsstraat 1" in answer.text) == (True, True)
    assert (rows(Agreement).count(), rows(Organisation).count()) == (0, 0)


@pytest.mark.usefixtures("outbox")
def test_the_owner_of_an_organisation_orders_again_and_its_books_open_again() -> None:
    one = person("een")
    made = customer(one)
    end(made, one, absolute)
    assert rows(Organisation).get().last_booked_on
    client = browser(one)
    path = f"/portal/order/mailroom/{made.organisation_id}"
    assert f'href="{path}"' in client.get("/portal/order/mailroom").text
    assert "Bedrijf-een" in client.get(path).text
    assert client.post(path, ACCEPTED).status_code == 302
    assert rows(Organisation).get().last_booked_on is None
    assert [each.service for each in reads.acting(one)] == ["mailroom", "office"]


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("path", ["/portal/order/palace", "/portal/order/palace/self", "/portal/order/office/4711"])
def test_there_is_nothing_to_order_that_is_not_there(path: str) -> None:
    assert browser(person("een")).get(path).status_code == 404


@pytest.mark.usefixtures("outbox")
def test_an_agreement_that_runs_is_not_ordered_twice() -> None:
    one = person("een")
    made = agreement(one)
    client = browser(one)
    assert f'href="{at(made, "change")}"' in client.get("/portal/order/office").text
    assert client.post("/portal/order/office/self", ACCEPTED).headers["Location"] == at(made)
    with pytest.raises(AlreadyRunning):
        order(one, OFFICE, "1.0", None, absolute)
    assert rows(Agreement).count() == 1


@pytest.mark.usefixtures("outbox")
def test_change_the_service() -> None:
    one = person("een")
    made = agreement(one)
    client = browser(one)
    assert 'value="office"' not in client.get(at(made, "change")).text  # what one has is no choice
    assert client.post(at(made, "change"), {"service": "palace"}).status_code == 200
    assert client.post(at(made, "change"), {"service": "mailroom"}).headers["Location"] == at(made)
    made.refresh_from_db(using=OWNER)
    assert made.service == "mailroom"
    changed = rows(ServiceChange).get()
    assert (changed.by, changed.before, changed.after) == (one, "office", "mailroom")
    assert "Kantoor → Postkamer (Voornaam-een)" in client.get(at(made)).text


@pytest.mark.usefixtures("outbox")
def test_who_changes_what_somebody_else_changed_is_told() -> None:
    one = person("een")
    seen = agreement(one)
    (again,) = reads.of(one)
    change(again, MAILROOM, one)
    with pytest.raises(AlreadyEnded):
        change(seen, LETTERBOX, one)
    assert rows(ServiceChange).count() == 1


def test_end(outbox: Path) -> None:
    one = person("een", "en")
    made = agreement(one)
    client = browser(one)
    asked = client.get(at(made, "end")).text
    assert rows(Agreement).filter(ended_at__isnull=True).exists()  # a question ends nothing
    assert f"{reads.gone_on(made):%B %Y}" in asked
    assert client.post(at(made, "end")).headers["Location"] == at(made)
    made.refresh_from_db(using=OWNER)
    assert made.ended_at
    assert "Subject: Your agreement on Office is ended" in mails(outbox)[-1]
    assert "nothing of this agreement is left" in client.get(at(made)).text
    for what in ("end", "change"):
        assert client.post(at(made, what), {"service": "mailroom"}).headers["Location"] == at(made)
    with pytest.raises(AlreadyEnded):
        end(made, one, absolute)
    assert len(mails(outbox)) == 2
    assert "choose a service" in client.get("/portal/").text


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("mandate", [Mandate.READ, Mandate.HAND_IN, Mandate.APPROVE])
def test_who_acts_for_an_organisation_sees_its_agreement_and_does_not_end_it(mandate: Mandate) -> None:
    made = customer(person("een"))
    client = browser(mate(made, mandate=mandate))
    shown = client.get(at(made))
    assert (shown.status_code, at(made, "end") in shown.text) == (200, False)
    for path in (at(made, "end"), at(made, "change"), f"/portal/order/office/{made.organisation_id}"):
        assert client.post(path, ACCEPTED | {"service": "mailroom"}).status_code == 404
    made.refresh_from_db(using=OWNER)
    assert (made.ended_at, made.service) == (None, "office")


@pytest.mark.usefixtures("outbox")
def test_an_owner_who_did_not_order_may_end() -> None:
    made = customer(person("een"))
    assert browser(mate(made, mandate=Mandate.OWNER)).post(at(made, "end")).status_code == 302
    made.refresh_from_db(using=OWNER)
    assert made.ended_at


@pytest.mark.usefixtures("outbox")
def test_who_ordered_for_an_organisation_sees_nothing_of_it_once_the_mandate_ends() -> None:
    one = person("een")
    made = customer(one)
    other = mate(made, mandate=Mandate.OWNER)
    client = browser(one)
    assert client.get(at(made)).status_code == 200
    assert browser(other).post(f"/portal/organisations/{made.organisation_id}/people/{one.pk}").status_code == 302
    assert client.get(at(made)).status_code == 404
    assert "Bedrijf-een" not in client.get("/portal/").text
    assert (reads.acting(one), reads.of(one)) == ([], [])
    assert reads.acting(other, Mandate.OWNER) == [made]


@pytest.mark.usefixtures("outbox")
def test_the_home_asks_for_what_an_organisation_lacks_and_rooms_above_add_theirs() -> None:
    one = person("een", "en")
    made = customer(one)
    client = browser(one)

    def documents(**_: object) -> list[Notice]:
        return [Notice("A document waits.", "/portal/waits")]

    assert "has no bank account yet" in client.get("/portal/").text
    with heard(documents):
        assert '<a href="/portal/waits">A document waits.</a>' in client.get("/portal/").text
    rows(Organisation).update(iban="NL91ABNA0417164300", kvk_number=None, vat_number=None)
    shown = client.get("/portal/").text
    assert ("has no bank account yet" in shown, "neither a KvK number" in shown) == (False, True)
    rows(Organisation).update(kvk_number="90000001")
    assert "Nothing needs your attention." in client.get("/portal/").text
    assert at(made) in client.get("/portal/").text


@contextmanager
def heard(receiver: object) -> Iterator[None]:
    attention.asked.connect(receiver)
    try:
        yield
    finally:
        attention.asked.disconnect(receiver)


@pytest.mark.usefixtures("outbox")
def test_no_query_for_each_row_of_the_home() -> None:
    one, asked = person("een"), []
    client = browser(one)
    for name in ("een", "twee", "drie"):
        customer(one, name)
        with CaptureQueriesContext(connection) as queries:
            assert f"Bedrijf-{name}" in client.get("/portal/").text
        asked.append(len(queries))
    assert asked[1:] == asked[:-1]


def test_every_version_of_the_terms_is_whole_and_the_last_is_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    for each in terms.versions():
        assert len(each.clauses("nl")) == len(each.clauses("en")) > 0
    older = terms.in_force()
    newer = Terms("2.0", date(2100, 1, 1), older.texts)
    monkeypatch.setattr(terms, "versions", lambda: (older, newer))
    assert (terms.in_force(), terms.version("1.0"), terms.version("3.0")) == (newer, older, None)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(("language", "head"), [("nl", "Beëindigen"), ("en", "Ending")])
def test_the_terms_are_there_for_everyone_to_keep(language: str, head: str) -> None:
    client = browser(**{"accept-language": language})
    found = re.findall(r'href="(/portal/terms/[^"]+)"', client.get("/portal/terms/").text)
    assert [head in client.get(path).text for path in found] == [True] * len(terms.versions())
    assert client.get("/portal/terms/9/").status_code == 404
