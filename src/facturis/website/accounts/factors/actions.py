"""What is done with means of sign-in, each step with its entry in the security log, and changes with a mail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from facturis.security.protection import limits
from facturis.security.protection.actions import Event, record
from facturis.website.accounts import mails, reads
from facturis.website.accounts.factors import codes, passkeys, recovery
from facturis.website.accounts.factors.passkeys import PasskeyRefused
from facturis.website.accounts.models import CodeSource, Passkey, Person, RecoveryCode

type Absolute = Callable[[str], str]  # makes a path a URL


class TooOften(Exception):
    """It was tried too often: nothing was looked at."""


def add_passkey(request: HttpRequest, person: Person, name: str, answer: str) -> None:
    """Stores the passkey that a browser made. Raises PasskeyRefused."""
    passkey = passkeys.added(request, person, answer)
    passkey.name = name
    try:
        with transaction.atomic():
            passkey.save(force_insert=True)
            record(person.pk, Event.PASSKEY_ADDED)
    except IntegrityError:
        raise PasskeyRefused from None  # it is somebody's already
    _tell(person, Event.PASSKEY_ADDED, request.build_absolute_uri)


@transaction.atomic
def rename_passkey(passkey: Passkey) -> None:
    """Stores another name."""
    passkey.save(update_fields=["name"])
    record(passkey.person_id, Event.PASSKEY_RENAMED)


def remove_passkey(person: Person, passkey: Passkey, absolute: Absolute) -> None:
    """Removes a passkey, and with the last means the recovery codes."""
    with transaction.atomic():
        passkey.delete()
        record(person.pk, Event.PASSKEY_REMOVED)
        _forget_recovery(person)
    _tell(person, Event.PASSKEY_REMOVED, absolute)


def add_app(person: Person, secret: str, code: str, absolute: Absolute) -> bool:
    """Stores the secret of an app in place of any before it, once a code shows that the app has it; else False."""
    number = codes.step(secret, code)
    if number is None:
        return False
    with _alone(person):
        CodeSource.objects.filter(person=person).delete()
        CodeSource(person=person, secret=codes.sealed(person, secret), used=number).save(force_insert=True)
        record(person.pk, Event.APP_ADDED)
    _tell(person, Event.APP_ADDED, absolute)
    return True


def remove_app(person: Person, absolute: Absolute) -> None:
    """Removes the app, and with the last means the recovery codes."""
    with transaction.atomic():
        CodeSource.objects.filter(person=person).delete()
        record(person.pk, Event.APP_REMOVED)
        _forget_recovery(person)
    _tell(person, Event.APP_REMOVED, absolute)


def renew_recovery(person: Person, absolute: Absolute) -> list[str]:
    """Ten new recovery codes in place of those before; they are shown now and never again."""
    made = recovery.fresh()
    with _alone(person):
        RecoveryCode.objects.filter(person=person).delete()
        RecoveryCode.objects.bulk_create([recovery.kept(person, each) for each in made])
        record(person.pk, Event.RECOVERY_MADE)
    _tell(person, Event.RECOVERY_MADE, absolute)
    return made


def use_code(request: HttpRequest, person: Person, code: str) -> bool:
    """Uses up a one-time code or a recovery code; False for any other. Raises TooOften."""
    if limits.exceeded("code", str(person.pk), request):
        record(person.pk, Event.LOCKED_OUT)
        raise TooOften
    typed = "".join(code.split())
    source = CodeSource.objects.filter(person=person).select_related("person").first()
    by_app = source is not None and typed.isdigit() and codes.used(source, typed)
    if not by_app and not recovery.used(person, typed):
        record(person.pk, Event.FACTOR_REFUSED)
        return False
    limits.forget("code", str(person.pk))
    if not by_app:
        record(person.pk, Event.RECOVERY_USED)
        _tell(person, Event.RECOVERY_USED, request.build_absolute_uri)
    return True


def use_passkey(request: HttpRequest, answer: str, person: Person | None = None) -> Person:
    """Whose passkey answered: anybody's to sign in, or a person's own to confirm. Raises PasskeyRefused, TooOften."""
    named = passkeys.named(answer)
    if limits.exceeded("passkey", named, request):
        raise TooOften
    passkey = Passkey.objects.filter(credential=named).select_related("person").first()
    if passkey is None or (person and passkey.person_id != person.pk):
        raise PasskeyRefused
    try:
        passkeys.proven(request, answer, passkey, person)
    except PasskeyRefused:
        record(passkey.person_id, Event.FACTOR_REFUSED)
        raise
    limits.forget("passkey", named)
    return passkey.person


@contextmanager
def _alone(person: Person) -> Iterator[None]:
    """A transaction in which nobody else puts something in place of what this person has: a form may be sent twice."""
    with transaction.atomic():
        Person.objects.select_for_update().only("pk").get(pk=person.pk)
        yield


def _forget_recovery(person: Person) -> None:
    """Recovery codes stand in for other means: with the last of them they go."""
    if not reads.secured(person):
        RecoveryCode.objects.filter(person=person).delete()


def _tell(person: Person, event: Event, absolute: Absolute) -> None:
    """Mails what was changed, in the language of the account."""
    if person.email:
        mails.send("factors", person.email, person.language or "nl", what=event.label, url=absolute(_own_page()))


def _own_page() -> str:
    return reverse("accounts:factors")
