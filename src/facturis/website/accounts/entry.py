"""How somebody comes in: by a password, then by what else secures the account, and only then with a session."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from facturis.security.protection.actions import Event
from facturis.website.accounts import actions, reads
from facturis.website.accounts.models import Person

_HALFWAY = "password_given"  # in the session, which is signed: who, the hash that binds it, when, and where to
AGE = 600


def halfway(request: HttpRequest, person: Person, to: str) -> None:
    """Remembers in this browser, for ten minutes, that somebody gave the password of an account that asks for more."""
    request.session[_HALFWAY] = [person.pk, person.get_session_auth_hash(), int(time.time()), to]


def awaited(request: HttpRequest) -> tuple[Person, str] | None:
    """Who gave the password in this browser, and where to; None once it is too long ago, or the password changed."""
    user, hashed, since, to = request.session.get(_HALFWAY, (None, "", 0, ""))
    if user is None or time.time() - since > AGE:
        return None
    person = reads.joined(user)
    if person is None or not constant_time_compare(hashed, person.get_session_auth_hash()):
        return None
    return person, to


def entered(request: HttpRequest, person: Person, to: str, by: Event = Event.SIGNED_IN) -> HttpResponse:
    """Begins a session and goes on, or offers to open an account again that was closed."""
    request.session.pop(_HALFWAY, None)
    if person.closed_at:
        token = actions.reopening(person)
        return render(
            request, "accounts/closed.html", {"person": person, "token": token, "gone_on": reads.gone_on(person)}
        )
    actions.sign_in(request, person, by)
    return redirect(to)
