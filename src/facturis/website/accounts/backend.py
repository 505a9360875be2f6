"""Who signs in, and who is signed in, as Django's authentication asks it."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from facturis.guard.purpose import processing
from facturis.website.accounts import reads
from facturis.website.accounts.models import Person


class AccountBackend(BaseBackend):
    """Persons by username and password. It opens III.C itself, since any page may ask who is signed in."""

    @processing("III.C")
    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django's call
        username: str = "",
        password: str = "",
        **_: Any,
    ) -> Person | None:
        """The person, also of a closed account, whom :meth:`get_user` does not let stay."""
        person = reads.by_username(username)
        if person is None:
            make_password(password)  # so that a name that nobody has takes as long
            return None
        return person if person.check_password(password) else None

    @processing("III.C")
    def get_user(self, user_id: int) -> Person | None:
        """The person of a session; None once the account is closed, so that every session ends with it."""
        return reads.signed_in(user_id)
