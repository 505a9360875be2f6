"""The list of documents: all, or those that a tab, a dossier or a search narrows."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from facturis.guard.purpose import processing
from facturis.services.agreements import reads as agreements
from facturis.services.documents import actions, reads
from facturis.services.documents.models import Document, Step
from facturis.services.documents.shown import title
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.reads import signed_in_person

PAGE = 25
# Each tab with its name, and with what of ``reads.listed`` it narrows.
TABS: Mapping[str, tuple[Any, dict[str, bool]]] = {
    "all": (_("All"), {}),
    "received": (_("Received"), {"arrived": True}),
    "handed-in": (_("Handed in"), {"arrived": False}),
    "named": (_("To confirm"), {"named": True}),
}


@processing("I.A")
@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The documents that the person may see, the dossiers, and the addresses to which documents are mailed."""
    person = signed_in_person(request)
    tab = request.GET.get("tab", "all")
    search, dossier = request.GET.get("q", "").strip()[:200], _number(request.GET.get("dossier", ""))
    narrowed = TABS.get(tab, TABS["all"])[1]
    pages = Paginator(reads.listed(person, search, dossier, **narrowed), PAGE)
    page = pages.get_page(request.GET.get("page"))
    open_to = agreements.shown(each for each in agreements.acting(person, Mandate.HAND_IN) if not each.ended_at)
    shown = {
        "page": page,
        "documents": [_Row(each) for each in page],
        "tabs": [(key, name) for key, (name, _narrows) in TABS.items()],
        "tab": tab if tab in TABS else "all",
        "search": search,
        "dossiers": (dossiers := reads.dossiers(person)),
        "dossier": next((each for each in dossiers if each.pk == dossier), None),
        "letterboxes": [(each.company, actions.address(each.agreement)) for each in open_to],
    }
    return render(request, "documents/list.html", shown)


class _Row:
    """A document as a row of the list."""

    def __init__(self, document: Document) -> None:
        self.document, self.title = document, title(document)
        state = getattr(document, "state", None)
        self.state = Step.Action(state).label if state else ""


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
