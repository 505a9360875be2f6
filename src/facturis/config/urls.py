"""The URLs of the product. Every view declares the purpose for which it is there."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from facturis.guard.declare import nothing_personal


@nothing_personal("it says that the process answers, and reads nothing")
def alive(_: HttpRequest) -> HttpResponse:
    """For whatever watches over the process."""
    return HttpResponse("alive\n", content_type="text/plain")


urlpatterns = [
    path("alive", alive, name="alive"),
    path("account/", include("facturis.website.accounts.urls")),
    path("account/security/", include("facturis.security.protection.urls")),
    path("portal/", include("facturis.services.agreements.urls")),
    path("portal/documents/", include("facturis.services.documents.urls")),
    path("portal/organisations/", include("facturis.services.organisations.urls")),
    path("", include("facturis.pages.urls")),
]
