"""What is decided on a document: whom it names, where it lies, how long it is kept, and whether it is right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from facturis.guard.purpose import processing
from facturis.services.documents import actions, forms, reads
from facturis.services.documents.models import Document, Find, Step, Track
from facturis.services.documents.views.document import page
from facturis.services.documents.views.found import document_of
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.reads import signed_in_person


@processing("I.A")
@login_required
def settle(request: HttpRequest, document: int, find: int) -> HttpResponse:
    """Confirms whom a document names, or that it is somebody else."""
    found = document_of(request, document, Mandate.HAND_IN)
    asked = next((each for each in reads.finds(found) if each.pk == find and each.organisation_id), None)
    if asked is None:
        raise Http404
    state = request.POST.get("state", "")
    if request.method == "POST" and state in (Find.State.CONFIRMED, Find.State.REFUSED):
        actions.settle(asked, signed_in_person(request), Find.State(state))
        messages.success(request, _("It is noted."))
    return _back(found)


@processing("I.A")
@login_required
def dossier(request: HttpRequest, document: int) -> HttpResponse:
    """Puts a document into a dossier, a new one too, or takes it out."""
    found = document_of(request, document, Mandate.HAND_IN)
    if request.method != "POST":
        return _back(found)
    there = reads.dossiers_of(found)
    form = forms.DossierForm(there, found.dossier_id, request.POST, prefix="dossier")
    if not form.is_valid():
        return page(request, found, dossier_form=form)
    chosen, name = form.cleaned_data["dossier"], form.cleaned_data["name"]
    if chosen == forms.NEW or (name and not chosen):
        actions.file_in(found, actions.dossier(found.agreement, name))
    else:
        actions.file_in(found, next((each for each in there if str(each.pk) == chosen), None))
    messages.success(request, _("The document lies where you put it."))
    return _back(found)


@processing("I.A")
@login_required
def track(request: HttpRequest, document: int) -> HttpResponse:
    """Chooses the term for which a document is kept."""
    found = document_of(request, document, Mandate.APPROVE)
    if request.method != "POST":
        return _back(found)
    form = forms.TrackForm(request.POST, prefix="track")
    if not form.is_valid():
        return page(request, found, track_form=form)
    actions.reclass(found, Track(form.cleaned_data["track"]))
    messages.success(request, _("How long the document is kept is changed."))
    return _back(found)


@processing("I.A")
@login_required
def decide(request: HttpRequest, document: int) -> HttpResponse:
    """Adds a decision to the trail."""
    found = document_of(request, document, Mandate.APPROVE)
    if request.method != "POST":
        return _back(found)
    form = forms.DecisionForm(tuple(Step.Action), request.POST, prefix="decision")
    if not form.is_valid():
        return page(request, found, decision_form=form)
    action = Step.Action(form.cleaned_data["action"])
    try:
        actions.decide(
            found, signed_in_person(request), action, form.cleaned_data["reason"], request.build_absolute_uri
        )
    except actions.NotNow:
        messages.error(request, _("Somebody decided just before you, and yours does not follow on that: look again."))
    else:
        messages.success(request, _("Your decision is in the trail."))
    return _back(found)


def _back(document: Document) -> HttpResponse:
    return redirect("documents:document", document.pk)
