"""What is done with an organisation and with the mandates of those who act for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from facturis.guard.ending import ending
from facturis.guard.purpose import processing
from facturis.services.organisations import reads
from facturis.services.organisations.models import Mandate, Member, Organisation
from facturis.website.accounts import mails
from facturis.website.accounts.models import Person

DAYS = 7
SALT = "mandate"
FIRST_NUMBER = 100_000
type Absolute = Callable[[str], str]  # makes a path a URL


class InvitationRefused(Exception):
    """An invitation is too old, was used, is for another address, or its sender may not invite any more."""


class LastOwner(Exception):
    """An organisation keeps at least one owner."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who invited somebody to act for which organisation, with which mandate."""

    organisation: int
    given_by: int
    mandate: Mandate


@processing("I.D")
@transaction.atomic
def register(organisation: Organisation, owner: Person) -> Organisation:
    """Makes a customer of an organisation that is not stored yet, with its first owner and a customer number."""
    organisation.owner = owner
    organisation.save()
    organisation.customer_number = str(FIRST_NUMBER + organisation.pk)
    organisation.save(update_fields=["customer_number"])
    with processing("I.A"):
        Member.objects.create(person=owner, organisation=organisation, mandate=Mandate.OWNER)
    return organisation


def correct(organisation: Organisation, fields: Iterable[str]) -> None:
    """Stores these fields of an organisation; the caller has opened the purpose that lists them."""
    organisation.save(update_fields=list(fields))


@processing("I.D")
def leaves(organisation: int, on: date) -> None:
    """From now on the term of the books runs: the last agreement ended on this day."""
    Organisation.objects.filter(pk=organisation).update(last_booked_on=on)


@processing("I.D")
def returns(organisation: int) -> None:
    """An organisation is a customer (again), so that its books are still open."""
    Organisation.objects.filter(pk=organisation, last_booked_on__isnull=False).update(last_booked_on=None)


def invite(by: Person, organisation: int, email: str, mandate: Mandate, absolute: Absolute) -> None:
    """Mails somebody the link with which a mandate is accepted; nothing is stored of who does not follow it."""
    path = reverse("organisations:invitation", args=[inviting(by, organisation, email, mandate)])
    company = reads.names([organisation]).get(organisation, "")
    mails.send(
        "invited", email, by.language or "nl", room="organisations", url=absolute(path), company=company,
        mandate=mandate.label, days=DAYS,
    )  # fmt: skip


def inviting(by: Person, organisation: int, email: str, mandate: Mandate) -> str:
    """What proves, when it comes back, who was invited by whom, and to what."""
    at = timezone.now().isoformat()
    return signing.dumps([organisation, by.pk, mandate.value, email.lower(), at], salt=SALT)


@processing("I.A")
def invited(person: Person, token: str) -> Invitation:
    """What a person was invited to by a token. Raises InvitationRefused."""
    try:
        organisation, given_by, mandate, email, at = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        raise InvitationRefused from None
    members = Member.objects.filter(organisation=organisation)
    used = members.filter(person=person, since__gte=datetime.fromisoformat(at)).exists()
    owner = members.filter(person=given_by, mandate=Mandate.OWNER, until__isnull=True).exists()
    if email != (person.email or "").lower() or given_by == person.pk or used or not owner:
        raise InvitationRefused
    return Invitation(organisation, given_by, Mandate(mandate))


@processing("I.A")
def accept(person: Person, token: str) -> Invitation:
    """Begins the mandate that a person was invited to, in the place of any other. Raises InvitationRefused."""
    found = invited(person, token)
    end(found.organisation, person.pk)
    Member.objects.create(
        person=person, organisation_id=found.organisation, mandate=found.mandate, given_by_id=found.given_by
    )
    return found


def end(organisation: int, user: int) -> None:
    """Ends the mandate of a person, if they have one, from which its term runs. Raises LastOwner."""
    with ending() as alias:
        # It is locked, so that two owners cannot end each other at once.
        locked = Organisation.objects.using(alias).select_for_update().only("owner").get(pk=organisation)
        members = Member.objects.using(alias).filter(organisation=organisation, until__isnull=True)
        others = members.filter(mandate=Mandate.OWNER).exclude(person=user).values_list("person_id", flat=True)
        if not others:
            raise LastOwner
        members.filter(person=user).update(until=timezone.now())
        if locked.owner_id == user:
            locked.owner_id = others[0]
            locked.save(update_fields=["owner"])
