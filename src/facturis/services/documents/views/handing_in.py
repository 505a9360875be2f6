"""Handing in documents: several at once by a form, or one by one by the script of the page."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from facturis.guard.purpose import processing
from facturis.services.agreements import reads as agreements
from facturis.services.agreements.models import Agreement
from facturis.services.documents import actions, forms, intake
from facturis.services.documents.intake import AlreadyThere
from facturis.services.documents.models import Document
from facturis.services.documents.reading.answers import Unreadable, visible
from facturis.services.documents.shown import notes
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.models import Person
from facturis.website.accounts.reads import signed_in_person


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file: ``kept``, ``there`` already, or ``refused``, in words, with where it is."""

    name: str
    state: str
    text: str
    url: str = ""


@processing("I.A")
@login_required
def hand_in(request: HttpRequest) -> HttpResponse:
    """Takes in files, and answers for each of them; as JSON for the script that asks for it."""
    person = signed_in_person(request)
    acting = agreements.acting(person, Mandate.HAND_IN)
    open_to = agreements.shown(each for each in acting if each.ended_at is None)
    posted = request.method == "POST"
    form = forms.HandInForm(open_to, request.POST if posted else None, request.FILES if posted else None)
    answers: list[Answer] = []
    if posted:
        by_key = {each.agreement.pk: each.agreement for each in open_to}
        if form.is_valid():
            under = by_key[form.cleaned_data["agreement"]]
            answers = [_taken_in(under, person, each) for each in form.cleaned_data["documents"]]
            form = forms.HandInForm(open_to, initial={"agreement": under.pk})
        if request.accepts("application/json") and not request.accepts("text/html"):
            return _as_json(form, answers)
    boxes = [(each.company, actions.address(each.agreement)) for each in open_to]
    shown = {"form": form, "answers": answers, "open": bool(open_to), "letterboxes": boxes}
    return render(request, "documents/hand_in.html", shown)


def _as_json(form: forms.HandInForm, answers: list[Answer]) -> HttpResponse:
    if form.is_bound:
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"errors": wrong}, status=400)
    return JsonResponse({"files": [asdict(each) for each in answers]})


def _taken_in(under: Agreement, person: Person, file: "UploadedFile[Any]") -> Answer:
    name = file.name or _("File without a name")
    called = visible(name)
    try:
        made = intake.hand_in(under, person, name, file.read(), Document.Source.UPLOAD)
    except AlreadyThere as error:
        return Answer(
            called, "there", _("This was handed in before: the same file is there already."), _at(error.document)
        )
    except Unreadable as error:
        return Answer(called, "refused", str(error))
    if made.refusal:
        told = _("It is kept as it is, but not read: %(why)s")
        return Answer(called, "kept", told % {"why": notes(made)[0]}, _at(made.pk))
    return Answer(called, "kept", _("It is kept."), _at(made.pk))


def _at(document: int) -> str:
    return reverse("documents:document", args=[document])
