"""What is done with an account, each step with its entry in the security log."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from facturis.guard.ending import end
from facturis.security.protection import limits
from facturis.security.protection.actions import Event, record
from facturis.website.accounts import mails, reads
from facturis.website.accounts.models import Person

HOUR = 3600
type Absolute = Callable[[str], str]  # makes a path a URL


class LinkRefused(Exception):
    """A link from a mail is too old, was used, or is not one of ours."""


def invite(email: str, language: str, absolute: Absolute) -> None:
    """Mails the link to sign up with, which holds the address: nothing is stored of who does not follow it.

    Whoever has an account is told so by mail, and the page tells nobody.
    """
    if known := reads.by_email(email):
        mails.send("known", email, known.language or language, url=absolute(reverse("accounts:sign_in")))
        return
    mails.send("sign_up", email, language, url=absolute(reverse("accounts:sign_up", args=[inviting(email)])))


def inviting(email: str) -> str:
    """What proves, when it comes back, that mail to an address is read."""
    return signing.dumps(email, salt="sign up")


def invited(token: str) -> str:
    """The address that a link to sign up proves. Raises LinkRefused."""
    email: str = _opened(token, "sign up", 24 * HOUR)
    if reads.by_email(email):
        raise LinkRefused
    return email


@transaction.atomic
def sign_up(person: Person, email: str, password: str, statement: str) -> Person:
    """Makes the account of a person who is not stored yet; ``statement`` is the version that was shown."""
    person.set_password(password)
    join(person, email, statement)
    record(person.pk, Event.ACCOUNT_OPENED)
    return person


def join(person: Person, email: str, statement: str) -> None:
    """Stores a person whose password is set, with whom the agreement on an account begins now."""
    person.email, person.statement, person.joined_at = email, statement, timezone.now()
    person.save()


def sign_in(request: HttpRequest, person: Person, by: Event = Event.SIGNED_IN) -> None:
    """Begins a session."""
    login(request, person)
    record(person.pk, by)


def sign_out(request: HttpRequest) -> None:
    """Ends the session of this browser."""
    if request.user.is_authenticated:
        record(request.user.pk, Event.SIGNED_OUT)
    logout(request)


@transaction.atomic
def sign_out_everywhere(request: HttpRequest, person: Person, password: str) -> None:
    """Ends every session but this one: each is bound to the hash of the password, which is made anew."""
    person.set_password(password)
    person.save(update_fields=["password"])
    record(person.pk, Event.SIGNED_OUT_EVERYWHERE)
    update_session_auth_hash(request, person)


def change_password(person: Person, password: str, absolute: Absolute) -> None:
    """Sets another password, which ends every session and every lock-out, and mails the person that it was done."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        record(person.pk, Event.PASSWORD_CHANGED)
    limits.forget("sign_in", person.username or "")
    _tell(person, person.email, "password_changed", absolute(reverse("accounts:ask_reset")))


def mail_reset(email: str, absolute: Absolute) -> None:
    """Mails a link to choose a new password with, where an open account has this address."""
    person = reads.by_email(email)
    if person is None or person.closed_at:
        return
    path = reverse("accounts:reset", args=[person.pk, default_token_generator.make_token(person)])
    _tell(person, email, "reset", absolute(path))
    record(person.pk, Event.RESET_ASKED)


def resetting(user: int, token: str) -> Person:
    """The person whom a link to choose a new password was mailed to. Raises LinkRefused."""
    person = reads.signed_in(user)
    if person is None or not default_token_generator.check_token(person, token):
        raise LinkRefused
    return person


def ask_email(person: Person, email: str, absolute: Absolute) -> None:
    """Mails a link to another address, which becomes the account's once the link is followed."""
    _tell(person, email, "change_email", absolute(reverse("accounts:change_email", args=[changing(person, email)])))


def changing(person: Person, email: str) -> str:
    """What makes an address a person's, once, when it comes back."""
    return signing.dumps([person.pk, _once(person), email], salt="change of address")


def change_email(person: Person, token: str, absolute: Absolute) -> None:
    """Makes an address the account's, by the link mailed to it, and tells the one before. Raises LinkRefused."""
    user, once, email = _opened(token, "change of address", 24 * HOUR)
    if (user, once) != (person.pk, _once(person)) or reads.by_email(email):
        raise LinkRefused
    old, person.email = person.email, email
    with transaction.atomic():
        person.save(update_fields=["email"])
        record(person.pk, Event.EMAIL_CHANGED)
    _tell(person, old, "email_changed", absolute(reverse("accounts:sign_in")))


def close(request: HttpRequest, person: Person) -> None:
    """Ends the agreement on the account, from which its term runs, and with it every session."""
    end(person, closed_at=timezone.now())
    record(person.pk, Event.ACCOUNT_CLOSED)
    logout(request)


def reopening(person: Person) -> str:
    """What opens a closed account again, for as long as whoever just gave its password takes to say so."""
    return signing.dumps(person.pk, salt="reopen")


@transaction.atomic
def reopen(token: str) -> Person:
    """Opens an account again that was closed by mistake. Raises LinkRefused."""
    person = Person.objects.filter(pk=_opened(token, "reopen", HOUR // 6), closed_at__isnull=False).first()
    if person is None or not person.username:
        raise LinkRefused
    person.closed_at = None
    person.save(update_fields=["closed_at"])
    record(person.pk, Event.ACCOUNT_REOPENED)
    return person


def _tell(person: Person, to: str | None, mail: str, url: str) -> None:
    """Mails in the language of the account."""
    if to:
        mails.send(mail, to, person.language or "nl", url=url)


def _once(person: Person) -> str:
    """Differs once the address was changed; it does not tell the old address to whoever reads mail at the new one."""
    return salted_hmac("address before", person.email or "", algorithm="sha256").hexdigest()


def _opened(token: str, salt: str, age: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=age)
    except signing.BadSignature:
        raise LinkRefused from None
