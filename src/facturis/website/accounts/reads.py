"""Which person is meant, and until when the account is kept."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.http import HttpRequest
from django.utils import timezone

from facturis.guard import statement
from facturis.guard.purpose import processing
from facturis.website.accounts.models import CodeSource, Person
from grondslag.statement.phrases import Language
from grondslag.statement.render.purposes import purpose_lines
from grondslag.statement.render.spoken import Line

PURPOSE = "III.C"


def by_username(username: str) -> Person | None:
    """The person with an account of this name."""
    return Person.objects.filter(username=username.lower(), joined_at__isnull=False).first()


def by_email(email: str) -> Person | None:
    """The person who can sign in to an account with this address."""
    return Person.objects.filter(email=email.lower(), joined_at__isnull=False, username__isnull=False).first()


def signed_in(user: int) -> Person | None:
    """The person with this user id, while the account is open."""
    return Person.objects.filter(pk=user, joined_at__isnull=False, closed_at__isnull=True).first()


def joined(user: int) -> Person | None:
    """The person with this user id and an account, also when it was closed."""
    return Person.objects.filter(pk=user, joined_at__isnull=False).first()


def signed_in_person(request: HttpRequest) -> Person:
    """Whoever is signed in, which the view has made sure of."""
    assert isinstance(request.user, Person)
    return request.user


def gone_on(person: Person) -> date:
    """The day, in the controller's zone, on which nothing of an account is left that is closed, or would be now."""
    return statement.gone_on(PURPOSE, person.closed_at or timezone.now())


@processing(PURPOSE)
def names(users: Iterable[int]) -> dict[int, str]:
    """What the persons with these user ids are called, for whoever deals with their accounts."""
    found = Person.objects.filter(pk__in=set(users)).values_list("pk", "name")
    return {user: name for user, name in found if name}


@processing("III.C")
def person(user: int) -> Person | None:
    """The person with this user id, while the account is open, for whoever mails them."""
    return signed_in(user)


@processing("III.C")
def keys_by_email(emails: Iterable[str]) -> dict[str, int]:
    """The user ids of the persons whose open account has one of these addresses, by address."""
    asked = Person.objects.filter(email__in=set(emails), joined_at__isnull=False, closed_at__isnull=True)
    return {email: user for user, email in asked.values_list("pk", "email") if email}


@cache
def notice(language: Language) -> list[Line]:
    """What the statement says of an account, told where the data are asked for (Art. 13)."""
    return purpose_lines(statement.in_force(), language)[PURPOSE]


def secured(person: Person) -> bool:
    """Whether the password alone does not sign in: there is a passkey, or an app for one-time codes."""
    return person.passkeys.exists() or CodeSource.objects.filter(person=person).exists()
