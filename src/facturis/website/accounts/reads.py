"""Which person is meant, and until when the account is kept."""

from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from facturis.guard import statement
from facturis.website.accounts.models import CodeSource, Person
from grondslag.law.calendar import last_day
from grondslag.statement.phrases import Language
from grondslag.statement.render.purposes import purpose_lines
from grondslag.statement.render.spoken import Line

PURPOSE = "III.C"


def by_username(username: str) -> Person | None:
    """The person with an account of this name."""
    return Person.objects.filter(username=username.lower(), joined_at__isnull=False).first()


def by_email(email: str) -> Person | None:
    """The person whose account has this address."""
    return Person.objects.filter(email=email.lower(), joined_at__isnull=False).first()


def signed_in(user: int) -> Person | None:
    """The person with this user id, while the account is open."""
    return Person.objects.filter(pk=user, joined_at__isnull=False, closed_at__isnull=True).first()


def joined(user: int) -> Person | None:
    """The person with this user id and an account, also when it was closed."""
    return Person.objects.filter(pk=user, joined_at__isnull=False).first()


def own(request: HttpRequest) -> Person:
    """Whoever is signed in, which the view has made sure of."""
    assert isinstance(request.user, Person)
    return request.user


def gone_on(person: Person) -> date:
    """The day, in the controller's zone, on which nothing of an account is left that is closed, or would be now."""
    zone = ZoneInfo(statement.in_force().controller.zone)
    closed_on = (person.closed_at or timezone.now()).astimezone(zone).date()
    terms = next(each.terms for each in statement.in_force().purposes if each.id == PURPOSE)
    return max(last_day(closed_on, term.months, term.until_year_end) for term in terms) + timedelta(days=1)


@cache
def notice(language: Language) -> list[Line]:
    """What the statement says of an account, told where the data are asked for (Art. 13)."""
    return purpose_lines(statement.in_force(), language)[PURPOSE]


def secured(person: Person) -> bool:
    """Whether the password alone does not sign in: there is a passkey, or an app for one-time codes."""
    return person.passkeys.exists() or CodeSource.objects.filter(person=person).exists()
