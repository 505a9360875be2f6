"""No cookie leaves the product that the register of techniques does not list."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from facturis.pages.techniques import register

logger = logging.getLogger(__name__)


def registered_cookies_only(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Takes from each answer the cookies that are not registered, and says so in the log."""
    known = {each.name for each in register()}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name in response.cookies.keys() - known:
            del response.cookies[name]
            logger.error("a cookie was not set: the register of techniques does not list it", extra={"cookie": name})
        return response

    return middleware
