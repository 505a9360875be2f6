"""One person's rights in a database of each kind: told in batches, recorded as facts, corrected by type."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from grondslag.engine import access
from grondslag.engine.access import Access
from grondslag.engine.rectify import Rectify
from grondslag.engine.rights import Desk
from grondslag.law.exercised import RightRefused
from grondslag.law.rules import Moment
from tests.databases import KINDS
from tests.kernel.engine.ported import AT, ONE, STATEMENT, ZONE, world

LATER = Moment(AT.now + timedelta(days=7), ZONE)


@pytest.mark.parametrize("kind", KINDS)
def test_an_access_is_the_same_in_batches_of_any_size(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with world(kind) as (store, _):
        found = []
        for size in (1000, 2, 1):
            monkeypatch.setattr(access, "PAGE", size)
            with store.transaction(write=False, snapshot=True):
                found.append(Access(store, STATEMENT, AT, ONE).report())
    assert [row["key"] for part in found[0]["tables"] for row in part["rows"]] == [[1], [1], [1], [2], [1], [2]]
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize("kind", KINDS)
def test_a_restriction_and_its_lifting(kind: str) -> None:
    with world(kind) as (store, _):
        restricted = Desk(store, STATEMENT, AT, ONE).restrict("a", "orders")
        scoped = Desk(store, STATEMENT, LATER, ONE)
        with pytest.raises(RightRefused, match="no restriction of customer"):
            scoped.lift(date(2026, 11, 25), "customer")
        lifted = scoped.lift(date(2026, 11, 25), "orders")
    assert restricted.before.usable == lifted.after.usable == {"I.A": 10, "II.A": 1}
    assert restricted.after.usable == lifted.before.usable == {"I.A": 3, "II.A": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawal_stops_that_purpose_alone(kind: str) -> None:
    with world(kind) as (store, _):
        change = Desk(store, STATEMENT, LATER, ONE).withdraw("II.A")
    assert (change.stops, change.goes) == (("II.A",), {"customer.photo": 1})


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_has_the_columns_type(kind: str) -> None:
    with world(kind) as (store, live):
        values = {"orders.price": "13.75", "orders.wishes": "groen"}
        done = Rectify(store, STATEMENT, AT, live, ONE, values, row="2").run()
        with store.transaction(write=False):
            row = next(iter(store.rows("orders", [(2,)])))
        with pytest.raises(RightRefused, match="has no row 3"):
            Rectify(store, STATEMENT, AT, live, ONE, values, row="3").run()
        with pytest.raises(RightRefused, match="takes bytes"):
            Rectify(store, STATEMENT, AT, live, ONE, {"customer.photo": "x"}).run()
        with pytest.raises(RightRefused, match="about person:1 in this row, but about somebody else"):
            Rectify(store, STATEMENT, AT, live, ONE, {"message.remark": "x"}, row="1").run()
    assert done.cells == {"orders.price": 1, "orders.wishes": 1}
    assert (Decimal(str(row["price"])), row["wishes"]) == (Decimal("13.75"), "groen")
    assert datetime.fromisoformat(str(row["ordered"])) == datetime(2026, 1, 3, 10)  # noqa: DTZ001
