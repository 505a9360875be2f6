"""Ed25519 in pure Python, against RFC 8032 and against OpenSSL."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.evidence.receipt import public_key
from grondslag.evidence.verify import ORDER, P, signature_fits

# RFC 8032, section 7.1: secret key, public key, message, signature (tests 1, 2, 3 and SHA(abc)).
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


def openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_of_rfc_8032(vector: tuple[str, str, str, str]) -> None:
    secret, public, message, signature = map(bytes.fromhex, vector)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    assert (public_key(key), key.sign(message)) == (public.hex(), signature)
    assert signature_fits(public, message, signature)
    assert not signature_fits(public, message + b"\0", signature)
    scalar = int.from_bytes(signature[32:], "little") + ORDER
    assert not signature_fits(public, message, signature[:32] + scalar.to_bytes(32, "little"))


@given(secret=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 767))
@settings(max_examples=60, deadline=None)
def test_signatures_are_judged_as_openssl_judges_them(secret: bytes, message: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert signature_fits(public, message, signature)
    changed = bytearray(public + signature)
    changed[bit // 8] ^= 1 << bit % 8
    public, signature = bytes(changed[:32]), bytes(changed[32:])
    assert not signature_fits(public, message, signature)
    assert not openssl_accepts(public, message, signature)


def test_keys_and_signatures_have_one_spelling() -> None:
    # The neutral point as a key makes R = [S]B fit any message, so that only the spelling is left to refuse.
    neutral, base = (1).to_bytes(32, "little"), (4 * pow(5, -1, P) % P).to_bytes(32, "little")
    signature = base + (1).to_bytes(32, "little")
    assert signature_fits(neutral, b"", signature)
    for key in ((P + 1).to_bytes(32, "little"), (1 | 1 << 255).to_bytes(32, "little"), neutral + b"\0", neutral[:31]):
        assert not signature_fits(key, b"", signature)
    for other in (signature + b"\0", signature[:63], b""):
        assert not signature_fits(neutral, b"", other)
