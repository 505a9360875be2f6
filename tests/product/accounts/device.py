"""A device that holds passkeys, as a browser reaches it: what it makes and signs, and what goes wrong with it."""

import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

Flag = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = Flag.UP | Flag.UV


def asked(html: str, last: bool = False) -> dict[str, Any]:
    """What a page asks of the browser, of its first form or its last."""
    found = re.findall(r'data-options="([^"]*)"', html)
    options: dict[str, Any] = json.loads(unescape(found[-1 if last else 0]))
    return options


@dataclass
class Device:
    """One passkey; ``counting`` for a device that counts its signatures."""

    identifier: bytes = b"\x01" * 32
    origin: str = "https://localhost"
    flags: Flag = PRESENT_AND_VERIFIED
    counting: bool = True
    counter: int = 0
    handle: bytes = b""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """The answer to a page that adds a passkey."""
        self.handle = websafe_decode(options["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(Aaguid.NONE, self.identifier, public)
        data = self._data(options["rp"]["id"], self.flags | Flag.AT, made)
        attested = AttestationObject.create("none", data, {})
        return self._answer("webauthn.create", options, attestationObject=websafe_encode(attested))

    def sign(self, options: dict[str, Any], **instead: str) -> str:
        """The answer to a page that asks for a passkey."""
        self.counter += self.counting
        data = self._data(options["rpId"], self.flags)
        client = self._client("webauthn.get", options)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        told = {"signature": websafe_encode(signature), "userHandle": websafe_encode(self.handle)} | instead
        return self._answer("webauthn.get", options, authenticatorData=websafe_encode(data), **told)

    def _data(self, site: str, flags: Flag, made: bytes = b"") -> AuthenticatorData:
        return AuthenticatorData.create(sha256(site.encode()).digest(), flags, self.counter, made)

    def _client(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(type=kind, challenge=options["challenge"], origin=self.origin)

    def _answer(self, kind: str, options: dict[str, Any], **response: str) -> str:
        named, client = websafe_encode(self.identifier), websafe_encode(self._client(kind, options))
        told = {"clientDataJSON": client, **response}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": told})
