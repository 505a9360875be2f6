"""What verify accepts and refuses: every kind of tampering with a receipt or a ledger."""

import copy
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grondslag.evidence.ledger import export
from grondslag.evidence.receipt import public_key
from grondslag.evidence.verify import Unusable, canonical, entry_hash, verify, without

from .samples import KEY, as_text, sample

ROWS, RECEIPT = sample()
LEDGER_TEXT, RECEIPT_TEXT = export(ROWS), as_text(RECEIPT)


def test_a_sound_receipt_and_ledger_are_valid() -> None:
    key = public_key(KEY)
    full = verify(RECEIPT_TEXT, LEDGER_TEXT, key, ROWS[-1].hash)
    assert (full.ok, full.notes) == (True, ("Ledger: 4 entries.",))
    alone = verify(RECEIPT_TEXT)
    assert alone.ok
    assert [note[:12] for note in alone.notes] == ["Not checked:"] * 2
    assert verify(LEDGER_TEXT, head=ROWS[-1].hash).ok
    assert "cut off" in verify(LEDGER_TEXT).notes[-1]


def test_a_receipt_is_valid_however_its_json_is_laid_out() -> None:
    assert verify(json.dumps(RECEIPT, sort_keys=True), LEDGER_TEXT).ok
    assert verify(json.dumps(RECEIPT, ensure_ascii=False, indent=8).replace("\n", "\r\n"), LEDGER_TEXT).ok


def detected(text: str, *arguments: str | None) -> bool:
    try:
        return not verify(text, *arguments).ok
    except Unusable:
        return True


def parsed(text: str) -> list[bytes] | None:
    try:
        return [canonical(json.loads(line)) for line in text.split("\n") if line.strip()]
    except ValueError:
        return None


replacement = st.one_of(st.sampled_from('0123456789abcdef"{}[]:,\\ '), st.characters())


@given(at=st.integers(0, len(json.dumps(RECEIPT)) - 1), character=replacement, with_ledger=st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_changed_character_of_a_receipt_is_detected(at: int, character: str, with_ledger: bool) -> None:
    text = json.dumps(RECEIPT)
    changed = text[:at] + character + text[at + 1 :]
    assume(parsed(changed) != parsed(text))
    assert detected(changed, LEDGER_TEXT if with_ledger else None)


@given(at=st.integers(0, len(LEDGER_TEXT) - 1), character=replacement)
@settings(max_examples=100, deadline=None)
def test_a_changed_character_of_a_ledger_is_detected(at: int, character: str) -> None:
    changed = LEDGER_TEXT[:at] + character + LEDGER_TEXT[at + 1 :]
    assume(parsed(changed) != parsed(LEDGER_TEXT))
    assert detected(changed)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(leaf for name, part in parts for leaf in leaves(part, (*path, name)))]


@pytest.mark.parametrize("path", leaves(RECEIPT)[1:], ids=lambda path: ".".join(map(str, path)))
def test_every_field_of_a_receipt_is_covered(path: tuple[Any, ...]) -> None:
    others: tuple[Any, ...] = (
        0,
        5,
        "",
        "x",
        "a" * 64,
        "2031-01-01",
        None,
        [],
        {},
        1.0,
        True,
        float("nan"),
        "\ud800",
        10**30,
    )
    for other in others:
        changed = copy.deepcopy(RECEIPT)
        place: Any = changed
        for name in path[:-1]:
            place = place[name]
        if type(place[path[-1]]) is type(other) and place[path[-1]] == other:
            continue
        place[path[-1]] = other
        assert detected(json.dumps(changed)), other
        del place[path[-1]]
        assert detected(json.dumps(changed))


@pytest.mark.parametrize("field", json.loads(LEDGER_TEXT.split("\n")[1]))
@pytest.mark.parametrize("position", range(4))
def test_every_field_of_a_ledger_is_covered(field: str, position: int) -> None:
    for other in (0, 7, "", "x", "a" * 64, "a" * 32, "audit_", "{}x", None, 1.0, "2026-05-04T09:30:00.000001Z"):
        lines = [json.loads(line) for line in LEDGER_TEXT.splitlines()]
        if lines[position][field] != other:
            lines[position][field] = other
            assert detected("\n".join(json.dumps(line) for line in lines)), other


def signed(receipt: dict[str, Any], key: Ed25519PrivateKey = KEY) -> str:
    receipt = receipt | {"public_key": public_key(key)}
    return as_text(receipt | {"signature": key.sign(without(receipt, "signature")).hex()})


def test_a_receipt_signed_again_by_another_key_fails_against_the_published_key() -> None:
    forged = signed(RECEIPT, Ed25519PrivateKey.generate())
    assert verify(forged).ok
    (finding,) = verify(forged, public_key=public_key(KEY)).findings
    assert "someone else signed it" in finding


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"content": RECEIPT["content"] | {"gone": []}}, ["commitment of entry 3"]),
        ({"salt": "0" * 64}, ["commitment of entry 3"]),
        ({"ledger": {"seq": 3, "hash": "0" * 64}}, ["hash of entry 3"]),
        ({"ledger": {"seq": 2, "hash": ROWS[1].hash}}, ["commitment of entry 2"]),
        ({"ledger": {"seq": 9, "hash": ROWS[1].hash}}, ["entry 9, to which the receipt points, is not in it"]),
        (
            {"content": RECEIPT["content"] | {"statement": {"version": "2", "hash": "0" * 64}}},
            ["commitment of entry 3", "statement_hash of entry 3"],
        ),
        (
            {"content": RECEIPT["content"] | {"at": "2026-05-04T09:30:00.000001Z"}},
            ["commitment of entry 3", "at of entry 3"],
        ),
    ],
)
def test_the_signer_too_is_held_to_the_ledger(change: dict[str, Any], named: list[str]) -> None:
    text = signed(RECEIPT | change)
    assert verify(text).ok
    findings = verify(text, LEDGER_TEXT).findings
    assert len(findings) == len(named)
    assert all(words in finding for words, finding in zip(named, findings, strict=True))


def test_a_receipt_fails_when_the_ledger_lost_its_entry_or_was_changed() -> None:
    lines = LEDGER_TEXT.splitlines(keepends=True)
    assert "entry 3" in verify(RECEIPT_TEXT, "".join(lines[:2])).findings[0]
    assert detected(RECEIPT_TEXT, LEDGER_TEXT.replace('{\\"unlawful\\":0}', '{\\"unlawful\\":1}'))


def test_a_field_too_many_is_named_though_signed_or_hashed() -> None:
    assert verify(signed(RECEIPT | {"extra": 1})).findings == ("Receipt has a field too many: 'extra'.",)
    entry = json.loads(LEDGER_TEXT.splitlines()[0]) | {"name": "x"}
    entry["hash"] = entry_hash(entry)
    assert verify(json.dumps(entry)).findings == ("Ledger, entry 1 has a field too many: 'name'.",)


def test_a_number_too_large_to_be_one_is_a_finding() -> None:
    text = LEDGER_TEXT.replace('{"seq":1,', '{"seq":' + "9" * 4300 + ",")
    assert "Ledger, entry 1, seq should be a whole number from 0." in verify(text).findings


def test_a_field_given_twice_is_refused() -> None:
    text = json.dumps(RECEIPT).replace('"count": 7', '"count": 9, "count": 7')
    with pytest.raises(Unusable, match="a field is given twice"):
        verify(text)


@pytest.mark.parametrize(
    "arguments",
    [
        (LEDGER_TEXT, LEDGER_TEXT),
        (LEDGER_TEXT, None, public_key(KEY)),
        (RECEIPT_TEXT, None, None, ROWS[-1].hash),
        (RECEIPT_TEXT, None, "xyz"),
        (RECEIPT_TEXT, "", None),
        (RECEIPT_TEXT, RECEIPT_TEXT, None),
        (LEDGER_TEXT, None, None, ROWS[-1].hash.upper()),
    ],
)
def test_arguments_that_do_not_belong_together_are_unusable(arguments: tuple[str | None, ...]) -> None:
    with pytest.raises(Unusable):
        verify(*arguments)  # type: ignore[arg-type]


@given(text=st.one_of(st.text(), st.from_regex(r'\{"seq"[\s\S]*'), st.from_regex(r'\A\{"version": ?"gr[\s\S]*')))
@settings(max_examples=100, deadline=None)
def test_no_text_raises_anything_but_unusable(text: str) -> None:
    assert detected(text)
