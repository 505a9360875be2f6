"""Receipts as they are made, and the key that signs them."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from sqlalchemy import create_engine

from grondslag.evidence.ledger import create, entries, export
from grondslag.evidence.receipt import Gone, KeyUnusable, Stays, load_or_create_key, public_key, record
from grondslag.evidence.verify import CONTENT, RECEIPT, misfits, verify

from .samples import KEY, NOW, as_text, erasure, sample


def order(value: object) -> object:
    """The names of all fields in their order, lists by their first item."""
    if isinstance(value, dict):
        return [(name, order(part)) for name, part in value.items()]
    return [order(value[0])] if isinstance(value, list) else None


def test_a_receipt_has_the_fields_of_its_version_in_their_order() -> None:
    _, receipt = sample()
    assert receipt["version"] == "grondslag-receipt/1"
    assert order(receipt) == order(RECEIPT)
    assert order(receipt["content"]) == order(CONTENT)


def test_the_ledger_holds_the_salted_commitment_and_nothing_else_of_the_receipt() -> None:
    rows, receipt = sample()
    content = json.dumps(receipt["content"], sort_keys=True, separators=(",", ":")).encode()
    assert rows[2].commitment == hashlib.sha256(bytes.fromhex(receipt["salt"]) + content).hexdigest()
    assert receipt["ledger"] == {"seq": 3, "hash": rows[2].hash}
    assert json.loads(rows[2].counts) == {"cells_gone": 8, "cells_staying": 5, "places_pending": 2}
    exported = export(rows)
    for part in (receipt["salt"], "2026-0017", "customer", "invoice", "write-ahead"):
        assert part not in exported


def test_the_same_erasure_twice_has_two_salts_and_two_commitments() -> None:
    (one, first), (two, second) = sample(), sample()
    assert first["salt"] != second["salt"]
    assert one[2].commitment != two[2].commitment
    assert verify(as_text(first), export(one)).ok
    assert not verify(as_text(first), export(two)).ok


def test_an_erasure_of_nothing_has_a_receipt_too() -> None:
    content = erasure(gone=(), stays=(), pending=()).content()
    assert (content["gone"], content["stays"], content["pending"]) == ([], [], [])


@pytest.mark.parametrize(
    "changes",
    [
        {"stays": (Stays(table="invoice", column="name", count=1, purpose="I.D"),)},
        {"gone": (Gone(table="invoice", column="name", count=-1, at=NOW),)},
        {"gone": (Gone(table="", column="name", count=1, at=NOW),)},
        {"gone": (Gone(table="invoice", column="name", count=1, at=NOW.replace(tzinfo=None)),)},
        {"statement_hash": "2"},
    ],
)
def test_an_erasure_that_no_receipt_could_tell_leaves_no_entry(changes: dict[str, object]) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        create(connection)
        with pytest.raises(ValueError, match=r"needs|Receipt, "):
            record(connection, erasure(**changes))
        assert entries(connection) == ()
    engine.dispose()


def test_what_stays_until_an_event_has_an_empty_last_day() -> None:
    stays = erasure().content()["stays"]
    assert [part["last_day"] for part in stays] == ["2032-12-31", ""]
    changed = replace(erasure(), stays=()).content()
    assert changed["stays"] == []


def test_a_key_is_made_once_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "receipts.pem"
    made = load_or_create_key(path)
    assert path.read_bytes().startswith(b"-----BEGIN PRIVATE KEY-----")
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_key(load_or_create_key(path)) == public_key(made)
    assert list(tmp_path.iterdir()) == [path]
    assert public_key(load_or_create_key(tmp_path / "other.pem")) != public_key(made)


def test_of_two_makers_the_first_one_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "receipts.pem"
    first = load_or_create_key(path)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert public_key(load_or_create_key(path)) == public_key(first)
    assert os.listdir(tmp_path) == ["receipts.pem"]  # noqa: PTH208


def pem(key: Ed25519PrivateKey | X25519PrivateKey, password: bytes = b"") -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no unencrypted private key"),
        (bytes(range(256)), "no unencrypted private key"),
        (pem(KEY, b"secret"), "no unencrypted private key"),
        (pem(KEY)[:60], "no unencrypted private key"),
        (pem(X25519PrivateKey.generate()), "another kind than Ed25519"),
    ],
)
def test_a_file_that_is_no_key_is_named_and_left_alone(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "receipts.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeyUnusable, match=words) as caught:
        load_or_create_key(path)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "receipts.pem"
    load_or_create_key(path)
    path.chmod(0o640)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        load_or_create_key(path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyUnusable, match="cannot be read or made"):
        load_or_create_key(tmp_path / "missing" / "receipts.pem")


def test_a_receipt_of_version_0_1_without_codes_is_still_read() -> None:
    content = erasure().content()
    for part in content["stays"]:
        del part["code"]
    assert misfits(content, CONTENT, "Receipt") == []
    del content["stays"][0]["law"]
    assert misfits(content, CONTENT, "Receipt") == ["Receipt, stays 1 lacks the field law."]
