"""One-time codes of an app (RFC 6238): their secret, sealed at rest, and which code is good now.

Each person's secret is sealed with a key of its own, made of the secret key: copied to somebody else's row it opens
nothing. Keys in SECRET_KEY_FALLBACKS still open it.
"""

import time
from base64 import urlsafe_b64encode

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from facturis.website.accounts.models import CodeSource, Person

ISSUER = "Facturis"
STEP = 30  # seconds, which apps take where nothing else is said
EITHER_SIDE = 1  # steps by which a telephone's clock may be off


def fresh() -> str:
    """A secret of 160 bits, as apps take it in."""
    return pyotp.random_base32()


def picture(person: Person, secret: str) -> str:
    """The secret as an image that an app reads from the screen: a URI of an SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.username or "", issuer_name=ISSUER)
    return segno.make(uri, micro=False).svg_data_uri(scale=5, border=4, light="white")


def step(secret: str, code: str) -> int | None:
    """The number of the step in which a code is good, of those around now; None where it is good in none."""
    now, maker = int(time.time()) // STEP, pyotp.TOTP(secret)
    near = range(now - EITHER_SIDE, now + EITHER_SIDE + 1)
    good = [each for each in near if constant_time_compare(maker.generate_otp(each), code)]
    return good[-1] if good else None


def sealed(person: Person, secret: str) -> str:
    """A secret as it is stored."""
    return _seal(person).encrypt(secret.encode()).decode()


def used(source: CodeSource, code: str) -> bool:
    """Uses a code up; False for one that is wrong, or not newer than the last that was used (RFC 6238, 5.2).

    False also where no key opens the secret any more.
    """
    seal, token = _seal(source.person), source.secret or ""
    try:
        number = step(seal.decrypt(token).decode(), code)
    except InvalidToken:
        return False
    if number is None:
        return False
    now = {"used": number, "secret": seal.rotate(token).decode()}
    return bool(CodeSource.objects.filter(pk=source.pk, used__lt=number).update(**now))


def _seal(person: Person) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    derived = (salted_hmac(__name__, str(person.pk), secret=key, algorithm="sha256").digest() for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in derived])
