"""The portal in Chromium: a service ordered, somebody invited, a mandate ended, on a phone and without a script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, Pages, axe, served

PASSWORD = "lantaarn onder water"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ZOOMED = (DESKTOP[0] // 2, DESKTOP[1] // 2)


@dataclass(frozen=True)
class Served:
    """The product, and the folder into which it mails."""

    site: str
    outbox: Path


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product, for the accounts that these tests open."""
    folder = tmp_path_factory.mktemp("portal")
    with served(folder) as site:
        yield Served(site, folder / "mail")


@pytest.fixture(scope="module")
def site(product: Served) -> str:
    """Its address."""
    return product.site


def link(product: Served, to: str) -> str:
    """The link in the newest mail to somebody."""
    found = ""
    for file in sorted(product.outbox.iterdir(), key=lambda path: path.stat().st_mtime_ns):
        for text in file.read_text(encoding="utf-8").split("-" * 79)[:-1]:
            mail = message_from_bytes(text.lstrip().encode())
            body = mail.get_payload(decode=True)
            assert isinstance(body, bytes)
            if mail["To"] == to:
                (found,) = re.findall(r"^http://\S+$", body.decode(), re.MULTILINE)[:1]
    return found


def submit(page: Page) -> None:
    """Sends the form of the page."""
    page.get_by_role("main").locator("form button[type=submit]").first.click()


def open_account(page: Page, product: Served, name: str) -> None:
    """Signs up, by mail."""
    page.goto("/account/sign-up")
    page.locator("[name=email]").fill(f"{name}@example.com")
    submit(page)
    page.goto(link(product, f"{name}@example.com"))
    for field, value in (("username", name), ("name", f"Voornaam-{name}"), ("password1", PASSWORD)):
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=password2]").fill(PASSWORD)
    submit(page)
    page.wait_for_url("**/account/")


def fits(page: Page) -> None:
    """The page is accessible, and as wide as the screen."""
    assert (page.url, axe(page)) == (page.url, [])
    assert (page.url, page.evaluate(OVERFLOW)) == (page.url, 0)


def order_for_an_organisation(page: Page, company: str) -> None:
    """The three steps, with what is wrong told first."""
    page.goto("/portal/")
    fits(page)
    for heading in ("/portal/order", "/portal/order/office", "/portal/order/office/new"):
        page.get_by_role("main").locator(f"a[href='{heading}']").last.click()
        page.wait_for_url(f"**{heading}")
        fits(page)
    given = {"company": company, "street": "Bedrijfsstraat 1", "postcode": "1000 AA", "city": "Bedrijfsplaats",
             "email": "bedrijf@example.com", "kvk_number": "1234"}  # fmt: skip
    for field, value in given.items():
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=accepted]").check()
    submit(page)
    assert page.get_by_role("alert").get_by_role("link").all_inner_texts() == [
        page.locator("label[for=id_kvk_number]").inner_text().rstrip(":")
    ]
    fits(page)
    assert page.locator("[name=company]").input_value() == company
    page.locator("[name=kvk_number]").fill("9000 0001")
    submit(page)
    page.wait_for_url("**/portal/agreements/*/")
    fits(page)


@pytest.mark.parametrize(
    ("language", "size", "script"),
    [("nl", PHONE, True), ("en", ZOOMED, False)],
    ids=["phone in Dutch", "zoomed in English, without a script"],
)
def test_a_service_is_ordered_and_somebody_acts_within_a_mandate_until_it_ends(
    product: Served, pages: Pages, language: str, size: tuple[int, int], script: bool
) -> None:
    owner, other = (pages(language, size=size) for _ in range(2))
    names = f"een-{language}", f"twee-{language}"
    for page, name in zip((owner, other), names, strict=True):
        open_account(page, product, name)
    order_for_an_organisation(owner, company := f"Bedrijf-{language}")
    owner.goto("/portal/")
    owner.get_by_role("link", name=company, exact=True).click()
    fits(owner)
    organisation = owner.url
    owner.goto(f"{organisation}people")
    owner.locator("[name=email]").fill(f"{names[1]}@example.com")
    owner.locator("[name=mandate][value=approve]").check()
    submit(owner)
    owner.get_by_role("status").wait_for()
    fits(owner)
    accept_and_lose(owner, other, link(product, f"{names[1]}@example.com"), organisation, names[1])
    for what in ("details", "bank", "leave"):
        owner.goto(f"{organisation}{what}")
        fits(owner)
    plain = pages(language, size=size, script=script)
    sign_in(plain, names[0])
    end_the_agreement(plain)


def accept_and_lose(owner: Page, other: Page, invitation: str, organisation: str, name: str) -> None:
    """The other accepts and sees the organisation, until the owner ends the mandate."""
    other.goto(invitation)
    fits(other)
    submit(other)
    other.wait_for_url(organisation)
    fits(other)
    owner.goto(f"{organisation}people")
    owner.get_by_role("row", name=f"Voornaam-{name}").get_by_role("link").click()
    fits(owner)
    submit(owner)
    owner.wait_for_url(f"{organisation}people")
    assert f"Voornaam-{name}" not in owner.get_by_role("table").inner_text()
    other.goto(invitation.partition("/portal/")[0] + "/portal/")
    assert organisation.partition("/portal/")[2] not in other.content()


def sign_in(page: Page, name: str) -> None:
    """Signs in with the password that all have."""
    page.goto("/account/sign-in")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    submit(page)
    page.wait_for_url("**/account/")


def end_the_agreement(page: Page) -> None:
    """From the portal's home to the end of the agreement."""
    page.goto("/portal/")
    page.get_by_role("main").locator("a[href^='/portal/agreements/']").click()
    page.get_by_role("main").locator("a[href$='/end']").click()
    assert page.locator("main h1").inner_text() in ("De overeenkomst beëindigen", "End the agreement")
    submit(page)
    page.wait_for_url("**/portal/agreements/*/")
    assert page.get_by_role("main").locator("a[href$='/end']").count() == 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_terms_are_accessible_for_everyone(pages: Pages, language: str) -> None:
    page = pages(language, scheme="dark", size=PHONE)
    page.goto("/portal/terms/")
    fits(page)
