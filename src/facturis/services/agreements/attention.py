"""What needs the attention of whoever opens the portal; rooms above add theirs by the signal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _

from facturis.services.agreements.models import Agreement
from facturis.services.organisations import reads as organisations
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be done: what, and where."""

    text: str
    url: str


# Sent with ``person`` for each time the portal is opened; a receiver returns its notices.
asked = Signal()


def notices(person: Person, agreements: list[Agreement]) -> list[Notice]:
    """All that needs the attention of a person who may act on these agreements."""
    told: list[tuple[Any, Any]] = asked.send(Agreement, person=person)
    return [*_own(person, agreements), *(each for _receiver, found in told for each in found)]


def _own(person: Person, agreements: list[Agreement]) -> Iterator[Notice]:
    if not any(each.ended_at is None for each in agreements):
        yield Notice(_("No agreement runs yet: choose a service."), reverse("agreements:order"))
    owned = organisations.acting_for(person, Mandate.OWNER)
    without_number, without_bank = organisations.lacking([each.key for each in owned])
    for each in owned:
        if each.key in without_number:
            text = _("%(company)s has neither a KvK number nor a VAT number: documents cannot find it by one.")
            yield Notice(text % {"company": each.company}, reverse("organisations:details", args=[each.key]))
        if each.key in without_bank:
            text = _("%(company)s has no bank account yet: payments cannot be recognised.")
            yield Notice(text % {"company": each.company}, reverse("organisations:bank", args=[each.key]))
