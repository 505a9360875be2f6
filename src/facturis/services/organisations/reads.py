"""Which organisations there are, and who acts for them. Every read opens the purpose that lists what it reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from facturis.guard.purpose import processing
from facturis.services.organisations.models import Mandate, Member, Organisation
from facturis.website.accounts import reads as accounts
from facturis.website.accounts.models import Person
from grondslag.datamap.identifiers import normalised


@dataclass(frozen=True, slots=True)
class Acting:
    """An organisation, by key and name, and what one person may do for it."""

    key: int
    company: str
    mandate: Mandate


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who acts for an organisation, with the key of that mandate and a name where one is known."""

    key: int
    user: int
    name: str
    mandate: Mandate


def acting_for(person: Person, at_least: Mandate = Mandate.READ) -> list[Acting]:
    """The organisations that a person acts for with a mandate that holds ``at_least``, by name."""
    held = mandates(person)
    called = names(held)
    found = (Acting(key, called.get(key, ""), held[key]) for key in held if held[key].allows(at_least))
    return sorted(found, key=lambda each: each.company.casefold())


@processing("I.A")
def mandates(person: Person) -> dict[int, Mandate]:
    """What a person may do now, by the key of the organisation that they may do it for."""
    found = _in_force().filter(person=person).values_list("organisation_id", "mandate")
    return {key: Mandate(mandate) for key, mandate in found if mandate}


@processing("I.D")
def names(keys: Iterable[int]) -> dict[int, str]:
    """What organisations are called, by key."""
    found = Organisation.objects.filter(pk__in=set(keys)).values_list("pk", "company")
    return {key: company for key, company in found if company}


@processing("I.D")
def for_invoices(organisation: int) -> Organisation | None:
    """An organisation with what an invoice says of it; its bank account is not loaded."""
    return Organisation.objects.defer("iban", "bic").filter(pk=organisation).first()


@processing("I.C")
def for_books(organisation: int) -> Organisation | None:
    """An organisation with its bank account; what invoices alone need is not loaded."""
    return Organisation.objects.defer("kvk_number", "customer_number").filter(pk=organisation).first()


def lacking(keys: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which of these organisations have no number by which they are found, and which have no bank account."""
    asked = Organisation.objects.filter(pk__in=set(keys))
    with processing("I.D"):
        without_number = set(
            asked.filter(kvk_number__isnull=True, vat_number__isnull=True).values_list("pk", flat=True)
        )
    with processing("I.C"):
        return without_number, set(asked.filter(iban__isnull=True).values_list("pk", flat=True))


def people(organisation: int) -> list[Known]:
    """Who acts for an organisation now, the longest first."""
    held = _held(organisation)
    called = accounts.names(user for _, user, _ in held)  # under III.C: who acts does so with an account
    return [Known(key, user, called.get(user, ""), mandate) for key, user, mandate in held]


def matching(kvk: str = "", vat: str = "", iban: str = "") -> set[int]:
    """The keys of the organisations that one of these identifiers names, however it is written.

    It may be several: nobody proved that a number is theirs. Then none is meant without somebody who decides.
    """
    return _invoiced(kvk, vat) | _paying(iban)


def fitting(kvk: Iterable[str], vat: Iterable[str], iban: Iterable[str]) -> dict[tuple[str, str], set[int]]:
    """The keys of the organisations that these identifiers name, each in normal form, by kind and identifier."""
    found: dict[tuple[str, str], set[int]] = {}
    with processing("I.D"):
        for field, kind, values in (("kvk_number", "kvk", set(kvk)), ("vat_number", "btw", set(vat))):
            rows = Organisation.objects.filter(**{f"{field}__in": values}) if values else Organisation.objects.none()
            for key, value in rows.values_list("pk", field):
                found.setdefault((kind, value or ""), set()).add(key)
    with processing("I.C"):
        for key, value in Organisation.objects.filter(iban__in=set(iban)).values_list("pk", "iban"):
            found.setdefault(("iban", value or ""), set()).add(key)
    return found


@processing("I.D")
def _invoiced(kvk: str, vat: str) -> set[int]:
    asked = Q()
    for field, value in (("kvk_number", normalised("kvk", kvk)), ("vat_number", normalised("btw", vat))):
        asked |= Q(**{field: value}) if value else Q()
    return set(Organisation.objects.filter(asked).values_list("pk", flat=True)) if asked else set()


@processing("I.C")
def _paying(iban: str) -> set[int]:
    value = normalised("iban", iban)
    return set(Organisation.objects.filter(iban=value).values_list("pk", flat=True)) if value else set()


@processing("I.A")
def _held(organisation: int) -> list[tuple[int, int, Mandate]]:
    found = _in_force().filter(organisation=organisation).order_by("since", "pk")
    return [(key, user, Mandate(held)) for key, user, held in found.values_list("pk", "person_id", "mandate") if held]


def _in_force() -> QuerySet[Member]:
    return Member.objects.filter(until__isnull=True)
