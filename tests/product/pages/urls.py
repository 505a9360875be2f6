"""The product's URLs, and views that do what no public page does: forms, notices, sessions, and failing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path

from facturis.config.urls import urlpatterns as product
from facturis.guard.declare import nothing_personal

TEMPLATE = """{% extends "base.html" %}{% block title %}A form{% endblock %}{% block content %}<h1>A form</h1>
<form method="post">{% csrf_token %}{{ form }}<button>Send</button></form>{% endblock %}"""


class Sample(forms.Form):
    """One field of each kind that is laid out in its own way."""

    name = forms.CharField(label="Name", help_text="As it stands on the invoice.")
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="I agree")
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


@nothing_personal("it is there for tests")
def form(request: HttpRequest) -> HttpResponse:
    """A form; what is right is met with a notice on the next page, and remembered in the session."""
    sample = Sample(request.POST or None)
    if sample.is_valid():
        request.session["name"] = sample.cleaned_data["name"]
        messages.success(request, "It was sent.")
        return redirect("form")
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({"form": sample}, request))


@nothing_personal("it is there for tests")
def tracking(_: HttpRequest) -> HttpResponse:
    """Tries to set a cookie that nobody registered."""
    response = HttpResponse("seen")
    response.set_cookie("_ga", "GA1.1.4711")
    return response


@nothing_personal("it is there for tests")
def refusing(request: HttpRequest) -> HttpResponse:
    """Fails in the way that is asked for."""
    raise {"400": SuspiciousOperation, "403": PermissionDenied}.get(request.GET["status"], ValueError)


urlpatterns = [
    *product,
    path("form", form, name="form"),
    path("tracking", tracking),
    path("refusing", refusing),
]
