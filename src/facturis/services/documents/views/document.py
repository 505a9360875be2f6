"""The page of one document: what it is, what names somebody in it, where it went, and what can be done with it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from facturis.guard.purpose import processing
from facturis.services.documents import actions, forms, reads, shown
from facturis.services.documents.models import Document, Find, Step, Track
from facturis.services.documents.views.found import document_of
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.models import Person
from facturis.website.accounts.reads import signed_in_person


@processing("I.A")
@login_required
@require_safe
def document(request: HttpRequest, document: int) -> HttpResponse:
    """The page; that it was opened is part of the proof for whoever delivered it."""
    found = document_of(request, document)
    if request.method == "GET":
        actions.opened(found)
    return page(request, found)


def page(request: HttpRequest, document: Document, **more: Any) -> HttpResponse:
    """The page with what was typed into one of its forms, or a new link, in the place of what it has by itself."""
    person = signed_in_person(request)
    finds = reads.finds(document)
    called = reads.customers(finds)
    text, cut = shown.text(document)
    told = {
        "document": document, "title": shown.title(document), "kind": shown.kind(document),
        "bill": shown.bill(document), "notes": shown.notes(document), "text": text, "cut": cut,
        "finds": shown.found(finds, called), "State": Find.State,
        "parts": [(each, shown.title(each)) for each in reads.parts(document)],
        **_trail(document), **_terms(document), **_possible(document, person, finds, called),
    }  # fmt: skip
    return render(request, "documents/document.html", told | more)


def _trail(document: Document) -> dict[str, Any]:
    """What was decided here, and to whom it was delivered with what those answered."""
    trail, sent, answers = reads.trail(document), reads.deliveries(document), reads.answers(document)
    names, receivers = reads.names([document.given_by_id, *(each.by_id for each in trail)]), reads.receivers(sent)
    return {
        "given_by": names.get(document.given_by_id or 0, ""),
        "trail": [(each, _done(each), names.get(each.by_id, "")) for each in trail],
        "sent": [(each, receivers[each.pk], answers.get(each.pk), _done(answers.get(each.pk))) for each in sent],
        "shares": reads.shares(document),
        "state": trail[-1].action if trail else "",
    }


def _done(step: Step | None) -> str:
    return str(Step.Action(step.action).label) if step and step.action else ""


def _terms(document: Document) -> dict[str, Any]:
    """Until when it is kept, and until when it would be if the agreement ended today, by track."""
    ended = document.agreement.ended_at
    days = [(each, reads.kept_until(document, each, ended or timezone.now())) for each in Track]
    return {"kept": [(track.label, day, track == document.track) for track, day in days], "running": ended is None}


def _possible(document: Document, person: Person, finds: list[Find], called: dict[int, str]) -> dict[str, Any]:
    """The forms of what this person may do now; what is not there they may not."""
    held = reads.mandate(person, document) or Mandate.READ
    possible: dict[str, Any] = {"handing_in": held.allows(Mandate.HAND_IN)}
    dossiers = reads.dossiers_of(document)
    possible["dossier"] = next((each for each in dossiers if each.pk == document.dossier_id), None)
    if held.allows(Mandate.HAND_IN):
        possible |= {
            "dossier_form": forms.DossierForm(dossiers, document.dossier_id, prefix="dossier"),
            "share_form": forms.ShareForm(prefix="share"),
        }
        if document.agreement.ended_at is None:
            possible["deliver_form"] = forms.DeliverForm(confirmed(finds, called), person, prefix="deliver")
    if held.allows(Mandate.APPROVE):
        possible["track_form"] = forms.TrackForm(initial={"track": document.track}, prefix="track")
        if after := actions.AFTER[reads.state(document)]:
            possible["decision_form"] = forms.DecisionForm(after, prefix="decision")
    return possible


def confirmed(finds: list[Find], called: dict[int, str]) -> dict[int, str]:
    """The customers that a person confirmed a document to name, by key with what they are called."""
    keys = dict.fromkeys(each.organisation_id for each in finds if each.state == Find.State.CONFIRMED)
    return {key: called[key] for key in keys if key and key in called}
