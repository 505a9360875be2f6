"""The list of documents and the page of one: what is shown to whom, found, and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from facturis.services.agreements.models import Agreement
from facturis.services.documents import actions, shown
from facturis.services.documents.models import Document, Step
from facturis.services.documents.views.listing import PAGE
from facturis.services.organisations.models import Mandate
from tests.product.cast import absolute, agreement, browser, customer, delivered, handed_in, mate, person, rows
from tests.product.documents.reading.made import CREDIT, UBL

Action = Step.Action
LIST = "/portal/documents/"


def at(document: Document) -> str:
    return f"{LIST}{document.pk}/"


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", "There are no documents yet."),
        ("?tab=received", "Nothing has arrived yet."),
        ("?tab=named", "There is nothing to confirm."),
        ("?q=nergens", "Whole words are looked for."),
        ("?page=99&dossier=x&tab=nonsense", "There are no documents yet."),
    ],
)
def test_an_empty_list_says_what_to_do(asked: str, told: str) -> None:
    one, two = person("een", "en"), person("twee", "en")
    agreement(one)
    assert told in browser(one).get(LIST + asked).text
    nothing = browser(two).get(LIST).text
    assert ("Order a service" in nothing, 'href="/portal/documents/new"' in nothing) == (True, False)
    assert "Order a service" in browser(two).get(f"{LIST}new").text


@pytest.mark.usefixtures("outbox")
def test_what_is_looked_for_is_found_by_every_word_in_text_name_and_invoice_of_ones_own() -> None:
    one, two = person("een", "en"), person("twee", "en")
    under = agreement(one)
    handed_in(under, one, "De huur van één pand 2026-0017".encode(), "brief.txt")
    handed_in(under, one, UBL, "factuur.xml")
    handed_in(agreement(two), two, b"De huur is geheim", "geheim.txt")
    client = browser(one)
    for words, found in {
        "huur": ["brief.txt"], "HUUR een": ["brief.txt"], "0017": ["brief.txt"], "2026-0017": ["brief.txt"],
        "Verkoper": ["factuur.xml"], "factuur": ["factuur.xml"], "huur verkoper": [], "geheim": [],
        "": ["brief.txt", "factuur.xml"], "%": ["brief.txt", "factuur.xml"], "huu": [],
    }.items():  # fmt: skip
        page = client.get(LIST, {"q": words}).text
        assert [name for name in ("brief.txt", "factuur.xml", "geheim.txt") if name in page] == found, words
    assert "One document has all of these words: huur" in client.get(LIST, {"q": "huur"}).text


@pytest.mark.usefixtures("outbox")
def test_a_long_list_has_pages_that_keep_what_was_asked() -> None:
    one = person("een", "en")
    under = agreement(one)
    for number in range(PAGE + 1):
        handed_in(under, one, f"huur {number}".encode(), f"stuk-{number}.txt")
    client = browser(one)
    first = client.get(LIST, {"q": "huur"}).text
    assert ("Page 1 of 2" in first, "stuk-0.txt" in first, f"stuk-{PAGE}.txt" in first) == (True, False, True)
    assert 'href="?q=huur&amp;page=2"' in first
    second = client.get(LIST, {"q": "huur", "page": 2}).text
    assert ("stuk-0.txt" in second, f"stuk-{PAGE}.txt" in second) == (True, False)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(("content", "title"), [(UBL, "Invoice"), (CREDIT, "Credit note")])
def test_an_invoice_is_told_in_plain_words_with_its_totals(content: bytes, title: str) -> None:
    one = person("een", "en")
    handed_in(agreement(one), one, content, "factuur.xml")
    made = rows(Document).get(part_of=None)
    page = browser(one).get(at(made)).text
    bill = shown.bill(made)
    assert bill
    assert bill.lines
    assert len(bill.totals) > 3
    assert f">{title}<" in page
    for says, value in (*bill.facts, *bill.totals):
        assert (says in page, value.replace("'", "&#x27;") in page) == (True, True), (says, value)


def test_amounts_are_written_as_people_write_them() -> None:
    given = {"1234.5": "1,234.50", "0.005": "0.005", "-2": "-2.00", "1E+3": "1,000.00", "x": "x"}
    assert {value: shown._amount(value) for value in given} == given
    assert (shown._number("3.00"), shown._number("100"), shown._number(None)) == ("3", "100", "")


@pytest.mark.usefixtures("outbox")
def test_what_a_document_says_is_shown_and_never_run() -> None:
    one = person("een", "en")
    evil = b"Dag <script>alert(1)</script>\nKvK 90000001 {{ 7*7 }}"
    made = handed_in(agreement(one), one, evil, "<img src=x onerror=alert(1)>.txt")
    for page in (browser(one).get(at(made)).text, browser(one).get(LIST).text):
        assert ("<script>alert" in page, "<img src=x" in page) == (False, False)
    assert "Dag &lt;script&gt;alert(1)" in browser(one).get(at(made)).text


@pytest.mark.usefixtures("outbox")
def test_nobody_sees_what_is_not_theirs() -> None:
    one, stranger = person("een"), person("twee")
    own = handed_in(agreement(one), one, b"eigen stuk", "eigen.txt")
    under = customer(one)
    shared = handed_in(under, one, b"van het bedrijf", "bedrijf.txt")
    other = browser(mate(under, "drie", Mandate.READ))
    assert (other.get(at(own)).status_code, other.get(at(shared)).status_code) == (404, 200)
    listed = other.get(LIST).text
    assert ("eigen.txt" in listed, "bedrijf.txt" in listed) == (False, True)
    client = browser(stranger)
    for path in (at(own), at(shared), f"{at(own)}content"):
        assert client.get(path).status_code == 404
    assert ".txt" not in client.get(LIST).text
    assert browser().get(at(own)).headers["Location"].startswith("/account/sign-in")


@pytest.mark.usefixtures("outbox")
def test_no_query_for_each_row_of_the_list_the_home_or_a_document() -> None:
    one, two = person("een", "en"), person("twee", "en")
    under = agreement(one)
    agreement(two)
    made = handed_in(under, one, b"KvK 90000001 een@example.com", "eerste.txt")
    actions.dossier(under, "Huur")
    receivers = [person(name) for name in ("vier", "vijf", "zes")]
    client = browser(one)

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        handed_in(under, one, f"nog een {number}".encode(), f"stuk-{number}.txt")
        actions.dossier(under, f"Dossier-{number}")
        agreement(receivers[number])
        delivered(made, one, receivers[number])
        actions.share(made, one, 7)
        actions.decide(made, one, (Action.APPROVED, Action.PAID, Action.DISPUTED)[number], "Reden", absolute)

    counts: list[list[int]] = []
    for number in range(3):
        more(number)
        counts.append([asked(path) for path in (LIST, f"{LIST}?q=een", "/portal/", at(made))])
    assert counts[0] == counts[1] == counts[2]
    assert all(count <= most for count, most in zip(counts[0], (14, 14, 24, 34), strict=True)), counts[0]


@pytest.mark.usefixtures("outbox")
def test_a_document_whose_agreement_ended_is_told_until_when_it_is_kept() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one, UBL, "factuur.xml")
    ended = timezone.now() - timedelta(days=10)
    rows(Agreement).update(started_at=ended - timedelta(days=10), ended_at=ended)
    assert "until 31 December 2033" in browser(one).get(at(made)).text
