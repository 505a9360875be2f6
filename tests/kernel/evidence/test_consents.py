"""Consent records: the sections of ISO/IEC TS 27560, every event in order, and a shape that notices what is missing."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grondslag.evidence.consents import (
    SCHEMA_VERSION,
    consent_receipt,
    consent_record,
    consented_purposes,
    problems,
)
from grondslag.law.facts import Consent
from grondslag.statement.model import Statement
from grondslag.statement.toml import loads
from grondslag.statements import shipped
from tests.kernel.statement.strategies import statements

FACTURIS = loads(shipped()).in_force
GIVEN = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
CONSENTS = (
    Consent(at=GIVEN + timedelta(days=9), purpose="II.A", given=False, version=1, source="link"),
    Consent(at=GIVEN, purpose="II.A", given=True, version=1, source="form"),
    Consent(at=GIVEN + timedelta(days=1), purpose="II.C", given=True),
)


def record(purpose: str = "II.A") -> dict[str, Any]:
    return consent_record(FACTURIS, CONSENTS, purpose, "person:42", "R-1")


def test_a_record_proves_who_consented_to_what_when_and_how_and_when_it_ended() -> None:
    found = record()
    assert problems(found) == []
    assert found["header"] == {
        "schema_version": SCHEMA_VERSION, "record_id": "R-1", "pii_principal_id": "person:42",
    }  # fmt: skip
    given, withdrawn = found["events"]
    assert (given["event_time"], given["event_state"]) == ("2026-03-01T08:30:00.000000Z", "given")
    assert (withdrawn["event_state"], withdrawn["event_method"]) == ("withdrawn", "link")
    processing = found["pii_processing"]
    assert (processing["lawful_basis"], processing["purpose_type"]) == ("consent", ["dpv:DirectMarketing"])
    assert [entry["pii_attribute_id"] for entry in processing["pii_information"]] == [
        ["pd:Name", "pd:PhysicalAddress"], ["pd:EmailAddress"],
    ]  # fmt: skip
    assert processing["retention_period"] == ["P36M after last_contact"]
    assert FACTURIS.content_hash in processing["privacy_notice"]
    [party] = found["party_identification"]
    assert (party["party_name"], party["party_role"]) == ("Facturis Group B.V.", "controller")


def test_at_equal_times_the_refusal_comes_last() -> None:
    both = [Consent(at=GIVEN, purpose="II.A", given=given) for given in (False, True)]
    for events in (both, both[::-1]):
        found = consent_record(FACTURIS, events, "II.A", "person:42", "R-1")
        assert [event["event_state"] for event in found["events"]] == ["given", "withdrawn"]


def test_a_receipt_is_the_record_under_its_own_number() -> None:
    found = consent_receipt(record(), "Q-1")
    assert problems(found) == []
    assert found["header"] == record()["header"] | {"receipt_id": "Q-1"}
    assert {name: found[name] for name in found if name != "header"} == {
        name: value for name, value in record().items() if name != "header"
    }


def test_each_purpose_that_was_asked_for_has_its_own_record() -> None:
    assert consented_purposes(CONSENTS) == ("II.A", "II.C")
    assert [event["event_state"] for event in record("II.C")["events"]] == ["given"]


def test_a_purpose_that_is_gone_is_told_by_its_id_and_its_gaps_are_noticed() -> None:
    found = consent_record(FACTURIS, (Consent(at=GIVEN, purpose="IX.Z", given=True),), "IX.Z", "person:42", "R-1")
    assert found["pii_processing"]["purpose"] == "IX.Z"
    assert problems(found) == ["pii_processing.pii_information: empty", "pii_processing.retention_period: empty"]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, entry in inner for place in ((*path, key), *places(entry, (*path, key)))]


@pytest.mark.parametrize("spoil", ["leave it out", "make it a number", "add a field beside it"])
def test_whatever_is_spoilt_in_a_record_is_noticed_at_its_place(spoil: str) -> None:
    for *above, last in places(record()):
        found = deepcopy(record())
        target: Any = found
        for step in above:
            target = target[step]
        if spoil == "make it a number":
            target[last] = 7
        elif isinstance(target, list):
            continue
        elif spoil == "leave it out":
            del target[last]
        else:
            target["nonsense"] = ""
        noticed = problems(found)
        assert len(noticed) == 1, (above, last, noticed)
        assert ("nonsense" if spoil == "add a field beside it" else str(last)) in noticed[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statement=statements(), data=st.data())
def test_a_record_of_any_statement_lacks_only_what_the_statement_does_not_tell(
    statement: Statement, data: st.DataObject
) -> None:
    ids = [purpose.id for purpose in statement.purposes] or ["I.A"]
    moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
    events = st.builds(Consent, at=moments, purpose=st.sampled_from(ids), given=st.booleans())
    given_events = data.draw(st.lists(events, min_size=1))
    for purpose in consented_purposes(given_events):
        found = consent_record(statement, given_events, purpose, "person:42", "R-1")
        assert len(found["events"]) == sum(event.purpose == purpose for event in given_events)
        assert [event["event_time"] for event in found["events"]] == sorted(e["event_time"] for e in found["events"])
        assert {problem.partition(": ")[0].partition("[")[0] for problem in problems(found)} <= {
            "pii_processing.pii_information", "pii_processing.storage_locations", "pii_processing.retention_period",
        }  # fmt: skip
