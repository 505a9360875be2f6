"""The demonstration in Chromium: its owner signs in and finds two years of documents, on a desktop and on a phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from facturis.config.demonstration import made
from tests.browser.conftest import PHONE, Pages, axe, served
from tests.browser.test_portal import OVERFLOW

BANNER = {"nl": "Demonstratie: niets hier is echt.", "en": "Demonstration: nothing here is real."}
PASSWORD = "lantaarn in de mist"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product, over the company of the demonstration."""
    folder: Path = tmp_path_factory.mktemp("demonstration") / "portal"
    made(folder)
    with served(folder, FACTURIS_DEMO="1") as address:
        yield address


def sign_in(page: Page, username: str) -> None:
    """Signs in as the demonstration says."""
    page.goto("/account/sign-in")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.wait_for_url("**/account/")


def fits(page: Page) -> None:
    """The page says that nothing is real, is accessible, and as wide as the screen."""
    assert page.locator(".demonstration").inner_text() == BANNER["nl"]
    assert (page.url, axe(page)) == (page.url, [])
    assert (page.url, page.evaluate(OVERFLOW)) == (page.url, 0)


@pytest.mark.parametrize("size", [(1280, 900), PHONE])
def test_its_owner_finds_two_years_of_documents(pages: Pages, size: tuple[int, int]) -> None:
    page = pages("nl", size=size)
    sign_in(page, "owner")
    page.goto("/portal/")
    fits(page)
    page.goto("/portal/documents/")
    fits(page)
    found = page.get_by_role("main").locator("a[href^='/portal/documents/']").filter(has_text=".xml")
    found.first.click()
    page.wait_for_url("**/portal/documents/*/")
    fits(page)


def test_it_says_in_english_too_that_nothing_is_real(pages: Pages) -> None:
    page = pages("en")
    page.goto("/")
    assert page.locator(".demonstration").inner_text() == BANNER["en"]
