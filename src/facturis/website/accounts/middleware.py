"""What is done with every answer to somebody who is signed in."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers


def signed_in(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The language of the account drives the interface, and no browser keeps the page for whoever uses it next."""

    def answered(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return answer(request)
        if language := getattr(request.user, "language", None):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        response = answer(request)
        add_never_cache_headers(response)
        return response

    return answered
