"""The pages of the portal's home, of an order and of an agreement. What is not theirs, nobody is told of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from facturis.guard.declare import nothing_personal
from facturis.guard.purpose import processing
from facturis.pages.prices import PLANS, Plan, plan
from facturis.pages.spoken import spoken_language
from facturis.services.agreements import actions, attention, forms, reads, terms
from facturis.services.agreements.actions import AlreadyEnded, AlreadyRunning
from facturis.services.agreements.models import Agreement
from facturis.services.organisations import reads as organisations
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.reads import signed_in_person


@processing("I.A")
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs attention, and all that the person may act on."""
    person = signed_in_person(request)
    found = reads.acting(person)
    shown = {
        "notices": attention.notices(person, found),
        "agreements": reads.shown(found),
        "organisations": organisations.acting_for(person),
        "OWNER": Mandate.OWNER,
    }
    return render(request, "agreements/home.html", shown)


@processing("I.A")
@login_required
@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """The first step of an order: which service."""
    return render(request, "agreements/order.html", {"plans": PLANS})


@processing("I.A")
@login_required
@require_safe
def order_for(request: HttpRequest, service: str) -> HttpResponse:
    """The second step: for whom. Who has an agreement that runs changes that one instead."""
    person, chosen = signed_in_person(request), _plan(service)
    running = {each.organisation_id: each for each in reads.acting(person) if each.ended_at is None}
    owned = organisations.acting_for(person, Mandate.OWNER)
    shown = {"plan": chosen, "own": running.get(None), "owned": [(each, running.get(each.key)) for each in owned]}
    return render(request, "agreements/order_for.html", shown)


@processing("I.A")
@login_required
def order_for_self(request: HttpRequest, service: str) -> HttpResponse:
    """The third step, for oneself: the terms."""
    return _order(request, _plan(service), None)


@processing("I.A")
@login_required
def order_for_organisation(request: HttpRequest, service: str, organisation: int) -> HttpResponse:
    """The third step, for an organisation that one may bind: the terms."""
    held = organisations.mandates(signed_in_person(request)).get(organisation)
    if held is None or not held.allows(Mandate.OWNER):
        raise Http404
    return _order(request, _plan(service), organisation)


@processing("I.D")
@login_required
def order_for_new(request: HttpRequest, service: str) -> HttpResponse:
    """The third step, for an organisation that is no customer yet: what it is, and the terms."""
    person, chosen = signed_in_person(request), _plan(service)
    form = forms.NewCustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new, accepted = form.save(commit=False), form.cleaned_data["terms"]
        try:
            made = actions.order_for_new(person, chosen, accepted, new, request.build_absolute_uri)
        except AlreadyRunning:
            form.add_error("company", _("You are the owner of an organisation of this name: order for that one."))
        else:
            return _ordered(request, made)
    return _third_step(request, chosen, form, "")


@processing("I.A")
@login_required
@require_safe
def agreement(request: HttpRequest, agreement: int) -> HttpResponse:
    """What was agreed on, when, and what became of it."""
    found = _acting_on(request, agreement)
    (shown,) = reads.shown([found])
    binding = reads.acting_on(signed_in_person(request), agreement, Mandate.OWNER) is not None
    given = {"shown": shown, "changes": reads.changes(found), "binding": binding}
    return render(request, "agreements/agreement.html", given)


@processing("I.A")
@login_required
def change(request: HttpRequest, agreement: int) -> HttpResponse:
    """Agrees on another service."""
    found = _acting_on(request, agreement, Mandate.OWNER)
    if found.ended_at:
        return _ended_already(request, found)
    form = forms.ServiceForm(found.service, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, form.cleaned_data["service"], signed_in_person(request))
        except AlreadyEnded:
            messages.error(request, _("Somebody else changed the agreement just before you: look at it again."))
        else:
            messages.success(request, _("The service is changed."))
        return redirect("agreements:agreement", agreement)
    return render(request, "agreements/change.html", {"agreement": found, "form": form})


@processing("I.A")
@login_required
def end(request: HttpRequest, agreement: int) -> HttpResponse:
    """Ends an agreement, after telling what becomes of the data and when."""
    found = _acting_on(request, agreement, Mandate.OWNER)
    if found.ended_at:
        return _ended_already(request, found)
    if request.method == "POST":
        try:
            actions.end(found, signed_in_person(request), request.build_absolute_uri)
        except AlreadyEnded:
            return _ended_already(request, found)
        messages.success(request, _("The agreement is ended."))
        return redirect("agreements:agreement", agreement)
    (shown,) = reads.shown([found])
    return render(request, "agreements/end.html", {"shown": shown})


@nothing_personal("it shows the terms, which everyone may read")
@require_safe
def terms_in_force(request: HttpRequest) -> HttpResponse:
    """The terms in force."""
    return _terms(request, terms.in_force())


@nothing_personal("it shows the terms, which everyone may read")
@require_safe
def terms_version(request: HttpRequest, name: str) -> HttpResponse:
    """A version of the terms, also an earlier one."""
    if (found := terms.version(name)) is None:
        raise Http404
    return _terms(request, found)


def _order(request: HttpRequest, chosen: Plan, organisation: int | None) -> HttpResponse:
    person = signed_in_person(request)
    if running := reads.running(person, organisation):
        return _runs_already(request, running)
    form = forms.TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.order(person, chosen, form.cleaned_data["terms"], organisation, request.build_absolute_uri)
        except AlreadyRunning:
            return _runs_already(request, reads.running(person, organisation))
        return _ordered(request, made)
    company = organisations.names([organisation]).get(organisation, "") if organisation else ""
    return _third_step(request, chosen, form, company)


def _third_step(request: HttpRequest, chosen: Plan, form: BaseForm, company: str) -> HttpResponse:
    now = terms.in_force()
    shown = {"plan": chosen, "form": form, "company": company, "terms": now, "clauses": now.clauses(spoken_language())}
    return render(request, "agreements/accept.html", shown)


def _ordered(request: HttpRequest, made: Agreement) -> HttpResponse:
    messages.success(request, _("The agreement has begun. A mail confirms it."))
    return redirect("agreements:agreement", made.pk)


def _runs_already(request: HttpRequest, running: Agreement | None) -> HttpResponse:
    messages.info(request, _("An agreement runs already: change its service here."))
    return redirect("agreements:agreement", running.pk) if running else redirect("agreements:home")


def _ended_already(request: HttpRequest, ended: Agreement) -> HttpResponse:
    messages.info(request, _("This agreement has ended already."))
    return redirect("agreements:agreement", ended.pk)


def _terms(request: HttpRequest, found: terms.Terms) -> HttpResponse:
    shown = {"terms": found, "clauses": found.clauses(spoken_language()), "versions": terms.versions()[::-1]}
    return render(request, "agreements/terms.html", shown)


def _plan(code: str) -> Plan:
    if (found := plan(code)) is None:
        raise Http404
    return found


def _acting_on(request: HttpRequest, agreement: int, at_least: Mandate = Mandate.READ) -> Agreement:
    """An agreement that the person may act on so far. Raises Http404."""
    found = reads.acting_on(signed_in_person(request), agreement, at_least)
    if found is None:
        raise Http404
    return found
