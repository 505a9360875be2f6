"""Every unusable text is refused in one sentence: file, line, field and fix."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.statement.toml import StatementError, loads

CLEAN = """\
title = "Privacyverklaring"

[controller]
name = "Voorbeeld B.V."
kvk = "12345678"

[[groups]]
id = "I"
label = "Dienstverlening"

[[purposes]]
id = "I.A"
group = "I"
label = "Facturatie"
items = [
  { label = "Adres", category = "address" },
  { label = "IBAN", category = "iban" },
]
ground = "contract"
terms = [
  { after = "contract_ended", months = 24 },
  { after = "booked", years = 7, until_year_end = true, when = "fiscal", law = "AWR art. 52(4)" },
]

[[purposes]]
id = "I.B"
group = "I"
label = "Klachten"
terms = [{ after = "ticket_closed", months = 24 }]

[[amendments]]
id = "A1"
rule = "PUR-X2"
path = "purposes.I.B.terms"
old = [{ after = "ticket_closed", months = 24 }]
new = [{ after = "ticket_closed", months = 12 }]
reason = "A year is enough."
status = "adopted"
"""

CASES = [
    ('category = "iban"', 'category = "ibam"', 17, "purposes I.A: unknown category 'ibam': did you mean 'iban'?"),
    ('category = "address"', 'category = "adres"', 16, "unknown category 'adres': did you mean 'address'?"),
    ('{ after = "contract_ended", months = 24 }', '{ after = "contract_ended" }', 21, "has no period: write months"),
    ('{ after = "contract_ended", months = 24 }', "{ months = 24 }", 21, "has no event: write after"),
    ('after = "contract_ended"', 'after = " "', 21, "term 1 has no event"),
    ("years = 7,", "years = 7, months = 84,", 22, "both 'months' and 'years'"),
    ("years = 7,", 'years = "7",', 22, "years is '7' and must be a whole number"),
    ("months = 24 },\n", 'months = 24, when = "chat" },\n', 20, "every term has 'when'"),
    ('ground = "contract"', 'ground = "legal_obligation"', 21, "term 1 has no law"),
    ('ground = "contract"', 'ground = "kontract"', 19, "ground cannot be 'kontract': choose from 'consent'"),
    ('id = "I.B"', 'id = "I.A"', 26, "purposes I.A: this id is used twice"),
    ('group = "I"\nlabel = "Klachten"', 'group = "II"\nlabel = "Klachten"', 27, "unknown group 'II'"),
    ('kvk = "12345678"', 'kvk = "1234567"', 5, "8 digits"),
    ('kvk = "12345678"', "kvk = 12345678", 5, "kvk is 12345678 and must be text in quotes"),
    ('kvk = "12345678"', 'zone = "Europe/Breukelen"', 5, "no IANA time zone"),
    ('kvk = "12345678"', 'kvkk = "12345678"', 5, "unknown field 'kvkk': did you mean 'kvk'?"),
    ('label = "Klachten"\n', "", 25, "purposes I.B has no 'label': add it"),
    ('label = "Klachten"\n', 'label = "K"\nactive = "ja"\n', 29, "active is 'ja' and must be true or false"),
    ('label = "Klachten"\n', 'label = "K"\nversion = 0\n', 29, "version 0 is too low"),
    ('title = "Privacyverklaring"', "in_force = 2026-02-30", 1, "this is not TOML"),
    ('title = "Privacyverklaring"', 'in_force = "morgen"', 1, "in_force is 'morgen' and must be a date such as"),
    ('title = "Privacyverklaring"', "in_force = 2026-01-01T10:00:00", 1, "must be a date such as"),
    ('title = "Privacyverklaring"', 'title = "Privacyverklaring', 1, "this is not TOML"),
    ('title = "Privacyverklaring"', 'titel = "Privacyverklaring"', 1, "unknown field 'titel': did you mean 'title'?"),
    ("months = 12", "months = 24", 36, "what stands there already"),
    ("months = 12", "months = 5000", 36, "between 0 months and 100 years"),
    (
        'old = [{ after = "ticket_closed", months = 24 }]',
        "old = []",
        35,
        "'old' is not what stands at purposes.I.B.terms",
    ),
    ('old = [{ after = "ticket_closed", months = 24 }]\n', "", 31, "'old' is missing: write old = [{ after"),
    ("purposes.I.B.terms", "purposes.I.C.terms", 34, "the path leads to no entry"),
    ("purposes.I.B.terms", "purposes.I.B.termen", 34, "Purpose has no field 'termen': did you mean 'terms'?"),
    ("purposes.I.B.terms", "purposes.I.B.terms.0", 34, "the path goes on"),
    ("PUR-X2", "L51", 33, "'L51' is no rule"),
    ('"A year is enough."', '" "', 37, "'reason' is empty"),
    ('status = "adopted"', 'status = "agreed"', 38, "status cannot be 'agreed'"),
    ('status = "adopted"', "", 31, "amendment A1 has no 'status': add it"),
    ("[[amendments]]", "[amendments]", 31, "write each under [[amendments]]"),
]


@pytest.mark.parametrize(("there", "instead", "line", "message"), CASES)
def test_a_mistake_names_line_and_fix(there: str, instead: str, line: int, message: str) -> None:
    loads(CLEAN)
    assert CLEAN.count(there) >= 1
    with pytest.raises(StatementError) as caught:
        loads(CLEAN.replace(there, instead, 1), "voorbeeld.toml")
    assert str(caught.value).startswith(f"voorbeeld.toml:{line}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "x.toml: the file is empty"),
        (" \n\t\n", "x.toml: the file is empty"),
        (b"SQLite format 3\0\x10", "x.toml: the file is binary"),
        (b'title = "x"\nauthority = "\xff\xfe"\n', "x.toml:2: the file is not UTF-8"),
        (b"#" * 5_000_001, "x.toml: the file is larger than 5 MB"),
        ("title = " + "[" * 5000, "x.toml: the text is nested too deeply"),
        ("title = " + "[" * 300 + "]" * 300, "x.toml: a value is nested too deeply"),
        ("version = 0x" + "f" * 20_000, "x.toml"),
    ],
)
def test_what_is_no_statement_at_all(source: str | bytes, message: str) -> None:
    with pytest.raises(StatementError) as caught:
        loads(source, "x.toml")
    assert str(caught.value).startswith(message)


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert loads(b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode()) == loads(CLEAN)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_text_raises_nothing_but_its_own_error(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(CLEAN)))
    end = min(len(CLEAN), start + data.draw(st.integers(0, 40)))
    text = (
        CLEAN[:start] + data.draw(st.text(max_size=8) | st.sampled_from(("[", "{}", '"', "= 1", "[[a]]"))) + CLEAN[end:]
    )
    with suppress(StatementError):
        loads(text)
