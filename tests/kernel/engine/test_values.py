"""Values of a database as JSON has them: nothing is lost, and JSON takes each."""

import json
from base64 import b64decode
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from grondslag.engine.values import encoding, json_value

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.times(),
    st.datetimes(), st.decimals(), st.uuids(),
)  # fmt: skip


@given(st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_json_takes_every_value(value: object) -> None:
    json.dumps(json_value(value), allow_nan=False)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_number_is_told_exactly(value: Decimal) -> None:
    assert Decimal(json_value(value)) == value


@given(st.binary())
def test_bytes_are_told_in_base64_and_say_so(value: bytes) -> None:
    assert b64decode(json_value(value)) == value
    assert encoding(memoryview(value)) == {"encoding": "base64"}
    assert encoding("text") == {}


def test_days_and_moments_are_iso_8601() -> None:
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert [json_value(v) for v in (date(2026, 3, 1), time(9, 30), moment, UUID(int=1))] == [
        "2026-03-01",
        "09:30:00",
        "2026-03-01T09:30:00+00:00",
        "00000000-0000-0000-0000-000000000001",
    ]
