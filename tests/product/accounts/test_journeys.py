"""T-IIIC-1: register, sign in, reset, edit, close; each by the pages, as a person does it."""

import re
import time
from pathlib import Path

import pytest
from django.test import override_settings

from facturis.guard import statement
from facturis.guard.purpose import processing
from facturis.website.accounts import reads
from facturis.website.accounts.forms import SignUpForm
from facturis.website.accounts.models import Person
from tests.product.cast import PASSWORD, Browser, browser, mails, person, rows
from tests.product.databases import OWNER

OTHER = "fietspomp bij maanlicht"
FILLED = {
    "username": "Nieuw", "name": "Voornaam-nieuw", "street": "Straat-1 1", "postcode": "0000 AA", "city": "Plaats",
    "country": "Nederland", "phone": "06 12345678", "language": "en", "password1": PASSWORD, "password2": PASSWORD,
}  # fmt: skip


def link(outbox: Path) -> str:
    """The path of the link in the newest mail."""
    (found,) = re.findall(r"^https://localhost(/\S+)$", mails(outbox)[-1].replace("=\n", ""), re.MULTILINE)
    return str(found)


def invited(outbox: Path, client: Browser, email: str = "Nieuw@Example.com") -> str:
    assert client.post("/account/sign-up", {"email": email}).status_code == 200
    return link(outbox)


def version() -> dict[str, str]:
    return {"statement": statement.in_force().version}


def test_register(outbox: Path) -> None:
    client = browser()
    url = invited(outbox, client)
    assert rows(Person).count() == 0  # nothing is stored of who does not follow the link
    shown = client.get(url).content.decode()
    assert f'name="statement" value="{statement.in_force().version}"' in shown
    answer = client.post(url, FILLED | version(), follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    made = rows(Person).get()
    assert (made.username, made.email, made.phone) == ("nieuw", "nieuw@example.com", "+31612345678")
    assert (made.statement, made.language) == (statement.in_force().version, "en")
    assert made.joined_at
    assert client.get(url).status_code == 410  # a link works once


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("token", ["nothing", "bmlldXc:1abc:xyz"])
def test_a_link_that_is_not_ours_opens_no_account(token: str) -> None:
    assert browser().post(f"/account/sign-up/{token}", FILLED | version()).status_code == 410
    assert rows(Person).count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"statement": "0.1"}, "statement"),
        ({"username": "EEN"}, "username"),
        ({"name": ""}, "name"),
        ({"phone": "12"}, "phone"),
        ({"phone": "geen nummer"}, "phone"),
        ({"language": "xx"}, "language"),
        ({"password2": OTHER}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"password1": "Voornaam-nieuw", "password2": "Voornaam-nieuw"}, "password2"),
    ],
)
def test_no_account_is_made_of_what_does_not_fit(change: dict[str, str], field: str, outbox: Path) -> None:
    """SRC-3: neither is one made without the version of the statement that was shown."""
    person("een")
    client = browser()
    assert client.post(invited(outbox, client), FILLED | version() | change).status_code == 200
    assert rows(Person).count() == 1
    with processing("III.C"):
        assert list(SignUpForm(FILLED | version() | change).errors) == [field]


def test_a_link_to_sign_up_works_for_a_day(outbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser()
    url, now = invited(outbox, client), time.time()
    monkeypatch.setattr("time.time", lambda: now + 24 * 3600 - 60)
    assert client.get(url).status_code == 200
    monkeypatch.setattr("time.time", lambda: now + 24 * 3600 + 60)
    assert client.get(url).status_code == 410


def test_two_who_sign_up_at_once_are_told_and_one_account_is_made(
    outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    url = invited(outbox, client, "een@example.com")
    person("een")
    monkeypatch.setattr(reads, "by_email", lambda _: None)  # as it was when the other had not yet been stored
    assert "Iemand anders was u net voor" in client.post(url, FILLED | version()).content.decode()
    assert rows(Person).count() == 1


def test_only_address_and_number_may_be_left_empty(outbox: Path) -> None:
    client = browser()
    left = dict.fromkeys(("street", "postcode", "city", "country", "phone"), "")
    assert client.post(invited(outbox, client), FILLED | version() | left).status_code == 302
    made = rows(Person).get()
    assert {getattr(made, name) for name in left} == {None}


def test_nobody_learns_whether_an_address_has_an_account(outbox: Path) -> None:
    person("een")
    pages = [browser().post("/account/sign-up", {"email": f"{name}@example.com"}).content for name in ("een", "twee")]
    assert pages[0] == pages[1]
    pages = [browser().post("/account/reset", {"email": f"{name}@example.com"}).content for name in ("een", "twee")]
    assert pages[0] == pages[1]
    sent = mails(outbox)
    assert len(sent) == 3  # to the two, of whom one has an account, and to that one again
    assert sum("/account/sign-in" in mail for mail in sent) == 1


@pytest.mark.usefixtures("outbox")
def test_sign_in_and_out() -> None:
    person("een")
    client = browser()
    assert client.get("/account/").headers["Location"] == "/account/sign-in?next=/account/"
    given = {"username": "EEN", "password": PASSWORD}
    assert client.post("/account/sign-in?next=/account/password", given).headers["Location"] == "/account/password"
    assert client.get("/account/").status_code == 200
    assert "no-store" in client.get("/account/").headers["Cache-Control"]
    client.post("/account/sign-out")
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("given", [("een", "wrong"), ("twee", PASSWORD), ("een", "")])
def test_nobody_signs_in_with_what_is_wrong(given: tuple[str, str]) -> None:
    person("een")
    client = browser()
    assert client.post("/account/sign-in", dict(zip(("username", "password"), given, strict=True))).status_code == 200
    assert client.get("/account/").status_code == 302


@pytest.mark.usefixtures("outbox")
def test_signing_in_leads_to_no_other_site() -> None:
    person("een")
    given = {"username": "een", "password": PASSWORD}
    answer = browser().post("/account/sign-in?next=https://elsewhere.example/", given)
    assert answer.headers["Location"] == "/account/"


@pytest.mark.usefixtures("outbox")
def test_sign_out_everywhere_leaves_this_browser_alone() -> None:
    one = person("een")
    here, there = browser(one), browser(one)
    assert here.post("/account/sign-out-everywhere", {"password": "wrong"}).status_code == 200
    assert there.get("/account/").status_code == 200
    assert here.post("/account/sign-out-everywhere", {"password": PASSWORD}).status_code == 302
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)
    assert browser().post("/account/sign-in", {"username": "een", "password": PASSWORD}).status_code == 302


def test_reset(outbox: Path) -> None:
    one = person("een")
    signed_in = browser(one)
    client = browser()
    client.post("/account/reset", {"email": "een@example.com"})
    url = link(outbox)
    assert client.get(url).status_code == 200
    assert client.post(url, {"password1": OTHER, "password2": "another"}).status_code == 200
    assert client.post(url, {"password1": OTHER, "password2": OTHER}).status_code == 302
    assert client.get(url).status_code == 410
    assert signed_in.get("/account/").status_code == 302
    assert "Subject: Uw wachtwoord is gewijzigd" in mails(outbox)[-1]
    one.refresh_from_db(using=OWNER)
    assert (one.check_password(OTHER), one.check_password(PASSWORD)) == (True, False)


def test_a_link_to_choose_a_password_is_one_persons_and_for_an_hour(outbox: Path) -> None:
    one, two = person("een"), person("twee")
    browser().post("/account/reset", {"email": "een@example.com"})
    url = link(outbox)
    assert browser().get(url.replace(f"/{one.pk}/", f"/{two.pk}/")).status_code == 410
    with override_settings(PASSWORD_RESET_TIMEOUT=-1):
        assert browser().get(url).status_code == 410


@pytest.mark.usefixtures("outbox")
def test_change_the_password() -> None:
    one = person("een")
    here, there = browser(one), browser(one)
    given = {"password": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert here.post("/account/password", given | {"password": "wrong"}).status_code == 200
    assert here.post("/account/password", given | {"password1": "een", "password2": "een"}).status_code == 200
    assert there.get("/account/").status_code == 200
    assert here.post("/account/password", given).status_code == 302
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_change_the_address_by_a_link_that_is_mailed_to_it(outbox: Path) -> None:
    one, two = person("een"), person("twee")
    client = browser(one)
    client.post("/account/email", {"email": "nieuw@example.com"})
    one.refresh_from_db(using=OWNER)
    assert one.email == "een@example.com"
    url = link(outbox)
    assert browser(two).get(url).status_code == 410
    assert browser().get(url).status_code == 302
    assert client.get(url).status_code == 302
    one.refresh_from_db(using=OWNER)
    assert one.email == "nieuw@example.com"
    assert "To: een@example.com" in mails(outbox)[-1]  # who had the account before is told
    assert client.get(url).status_code == 410


def test_an_address_that_became_anothers_is_not_taken(outbox: Path) -> None:
    client = browser(person("een"))
    client.post("/account/email", {"email": "twee@example.com"})
    url = link(outbox)
    person("twee")
    assert client.get(url).status_code == 410


@pytest.mark.usefixtures("outbox")
def test_close_and_open_again() -> None:
    one = person("een")
    here, there = browser(one), browser(one)
    assert here.post("/account/close", {"password": "wrong"}).status_code == 200
    assert here.get("/account/").status_code == 200
    assert here.post("/account/close", {"password": PASSWORD}).status_code == 200
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (302, 302)
    one.refresh_from_db(using=OWNER)
    assert one.closed_at
    offered = here.post("/account/sign-in", {"username": "een", "password": PASSWORD})
    assert (offered.status_code, here.get("/account/").status_code) == (200, 302)
    (url,) = re.findall(r'action="(/account/reopen/[^"]+)"', offered.content.decode())
    assert here.post(url).status_code == 302
    assert here.get("/account/").status_code == 200
    assert here.post(url).status_code == 410


def test_a_closed_account_is_mailed_no_new_password(outbox: Path) -> None:
    browser(person("een")).post("/account/close", {"password": PASSWORD})
    browser().post("/account/reset", {"email": "een@example.com"})
    assert mails(outbox) == []
