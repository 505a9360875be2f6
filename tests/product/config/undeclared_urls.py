"""A URL without a purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def undeclared(_: HttpRequest) -> HttpResponse:
    """Declares nothing."""
    return HttpResponse()


urlpatterns = [path("undeclared", undeclared)]
