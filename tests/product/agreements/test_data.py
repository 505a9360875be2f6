"""T-IA-2, PUR-X1, PUR-X3: what is held of an agreement, of whom, and until which day."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from facturis.guard import statement
from facturis.guard.purpose import processing
from facturis.services.agreements import reads
from facturis.services.agreements.actions import change, end
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.organisations.models import Member, Organisation
from facturis.website.accounts import actions as accounts
from facturis.website.accounts import reads as account_reads
from facturis.website.accounts.models import Person
from tests.product.cast import (
    MAILROOM,
    PASSWORD,
    absolute,
    access,
    agreement,
    browser,
    customer,
    erase,
    mate,
    person,
    rows,
)
from tests.product.databases import OWNER

KEPT = ("name", "street", "postcode", "city", "country", "email", "phone", "language")


def details(of: Person, *names: str) -> list[str]:
    of.refresh_from_db(using=OWNER)
    return [name for name in names if getattr(of, name)]


def ended(of: Person) -> Agreement:
    made = agreement(of)
    change(made, MAILROOM, of)
    end(made, of, absolute)
    return made


@pytest.mark.usefixtures("outbox")
def test_an_agreement_is_gone_24_months_after_its_end_on_the_day_that_its_page_tells() -> None:
    one = person("een")
    made, running = ended(one), agreement(person("twee"))
    gone_on = reads.gone_on(made)
    assert made.ended_at
    last = timezone.localdate(made.ended_at)
    assert gone_on == last.replace(year=last.year + 2) + timedelta(days=1)
    assert str(gone_on.day) in browser(one).get(f"/portal/agreements/{made.pk}/").text
    call_command("sweep", on=gone_on - timedelta(days=1))
    assert (rows(Agreement).count(), rows(ServiceChange).count()) == (2, 1)
    call_command("sweep", on=gone_on)
    assert (list(rows(Agreement)), rows(ServiceChange).count()) == ([running], 0)
    call_command("audit", on=gone_on, sample=50)


@pytest.mark.usefixtures("outbox")
def test_a_closed_account_leaves_the_party_known_and_no_way_in_until_the_last_agreement_is_over() -> None:
    """PUR-X1: two purposes keep one row, each until its own end."""
    one = person("een")
    agreement(one)
    browser(one).post("/account/close", {"password": PASSWORD})
    one.refresh_from_db(using=OWNER)
    gone_on = account_reads.gone_on(one)
    call_command("sweep", on=gone_on - timedelta(days=1))
    assert details(one, "username", "password", *KEPT) == ["username", "password", *KEPT]
    call_command("sweep", on=gone_on)
    assert details(one, "username", "password", *KEPT) == [*KEPT]
    end(rows(Agreement).get(), one, absolute)
    call_command("sweep", on=reads.gone_on(rows(Agreement).get()) - timedelta(days=1))
    assert details(one, *KEPT) == [*KEPT]
    call_command("sweep", on=reads.gone_on(rows(Agreement).get()))
    assert rows(Person).count() == rows(Agreement).count() == 0


@pytest.mark.usefixtures("outbox")
def test_an_address_is_free_again_once_its_account_is_gone_though_its_agreement_is_not() -> None:
    one = person("een")
    agreement(one)
    browser(one).post("/account/close", {"password": PASSWORD})
    one.refresh_from_db(using=OWNER)
    assert processing("III.C")(account_reads.by_email)("een@example.com") == one
    call_command("sweep", on=account_reads.gone_on(one))
    assert processing("III.C")(account_reads.by_email)("een@example.com") is None
    with processing("III.C"):
        again = accounts.sign_up(Person(username="een"), "een@example.com", PASSWORD, statement.in_force().version)
        assert account_reads.by_email("een@example.com") == again


@pytest.mark.usefixtures("outbox")
def test_a_person_without_an_account_is_kept_by_an_agreement_and_by_nothing_else() -> None:
    """PUR-X3: the ground is there with the agreement, and not without."""
    one, two = person("een"), person("twee")
    agreement(one)
    rows(Person).update(joined_at=None)
    call_command("sweep")
    assert details(one, *KEPT) == [*KEPT]
    assert not rows(Person).filter(pk=two.pk, name__isnull=False).exists()
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_access_shows_every_row_and_nobody_elses() -> None:
    one = person("een")
    made = customer(one)
    change(made, MAILROOM, one)
    agreement(one)
    mate(made, "twee")
    agreement(person("drie"))
    tables = {each["table"]: each["rows"] for each in access(one)["tables"]}
    held = {Person: 1, Agreement: 2, ServiceChange: 1, Organisation: 1, Member: 2}  # one mandate held, and one given
    assert {model._meta.db_table: len(tables[model._meta.db_table]) for model in held} == {
        model._meta.db_table: number for model, number in held.items()
    }
    told = str(access(one))
    organisation = rows(Organisation).get()
    for name, says in Organisation.privacy.columns.items():
        if isinstance(says, str) and getattr(organisation, name):
            assert str(getattr(organisation, name)) in told, name
    assert ("mailroom" in told, "drie" in told) == (True, False)
    assert "Bedrijf-een" not in str(access(rows(Person).get(username="twee")))


@pytest.mark.usefixtures("outbox")
def test_an_erasure_waits_for_the_end_of_an_agreement_and_takes_one_that_has_ended() -> None:
    one, two = person("een"), person("twee")
    ended(one)
    runs = agreement(one)
    other = agreement(two)
    erase(one)
    assert set(rows(Agreement)) == {runs, other}
    assert rows(ServiceChange).count() == 0
    assert details(one, *KEPT) == [*KEPT]
    end(runs, one, absolute)
    call_command("sweep")
    assert list(rows(Agreement)) == [other]
    assert details(one, *KEPT) == [*KEPT]  # the account is open
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_what_was_agreed_is_not_rewritten() -> None:
    one = person("een")
    ended(one)
    for tamper in (
        lambda: rows(ServiceChange).update(after="office"),
        lambda: rows(ServiceChange).delete(),
        lambda: rows(ServiceChange).get().save(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(using=OWNER):
            tamper()
    assert rows(ServiceChange).get().after == "mailroom"


def test_nobody_is_named_by_the_text_of_a_row(outbox: Path) -> None:
    one = person("een")
    made = customer(one)
    change(made, MAILROOM, one)
    made_rows = [made, rows(ServiceChange).get(), rows(Organisation).get(), rows(Member).get()]
    assert [str(each).rpartition(" ")[2] for each in made_rows] == [str(each.pk) for each in made_rows]
    assert "een" not in " ".join(map(str, made_rows)).replace("agreement", "")
    assert outbox.is_dir()
