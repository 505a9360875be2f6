"""T-IVB-3: guessing is stopped, by account and by address, and nothing is stored of who guessed."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.db import connections

from facturis.security.protection.limits import LIMITS, exceeded
from facturis.security.protection.models import SecurityEntry
from facturis.website.accounts.models import Person
from tests.product.cast import PASSWORD, Browser, browser, mails, person, rows
from tests.product.databases import OWNER

ADDRESS = "203.0.113.77"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that take no time to compare, since many are tried."""
    monkeypatch.setattr(Person, "check_password", lambda _, given: given == PASSWORD)
    monkeypatch.setattr("facturis.website.accounts.backend.make_password", lambda _: "")


def sign_in(client: Browser, username: str, password: str = PASSWORD, address: str = ADDRESS) -> bool:
    given = {"username": username, "password": password}
    return bool(client.post("/account/sign-in", given, REMOTE_ADDR=address).status_code == 302)


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now: Callable[[], float] = time.time
    monkeypatch.setattr("time.time", lambda: now() + seconds)


@pytest.mark.usefixtures("outbox", "quick")
def test_after_ten_wrong_passwords_the_right_one_is_refused_until_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person("een")
    person("twee")
    client = browser()
    limit = LIMITS["sign_in", "account"]
    assert not any(sign_in(client, "een", "wrong", f"203.0.113.{n}") for n in range(limit.times))
    assert not sign_in(client, "EEN")
    assert rows(SecurityEntry).latest("id").event == "locked_out"
    assert sign_in(browser(), "twee")
    later(monkeypatch, limit.seconds + 1)
    assert sign_in(client, "een")


@pytest.mark.usefixtures("outbox")
def test_a_new_password_by_mail_is_the_way_in_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    one, new = person("een"), "fietspomp bij maanlicht"
    with monkeypatch.context() as quick:
        quick.setattr(Person, "check_password", lambda *_: False)
        assert not any(sign_in(browser(), "een", "wrong") for _ in range(LIMITS["sign_in", "account"].times))
    assert not sign_in(browser(), "een")
    url = f"/account/reset/{one.pk}/{default_token_generator.make_token(one)}"
    assert browser().post(url, {"password1": new, "password2": new}).status_code == 302
    assert sign_in(browser(), "een", new)


@pytest.mark.usefixtures("outbox", "quick")
def test_who_signs_in_begins_anew() -> None:
    person("een")
    for _ in range(3):
        assert not any(sign_in(browser(), "een", "wrong") for _ in range(LIMITS["sign_in", "account"].times - 1))
        assert sign_in(browser(), "een")


@pytest.mark.usefixtures("outbox", "quick")
@pytest.mark.parametrize(
    ("from_one", "other"), [(ADDRESS, "203.0.113.78"), ("2001:db8::1", "2001:db8:0:1::1"), ("2001:db8::2", ADDRESS)]
)
def test_from_one_address_no_account_after_another_is_tried(from_one: str, other: str) -> None:
    person("een")
    assert not any(sign_in(browser(), f"name-{n}", address=from_one) for n in range(LIMITS["sign_in", "address"].times))
    assert not sign_in(browser(), "een", address=from_one)
    if ":" in from_one:
        assert not sign_in(browser(), "een", address="2001:db8::ffff:1")  # the same subscriber's
    assert sign_in(browser(), "een", address=other)


@pytest.mark.usefixtures("outbox", "quick")
def test_behind_a_local_socket_nobody_is_locked_out_for_another() -> None:
    person("een")
    assert not any(sign_in(browser(), f"name-{n}", address="") for n in range(LIMITS["sign_in", "address"].times + 1))
    assert sign_in(browser(), "een", address="")


@pytest.mark.usefixtures("outbox")
def test_counts_are_not_washed_away_by_many_others() -> None:
    limit = LIMITS["sign_in", "account"].times
    assert not any(exceeded("sign_in", "een") for _ in range(limit))
    for number in range(2000):
        exceeded("sign_in", f"name-{number}")
    assert exceeded("sign_in", "een")


@pytest.mark.usefixtures("outbox", "quick")
def test_a_name_that_nobody_has_is_locked_alike_so_that_nothing_is_learned() -> None:
    for _ in range(LIMITS["sign_in", "account"].times):
        sign_in(browser(), "nobody", "wrong")
    refused = browser().post("/account/sign-in", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "Te veel pogingen" in refused
    assert rows(SecurityEntry).count() == 0


@pytest.mark.usefixtures("outbox", "quick")
@pytest.mark.parametrize("path", ["close", "password", "sign-out-everywhere"])
def test_neither_is_a_password_guessed_in_an_open_browser(path: str) -> None:
    one = person("een")
    client = browser(one)
    new = {"password1": "fietspomp bij maanlicht", "password2": "fietspomp bij maanlicht"}
    for _ in range(LIMITS["password", "account"].times):
        client.post(f"/account/{path}", {"password": "wrong", **new})
    assert client.post(f"/account/{path}", {"password": PASSWORD, **new}).status_code == 200
    one.refresh_from_db(using=OWNER)
    assert one.closed_at is None
    assert rows(SecurityEntry).latest("id").event == "locked_out"


@pytest.mark.parametrize("path", ["sign-up", "reset"])
def test_nobody_is_mailed_without_end(path: str, outbox: Path) -> None:
    person("een")
    times = LIMITS["mail", "account"].times
    found = [browser().post(f"/account/{path}", {"email": "een@example.com"}).content for _ in range(times + 1)]
    assert [b"Dat is te vaak gevraagd" in page for page in found] == [*[False] * times, True]
    assert len(mails(outbox)) == times


@pytest.mark.usefixtures("outbox", "quick")
def test_neither_address_nor_name_is_stored_not_even_in_the_cache() -> None:
    person("een")
    sign_in(browser(), "een", "wrong")
    sign_in(browser(), "nobody", "wrong")
    kept = repr(vars(cache._connections[cache._alias])["_cache"])  # type: ignore[attr-defined]
    assert len(kept) > 100
    with connections[OWNER].cursor() as cursor:
        for table in connections[OWNER].introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept += repr(cursor.fetchall())
    assert [each for each in (ADDRESS, "nobody", "wrong") if each in kept.replace("Wrong", "")] == []


@pytest.mark.usefixtures("outbox")
def test_a_name_that_nobody_has_costs_a_hash_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def told(password: str) -> str:
        hashed.append(password)
        return make_password(password)

    monkeypatch.setattr("facturis.website.accounts.backend.make_password", told)
    assert not sign_in(browser(), "nobody", "wrong")
    assert hashed == ["wrong"]
