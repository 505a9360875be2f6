"""T-IA-2 to T-IA-4, SRC-1, SRC-2: what is held of a document, of whom, until which day, and gone with its key."""

import zipfile
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone

from facturis.guard import datamap, files, statement, store
from facturis.guard.purpose import processing
from facturis.services.agreements.actions import end
from facturis.services.agreements.models import Agreement
from facturis.services.documents import actions, intake, reads
from facturis.services.documents.models import Delivery, Document, Dossier, Find, Share, Step, Track, Word
from facturis.website.accounts.models import Person
from grondslag.engine.access import Access
from grondslag.engine.access_archive import write_access
from grondslag.law.rules import Moment
from grondslag.statement.dictionary import categories
from grondslag.stores.files import DocumentError
from tests.product.cast import (
    DOCUMENTS,
    PASSWORD,
    absolute,
    access,
    agreement,
    browser,
    customer,
    delivered,
    erase,
    handed_in,
    kept_files,
    mate,
    person,
    rows,
)  # fmt: skip
from tests.product.documents.reading.made import UBL

Action = Step.Action


def count(*models: type[Model]) -> list[int]:
    return [rows(model).count() for model in models or DOCUMENTS]


def full(of: Person, under: Agreement) -> Document:
    """A document with something in every table."""
    made = handed_in(under, of, b"Brief van lantaarn 4711\nKvK 90000001\ndrie@example.com")
    actions.file_in(made, actions.dossier(under, "Dossier-een"))
    actions.share(made, of, 7)
    actions.decide(made, of, Action.DISPUTED, "Reden-een", absolute)
    other = person("ontvanger")
    agreement(other)
    delivered(made, of, other)
    return made


@pytest.mark.usefixtures("outbox")
def test_another_document_is_erased_24_months_after_the_end_with_its_key() -> None:
    """T-IA-2."""
    one = person("een")
    under = agreement(one)
    made = handed_in(under, one)
    end(under, one, absolute)
    gone_on = reads.agreements.gone_on(under)
    assert reads.kept_until(made, Track.OTHER, under.ended_at) == gone_on - timedelta(days=1)
    call_command("sweep", on=gone_on - timedelta(days=1))
    assert (count(Document), kept_files()) == ([1], [made.content])
    call_command("audit", on=gone_on - timedelta(days=1), sample=50)
    call_command("sweep", on=gone_on)
    assert (count(Document, Word), kept_files()) == ([0, 0], [])
    with pytest.raises(DocumentError):
        next(files.store(intake.STORE).open(str(made.content)))
    call_command("audit", on=gone_on, sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_fiscal_document_survives_until_the_last_day_of_the_seventh_year_and_not_the_next() -> None:
    """T-IA-2: not on 31 December, gone on 1 January."""
    one = person("een")
    under = agreement(one)
    made = handed_in(under, one, UBL, "factuur.xml")
    assert made.booked_on.isoformat() == "2026-11-02"
    browser(one).post("/account/close", {"password": PASSWORD})
    end(under, one, absolute)
    last = reads.kept_until(made, Track.FISCAL, under.ended_at)
    assert last == date(2033, 12, 31)
    for day in (reads.agreements.gone_on(under), last):  # the agreement goes long before
        call_command("sweep", on=day)
        assert (count(Document, Word), kept_files()) == ([1, 0], [made.content])
    assert (rows(Agreement).get().service, rows(Person).get().name) == (None, None)
    assert [each["table"] for each in access(one)["tables"]] == ["documents_document"]
    assert rows(Document).get().invoice["number"] == "VOORBEELD-0001"
    call_command("audit", on=last, sample=50)
    call_command("sweep", on=last + timedelta(days=1))
    assert (count(Document, Agreement, Person), kept_files()) == ([0, 0, 0], [])
    call_command("audit", on=last + timedelta(days=1), sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_fiscal_document_is_sealed_from_24_months_after_the_end() -> None:
    one = person("een")
    under = agreement(one)
    made = handed_in(under, one, UBL, "factuur.xml")
    client = browser(one)
    link = f"/portal/documents/shared/{actions.share(made, one, 30)}"
    today = timezone.now()
    for ended, seen in ((today - timedelta(days=729), 200), (today - timedelta(days=800), 404)):
        rows(Agreement).update(started_at=ended - timedelta(days=10), ended_at=ended)
        assert client.get(f"/portal/documents/{made.pk}/").status_code == seen
        assert client.get(f"/portal/documents/{made.pk}/content").status_code == seen
        assert browser().get(link).status_code == (200 if seen == 200 else 410)
        with processing("I.A"):
            assert Document.objects.count() == (seen == 200)
    assert "factuur.xml" not in client.get("/portal/documents/").text
    assert rows(Document).get().invoice  # kept, and read by nobody


@pytest.mark.usefixtures("outbox")
def test_the_term_of_a_document_is_chosen_by_its_class() -> None:
    one = person("een")
    under = agreement(one)
    made, other = handed_in(under, one), handed_in(under, one, b"nog een", "twee.txt")
    actions.reclass(made, Track.FISCAL)
    end(under, one, absolute)
    call_command("sweep", on=reads.agreements.gone_on(under))
    assert list(rows(Document).values_list("pk", flat=True)) == [made.pk]
    assert kept_files() == [made.content]
    assert other.content not in kept_files()


def test_every_stored_field_is_of_an_item_that_the_statement_lists() -> None:
    """T-IA-3."""
    purpose = statement.purpose("I.A")
    assert purpose
    listed = {leaf for item in purpose.items for leaf in categories()[item.category].leaves}
    held: dict[str, set[str]] = {}
    for model in DOCUMENTS:
        mapped = {each.name: each for each in datamap.installed().datamap.table(model._meta.db_table).columns}
        assert {field.column for field in model._meta.concrete_fields} <= set(mapped), model
        for name, column in mapped.items():
            assert column.plain or column.link or column.category in listed, (model, name)
            held.setdefault(column.category or "", set()).add(name)
    assert set(held) == {"", "dossier", "service_content"}
    assert {"content", "text", "invoice", "word", "value"} <= held["service_content"]


@pytest.mark.usefixtures("outbox")
def test_access_shows_every_row_and_value_of_a_customer_and_no_password() -> None:
    """T-IA-4, SRC-1: each table says from where its data come."""
    one = person("een")
    made = full(one, agreement(one))
    told = access(one)
    tables = {each["table"]: each for each in told["tables"]}
    words = rows(Word).filter(document=made).count()
    expected = {Word: words, Find: 2} | dict.fromkeys((Share, Step, Delivery, Document, Dossier), 1)
    assert {model: len(tables[model._meta.db_table]["rows"]) for model in expected} == expected
    for value in ("lantaarn 4711", "Dossier-een", "Reden-een", made.sha256):
        assert value in str(told)
    for text in exported(one):
        assert ("argon2" in text, PASSWORD in text) == (False, False)
    for model in DOCUMENTS:
        assert model.privacy.source, model


def exported(of: Person) -> list[str]:
    """What a person gets to read: the page and the sheets of their access."""
    file = BytesIO()
    with store.opened(store.owner()) as opened, opened.transaction(write=False):
        at = Moment(datetime.now(UTC), opened.zone)
        write_access(Access(opened, statement.in_force(), at, store.subject(of)), file)
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name != "access.json"]


@pytest.mark.usefixtures("outbox")
def test_a_third_person_who_is_named_in_a_document_finds_that_in_their_own_access() -> None:
    """SRC-2: and no word of the document, which is the customer's."""
    one, three, four = person("een"), person("drie"), person("vier")
    full(one, agreement(one))
    told = access(three)
    (table,) = (each for each in told["tables"] if each["table"] == Find._meta.db_table)
    assert len(table["rows"]) == 1
    assert "lantaarn" not in str(told)
    assert not any(each["table"] == Find._meta.db_table for each in access(four)["tables"])


@pytest.mark.usefixtures("outbox")
def test_an_erasure_takes_every_row_and_the_bytes_once_the_agreement_ended_and_the_receiver_keeps_theirs() -> None:
    one = person("een")
    under = agreement(one)
    made = full(one, under)
    receiver = rows(Person).get(username="ontvanger")
    theirs = rows(Document).get(source="delivery")
    erase(one)
    assert count(Document) == [2]  # a running agreement keeps its documents
    end(under, one, absolute)
    call_command("sweep")
    assert {each.document_id for each in rows(Word)} == {theirs.pk}
    assert count(Find, Share, Step, Dossier) == [0, 0, 0, 0]
    proof, stub = rows(Delivery).get(), rows(Document).get(pk=made.pk)  # that it came is the receiver's too
    assert (proof.receiver_id, proof.by_id, proof.sha256) == (receiver.pk, None, None)
    assert (stub.customer_id, stub.given_by_id, stub.name, stub.text, stub.content) == (None,) * 5
    assert kept_files() == [theirs.content]
    client = browser(receiver)
    assert b"".join(client.get(f"/portal/documents/{theirs.pk}/content")).startswith(b"Brief van")
    assert client.get(f"/portal/documents/{theirs.pk}/").status_code == 200
    assert made.content not in kept_files()
    call_command("audit", sample=50)
    call_command("sweep", on=reads.agreements.gone_on(under))
    assert (count(Delivery), list(rows(Document).values_list("pk", flat=True))) == ([0], [theirs.pk])
    call_command("audit", on=reads.agreements.gone_on(under), sample=50)


@pytest.mark.usefixtures("outbox")
def test_an_agreement_that_ended_is_erased_at_once_but_for_what_tax_law_keeps() -> None:
    one = person("een")
    under = agreement(one)
    handed_in(under, one)
    bill = handed_in(under, one, UBL, "factuur.xml")
    end(under, one, absolute)
    erased = erase(one)
    assert "documents_document" in {each.place.partition(".")[0] for each in erased.stays}
    assert (list(rows(Document).values_list("pk", flat=True)), kept_files()) == ([bill.pk], [bill.content])
    assert rows(Find).count() == 0
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_the_sender_keeps_the_proof_when_the_receiver_is_erased() -> None:
    one, two = person("een", "en"), person("twee")
    theirs_under, made = agreement(two), handed_in(agreement(one), one)
    delivered(made, one, two)
    end(theirs_under, two, absolute)
    browser(two).post("/account/close", {"password": PASSWORD})
    erase(two)
    call_command("sweep")
    proof, (left,) = rows(Delivery).get(), rows(Person).filter(pk=two.pk).values("name", "email", "username")
    assert (proof.sha256, proof.document_id) == (made.sha256, made.pk)
    assert set(left.values()) == {None}  # the key that the proof names leads to nobody any more
    assert kept_files() == [made.content]
    shown = browser(one).get(f"/portal/documents/{made.pk}/")
    assert (shown.status_code, str(made.sha256) in shown.text, "Voornaam-twee" in shown.text) == (200, True, False)
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_team_mate_who_is_erased_is_not_named_by_the_documents_that_stay() -> None:
    one = person("een")
    made = customer(one)
    other = mate(made)
    paper = handed_in(made, other)
    actions.decide(paper, other, Action.APPROVED, "", absolute)
    erase(other)
    call_command("sweep")
    call_command("audit", sample=50)
    assert rows(Document).get().pk == paper.pk
    assert browser(one).get(f"/portal/documents/{paper.pk}/").status_code == 200


def test_nobody_is_named_by_the_text_of_a_row(outbox: Path) -> None:
    one = person("een")
    full(one, agreement(one))
    assert outbox.is_dir()
    for model in DOCUMENTS:
        for row in rows(model):
            kind, _, key = str(row).rpartition(" ")
            assert (kind, key) == (model._meta.model_name, str(row.pk))
