"""Identifiers have one normal form each, and agree with what page and SQL find alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.datamap.identifiers import KINDS, SPELLED, identifier, normalised
from grondslag.stores.memory import alike

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=12)
ADDRESSES = st.builds("{}{}@{}.example{}".format, st.sampled_from(("", " ")), PRINTABLE, PRINTABLE, st.just(" "))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("email", " Naam.Test+lijst@Example.COM ", "naam.test+lijst@example.com"),
        ("email", "cafe\u0301@b\u00fccher.example", "caf\u00e9@xn--bcher-kva.example"),
        ("email", "a@stra\u00dfe.example", "a@xn--strae-oqa.example"),
        ("phone", "020 794 0800", "+31207940800"),
        ("phone", "+31 (0)20 794 0800 ext. 12", "+31207940800;ext=12"),
        ("iban", "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        ("kvk", "1234.5678", "12345678"),
        ("btw", "4495445B01", "NL004495445B01"),
        ("btw", "be 0428.759.497", "BE0428759497"),
        ("bsn", "1112.22.333", "111222333"),
        ("username", "\uff34est-Naam", "test-naam"),
        ("customer_number", " K-0012 ", "k-0012"),
        ("address", "1234 ab 12 a", "1234AB 12-A"),
        ("address", "1234AB, 12", "1234AB 12"),
    ],
)
def test_an_identifier_has_one_normal_form(kind: str, text: str, value: str) -> None:
    assert normalised(kind, text) == value
    assert normalised(kind, value) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *((kind, "  ") for kind in KINDS),
        ("email", "naam"), ("email", "@example.com"), ("email", "a b@example.com"), ("email", "a@b@example.com"),
        ("email", "a@example..com"), ("email", "a\x00@example.com"), ("phone", "12"), ("iban", "NL91ABNA0417164301"),
        ("kvk", "1234567"), ("btw", "NL123456789B99"), ("bsn", "111222334"), ("username", "twee woorden"),
        ("address", "1234 SS 12"), ("address", "Straat 12"), ("customer_number", "9" * 256),
    ],
)  # fmt: skip
def test_what_is_no_identifier_identifies_nobody(kind: str, text: str) -> None:
    assert normalised(kind, text) is None


@given(st.sampled_from(SPELLED), st.one_of(ADDRESSES, PRINTABLE), st.one_of(ADDRESSES, PRINTABLE), st.booleans())
def test_in_ascii_two_are_one_exactly_when_page_and_sql_find_them_alike(
    kind: str, one: str, other: str, same: bool
) -> None:
    other = f"  {one.swapcase()} " if same else other
    first, second = normalised(kind, one), normalised(kind, other)
    if first is not None and second is not None:
        assert (first == second) == (alike(one) == alike(other))
    assert not same or first == second


@settings(max_examples=300)
@given(st.sampled_from(sorted(KINDS)), st.text(max_size=20), st.text("@. ", max_size=3))
def test_what_page_and_sql_find_alike_is_never_told_apart_and_a_normal_form_is_its_own(
    kind: str, text: str, more: str
) -> None:
    written = text + more + text
    value = normalised(kind, written)
    assert value == normalised(kind, str(alike(written)))
    assert value is None or normalised(kind, value) == value


def test_an_identifier_in_one_word_names_its_kind_and_an_error_does_not_repeat_it() -> None:
    assert identifier("email: A@example.com").value == "a@example.com"
    with pytest.raises(ValueError, match="no kind of identifier: choose one of email"):
        identifier("mail:a@example.com")
    with pytest.raises(ValueError, match="no such identifier") as refused:
        identifier("email:geheim")
    assert "geheim" not in str(refused.value)
