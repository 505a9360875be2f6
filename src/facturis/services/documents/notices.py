"""What the portal's home tells of documents: some that nobody opened yet, and some that may name a customer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from facturis.services.agreements.attention import Notice
from facturis.services.documents import reads
from facturis.website.accounts.models import Person


def notices(person: Person, **_: Any) -> list[Notice]:
    """The receiver of ``agreements.attention.asked``."""
    unopened, named = reads.waiting(person)
    found = []
    if unopened:
        told = ngettext(
            "A document that arrived is not opened yet.",
            "%(count)s documents that arrived are not opened yet.",
            unopened,
        )
        found.append(Notice(told % {"count": unopened}, f"{reverse('documents:list')}?tab=received"))
    if named:
        told = ngettext(
            "A document may name a customer: say whether it does.",
            "Documents name what may be %(count)s customers: say whether they do.",
            named,
        )
        found.append(Notice(told % {"count": named}, f"{reverse('documents:list')}?tab=named"))
    return found
