"""Checks an erasure receipt and an exported ledger, offline, with the standard library alone.

This file stands on its own: copy it anywhere and run ``python verify.py FILE [--ledger FILE] [--public-key HEX]
[--head HASH]``, FILE being a receipt or a ledger. It exits 0 when valid, 1 when not (it says what and where), and 2
when the input cannot be used. The formats are defined here, as data, and what writes them imports them from here.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]
RECEIPT_VERSION = "grondslag-receipt/1"
GENESIS, MAX_FILE = "0" * 64, 256_000_000

TEXT, NAME = re.compile(r"(?s:.*)"), re.compile(r"(?s:.+)")
HEX32, HEX64, HEX128 = (re.compile(f"[0-9a-f]{{{length}}}") for length in (32, 64, 128))
HEX64_OR_NONE = re.compile(r"(?:[0-9a-f]{64})?")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
DAY = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?")
KIND = re.compile(r"[a-z][a-z_]{0,39}")
COUNT = r'"[a-z][a-z0-9_.]*":(?:0|[1-9][0-9]{0,17})'
COUNTS = re.compile(rf"\{{(?:{COUNT}(?:,{COUNT})*)?\}}")

# The two formats. A pattern is a text that fits it whole, ``int`` a whole number from 0, a list any number of its item.
# Receipts of version 0.1 have no codes.
ENTRY: Json = {"seq": int, "at": MOMENT, "kind": KIND, "random": HEX32, "counts": COUNTS}
ENTRY |= {"commitment": HEX64_OR_NONE, "statement_hash": HEX64, "previous": HEX64, "hash": HEX64}
CELLS: Json = {"table": NAME, "column": NAME, "count": int}
CONTENT: Json = {
    "at": MOMENT,
    "controller": NAME,
    "reference": TEXT,
    "statement": {"version": TEXT, "hash": HEX64},
    "gone": [CELLS | {"at": MOMENT}],
    "stays": [CELLS | {"purpose": TEXT, "law": TEXT, "promise": TEXT, "last_day": DAY, "code": TEXT}],
    "pending": [{"place": NAME, "clearing": NAME, "until": DAY}],
}
RECEIPT: Json = {"version": re.compile(re.escape(RECEIPT_VERSION)), "content": CONTENT, "salt": HEX64}
RECEIPT |= {"ledger": {"seq": int, "hash": HEX64}, "public_key": HEX64, "signature": HEX128}


class Unusable(ValueError):
    """Input that is neither a receipt nor a ledger; its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found: ``findings`` say what is wrong and where, ``notes`` what was checked and what was not."""

    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value that is hashed and signed: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def without(value: Mapping[str, Any], name: str) -> bytes:
    """The canonical bytes of ``value`` without its field ``name``: what that hash or signature is over."""
    return canonical({key: part for key, part in value.items() if key != name})


def entry_hash(entry: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of a ledger entry without its own ``hash``."""
    return hashlib.sha256(without(entry, "hash")).hexdigest()


def commitment(content: Mapping[str, Any], salt: str) -> str:
    """SHA-256, in hexadecimal, over the salt's bytes and the canonical content: what the ledger keeps of a receipt."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(content)).hexdigest()


# Ed25519, RFC 8032 section 5.1. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
Point = tuple[int, int, int, int]
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _decode(data: bytes) -> Point | None:
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def _encode(point: Point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]), (one[1] + one[0]) * (two[1] + two[0])
    c, d = 2 * D * one[3] * two[3], 2 * one[2] * two[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(factor: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            result = _add(result, point)
        point = _add(point, point)
        factor >>= 1
    return result


BASE = _decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signature_fits(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) over ``message`` was made with the key of ``public_key`` (32 bytes).

    RFC 8032, 5.1.7, without the cofactor; a scalar not below the group's order and a point not in its one spelling
    are refused, so that no signature has a second form.
    """
    key, scalar = _decode(public_key), int.from_bytes(signature[32:], "little")
    if BASE is None or key is None or scalar >= ORDER or len(public_key) != 32 or len(signature) != 64:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    minus_key = (P - key[0], key[1], key[2], P - key[3])
    return _encode(_add(_times(scalar, BASE), _times(challenge, minus_key))) == signature[:32]


def misfits(value: object, shape: Any, place: str) -> list[str]:
    """Where ``value`` does not have the form ``shape``: one sentence a field, which begins with its place."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{place} should be an object."]
        found = [f"{place} lacks the field {name}." for name in shape if name not in value and name != "code"]
        found += [f"{place} has a field too many: {name[:40]!a}." for name in sorted(value.keys() - shape)]
        for name in shape:
            found += misfits(value[name], shape[name], f"{place}, {name}") if name in value else []
        return found
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place} should be a list."]
        return [line for n, item in enumerate(value, 1) for line in misfits(item, shape[0], f"{place} {n}")]
    if shape is int:
        return [] if type(value) is int and 0 <= value < 2**63 else [f"{place} should be a whole number from 0."]
    return [] if isinstance(value, str) and shape.fullmatch(value) else [f"{place} does not have the form it should."]


def chain_findings(entries: Iterable[Any], head: str | None = None) -> list[str]:
    """What is wrong with ``entries`` as a ledger: form, numbers, hashes, order, and ``head`` where one is published."""
    found: list[str] = []
    expected, previous, head_seen = 1, GENESIS, head in (None, GENESIS)
    for position, entry in enumerate(entries, 1):
        where = f"Ledger, entry {position}"
        if wrong := misfits(entry, ENTRY, where):
            found += wrong
            expected, previous = expected + 1, ""
            continue
        if entry["seq"] != expected:
            found.append(f"{where} has number {entry['seq']} and not {expected}: entries are missing, added or moved.")
        if previous and entry["previous"] != previous:
            found.append(f"{where} does not follow the entry before it: its field previous holds another hash.")
        if entry_hash(entry) != entry["hash"]:
            found.append(f"{where} was changed: its hash is not that of its content.")
        expected, previous = entry["seq"] + 1, entry["hash"]
        head_seen = head_seen or previous == head
    if not head_seen:
        found.append(f"Ledger: the published head {head} is not in it: entries were cut off or replaced.")
    return found


def _object(pairs: list[tuple[str, Any]]) -> Json:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a field is given twice")
    return result


def _parse(text: str, place: str) -> Json:
    try:
        value = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{place} is no usable JSON: {str(error).split(';')[0]}.") from None
    if not isinstance(value, dict):
        raise Unusable(f"{place} is JSON but not an object.")
    return value


def _parse_ledger(text: str) -> list[Json]:
    lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    entries = [_parse(line, f"The ledger's line {number}") for number, line in lines]
    if not any("seq" in entry for entry in entries):
        raise Unusable("The ledger holds no entries: export it again.")
    return entries


def _receipt_findings(receipt: Json, public_key: str | None, entries: list[Json] | None) -> list[str]:
    if found := misfits(receipt, RECEIPT, "Receipt"):
        return found
    content, seq, key = receipt["content"], receipt["ledger"]["seq"], receipt["public_key"]
    if not signature_fits(bytes.fromhex(key), without(receipt, "signature"), bytes.fromhex(receipt["signature"])):
        found.append("Receipt: the signature does not fit: the receipt was changed, or another key signed it.")
    if public_key not in (None, key):
        found.append(f"Receipt: its public key is {key}, not the one given: someone else signed it.")
    if entries is None:
        return found
    entry = next((entry for entry in entries if entry.get("seq") == seq), None)
    if entry is None:
        return [*found, f"Ledger: entry {seq}, to which the receipt points, is not in it."]
    promised = {"hash": receipt["ledger"]["hash"], "commitment": commitment(content, receipt["salt"])}
    promised |= {"statement_hash": content["statement"]["hash"], "at": content["at"]}
    wrong = [name for name in promised if entry.get(name) != promised[name]]
    return found + [f"Ledger: the {name} of entry {seq} is not the one that the receipt calls for." for name in wrong]


def verify(
    text: str, ledger_text: str | None = None, public_key: str | None = None, head: str | None = None
) -> Verdict:
    """Check ``text``, a receipt or an exported ledger; a receipt also against the ledger, key and head where given.

    Raises :class:`Unusable` for what is neither, and for a key, head or ledger that does not belong beside it.
    """
    is_ledger = re.match(r'\s*\{\s*"seq"', text) is not None
    if any(value is not None and not HEX64.fullmatch(value) for value in (public_key, head)):
        raise Unusable("A public key and a head are 64 hexadecimal digits, in lower case.")
    if is_ledger and (ledger_text is not None or public_key is not None):
        raise Unusable("The input is a ledger; another ledger and a public key belong beside a receipt.")
    if head is not None and not is_ledger and ledger_text is None:
        raise Unusable("A published head belongs to a ledger: give that too.")
    ledger_text = text if is_ledger else ledger_text
    entries = None if ledger_text is None else _parse_ledger(ledger_text)
    found = chain_findings(entries, head) if entries else []
    notes = [f"Ledger: {len(entries)} entries."] if entries else []
    if not is_ledger:
        receipt = _parse(text, "The input")
        if receipt.get("version") != RECEIPT_VERSION:
            raise Unusable(f"The input is neither a ledger nor a receipt of the version {RECEIPT_VERSION}.")
        found = _receipt_findings(receipt, public_key, entries) + found
        notes += [] if public_key else ["Not checked: whose key signed the receipt (give the published --public-key)."]
        notes += [] if entries else ["Not checked: whether the ledger holds the receipt's entry (give --ledger)."]
    if entries and head is None:
        notes.append("Not checked: whether entries were cut off the ledger's end (give a published --head).")
    return Verdict(tuple(found), tuple(notes))


def read(path: str) -> str:
    """The text of the file at ``path``; raises :class:`Unusable` for what is missing, too large or no UTF-8."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise Unusable(f"{path}: larger than {MAX_FILE // 10**6} MB.")
        if not data.strip():
            raise Unusable(f"{path}: the file is empty.")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text, so neither receipt nor ledger"
        raise Unusable(f"{path}: cannot be read: {reason}.") from None


def main(arguments: list[str] | None = None) -> int:
    """The command: what was checked and the verdict on standard output; returns the exit code (0, 1 or 2)."""
    parser = argparse.ArgumentParser(prog="verify", description="Checks an erasure receipt or an exported ledger.")
    parser.add_argument("file", metavar="FILE", help="a receipt, or a ledger")
    parser.add_argument("--ledger", metavar="FILE", help="the exported ledger, beside a receipt")
    parser.add_argument("--public-key", metavar="HEX", help="the controller's published key, beside a receipt")
    parser.add_argument("--head", metavar="HEX", help="a published head (hash) that the ledger must contain")
    given = parser.parse_args(arguments)
    try:
        verdict = verify(read(given.file), given.ledger and read(given.ledger), given.public_key, given.head)
    except Unusable as error:
        print(f"verify: {error}", file=sys.stderr)
        return 2
    print(*verdict.notes, *verdict.findings, "Valid." if verdict.ok else "Not valid.", sep="\n")
    return 0 if verdict.ok else 1


if __name__ == "__main__":
    sys.exit(main())
