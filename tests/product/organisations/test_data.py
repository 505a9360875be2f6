"""T-IC-3, T-IC-4: what is held of an organisation and of who acts for it, and until which day."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from facturis.guard import statement
from facturis.services.agreements.actions import end
from facturis.services.organisations import actions
from facturis.services.organisations.models import Mandate, Member, Organisation
from tests.product.cast import BANK, absolute, access, customer, erase, mate, person, rows
from tests.product.databases import OWNER


def books_close_on(last: date) -> date:
    """Seven years after the end of the year of the last booking (AWR art. 52(4))."""
    return date(last.year + 8, 1, 1)


@pytest.mark.usefixtures("outbox")
def test_the_books_keep_an_organisation_for_seven_years_after_the_year_of_the_last_booking() -> None:
    one = person("een")
    made = customer(one, **BANK)
    end(made, one, absolute)
    kept = rows(Organisation).get()
    assert kept.last_booked_on == timezone.localdate()
    gone_on = books_close_on(kept.last_booked_on)
    call_command("sweep", on=gone_on - timedelta(days=1))
    kept.refresh_from_db(using=OWNER)
    assert (kept.company, kept.iban) == ("Bedrijf-een", BANK["iban"])
    call_command("sweep", on=gone_on)
    assert not rows(Organisation).filter(company__isnull=False).exists()
    assert not rows(Organisation).filter(iban__isnull=False).exists()
    call_command("audit", on=gone_on, sample=50)


@pytest.mark.usefixtures("outbox")
def test_an_organisation_that_is_a_customer_stays() -> None:
    customer(person("een"), **BANK)
    call_command("sweep", on=date(2100, 1, 1))
    assert rows(Organisation).get().iban == BANK["iban"]


@pytest.mark.usefixtures("outbox")
def test_erasure_leaves_the_books_alone_and_says_which_law_keeps_them() -> None:
    one = person("een")
    end(customer(one, **BANK), one, absolute)
    stays = [each for each in erase(one).stays if each.place.startswith("organisations_organisation")]
    assert stays
    assert {each.law for each in stays} == {"AWR art. 52(4)"}
    assert rows(Organisation).get().iban == BANK["iban"]


@pytest.mark.usefixtures("outbox")
def test_that_somebody_acted_is_gone_24_months_after_the_mandate_ended() -> None:
    made = customer(person("een"))
    two = mate(made, "twee", Mandate.APPROVE)
    assert made.organisation_id
    actions.end(made.organisation_id, two.pk)
    ended = rows(Member).get(person=two)
    assert ended.until
    gone_on = statement.gone_on("I.A", ended.until)
    call_command("sweep", on=gone_on - timedelta(days=1))
    assert rows(Member).filter(person=two, mandate="approve").exists()
    call_command("sweep", on=gone_on)
    assert list(rows(Member).values_list("mandate", flat=True)) == ["owner"]
    call_command("audit", on=gone_on, sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_mandate_that_was_erased_takes_nothing_of_who_gave_it() -> None:
    one = person("een")
    made = customer(one)
    two = mate(made, "twee")
    assert made.organisation_id
    actions.end(made.organisation_id, two.pk)
    erase(two)
    assert list(rows(Member).values_list("person", flat=True)) == [one.pk]
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_access_tells_a_mate_of_the_mandate_and_not_of_the_organisation_s_bank() -> None:
    made = customer(person("een"), **BANK)
    two = mate(made, "twee", Mandate.APPROVE)
    told = access(two)
    assert {each["table"] for each in told["tables"]} >= {"organisations_member"}
    assert ("approve" in str(told), BANK["iban"] in str(told)) == (True, False)
