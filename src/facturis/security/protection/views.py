"""The page of the security log, each person's own."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from facturis.guard.purpose import processing
from facturis.security.protection import reads

PAGE = 50


@processing("IV.B")
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """What happened to the account of whoever is signed in."""
    page = Paginator(reads.entries(request.user.pk), PAGE).get_page(request.GET.get("page"))
    return render(request, "protection/log.html", {"page": page, "months": reads.months()})
