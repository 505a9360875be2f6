"""The register of techniques: everything that the product keeps on a visitor's device, as data.

Telecommunicatiewet art. 11.7a. The cookie page is made of it, and what it does not list is not set.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.utils.translation import gettext_lazy as _

from facturis.guard import statement
from facturis.guard.checks import TAG

type Words = Any  # a sentence that is translated when it is shown, for which Django's stubs have no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A cookie of our own, which no other party reads.

    ``purpose`` is the id of a purpose of the statement; ``lifetime`` None means until the browser is closed; ``when``
    says what a visitor does to get it.
    """

    name: str
    use: Literal["functional", "limited_analytics", "tracking"]
    purpose: str
    lifetime: timedelta | None
    why: Words
    contains: Words
    when: Words
    kind: Literal["cookie"] = "cookie"

    @property
    def days(self) -> int | None:
        """The lifetime in days."""
        return self.lifetime.days if self.lifetime else None


def register() -> tuple[Technique, ...]:
    """Every technique of the product, with names and lifetimes as the settings have them."""
    return (
        Technique(
            name=settings.SESSION_COOKIE_NAME, use="functional", purpose="III.C",
            lifetime=_seconds(settings.SESSION_COOKIE_AGE),
            why=_("It keeps you signed in."),
            contains=_("The number of your account, and when you signed in or showed that it is you, signed by us."),
            when=_("when you sign in"),
        ),
        Technique(
            name=settings.CSRF_COOKIE_NAME, use="functional", purpose="IV.B",
            lifetime=_seconds(settings.CSRF_COOKIE_AGE),
            why=_("It proves that a form was sent by you, and not by another site in your name."),
            contains=_("A random value that says nothing about you."),
            when=_("when you open a page with a form on it"),
        ),
        Technique(
            name=settings.LANGUAGE_COOKIE_NAME, use="functional", purpose="III.C",
            lifetime=_seconds(settings.LANGUAGE_COOKIE_AGE),
            why=_("It remembers in which language you read this site."),
            contains=_("Two letters: nl or en."),
            when=_("when you choose a language"),
        ),
        Technique(
            name="messages", use="functional", purpose="III.C", lifetime=None,
            why=_("It carries a notice, such as that your change was saved, to the next page."),
            contains=_("The text of that notice, signed by us. It is removed as soon as you have seen it."),
            when=_("when you have saved or sent something"),
        ),
    )  # fmt: skip


def findings(techniques: Sequence[Technique]) -> Iterator[str]:
    """What the statement in force does not allow of a register, in words."""
    only_necessary = statement.in_force().cookies.only_necessary_or_quality
    for each in techniques:
        if each.use == "tracking" and only_necessary:
            yield f"the technique «{each.name}» tracks, and the statement says that no technique does"
        if statement.purpose(each.purpose) is None:
            yield f"the technique «{each.name}» is for «{each.purpose}», which is no active purpose of the statement"


def register_check() -> None:
    """Has the register held against the statement when the system starts."""
    checks.register(_check, TAG)


def _check(**_options: object) -> list[CheckMessage]:
    return [
        checks.Error(each, hint="remove it, or amend the statement", obj=__name__, id=f"{TAG}.E006")
        for each in findings(register())
    ]


def _seconds(age: int | None) -> timedelta | None:
    return None if age is None else timedelta(seconds=age)
