"""What an erased person refused stays refused: the list is filled by an erasure, and asked by a consent."""

import pytest

from tests.kernel.cli.shop import TODAY, Shop, said
from tests.kernel.cli.test_bad_input import assert_refused

Capture = pytest.CaptureFixture[str]
TERM = {"subject": "person:1", "purpose": "I.A"}


@pytest.fixture
def refusing(shop: Shop, capsys: Capture) -> Shop:
    """A shop on consent, whose customer 1 withdrew and was erased, and whose address has come in again as number 9."""
    shop.replace("verklaring.toml", 'ground = "legitimate_interest"', 'ground = "consent"')
    shop.replace(
        "datamap.toml",
        'person = { table = "customer", key = "id" }',
        'person = { table = "customer", key = "id", identifiers = { email = "email" } }',
    )
    assert said(capsys, "consent", *shop.options(on="2026-11-20", **TERM)).code == 0
    assert said(capsys, "withdraw", *shop.options(on="2026-11-21", **TERM)).code == 0
    assert said(capsys, "erase", *shop.options(on="2026-11-22", subject="person:1")).code == 0
    assert shop.query("SELECT id FROM customer WHERE email = 'k1@example.net'") == []
    shop.query("INSERT INTO customer VALUES (9, 'Klant 9', ' K1@Example.net', NULL, '2026-11-22')")
    return shop


def test_a_consent_for_an_address_that_refused_is_refused_until_its_owner_asks(refusing: Shop, capsys: Capture) -> None:
    again = refusing.options(on=TODAY, subject="person:9", purpose="I.A")
    assert_refused(said(capsys, "consent", *again), "refused I.A", "--anew")
    assert said(capsys, "consent", *again, "--anew").code == 0


def test_the_list_holds_no_address_and_hinders_nobody_else(refusing: Shop, capsys: Capture) -> None:
    listed = refusing.query("SELECT * FROM grondslag_suppression")
    assert listed
    assert "example" not in repr(listed)
    assert said(capsys, "consent", *refusing.options(on=TODAY, subject="person:2", purpose="I.A")).code == 0


def test_a_datamap_without_identifiers_keeps_no_list(shop: Shop, capsys: Capture) -> None:
    assert said(capsys, "erase", *shop.options(on=TODAY, subject="person:1")).code == 0
    assert shop.query("SELECT * FROM grondslag_suppression") == []
    assert not list(shop.folder.glob("*.suppression.key"))
