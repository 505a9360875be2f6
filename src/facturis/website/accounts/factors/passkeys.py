"""Passkeys (W3C Web Authentication, Level 3): what a browser is asked, and what its answer proves.

The challenge is signed and dated, so that nothing of a ceremony is stored; the cache remembers which were answered. A
passkey counts for the host and the origin of the request, and only when its device verified who holds it.
"""

import json
from collections.abc import Iterable, Mapping
from struct import error as StructError
from typing import Any, Literal, cast

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.crypto import get_random_string, salted_hmac
from fido2 import cbor
from fido2.cose import CoseKey, UnsupportedKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from facturis.website.accounts.models import Passkey, Person

type Ceremony = Literal["add", "sign in", "confirm"]
AGE = 600
NAME = "Facturis"
_REQUIRED = UserVerificationRequirement.REQUIRED
# What the library raises for bytes that are no answer, or not the right one; RuntimeError is too deep a nesting.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError, StructError)


class PasskeyRefused(Exception):
    """An answer proves nothing: it is not to our challenge, was given before, or is not of a passkey that is known."""


def to_add(request: HttpRequest, person: Person, known: Iterable[Passkey]) -> str:
    """What a browser is asked in order to make a passkey for a person, as JSON; none for a device that has one."""
    user = PublicKeyCredentialUserEntity(
        id=_handle(person), name=person.username or "", display_name=person.name or person.username or ""
    )
    options, _ = _server(request).register_begin(
        user,
        [_descriptor(each) for each in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_REQUIRED,
        challenge=_challenge("add", person),
    )
    return json.dumps(dict(options.public_key))


def added(request: HttpRequest, person: Person, answer: str) -> Passkey:
    """The passkey that an answer brings, not stored yet. Raises PasskeyRefused."""
    try:
        given = RegistrationResponse.from_dict(json.loads(answer))
        state = _state(given.response.client_data, "add", person)
        data = _server(request).register_complete(state, given)
        proven = data.credential_data
        assert proven is not None
        assert not isinstance(proven.public_key, UnsupportedKey)
        key = websafe_encode(cbor.encode(proven.public_key))
    except _MALFORMED:
        raise PasskeyRefused from None
    credential = websafe_encode(proven.credential_id)
    return Passkey(person=person, credential=credential, public_key=key, counter=data.counter)


def to_sign_in(request: HttpRequest) -> str:
    """What a browser is asked in order to sign in with any passkey that it has for this site, as JSON."""
    return _asked(request, "sign in", None, None)


def to_confirm(request: HttpRequest, person: Person, known: Iterable[Passkey]) -> str:
    """What a browser is asked so that somebody who is signed in proves to be there, as JSON."""
    return _asked(request, "confirm", person, [_descriptor(each) for each in known])


def named(answer: str) -> str:
    """Which passkey an answer says to be of, before anything is proven; "" where it says none."""
    try:
        return str(json.loads(answer)["id"])[:1400]
    except _MALFORMED:
        return ""


def proven(request: HttpRequest, answer: str, passkey: Passkey, person: Person | None = None) -> None:
    """Holds an answer to a passkey: to sign in, or to confirm where a person is signed in. Raises PasskeyRefused."""
    try:
        given = AuthenticationResponse.from_dict(json.loads(answer))
        state = _state(given.response.client_data, "confirm" if person else "sign in", person)
        _server(request).authenticate_complete(state, [_credential(passkey)], given)
        handle, counter = given.response.user_handle, given.response.authenticator_data.counter
    except _MALFORMED:
        raise PasskeyRefused from None
    if handle is not None and handle != _handle(passkey.person):
        raise PasskeyRefused
    if person is None and handle is None:
        raise PasskeyRefused  # a passkey that signs in says whose it is
    _count(passkey, counter)


def _count(passkey: Passkey, counter: int) -> None:
    """Takes note of how often a device signed, where it counts: one that counts back was copied."""
    if not (counter or passkey.counter):
        return
    if not Passkey.objects.filter(pk=passkey.pk, counter__lt=counter).update(counter=counter):
        raise PasskeyRefused


def _asked(
    request: HttpRequest, ceremony: Ceremony, person: Person | None, known: list[PublicKeyCredentialDescriptor] | None
) -> str:
    options, _ = _server(request).authenticate_begin(
        known, user_verification=_REQUIRED, challenge=_challenge(ceremony, person)
    )
    return json.dumps(dict(options.public_key))


def _server(request: HttpRequest) -> Fido2Server:
    """The site as the request names it, which Django has held to ALLOWED_HOSTS."""
    host, origin = split_domain_port(request.get_host())[0], request.build_absolute_uri("/")[:-1]
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=NAME), verify_origin=lambda given: given == origin)


def _challenge(ceremony: Ceremony, person: Person | None) -> bytes:
    return signing.dumps([get_random_string(22), person and person.pk], salt=f"passkey: {ceremony}").encode()


def _state(client: CollectedClientData, ceremony: Ceremony, person: Person | None) -> dict[str, Any]:
    """What an answer is held to, once its challenge is found to be ours, of this ceremony, and not answered before."""
    try:
        _, of = signing.loads(client.challenge.decode(), salt=f"passkey: {ceremony}", max_age=AGE)
    except signing.BadSignature:
        raise PasskeyRefused from None
    answered = salted_hmac(__name__, client.challenge, algorithm="sha256").hexdigest()
    if of != (person and person.pk) or not cache.add(answered, True, AGE):
        raise PasskeyRefused
    return {"challenge": websafe_encode(client.challenge), "user_verification": _REQUIRED}


def _handle(person: Person) -> bytes:
    """What a device keeps beside a passkey to tell whose it is: the user id."""
    return str(person.pk).encode()


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(passkey.credential or "")
    )


def _credential(passkey: Passkey) -> AttestedCredentialData:
    key = CoseKey.parse(cast(Mapping[int, Any], cbor.decode(websafe_decode(passkey.public_key or ""))))
    return AttestedCredentialData.create(Aaguid.NONE, websafe_decode(passkey.credential or ""), key)
