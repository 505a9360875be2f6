"""Which agreements there are, on whose behalf, and until when they are kept. Every read opens its purpose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from facturis.guard import statement
from facturis.guard.purpose import processing
from facturis.pages.prices import Plan, plan
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.organisations import reads as organisations
from facturis.services.organisations.models import Mandate
from facturis.website.accounts import reads as accounts
from facturis.website.accounts.models import Person

PURPOSE = "I.A"


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as pages show it, with the name of the organisation that it is for, if it is for one."""

    agreement: Agreement
    company: str
    gone_on: date


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of an agreement as pages show it, with the name of who agreed on it, where one is known."""

    at: datetime
    before: Plan | None
    after: Plan | None
    by: str


@processing(PURPOSE)
def of(person: Person) -> list[Agreement]:
    """The agreements that a person entered into for themselves, the newest first."""
    return list(Agreement.objects.filter(person=person, organisation__isnull=True).order_by("-started_at", "-pk"))


@processing(PURPOSE)
def acting(person: Person, at_least: Mandate = Mandate.READ) -> list[Agreement]:
    """The agreements that a person may act on: their own, and by a mandate that holds ``at_least``."""
    return list(Agreement.objects.filter(_open_to(person, at_least)).order_by("-started_at", "-pk"))


@processing(PURPOSE)
def acting_on(person: Person, agreement: int, at_least: Mandate = Mandate.READ) -> Agreement | None:
    """The agreement with this key, where the person may act on it; None where not, and where there is none."""
    return Agreement.objects.filter(_open_to(person, at_least), pk=agreement).first()


@processing(PURPOSE)
def of_organisation(organisation: int) -> Agreement | None:
    """The agreement that runs for an organisation."""
    return Agreement.objects.filter(organisation=organisation, ended_at__isnull=True).first()


@processing(PURPOSE)
def running(person: Person, organisation: int | None) -> Agreement | None:
    """The agreement that runs for an organisation, or for the person themselves where none is named."""
    whose = Q(organisation=organisation) if organisation else Q(person=person, organisation__isnull=True)
    return Agreement.objects.filter(whose, ended_at__isnull=True).first()


def changes(agreement: Agreement) -> list[Changed]:
    """What was agreed on later, in order."""
    with processing(PURPOSE):
        found = list(ServiceChange.objects.filter(agreement=agreement).order_by("at", "pk"))
    names = accounts.names(each.by_id for each in found)
    return [Changed(each.at, plan(each.before), plan(each.after), names.get(each.by_id, "")) for each in found]


def gone_on(agreement: Agreement) -> date:
    """The day on which nothing of an agreement is left that is ended, or would be now."""
    return statement.gone_on(PURPOSE, agreement.ended_at or timezone.now())


def shown(agreements: Iterable[Agreement]) -> list[Shown]:
    """Agreements as pages show them."""
    found = list(agreements)
    names = organisations.names(each.organisation_id for each in found if each.organisation_id)
    return [Shown(each, names.get(each.organisation_id or 0, ""), gone_on(each)) for each in found]


def _open_to(person: Person, at_least: Mandate) -> Q:
    mandates = organisations.mandates(person)
    acted_for = [key for key, held in mandates.items() if held.allows(at_least)]
    return Q(person=person, organisation__isnull=True) | Q(organisation__in=acted_for)
