"""Documents in Chromium: handed in, delivered, disputed and shared, on a phone, zoomed and without a script."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Pages, served
from tests.browser.test_portal import ZOOMED, Served, fits, link, open_account, sign_in, submit
from tests.product.documents.reading.made import UBL

LIST = "/portal/documents/"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, {type: "text/plain"}));
  const dropped = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
  document.querySelector(".handing-in").dispatchEvent(dropped);
}"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product, for the accounts that these tests open."""
    folder = tmp_path_factory.mktemp("documents")
    with served(folder) as site:
        yield Served(site, folder / "mail")


@pytest.fixture(scope="module")
def site(product: Served) -> str:
    """Its address."""
    return product.site


def customer(page: Page, product: Served, name: str) -> None:
    """Opens an account, and orders a service for it."""
    open_account(page, product, name)
    page.goto("/portal/order/letterbox/self")
    page.locator("[name=accepted]").check()
    submit(page)
    page.wait_for_url("**/portal/agreements/*/")


def hand_in(page: Page, file: Path) -> None:
    """An invoice by the input, and a letter that is dropped; each has its answer."""
    page.goto(LIST)
    fits(page)
    page.get_by_role("main").locator("a[href$='/new']").click()
    fits(page)
    page.locator("[type=file]").set_input_files([str(file)])
    submit(page)
    answers = page.locator(".answers li")
    expect(page.locator(".answers .kept")).to_have_count(1)
    page.evaluate(DROP, ["brief.txt", "Een brief over lantaarns."])
    expect(page.locator(".answers .kept")).to_have_count(2)
    page.evaluate(DROP, ["leeg.txt", ""])
    expect(page.locator(".answers .refused")).to_have_count(1)
    page.evaluate(DROP, ["kopie.txt", "Een brief over lantaarns."])
    expect(page.locator(".answers .there")).to_have_count(1)
    assert page.locator("progress").count() == 0
    fits(page)
    answers.first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/portal/documents/\d+/$"))


def sent(page: Page, path: str, **fields: str) -> None:
    """Fills in the form with this action, and sends it."""
    form = page.locator(f"form[action$='/{path}']")
    for name, value in fields.items():
        field = form.locator(f"[name$='-{name}']")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name$='-{name}'][value='{value}']").check()
        else:
            field.fill(value)
    form.get_by_role("button").last.click()


@pytest.mark.parametrize(("language", "size"), [("nl", PHONE), ("en", ZOOMED)], ids=["phone", "zoomed"])
def test_a_document_is_handed_in_delivered_disputed_and_shared(
    product: Served, pages: Pages, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    (file := tmp_path / "factuur.xml").write_bytes(UBL)
    sender, receiver = (pages(language, size=size) for _ in range(2))
    names = f"een-{language}", f"twee-{language}"
    for page, name in zip((sender, receiver), names, strict=True):
        customer(page, product, name)
    hand_in(sender, file)
    document = sender.url
    fits(sender)
    sent(sender, "deliver", email="niemand@example.com")
    sender.get_by_role("alert").wait_for()
    fits(sender)
    sent(sender, "deliver", email=f"{names[1]}@example.com")
    expect(sender.locator("#deliveries .proof")).to_contain_text(f"Voornaam-{names[1]}")
    arrives(product, receiver, f"{names[1]}@example.com")
    sender.goto(document)
    assert "Te veel gerekend" in sender.locator("#deliveries").inner_text()
    fits(sender)
    sent(sender, "share", days="1")
    url = sender.get_by_role("textbox", name=re.compile("link", re.IGNORECASE)).input_value()
    fits(sender)
    reads_and_downloads(pages(language, size=size), url)
    sender.goto(LIST)
    sender.get_by_role("searchbox").fill("VOORBEELD-0001")
    sender.get_by_role("search").get_by_role("button").click()
    assert sender.get_by_role("table").get_by_role("link").all_inner_texts() == ["factuur.xml"]
    fits(sender)


def arrives(product: Served, page: Page, address: str) -> None:
    """The receiver is told on the home and by mail, opens it, and disputes it with a reason."""
    page.goto("/portal/")
    page.get_by_role("main").locator("a[href*='tab=received']").click()
    fits(page)
    page.goto(link(product, address))
    fits(page)
    sent(page, "decide", action="disputed")
    page.get_by_role("alert").wait_for()
    fits(page)
    sent(page, "decide", action="disputed", reason="Te veel gerekend")
    page.get_by_role("status").wait_for()
    assert "Te veel gerekend" in page.locator("#decision li").inner_text()
    fits(page)


def reads_and_downloads(page: Page, url: str) -> None:
    """Whoever has the link reads the document, and gets its bytes."""
    page.goto(url)
    fits(page)
    assert "VOORBEELD-0001" in page.get_by_role("main").inner_text()
    with page.expect_download() as found:
        page.get_by_role("main").locator("a[href$='/content']").click()
    assert found.value.suggested_filename == "factuur.xml"
    assert found.value.path().read_bytes() == UBL


@pytest.mark.complaints("400 (Bad Request)")
def test_what_the_server_refuses_is_told_beside_the_file(product: Served, pages: Pages) -> None:
    page = pages("en")
    customer(page, product, "drie")
    page.goto(f"{LIST}new")
    page.evaluate("document.querySelector('[name=agreement]').value = '4711'")
    page.evaluate(DROP, ["brief.txt", "Een brief."])
    expect(page.locator(".answers .refused")).to_contain_text("4711 is not one of the available choices")


def test_without_a_script_the_form_hands_in_several_at_once(product: Served, pages: Pages, tmp_path: Path) -> None:
    customer(pages("en"), product, "vier")
    page = pages("en", script=False)
    sign_in(page, "vier")
    files = [tmp_path / name for name in ("een.txt", "twee.txt")]
    for file in files:
        file.write_text(file.name)
    page.goto(f"{LIST}new")
    page.locator("[type=file]").set_input_files([str(file) for file in files])
    submit(page)
    assert page.locator(".answers .kept strong").all_inner_texts() == ["een.txt", "twee.txt"]
