"""What an open browser alone may not do: for ten minutes after a password or a passkey, changes are taken."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

_CONFIRMED = "confirmed"  # in the session, which is signed: when
AGE = 600


def confirm(request: HttpRequest) -> None:
    """Remembers in this session that whoever is signed in was there just now."""
    request.session[_CONFIRMED] = int(time.time())


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that asks for the password or a passkey first, unless that was just done."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if time.time() - request.session.get(_CONFIRMED, 0) <= AGE:
            return view(request, *args, **kwargs)
        return redirect_to_login(request.get_full_path(), reverse("accounts:confirm"))

    return asked
