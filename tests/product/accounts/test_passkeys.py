"""Passkeys: made, used to sign in and to confirm, renamed and removed; and every answer that proves nothing."""

import json
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import override_settings
from fido2.utils import websafe_encode

from facturis.guard.purpose import processing
from facturis.security.protection.limits import LIMITS
from facturis.security.protection.models import SecurityEntry
from facturis.website.accounts.models import Passkey, Person, RecoveryCode
from tests.product.accounts.device import Device, Flag, asked
from tests.product.cast import PASSWORD, Browser, access, browser, mails, person, rows

ADD, SIGN_IN, WITH = "/account/factors/passkey", "/account/sign-in", "/account/sign-in/passkey"


def confirmed(of: Person) -> Browser:
    client = browser(of)
    assert client.post("/account/factors/confirm", {"password": PASSWORD}).status_code == 302
    return client


def with_passkey(of: Person, device: Device, name: str = "telefoon") -> Browser:
    """The browser of a person who added a passkey in it."""
    client = confirmed(of)
    answer = device.make(asked(client.get(ADD).text))
    assert client.post(ADD, {"name": name, "credential": answer}).status_code in (200, 302)
    assert rows(Passkey).filter(person=of, name=name).exists()
    return client


def signs_in(device: Device, client: Browser | None = None, **instead: str) -> bool:
    client = client or browser()
    answer = device.sign(asked(client.get(SIGN_IN).text), **instead)
    return bool(client.post(WITH, {"credential": answer}).headers["Location"] == "/account/")


def last_event() -> str:
    return str(rows(SecurityEntry).latest("id").event)


def test_a_passkey_signs_in_without_name_and_password(outbox: Path) -> None:
    one, device = person("een"), Device()
    with_passkey(one, device)
    assert "Subject: Uw manier van inloggen is gewijzigd" in mails(outbox)[0]
    assert "Passkey toegevoegd." in mails(outbox)[0]
    client = browser()
    assert signs_in(device, client)
    assert "Voornaam-een" in client.get("/account/").text
    assert last_event() == "signed_in_by_passkey"


@pytest.mark.usefixtures("outbox")
def test_what_is_asked_is_a_passkey_that_is_found_without_a_name_and_opened_by_its_holder() -> None:
    one = person("een")
    options = asked(confirmed(one).get(ADD).text)
    assert options["authenticatorSelection"] == {
        "residentKey": "required", "requireResidentKey": True, "userVerification": "required",
    }  # fmt: skip
    assert (options["rp"]["id"], options.get("attestation", "none")) == ("localhost", "none")
    asks = asked(browser().get(SIGN_IN).text)
    assert (asks["rpId"], asks["userVerification"], asks.get("allowCredentials")) == ("localhost", "required", None)


@pytest.mark.usefixtures("outbox")
def test_what_is_stored_is_the_public_half() -> None:
    one, device = person("een"), Device()
    with_passkey(one, device)
    kept = rows(Passkey).get()
    private = device.key.private_numbers().private_value.to_bytes(32)
    assert websafe_encode(private) not in str(vars(kept))
    assert kept.credential == websafe_encode(device.identifier)
    told = str(access(one))  # that there is one is told, and nothing that is stored of it
    assert ("accounts_passkey" in told, kept.credential in told) == (True, False)


@pytest.mark.usefixtures("outbox")
def test_a_password_alone_signs_in_no_more_and_the_passkey_takes_its_place() -> None:
    device = Device()
    with_passkey(person("een"), device)
    client = browser()
    given = {"username": "een", "password": PASSWORD}
    assert client.post(f"{SIGN_IN}?next=/account/email", given).headers["Location"] == "/account/sign-in/code"
    assert client.get("/account/").status_code == 302
    shown = client.get("/account/sign-in/code").text
    assert 'name="next" value="/account/email"' in shown
    answer = client.post(WITH, {"credential": device.sign(asked(shown)), "next": "/account/email"})
    assert answer.headers["Location"] == "/account/email"
    assert client.get("/account/sign-in/code").status_code == 302  # nothing waits any more
    assert client.get("/account/").status_code == 200


BAD = {
    "of another site": lambda device: setattr(device, "origin", "https://facturis.example"),
    "by http": lambda device: setattr(device, "origin", "http://localhost"),
    "at another port": lambda device: setattr(device, "origin", "https://localhost:8443"),
    "without its holder verified": lambda device: setattr(device, "flags", Flag.UP),
    "without its holder there": lambda device: setattr(device, "flags", Flag.UV),
    "that counts back": lambda device: setattr(device, "counter", 3),
    "of somebody else": lambda device: setattr(device, "handle", b"1000"),
    "of nobody": lambda device: setattr(device, "handle", b""),
    "by another key": lambda device: setattr(device, "key", Device().key),
    "that nobody knows": lambda device: setattr(device, "identifier", b"\x02" * 32),
}


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD)
def test_an_answer_proves_nothing(spoil: object) -> None:
    device = Device(counter=5)
    with_passkey(person("een"), device)
    assert signs_in(device)
    assert signs_in(device)
    assert callable(spoil)
    spoil(device)
    assert not signs_in(device)


@pytest.mark.usefixtures("outbox")
def test_an_answer_is_good_once_in_its_ceremony_and_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    one, device = person("een"), Device(counting=False)
    own = with_passkey(one, device)
    answer = device.sign(asked(browser().get(SIGN_IN).text))
    assert own.post("/account/factors/confirm", {"credential": answer}).status_code == 200
    first, again = browser(), browser()
    assert first.post(WITH, {"credential": answer}).headers["Location"] == "/account/"
    assert again.post(WITH, {"credential": answer}).headers["Location"] == SIGN_IN
    late, now = device.sign(asked(browser().get(SIGN_IN).text)), time.time()
    monkeypatch.setattr("time.time", lambda: now + 601)
    assert browser().post(WITH, {"credential": late}).headers["Location"] == SIGN_IN


@pytest.mark.usefixtures("outbox")
def test_a_challenge_that_is_not_ours_is_refused() -> None:
    device = Device()
    with_passkey(person("een"), device)
    options = asked(browser().get(SIGN_IN).text)
    for challenge in ("AAAAAAAAAAAAAAAAAAAAAA", websafe_encode(b"\xff" * 40)):
        answer = device.sign(options | {"challenge": challenge})
        assert browser().post(WITH, {"credential": answer}).headers["Location"] == SIGN_IN


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "7", '"id"', "null", '{"id": 7}', "[" * 100_000, '{"id": "AQEB", "rawId": "AQEB"}']
)
def test_what_is_no_answer_is_refused_in_words(answer: str) -> None:
    one = person("een")
    client = confirmed(one)
    told = browser().post(WITH, {"credential": answer}, follow=True)
    assert "Deze passkey is niet aangenomen" in told.text
    shown = client.post(ADD, {"name": "telefoon", "credential": answer})
    assert (shown.status_code, "Er is geen passkey gemaakt" in shown.text) == (200, True)
    assert 'value="telefoon"' in shown.text  # what was typed is kept
    assert client.post("/account/factors/confirm", {"credential": answer}).status_code == 200
    assert rows(Passkey).count() == 0


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("part", ["authenticatorData", "clientDataJSON", "signature", "userHandle"])
@pytest.mark.parametrize("value", ["", "AAAA", "not base64!", None, 7, []])
def test_a_damaged_answer_is_refused(part: str, value: object) -> None:
    device = Device()
    with_passkey(person("een"), device)
    answer = json.loads(device.sign(asked(browser().get(SIGN_IN).text)))
    answer["response"][part] = value
    assert browser().post(WITH, {"credential": json.dumps(answer)}).headers["Location"] == SIGN_IN


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("flags", [Flag.UP, Flag.UV])
def test_a_passkey_whose_holder_was_not_verified_is_not_added(flags: Flag) -> None:
    client = confirmed(person("een"))
    answer = Device(flags=flags).make(asked(client.get(ADD).text))
    assert "Er is geen passkey gemaakt" in client.post(ADD, {"name": "x", "credential": answer}).text
    assert rows(Passkey).count() == 0


@pytest.mark.usefixtures("outbox")
def test_a_passkey_is_made_for_whom_it_was_asked_and_belongs_to_one() -> None:
    one, two, device = person("een"), person("twee"), Device()
    here, there = confirmed(one), confirmed(two)
    answer = device.make(asked(here.get(ADD).text))
    assert "Er is geen passkey gemaakt" in there.post(ADD, {"name": "x", "credential": answer}).text
    with_passkey(one, device)
    same = device.make(asked(there.get(ADD).text))
    assert "Er is geen passkey gemaakt" in there.post(ADD, {"name": "x", "credential": same}).text
    assert [each.person_id for each in rows(Passkey)] == [one.pk]


@pytest.mark.usefixtures("outbox")
def test_a_device_that_has_one_is_not_asked_for_another() -> None:
    device = Device()
    client = with_passkey(person("een"), device)
    known = asked(client.get(ADD).text)["excludeCredentials"]
    assert [each["id"] for each in known] == [websafe_encode(device.identifier)]


@pytest.mark.usefixtures("outbox")
def test_a_passkey_confirms_in_place_of_a_password() -> None:
    one, two, device, other = person("een"), person("twee"), Device(), Device(identifier=b"\x03" * 32)
    with_passkey(one, device)
    with_passkey(two, other)
    client = browser(one)
    page = f"/account/factors/confirm?next={ADD}"
    assert client.get(ADD).headers["Location"] == page
    stolen = other.sign(asked(browser(two).get(page).text))
    assert client.post(page, {"credential": stolen}).status_code == 200
    assert client.get(ADD).status_code == 302
    assert client.post(page, {"credential": device.sign(asked(client.get(page).text))}).headers["Location"] == ADD
    assert client.get(ADD).status_code == 200


@pytest.mark.usefixtures("outbox")
def test_what_was_confirmed_counts_for_ten_minutes_in_this_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    one, now = person("een"), time.time()
    client = confirmed(one)
    assert (client.get(ADD).status_code, browser(one).get(ADD).status_code) == (200, 302)
    monkeypatch.setattr("time.time", lambda: now + 601)
    assert client.get(ADD).status_code == 302
    assert client.post("/account/factors/confirm", {"password": "wrong"}).status_code == 200
    assert client.get(ADD).status_code == 302


@pytest.mark.usefixtures("outbox")
def test_confirming_leads_to_no_other_site() -> None:
    answer = browser(person("een")).post(
        "/account/factors/confirm?next=https://elsewhere.example/", {"password": PASSWORD}
    )
    assert answer.headers["Location"] == "/account/factors"
    device = Device()
    with_passkey(person("twee"), device)
    client = browser()
    given = {"credential": device.sign(asked(client.get(SIGN_IN).text)), "next": "https://elsewhere.example/"}
    assert client.post(WITH, given).headers["Location"] == "/account/"


def test_rename_and_remove(outbox: Path) -> None:
    one, device = person("een"), Device()
    client = with_passkey(one, device)
    number = rows(Passkey).get().pk
    assert client.post(f"{ADD}/{number}", {"name": ""}).status_code == 200
    assert client.post(f"{ADD}/{number}", {"name": "sleutel"}).status_code == 302
    assert rows(Passkey).get().name == "sleutel"
    assert rows(RecoveryCode).count() == 10
    assert "sleutel" in client.get(f"{ADD}/{number}/remove").text
    assert client.post(f"{ADD}/{number}/remove").status_code == 302
    assert (rows(Passkey).count(), rows(RecoveryCode).count()) == (0, 0)
    assert "Passkey verwijderd." in mails(outbox)[-1]
    assert not signs_in(device)
    assert browser().post(SIGN_IN, {"username": "een", "password": PASSWORD}).headers["Location"] == "/account/"
    assert list(rows(SecurityEntry).order_by("id").values_list("event", flat=True))[1:-1] == [
        "passkey_added", "recovery_made", "passkey_renamed", "passkey_removed",
    ]  # fmt: skip


@pytest.mark.usefixtures("outbox")
def test_nobody_changes_somebody_elses_passkey() -> None:
    with_passkey(person("een"), Device())
    number, client = rows(Passkey).get().pk, confirmed(person("twee"))
    assert client.post(f"{ADD}/{number}", {"name": "mine"}).status_code == 404
    assert client.post(f"{ADD}/{number}/remove").status_code == 404
    assert rows(Passkey).get().name == "telefoon"


@pytest.mark.usefixtures("outbox")
def test_a_passkey_of_a_closed_account_offers_to_open_it_again() -> None:
    one, device = person("een"), Device()
    with_passkey(one, device).post("/account/close", {"password": PASSWORD})
    client = browser()
    answer = client.post(WITH, {"credential": device.sign(asked(client.get(SIGN_IN).text))})
    assert (answer.status_code, "/account/reopen/" in answer.text) == (200, True)
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("outbox")
def test_from_one_address_passkeys_are_not_tried_without_end() -> None:
    device = Device()
    with_passkey(person("een"), device)
    for number in range(LIMITS["passkey", "address"].times):
        browser().post(WITH, {"credential": json.dumps({"id": str(number)})})
    told = browser().post(WITH, {"credential": device.sign(asked(browser().get(SIGN_IN).text))}, follow=True)
    assert "Te veel pogingen" in told.text
    cache.clear()
    assert signs_in(device)


@pytest.mark.usefixtures("outbox")
def test_a_passkey_outlives_the_secret_key() -> None:
    device = Device()
    with_passkey(person("een"), device)
    with override_settings(SECRET_KEY="another key than before", SECRET_KEY_FALLBACKS=[]):
        assert signs_in(device)


@pytest.mark.usefixtures("outbox")
def test_nobody_is_named_by_the_text_of_a_row() -> None:
    one = person("een")
    with_passkey(one, Device())
    with processing("III.C"):
        assert str(Passkey.objects.get()) == f"passkey {rows(Passkey).get().pk}"
        code = RecoveryCode.objects.order_by("pk")[0]
        assert str(code) == f"recovery code {code.pk}"
