"""What a column takes: text read by its declared type, or a few words with what is wanted."""

import pytest

from grondslag.engine.typed import typed


@pytest.mark.parametrize(
    ("declared", "text", "value"),
    [
        ("TEXT", "x", "x"),
        ("", "x", "x"),
        ("VARCHAR(3)", "abc", "abc"),
        ("INTEGER", "7", 7),
        ("BIGINT", "-7", -7),
        ("BOOLEAN", "ja", True),
        ("BOOLEAN", "False", False),
        ("NUMERIC(10, 2)", "12.50", "12.50"),
        ("DATE", "2026-11-23", "2026-11-23"),
        ("TIMESTAMP", "2026-11-23 09:30:00", "2026-11-23 09:30:00"),
        ("JSONB", '{"a": 1}', '{"a": 1}'),
    ],
)
def test_a_value_is_read_by_its_type(declared: str, text: str, value: object) -> None:
    assert typed(declared, text) == value
    assert type(typed(declared, text)) is type(value)


@pytest.mark.parametrize(
    ("declared", "text", "wanted"),
    [
        ("VARCHAR(3)", "abcd", "at most 3"),
        ("CHARACTER VARYING(3)", "abcd", "at most 3"),
        ("INTEGER", "zeven", "whole number"),
        ("INTEGER", "7.5", "whole number"),
        ("BOOLEAN", "misschien", "true or false"),
        ("DECIMAL(10, 2)", "12,50", "point"),
        ("REAL", "nan", "number"),
        ("DATE", "23-11-2026", "2026-11-23"),
        ("DATETIME", "straks", "09:30:00"),
        ("TIME", "straks", "09:30:00"),
        ("JSON", "{", "JSON"),
        ("UUID", "1", "UUID"),
        ("BYTEA", "1", "bytes"),
    ],
)
def test_what_a_column_does_not_take_is_said(declared: str, text: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        typed(declared, text)
