"""Passkeys and codes in Chromium, with a device that DevTools plays: added, used to sign in, and removed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, Pages, axe, served
from tests.browser.test_public_pages import OVERFLOW

PASSWORD = "lantaarn onder water"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
WORDS = {
    "nl": {
        "sign in": "Inloggen", "with": "Inloggen met een passkey", "add": "Een passkey toevoegen", "go on": "Verder",
        "make": "Passkey maken", "kept": "Ik heb ze bewaard", "out": "Uitloggen", "use": "Passkey gebruiken",
        "app": "Een app toevoegen", "add app": "App toevoegen", "remove": "Passkey verwijderen",
    },
    "en": {
        "sign in": "Sign in", "with": "Sign in with a passkey", "add": "Add a passkey", "go on": "Go on",
        "make": "Make the passkey", "kept": "I have kept them", "out": "Sign out", "use": "Use a passkey",
        "app": "Add an app", "add app": "Add the app", "remove": "Remove the passkey",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("factors")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    """The product under a name, since passkeys are for names and not for addresses in numbers."""
    with served(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


def device(page: Page, **other: Any) -> tuple[Any, str]:
    """Plugs a device into a page: the session of DevTools, and its number there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | other})
    return session, made["authenticatorId"]


def signed_up(page: Page, folder: Path, name: str, language: str) -> None:
    """Opens an account, as a person does."""
    page.goto("/account/sign-up")
    page.locator("main form input[name=email]").fill(f"{name}@example.com")
    page.locator("main form button").click()
    page.wait_for_load_state()
    written = "".join(each.read_text(encoding="utf-8") for each in sorted((folder / "mail").iterdir()))
    path = re.findall(r"(/account/sign-up/\S+)", written.replace("=\n", ""))[-1]
    page.goto(path)
    for field, value in (("username", name), ("name", f"Voornaam-{name}"), ("password1", PASSWORD)):
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("select[name=language]").select_option(language)
    page.locator("main form button").click()
    page.wait_for_url("**/account/")


def button(page: Page, name: str) -> Any:
    return page.get_by_role("main").get_by_role("button", name=name, exact=True)


def looks_right(page: Page, path: str) -> None:
    page.wait_for_url(re.compile(rf"^http://[^/]+{path}(\?|$)"))
    assert (page.url, axe(page)) == (page.url, [])
    assert (page.url, page.evaluate(OVERFLOW)) == (page.url, 0)


@pytest.mark.parametrize(("language", "size"), [("nl", PHONE), ("en", DESKTOP)], ids=["nl-phone", "en-desktop"])
def test_add_a_passkey_sign_out_and_sign_in_with_it(
    pages: Pages, folder: Path, language: str, size: tuple[int, int]
) -> None:
    words, page = WORDS[language], pages(language, size=size)
    session, number = device(page)
    signed_up(page, folder, f"een-{language}", language)
    page.goto("/account/factors")
    looks_right(page, "/account/factors")
    page.get_by_role("link", name=words["add"]).click()
    looks_right(page, "/account/factors/confirm")
    page.locator("[name=password]").fill(PASSWORD)
    button(page, words["go on"]).click()
    looks_right(page, "/account/factors/passkey")
    page.locator("[name=name]").fill("telefoon")
    button(page, words["make"]).click()
    page.locator(".codes").wait_for()
    assert page.locator(".codes li").count() == 10
    looks_right(page, "/account/factors/passkey")
    with page.expect_download() as file:
        page.locator("a[download]").click()
    assert Path(file.value.path()).read_text().split() == page.locator(".codes li").all_inner_texts()
    page.get_by_role("link", name=words["kept"]).click()
    looks_right(page, "/account/factors")
    assert page.locator("table.ledger tbody tr").count() == 1
    (kept,) = session.send("WebAuthn.getCredentials", {"authenticatorId": number})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    page.goto("/account/")
    button(page, words["out"]).click()
    looks_right(page, "/account/sign-in")
    button(page, words["with"]).click()
    page.wait_for_url("**/account/")
    assert page.locator("[name=username]").input_value() == f"een-{language}"
    page.goto("/account/factors")
    page.locator("table.ledger a").last.click()
    button(page, words["use"]).click()  # what confirms
    looks_right(page, r"/account/factors/passkey/\d+/remove")
    button(page, words["remove"]).click()
    page.wait_for_url("**/account/factors")
    assert page.locator("table.ledger").count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_add_an_app_and_sign_in_with_its_code(pages: Pages, folder: Path, language: str) -> None:
    words, page = WORDS[language], pages(language, size=PHONE)
    signed_up(page, folder, f"twee-{language}", language)
    page.goto("/account/factors")
    page.get_by_role("link", name=words["app"]).click()
    page.locator("[name=password]").fill(PASSWORD)
    button(page, words["go on"]).click()
    looks_right(page, "/account/factors/app")
    assert page.locator("main img").evaluate("image => image.complete && image.naturalWidth > 100")
    maker = pyotp.TOTP(page.locator(".facts code").inner_text())
    page.locator("[name=code]").fill(maker.now())
    button(page, words["add app"]).click()
    code = page.locator(".codes li").first.inner_text()  # waits for it
    page.goto("/account/factors")
    looks_right(page, "/account/factors")
    page.goto("/account/")
    button(page, words["out"]).click()
    page.locator("[name=username]").fill(f"twee-{language}")
    page.locator("[name=password]").fill(PASSWORD)
    button(page, words["sign in"]).click()
    looks_right(page, "/account/sign-in/code")
    page.locator("[name=code]").fill("nothing")
    button(page, words["sign in"]).click()
    page.get_by_role("alert").first.wait_for()
    looks_right(page, "/account/sign-in/code")
    page.locator("[name=code]").fill(code)
    button(page, words["sign in"]).click()
    page.wait_for_url("**/account/")


def test_whom_the_device_does_not_know_is_told_and_can_try_again(pages: Pages) -> None:
    page = pages("en")
    device(page, isUserVerified=False)
    page.goto("/account/sign-in")
    button(page, "Sign in with a passkey").click()
    told = page.get_by_text("No passkey came from your browser. Try again.")
    told.wait_for(state="visible")
    looks_right(page, "/account/sign-in")
    assert button(page, "Sign in with a passkey").is_enabled()


def test_without_a_script_the_page_says_what_a_passkey_needs(pages: Pages) -> None:
    page = pages("nl", script=False)
    page.goto("/account/sign-in")
    assert page.get_by_text("Een passkey werkt alleen met JavaScript").is_visible()
    assert not page.get_by_role("button", name="Inloggen met een passkey").is_visible()
    assert button(page, "Inloggen").is_visible()
