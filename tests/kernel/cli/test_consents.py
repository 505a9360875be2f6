"""The consents of one person as records, from the facts of a database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from grondslag.cli import files
from grondslag.evidence.consents import problems
from grondslag.law.facts import Consent, Facts
from grondslag.stores.sql import opened
from tests.kernel.cli.shop import TODAY, Shop, said

Capture = pytest.CaptureFixture[str]


def record(shop: Shop, *consents: Consent) -> None:
    """Records consents of the first customer."""
    datamap = files.datamap(shop.folder / "datamap.toml")
    with opened(shop.url, datamap, ZoneInfo("Europe/Amsterdam")) as store:
        store.prepare()
        with store.transaction():
            store.record({("person", "1"): Facts(consents=consents)})


def test_consents_are_written_as_records_and_receipts(shop: Shop, capsys: Capture) -> None:
    shop.replace("verklaring.toml", "[[purposes]]", "[eea]\neea_only = true\n\n[[purposes]]")
    first = Consent(at=datetime(2026, 5, 1, tzinfo=UTC), purpose="I.A", given=True, source="form")
    last = Consent(at=datetime(2026, 6, 1, tzinfo=UTC), purpose="I.A", given=False, source="link")
    late = Consent(at=datetime(2027, 6, 1, tzinfo=UTC), purpose="I.A", given=True)
    record(shop, first, last, late)
    [found] = said(capsys, "consents", *shop.options(on=TODAY, subject="person:1")).json
    assert problems(found) == []
    assert [event["event_state"] for event in found["events"]] == ["given", "withdrawn"]
    [receipt] = said(capsys, "consents", *shop.options(on=TODAY, subject="person:1"), "--receipt").json
    assert receipt["header"]["record_id"] == found["header"]["record_id"]
    assert receipt["header"]["receipt_id"]


def test_what_the_statement_does_not_tell_is_noted(shop: Shop, capsys: Capture) -> None:
    record(shop, Consent(at=datetime(2026, 5, 1, tzinfo=UTC), purpose="I.A", given=True))
    found = said(capsys, "consents", *shop.options(on=TODAY, subject="person:1"))
    assert found.code == 0
    assert "I.A: pii_processing.storage_locations: empty" in found.err


def test_who_was_never_asked_has_no_record(shop: Shop, capsys: Capture) -> None:
    found = said(capsys, "consents", *shop.options(on=TODAY, subject="person:2"))
    assert (found.code, found.json) == (0, [])
    assert "person:2 was never asked for consent" in found.err
    wrong = said(capsys, "consents", *shop.options(on=TODAY, subject="firm:2"))
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
