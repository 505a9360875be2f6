"""What is done with an agreement: it is entered into, changed and ended, each time with a mail that says so."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from facturis.guard.ending import end as ended
from facturis.guard.purpose import processing
from facturis.pages.prices import Plan
from facturis.services.agreements import reads
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.organisations import actions as organisations
from facturis.services.organisations.models import Mandate, Organisation
from facturis.services.organisations.reads import acting_for
from facturis.website.accounts import mails
from facturis.website.accounts.models import Person

type Absolute = Callable[[str], str]  # makes a path a URL


class AlreadyRunning(Exception):
    """An agreement runs already: a service is changed, not ordered twice."""


class AlreadyEnded(Exception):
    """The agreement has ended, or was changed by somebody else meanwhile."""


def order(person: Person, plan: Plan, terms: str, organisation: int | None, absolute: Absolute) -> Agreement:
    """Enters into an agreement under a version of the terms, for an organisation or for the person themselves.

    Raises AlreadyRunning.
    """
    try:
        with transaction.atomic():
            made = _begin(person, plan, terms, organisation)
    except IntegrityError:
        raise AlreadyRunning from None
    _tell(person, "ordered", made, absolute)
    return made


def order_for_new(person: Person, plan: Plan, terms: str, organisation: Organisation, absolute: Absolute) -> Agreement:
    """Enters into an agreement for an organisation that becomes a customer by it, with the person as its owner.

    Raises AlreadyRunning where the person owns one of that name: a form was sent twice.
    """
    with transaction.atomic():
        if organisation.company in {each.company for each in acting_for(person, Mandate.OWNER)}:
            raise AlreadyRunning
        made = _begin(person, plan, terms, organisations.register(organisation, person).pk)
    _tell(person, "ordered", made, absolute)
    return made


@processing("I.A")
@transaction.atomic
def change(agreement: Agreement, plan: Plan, by: Person) -> None:
    """Agrees on another service from now on. Raises AlreadyEnded."""
    before = agreement.service or ""
    asked = Agreement.objects.filter(pk=agreement.pk, ended_at__isnull=True, service=before)
    if not asked.update(service=plan.code):
        raise AlreadyEnded
    ServiceChange.objects.create(agreement=agreement, by=by, before=before, after=plan.code)
    agreement.service = plan.code


def end(agreement: Agreement, by: Person, absolute: Absolute) -> None:
    """Ends an agreement now, from which its terms run. Raises AlreadyEnded."""
    now = timezone.now()
    with processing("I.A"):
        if not ended(agreement, ended_at=now):
            raise AlreadyEnded
    if agreement.organisation_id:
        organisations.leaves(agreement.organisation_id, timezone.localdate(now))
    _tell(by, "ended", agreement, absolute)


@processing("I.A")
def _begin(person: Person, plan: Plan, terms: str, organisation: int | None) -> Agreement:
    made = Agreement.objects.create(person=person, organisation_id=organisation, service=plan.code, terms=terms)
    if organisation:
        organisations.returns(organisation)
    return made


def _tell(person: Person, mail: str, agreement: Agreement, absolute: Absolute) -> None:
    """Mails whoever did it, in the language of the account."""
    (shown,) = reads.shown([agreement])
    if person.email:
        mails.send(
            mail, person.email, person.language or "nl", room="agreements", shown=shown, agreement=agreement,
            plan=agreement.plan, url=absolute(reverse("agreements:agreement", args=[agreement.pk])),
            terms=absolute(reverse("agreements:terms_version", args=[agreement.terms])),
        )  # fmt: skip
