"""One-time codes and recovery codes: stored sealed or hashed, each good once, and the way in when all else is lost."""

import html
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pyotp
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from facturis.guard.purpose import processing
from facturis.security.protection.limits import LIMITS
from facturis.security.protection.models import SecurityEntry
from facturis.website.accounts import reads
from facturis.website.accounts.factors import codes
from facturis.website.accounts.models import CodeSource, Passkey, Person, RecoveryCode
from tests.product.accounts.test_journeys import link
from tests.product.accounts.test_passkeys import confirmed
from tests.product.cast import PASSWORD, Browser, access, browser, erase, mails, person, rows
from tests.product.databases import OWNER

APP, SIGN_IN, CODE, RECOVERY = (
    "/account/factors/app", "/account/sign-in", "/account/sign-in/code", "/account/factors/recovery",
)  # fmt: skip
OTHER = "fietspomp bij maanlicht"
START = 1_800_000_000.0  # the first second of a step


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the time to so many seconds after the start."""

    def at(seconds: float) -> None:
        monkeypatch.setattr("time.time", lambda: START + seconds)

    at(0)
    return at


def shown(text: str) -> list[str]:
    """The recovery codes on a page."""
    return re.findall(r"<li><code>([^<]+)</code>", text)


def with_app(of: Person) -> tuple[str, list[str]]:
    """The secret of an app that a person added, and the recovery codes that came with it."""
    client = confirmed(of)
    page = client.get(APP).text
    (token,) = re.findall(r'name="secret" value="([^"]+)"', page)
    (secret,) = re.findall(r"<dd><code>([A-Z2-7]+)</code>", page)
    answer = client.post(APP, {"secret": token, "code": now(secret)})
    assert answer.status_code in (200, 302)
    return secret, shown(answer.text)


def now(secret: str, after: float = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time() + after))


def half(password: str = PASSWORD) -> Browser:
    """A browser in which the password was given."""
    client = browser()
    answer = client.post(SIGN_IN, {"username": "een", "password": password})
    assert answer.headers["Location"] == CODE
    return client


def passes(code: str, client: Browser | None = None) -> bool:
    client = client or half()
    answer = client.post(CODE, {"code": code})
    assert (answer.status_code == 302) == (client.get("/account/").status_code == 200)
    return bool(answer.status_code == 302)


def test_a_code_after_the_password(outbox: Path, clock: Callable[[float], None]) -> None:
    one = person("een")
    secret, recovery = with_app(one)
    assert (len(secret), len(set(recovery))) == (32, 10)
    told = "".join(mails(outbox))
    assert ["App voor eenmalige codes toegevoegd." in told, "Herstelcodes gemaakt." in told] == [True, True]
    clock(60)
    client = half()
    assert client.get("/account/").status_code == 302
    assert not passes("000000" if now(secret) != "000000" else "111111", client)
    assert passes(now(secret), client)


@pytest.mark.usefixtures("outbox")
def test_the_picture_holds_the_secret_and_nothing_is_stored_before_a_code_proves_it() -> None:
    client = confirmed(person("een"))
    page = client.get(APP).text
    (secret,) = re.findall(r"<dd><code>([A-Z2-7]+)</code>", page)
    (drawn,) = re.findall(r'<img src="(data:image/svg\+xml[^"]+)"', page)
    with processing("III.C"):
        own = Person.objects.get()
    assert unquote(html.unescape(drawn)) == unquote(codes.picture(own, secret))
    (token,) = re.findall(r'name="secret" value="([^"]+)"', page)
    again = client.post(APP, {"secret": token, "code": "12345"}).text
    assert (secret in again, "Dit is niet de code" in again) == (True, True)
    assert client.post(APP, {"secret": "forged", "code": now(secret)}).status_code == 200
    assert rows(CodeSource).count() == 0


@pytest.mark.usefixtures("outbox")
def test_a_secret_is_offered_to_one_person() -> None:
    here, there = confirmed(person("een")), confirmed(person("twee"))
    page = here.get(APP).text
    (token,) = re.findall(r'name="secret" value="([^"]+)"', page)
    (secret,) = re.findall(r"<dd><code>([A-Z2-7]+)</code>", page)
    assert "Dit is niet de code" in there.post(APP, {"secret": token, "code": now(secret)}).text


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(("after", "good"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_telephone_may_be_a_step_off(after: float, good: bool, clock: Callable[[float], None]) -> None:
    secret, _ = with_app(person("een"))
    clock(3600)
    assert passes(now(secret, after)) is good


@pytest.mark.usefixtures("outbox")
def test_a_code_is_good_once_and_none_before_it(clock: Callable[[float], None]) -> None:
    secret, _ = with_app(person("een"))
    assert not passes(now(secret))  # it proved that the app has the secret
    clock(60)
    assert passes(now(secret))
    assert not passes(now(secret))
    assert not passes(now(secret, -30))
    clock(90)
    assert passes(f" {now(secret)[:3]} {now(secret)[3:]} ")


@pytest.mark.usefixtures("outbox")
def test_the_database_holds_neither_secret_nor_recovery_codes() -> None:
    one, two = person("een"), person("twee")
    secret, recovery = with_app(one)
    other, _ = with_app(two)
    kept = ""
    with connections[OWNER].cursor() as cursor:
        for table in ("accounts_codesource", "accounts_recoverycode"):
            cursor.execute(f"SELECT * FROM {table}")
            kept += repr(cursor.fetchall())
    plain = [*recovery, *(each.replace("-", "") for each in recovery), secret]
    assert [each for each in plain if each in kept] == []
    assert len(plain) == 21
    mine, theirs = rows(CodeSource).get(person=one), rows(CodeSource).get(person=two)
    theirs.secret = mine.secret  # copied by whoever can write to the database
    assert [codes.used(theirs, now(each)) for each in (secret, other)] == [False, False]


@pytest.mark.usefixtures("outbox")
def test_the_key_rotates_and_what_it_sealed_is_sealed_anew_when_used(clock: Callable[[float], None]) -> None:
    secret, recovery = with_app(person("een"))
    sealed = rows(CodeSource).get().secret
    clock(60)
    from_now = {"SECRET_KEY": "the new key", "SECRET_KEY_FALLBACKS": []}
    with override_settings(**from_now):
        assert not passes(now(secret))
        assert not passes(recovery[0])
    old = settings.SECRET_KEY
    with override_settings(**from_now | {"SECRET_KEY_FALLBACKS": [old]}):
        assert passes(now(secret))
        assert passes(recovery[0])
    assert rows(CodeSource).get().secret != sealed
    clock(120)
    with override_settings(**from_now):
        assert passes(now(secret))


def test_a_recovery_code_works_once_however_it_is_typed(outbox: Path) -> None:
    _, recovery = with_app(person("een"))
    first, second, *_ = recovery
    assert passes(first.lower().replace("-", " "))
    assert "Herstelcode gebruikt." in mails(outbox)[-1]
    assert not passes(first)
    assert passes(second)
    assert rows(RecoveryCode).count() == 8
    assert rows(SecurityEntry).filter(event="recovery_used").count() == 2


@pytest.mark.usefixtures("outbox")
def test_new_recovery_codes_take_the_place_of_the_old() -> None:
    one = person("een")
    _, before = with_app(one)
    client = confirmed(one)
    assert shown(client.get(RECOVERY).text) == []
    page = client.post(RECOVERY).text
    after = shown(page)
    assert (len(after), set(before) & set(after)) == (10, set())
    (file,) = re.findall(r'href="data:text/plain;charset=utf-8,([^"]+)"', page)
    assert unquote(file).split() == after
    assert [passes(before[0]), passes(after[0])] == [False, True]
    assert "U hebt nog 9 codes" in client.get("/account/factors").text


@pytest.mark.usefixtures("outbox")
def test_without_other_means_there_are_no_recovery_codes() -> None:
    client = confirmed(person("een"))
    assert client.post(RECOVERY).headers["Location"] == "/account/factors"
    assert rows(RecoveryCode).count() == 0


def test_a_new_password_by_mail_opens_no_account_that_asks_for_more(outbox: Path) -> None:
    _, recovery = with_app(person("een"))
    browser().post("/account/reset", {"email": "een@example.com"})
    url, client = link(outbox), browser()
    assert client.post(url, {"password1": OTHER, "password2": OTHER}).headers["Location"] == SIGN_IN
    assert client.get("/account/").status_code == 302
    client = half(OTHER)
    assert client.get("/account/factors").status_code == 302
    assert passes(recovery[0], client)
    client.post("/account/factors/confirm", {"password": OTHER})
    assert client.post(f"{APP}/remove").status_code == 302
    assert "App voor eenmalige codes verwijderd." in mails(outbox)[-1]
    assert (rows(CodeSource).count(), rows(RecoveryCode).count()) == (0, 0)
    answer = browser().post(SIGN_IN, {"username": "een", "password": OTHER})
    assert answer.headers["Location"] == "/account/"


@pytest.mark.usefixtures("outbox")
def test_another_app_takes_the_place_of_the_first_and_recovery_codes_stay(clock: Callable[[float], None]) -> None:
    one = person("een")
    first, recovery = with_app(one)
    second, none = with_app(one)
    assert (rows(CodeSource).count(), none) == (1, [])
    clock(60)
    assert [passes(now(first)), passes(now(second)), passes(recovery[0])] == [False, True, True]


@pytest.mark.usefixtures("outbox")
def test_the_first_step_counts_for_ten_minutes_for_this_password(clock: Callable[[float], None]) -> None:
    one = person("een")
    secret, _ = with_app(one)
    clock(60)
    early, changed = half(), half()
    clock(661)
    assert early.post(CODE, {"code": now(secret)}).headers["Location"] == SIGN_IN
    clock(120)
    browser(one).post("/account/sign-out-everywhere", {"password": PASSWORD})
    assert changed.post(CODE, {"code": now(secret)}).headers["Location"] == SIGN_IN


@pytest.mark.usefixtures("outbox")
def test_codes_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    _, recovery = with_app(person("een"))
    client = half()
    for _ in range(LIMITS["code", "account"].times):
        assert not passes("nothing", client)
    assert "Te veel pogingen" in client.post(CODE, {"code": recovery[0]}).text
    assert rows(SecurityEntry).latest("id").event == "locked_out"
    later = time.time() + LIMITS["code", "account"].seconds + 1
    monkeypatch.setattr("time.time", lambda: later)
    assert passes(recovery[0])
    assert rows(SecurityEntry).filter(event="factor_refused").count() == LIMITS["code", "account"].times


@pytest.mark.usefixtures("outbox")
def test_a_code_of_a_closed_account_offers_to_open_it_again() -> None:
    one = person("een")
    _, recovery = with_app(one)
    browser(one).post("/account/close", {"password": PASSWORD})
    client = half()
    answer = client.post(CODE, {"code": recovery[0]})
    assert (answer.status_code, "/account/reopen/" in answer.text) == (200, True)
    assert client.get("/account/").status_code == 302


def held() -> int:
    return sum(rows(model).count() for model in (Passkey, CodeSource, RecoveryCode))


@pytest.mark.usefixtures("outbox")
def test_all_of_it_goes_with_the_account_and_no_sooner() -> None:
    one = person("een")
    with_app(one)
    rows(Passkey).create(person=one, name="telefoon", credential="AAAA", public_key="AAAA")
    call_command("audit", sample=50)
    told = {table["table"] for table in access(one)["tables"]}
    assert {"accounts_passkey", "accounts_codesource", "accounts_recoverycode"} <= told
    erase(one)
    assert held() == 12
    browser(one).post("/account/close", {"password": PASSWORD})
    with processing("III.C"):
        assert reads.joined(one.pk) is None  # shut already
    call_command("sweep")
    assert held() == 0
    call_command("audit", sample=50)


@pytest.mark.usefixtures("outbox")
def test_all_of_it_is_gone_on_the_day_that_the_page_tells() -> None:
    one = person("een")
    with_app(one)
    browser(one).post("/account/close", {"password": PASSWORD})
    one.refresh_from_db(using=OWNER)
    assert held() == 11
    call_command("sweep", on=reads.gone_on(one))
    assert held() == 0


@pytest.mark.usefixtures("outbox")
def test_a_source_names_nobody() -> None:
    with_app(person("een"))
    source = rows(CodeSource).get()
    assert str(source) == f"source of one-time codes {source.pk}"
