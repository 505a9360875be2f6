"""Recovery codes: ten, each good once, for who lost every other means; what is stored of each is a keyed hash.

A code has 50 bits, of which nobody guesses one under the limits; the hash is keyed with the secret key, so that the
database alone does not let anybody try.
"""

from secrets import choice

from django.conf import settings
from django.utils.crypto import salted_hmac

from facturis.website.accounts.models import Person, RecoveryCode

NUMBER, LENGTH = 10, 10
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without those that look alike


def fresh() -> list[str]:
    """Codes as they are shown, once: «ABCDE-FGHJK»."""
    drawn = ("".join(choice(LETTERS) for _ in range(LENGTH)) for _ in range(NUMBER))
    return [f"{each[: LENGTH // 2]}-{each[LENGTH // 2 :]}" for each in drawn]


def kept(person: Person, code: str) -> RecoveryCode:
    """A code as it is stored, not stored yet."""
    return RecoveryCode(person=person, digest=_digest(person, code, settings.SECRET_KEY))


def used(person: Person, code: str) -> bool:
    """Uses a code up, however it is typed; False for one that is wrong or was used."""
    digests = [_digest(person, code, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    deleted, _ = RecoveryCode.objects.filter(person=person, digest__in=digests).delete()
    return bool(deleted)


def _digest(person: Person, code: str, key: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return salted_hmac(__name__, f"{person.pk} {plain}", secret=key, algorithm="sha256").hexdigest()
