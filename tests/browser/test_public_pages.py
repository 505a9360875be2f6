"""The public pages in Chromium: for everyone, on every width, in both languages, by day and by night, by keyboard."""

from typing import Literal

import pytest

from tests.browser.conftest import DESKTOP, PHONE, Pages, axe

PAGES = (
    "/",
    "/prices/",
    "/contact/",
    "/cookies/",
    "/privacy/",
    "/privacy/authorities/",
    "/privacy/versions/",
    "/privacy/versions/2.0/changes/",
    "/privacy/versions/2.0/amendments/",
)
# These hold a form, and so a cookie with its token.
FORMS = ("/account/sign-in", "/account/sign-up", "/account/reset")
LANGUAGES = ("nl", "en")
ZOOMED = (DESKTOP[0] // 2, DESKTOP[1] // 2)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize(
    ("size", "scheme"),
    [(DESKTOP, "light"), (DESKTOP, "dark"), (ZOOMED, "light"), (PHONE, "dark"), (PHONE, "light")],
    ids=["desktop", "desktop-dark", "zoomed", "phone-dark", "phone"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible_and_fits(
    pages: Pages, language: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page = pages(language, scheme=scheme, size=size)
    for path in (*PAGES, *FORMS):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert (path, axe(page)) == (path, [])
        assert (path, page.evaluate(OVERFLOW)) == (path, 0)


@pytest.mark.complaints("404 (Not Found)")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_not_there_is_accessible_too(pages: Pages, language: str) -> None:
    page = pages(language, size=PHONE)
    page.goto("/nowhere")
    assert axe(page) == []
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.url.endswith("/")


def test_a_page_has_its_colours_by_the_scheme_of_the_reader(pages: Pages) -> None:
    seen = []
    for scheme in ("light", "dark"):
        page = pages(scheme=scheme)
        page.goto("/")
        seen.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert seen == ["rgb(251, 250, 246)", "rgb(20, 23, 26)"]


@pytest.mark.parametrize("script", [True, False])
def test_the_language_is_chosen_with_the_keyboard_and_without_a_script(pages: Pages, script: bool) -> None:
    page = pages("nl", script=script)
    page.goto("/prices/")
    english = page.get_by_role("button", name="English")
    for _ in range(12):
        page.keyboard.press("Tab")
        if english.and_(page.locator(":focus")).count():
            break
    else:
        pytest.fail("the language switch cannot be reached with the keyboard")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/prices/")
    assert page.get_by_role("heading", level=1).inner_text() == "Prices"
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_first_tab_leads_to_the_text_and_is_seen(pages: Pages) -> None:
    page = pages()
    page.goto("/contact/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Direct naar de tekst"
    box = page.locator(":focus").bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_whatever_has_the_focus_shows_it(pages: Pages) -> None:
    page = pages()
    page.goto("/")
    links = page.locator("a, button").count()
    for number in range(links):
        page.keyboard.press("Tab")
        style = page.evaluate("(s => [s.outlineStyle, s.outlineWidth])(getComputedStyle(document.activeElement))")
        assert (number, style) == (number, ["solid", "3px"])


def test_from_a_purpose_at_a_glance_to_the_text_to_the_reason_of_a_change(pages: Pages) -> None:
    page = pages("en")
    page.goto("/")
    page.get_by_role("link", name="Complaints and support").click()
    assert page.url.endswith("/privacy/#doel-I-B")
    purpose = page.locator("section.purpose", has=page.locator("#doel-I-B"))
    purpose.wait_for(state="visible")
    assert purpose.locator("h4").bounding_box()["y"] < DESKTOP[1]  # type: ignore[index]
    purpose.locator(".note a").first.click()
    anchor = page.url.partition("#")[2]
    article = page.locator("article", has=page.locator(f"#{anchor}"))
    assert "I.B" in article.locator(".place").inner_text()


def test_cki_7_a_visit_leaves_nothing_on_the_device(pages: Pages) -> None:
    page = pages()
    for path in PAGES:
        page.goto(path)
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.complaints("violates the following Content Security Policy", "another site was asked", "ERR_UNSAFE_PORT")
def test_the_watch_over_a_page_sees_what_it_is_there_for(pages: Pages) -> None:
    page = pages()
    page.goto("/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'ran = 1'}))")
    assert page.evaluate("window.ran") is None
    page.goto("data:text/html,<img src='http://127.0.0.1:9/'>")
