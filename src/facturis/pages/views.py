"""The public website: what the service is, what it costs, how to reach it, and what it keeps on a device."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.i18n import set_language

from facturis.guard import statement
from facturis.guard.declare import nothing_personal
from facturis.pages.prices import PLANS
from facturis.pages.spoken import cookie_claims, keeping, spoken_language
from facturis.pages.techniques import register
from grondslag.lint.authorities import AS_OF, AUTHORITIES

# What it changes is the language in which one reads, so it needs no proof of who sent the form, and no cookie for it.
language = nothing_personal("it remembers the language of a browser, in that browser")(csrf_exempt(set_language))


@nothing_personal("it shows what everyone may read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the service is, and what it keeps for it."""
    return render(request, "pages/home.html", {"keeping": keeping("I", spoken_language())})


@nothing_personal("it shows what everyone may read")
@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """What the service costs."""
    return render(request, "pages/prices.html", {"plans": PLANS})


@nothing_personal("it shows addresses of the controller, which the statement publishes")
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the controller, its officer and the authority."""
    in_force = statement.in_force()
    authority = next((each for each in AUTHORITIES if each.name == in_force.authority), None)
    given = {"controller": in_force.controller, "contacts": in_force.contacts, "authority": authority}
    return render(request, "pages/contact.html", given)


@nothing_personal("it shows the register of techniques")
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """Everything that the product keeps on a visitor's device (Telecommunicatiewet art. 11.7a)."""
    given = {"techniques": register(), "claims": cookie_claims(spoken_language())}
    return render(request, "pages/cookies.html", given)


@nothing_personal("it shows the authorities of the states")
@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """Where anyone in the European Economic Area can complain (GDPR Art. 77)."""
    given = {"authorities": AUTHORITIES, "as_of": AS_OF, "english": get_language() == "en"}
    return render(request, "pages/authorities.html", given)


@nothing_personal("it tells robots which pages are for them")
@require_safe
def robots(_: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; accounts and the portal may not."""
    lines = ("User-agent: *", "Disallow: /account/", "Disallow: /portal/", "Allow: /portal/terms/", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")
