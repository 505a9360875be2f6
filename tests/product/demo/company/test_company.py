"""What the rooms would have made in two years: all of it lawful, nothing missing, and everybody plainly synthetic."""

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import Count, F
from django.test import override_settings
from django.utils import timezone

from facturis.demo.company import numbers
from facturis.demo.company.casting import Login
from facturis.demo.company.making import Size, make
from facturis.demo.company.parties import PASSWORD
from facturis.guard import files
from facturis.guard.purpose import processing
from facturis.security.protection.models import SecurityEntry
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.documents import intake, reads
from facturis.services.documents.models import Delivery, Document, Dossier, Find, Share, Step, Track, Word
from facturis.services.documents.words import words
from facturis.services.organisations import checks
from facturis.services.organisations.models import Mandate, Member, Organisation
from facturis.website.accounts.models import Person
from grondslag.cli.failures import InputError
from tests.product.cast import access, browser, rows
from tests.product.demo.company.conftest import SMALL, TODAY, company

MODELS = (Person, SecurityEntry, Organisation, Member, Agreement, ServiceChange, Dossier, Document, Word, Find,
          Delivery, Step, Share)  # fmt: skip
SECRET = {"password", "content", "digest"}


def as_owner(logins: list[Login]) -> Person:
    """The demonstration's owner of an organisation."""
    assert "owner" in {each.username for each in logins}
    found: Person = rows(Person).get(username="owner")
    return found


def test_every_cell_is_lawful_and_the_page_agrees(small: list[Login]) -> None:  # noqa: ARG001
    call_command("audit", sample=200)


def test_nothing_that_there_can_be_is_missing(small: list[Login]) -> None:  # noqa: ARG001
    def all_of(model: type, field: str) -> set[object]:
        return set(rows(model).values_list(field, flat=True))

    assert all_of(Document, "track") == set(Track)
    assert all_of(Document, "kind") == {"", "XML", "TEXT", "PDF", "ZIP", "MAIL"}
    assert all_of(Document, "source") == {"upload", "mail", "delivery"}
    assert {invoice["syntax"] for invoice in all_invoices()} == {"UBL", "CII"}
    assert {invoice["credit"] for invoice in all_invoices()} == {True, False}
    assert all_of(Step, "action") == set(Step.Action)
    assert all_of(Find, "state") == set(Find.State)
    assert all_of(Member, "mandate") == set(Mandate)
    for model in MODELS:
        assert rows(model).exists(), model
    for ended in (rows(Agreement).filter(ended_at__isnull=False), rows(Person).filter(closed_at__isnull=False),
                  rows(Member).filter(until__isnull=False), rows(Document).filter(part_of__isnull=False),
                  rows(Document).filter(dossier__isnull=False), rows(Delivery).filter(opened_at__isnull=True),
                  rows(Share).filter(expires_at__lt=timezone.now()), rows(Share).filter(opened__gt=0),
                  rows(Step).exclude(reason="")):  # fmt: skip
        assert ended.exists(), ended.query


def all_invoices() -> list[dict[str, object]]:
    return list(rows(Document).filter(invoice__isnull=False).values_list("invoice", flat=True))


def test_it_all_lies_in_two_years_before_today(small: list[Login]) -> None:  # noqa: ARG001
    midnight = timezone.make_aware(datetime.combine(TODAY, time()))
    first = midnight - timedelta(days=731)
    for model, field in ((Person, "joined_at"), (Agreement, "started_at"), (Document, "received_at"), (Step, "at"),
                         (Delivery, "delivered_at"), (Find, "at"), (Word, "at"), (Member, "since")):  # fmt: skip
        # Whoever is gone but for a row of somebody else's has no time of joining any more.
        times = rows(model).filter(**{f"{field}__isnull": False}).values_list(field, flat=True)
        assert first < min(times), model
        assert max(times) < midnight, model
    assert not rows(Step).filter(at__lt=F("document__received_at")).exists()
    assert not rows(Delivery).filter(opened_at__lt=F("delivered_at")).exists()
    assert not rows(Document).filter(received_at__lt=F("agreement__started_at")).exists()


def test_each_document_is_as_the_intake_leaves_it(small: list[Login]) -> None:  # noqa: ARG001
    store = files.store(intake.STORE)
    for document in rows(Document).all():
        kept = store.about(document.content)
        assert (kept.size, kept.sha256) == (document.size, document.sha256)
        written = [document.name, document.text or ""]
        stored = set(rows(Word).filter(document=document).values_list("word", flat=True))
        stated = [(document.invoice or {}).get("number", "")]
        assert set(words([*written, *stated])) <= stored, document.name
        assert stored <= set(words([*written, str(document.invoice)])), document.name
    invoices = rows(Document).filter(invoice__isnull=False, source="upload")
    assert not invoices.annotate(found=Count("finds")).filter(found=0).exists()
    assert {path.stem for path in store.keys.iterdir()} == set(rows(Document).values_list("content", flat=True))


def test_an_invoice_names_its_sender_who_is_a_customer(small: list[Login]) -> None:  # noqa: ARG001
    for find in rows(Find).filter(organisation__isnull=False).select_related("organisation"):
        known = {find.organisation.kvk_number, find.organisation.vat_number, find.organisation.iban}
        assert find.value in known
    assert not [invoice for invoice in all_invoices() if invoice["problems"]]


def test_everybody_is_plainly_synthetic_and_right_by_every_check(small: list[Login]) -> None:  # noqa: ARG001
    for person in rows(Person).filter(name__isnull=False):
        assert re.fullmatch(r"Voornaam-\d{3} persoon-\d{3}@example\.com", f"{person.name} {person.email}")
    for each in rows(Organisation).all():
        assert re.fullmatch(r"Bedrijf-\d\d bedrijf-\d\d@example\.com", f"{each.company} {each.email}")
        assert (each.kvk_number[:2], each.vat_number[2:7], each.iban[4:8]) == ("00", "00000", "DEMO")
        for kind, value in (("kvk", each.kvk_number), ("btw", each.vat_number), ("iban", each.iban)):
            assert checks.known_by(kind, value) == value
    assert numbers.account(1) != numbers.account(2)


def shown(person: Person) -> set[int]:
    """The documents that a person finds in their portal."""
    with processing("I.A"):
        return {each.pk for each in reads.listed(person)}


def test_each_sees_what_is_theirs(small: list[Login]) -> None:
    owner = as_owner(small)
    mine = rows(Document).filter(agreement__organisation__owner=owner)
    assert shown(owner) == set(mine.values_list("pk", flat=True))
    assert mine.count() > 5
    told = access(owner)
    assert {"documents_document", "agreements_agreement"} <= {each["table"] for each in told["tables"]}
    strange = rows(Person).get(username="private")
    assert not shown(strange) & set(mine.values_list("pk", flat=True))


def test_the_accounts_that_it_names_can_be_signed_in_to(small: list[Login]) -> None:
    cache.clear()
    answers = {}
    for login in small:
        given = {"username": login.username, "password": PASSWORD}
        answers[login.username] = browser().post("/account/sign-in", given).headers.get("Location", "")
    assert answers.keys() == {"owner", "delegate", "private", "closed"}
    assert len({answers[name] for name in ("owner", "delegate", "private")}) == 1
    assert "reopen" in answers["closed"] or answers["closed"] != answers["owner"]


def test_it_is_the_same_for_the_same_day(tmp_path: Path) -> None:
    found = []
    for run in ("one", "two"):
        with company("sqlite", tmp_path / run, SMALL):
            found.append({model: stored(model) for model in MODELS})
    assert found[0] == found[1]


def stored(model: type) -> list[tuple[object, ...]]:
    """All rows but for what is secret."""
    fields = [each.attname for each in model._meta.concrete_fields if each.attname not in SECRET]  # type: ignore[attr-defined]
    return sorted(rows(model).values_list(*fields), key=lambda row: row[fields.index("id")])


def test_it_is_made_in_an_empty_database_of_a_demonstration_alone(small: list[Login]) -> None:  # noqa: ARG001
    before = rows(Person).count()
    with pytest.raises(InputError, match="holds people already"):
        make(TODAY, SMALL)
    with override_settings(FACTURIS_DEMO=False), pytest.raises(InputError, match="FACTURIS_DEMO=1"):
        make(TODAY, SMALL)
    assert rows(Person).count() == before


def test_at_its_full_size_it_is_as_large_as_promised(tmp_path: Path) -> None:
    with company("sqlite", tmp_path, Size()):
        assert (rows(Organisation).count(), rows(Person).count()) == (40, 120)
        assert rows(Document).count() > 550
        assert rows(Delivery).count() > 200
        call_command("audit", sample=200)
