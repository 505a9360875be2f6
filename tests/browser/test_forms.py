"""A form in the layout of the pages, as every room shows its own."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import PHONE, ROOT, Pages, axe, served


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with a form of the tests beside it."""
    given = {"DJANGO_SETTINGS_MODULE": "tests.browser.sample_settings", "PYTHONPATH": str(ROOT)}
    with served(tmp_path_factory.mktemp("sample"), **given) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_is_accessible_empty_refused_and_accepted(pages: Pages, scheme: str) -> None:
    page = pages("en", scheme=scheme, size=PHONE)
    page.goto("/form")
    assert axe(page) == []
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("alert").wait_for()
    assert "This cannot be saved yet" in page.locator(":focus").inner_text()
    assert axe(page) == []
    page.get_by_role("alert").get_by_role("link", name="Name").click()
    assert page.locator(":focus").get_attribute("name") == "name"
    page.keyboard.type("A name")
    page.get_by_label("Green").check()
    page.get_by_label("I agree").check()
    page.get_by_role("main").get_by_role("button").click()
    assert page.get_by_role("status").inner_text() == "It was sent."
    assert axe(page) == []


@pytest.mark.complaints("400 (Bad Request)", "403 (Forbidden)", "500 (Internal Server Error)")
def test_an_error_is_accessible(pages: Pages) -> None:
    page = pages()
    for status in (400, 403, 500):
        page.goto(f"/refusing?status={status}")
        assert (status, axe(page)) == (status, [])
