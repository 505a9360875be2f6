"""The pages of an organisation. Whoever may not see one is told the same as where there is none."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from facturis.guard.purpose import processing
from facturis.services.organisations import actions, forms, reads
from facturis.services.organisations.actions import InvitationRefused, LastOwner
from facturis.services.organisations.models import Mandate, Organisation
from facturis.website.accounts.reads import signed_in_person

GONE = 410


@processing("I.D")
@login_required
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """What is known of an organisation, for whoever acts for it."""
    mandate = _mandate(request, organisation)
    shown = {"organisation": _found(reads.for_invoices(organisation)), "mandate": mandate}
    return render(request, "organisations/organisation.html", shown | {"owner": mandate is Mandate.OWNER})


@processing("I.D")
@login_required
def details(request: HttpRequest, organisation: int) -> HttpResponse:
    """What invoices say of an organisation, to be corrected."""
    _mandate(request, organisation, Mandate.OWNER)
    form = forms.DetailsForm(request.POST or None, instance=_found(reads.for_invoices(organisation)))
    return _edited(request, organisation, form, "organisations/details.html")


@processing("I.C")
@login_required
def bank(request: HttpRequest, organisation: int) -> HttpResponse:
    """Where an organisation pays from, to be corrected."""
    _mandate(request, organisation, Mandate.OWNER)
    form = forms.BankForm(request.POST or None, instance=_found(reads.for_books(organisation)))
    return _edited(request, organisation, form, "organisations/bank.html")


@processing("I.A")
@login_required
def people(request: HttpRequest, organisation: int) -> HttpResponse:
    """Who acts for an organisation; its owner invites others."""
    _mandate(request, organisation, Mandate.OWNER)
    form = forms.InvitationForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.invite(
            signed_in_person(request), organisation, given["email"], given["mandate"], request.build_absolute_uri
        )
        messages.success(request, _("The invitation is mailed. Nothing is kept of it until it is accepted."))
        return redirect("organisations:people", organisation)
    shown = {"people": reads.people(organisation), "form": form, "organisation": organisation}
    return render(request, "organisations/people.html", shown | _named(organisation))


@processing("I.A")
@login_required
def end(request: HttpRequest, organisation: int, user: int) -> HttpResponse:
    """Ends the mandate of somebody, after a question."""
    _mandate(request, organisation, Mandate.OWNER)
    who = next((each for each in reads.people(organisation) if each.user == user), None)
    if who is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.end(organisation, user)
        except LastOwner:
            messages.error(request, _("An organisation keeps at least one owner: invite another first."))
        else:
            messages.success(request, _("The mandate is ended."))
        mine = user == request.user.pk
        return redirect("agreements:home") if mine else redirect("organisations:people", organisation)
    shown = {"who": who, "organisation": organisation} | _named(organisation)
    return render(request, "organisations/end.html", shown)


@processing("I.A")
@login_required
def leave(request: HttpRequest, organisation: int) -> HttpResponse:
    """Gives one's own mandate back, after a question."""
    _mandate(request, organisation)
    if request.method == "POST":
        try:
            actions.end(organisation, signed_in_person(request).pk)
        except LastOwner:
            messages.error(request, _("An organisation keeps at least one owner: invite another first."))
            return redirect("organisations:people", organisation)
        messages.success(request, _("You do not act for this organisation any more."))
        return redirect("agreements:home")
    return render(request, "organisations/leave.html", {"organisation": organisation} | _named(organisation))


@processing("I.A")
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accepts a mandate, for whoever was mailed the link and is signed in with that address."""
    person = signed_in_person(request)
    try:
        found = actions.accept(person, token) if request.method == "POST" else actions.invited(person, token)
    except InvitationRefused:
        return render(request, "organisations/refused.html", status=GONE)
    if request.method == "POST":
        messages.success(request, _("You act for this organisation now."))
        return redirect("organisations:organisation", found.organisation)
    return render(request, "organisations/invitation.html", {"found": found} | _named(found.organisation))


def _edited(
    request: HttpRequest, organisation: int, form: forms.DetailsForm | forms.BankForm, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actions.correct(form.instance, form.fields)
        messages.success(request, _("The details are saved."))
        return redirect("organisations:organisation", organisation)
    return render(request, template, {"form": form, "organisation": organisation} | _named(organisation))


def _mandate(request: HttpRequest, organisation: int, asked: Mandate = Mandate.READ) -> Mandate:
    """What whoever is signed in may do for an organisation. Raises Http404 where it is less than asked."""
    held = reads.mandates(signed_in_person(request)).get(organisation)
    if held is None or not held.allows(asked):
        raise Http404
    return held


def _found(organisation: Organisation | None) -> Organisation:
    if organisation is None:
        raise Http404
    return organisation


def _named(organisation: int) -> dict[str, str]:
    return {"company": reads.names([organisation]).get(organisation, "")}
