"""A browser that watches, and the product served to it on loopback with a database of its own.

``site`` is the address; ``page`` a desktop page and ``pages(...)`` makes one of another language, width or scheme. Each
page is closed at the end with a look at what it complained of: an error in its console, a script that failed, a
violation of the content security policy, or anything asked of another site fails the test.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
FACTURIS = Path(sys.executable).parent / "facturis"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-first-run")  # fmt: skip
DESKTOP, PHONE = (1280, 900), (360, 740)
OF_SERVER = ("DJANGO_", "FACTURIS_", "DATABASE_URL", "SECRET_KEY", "PYTEST_")


@contextmanager
def served(folder: Path, **more: str) -> Iterator[str]:
    """The product on SQLite in a folder, on a free port: its address, such as «http://127.0.0.1:4711»."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OF_SERVER)} | more
    with (folder / "stderr").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [FACTURIS, "serve", "--port", "0"], env=environment | {"FACTURIS_DIRECTORY": str(folder)}, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=errors, text=True,
        )  # fmt: skip
    try:
        assert process.stdout
        said = process.stdout.readline()
        found = re.match(r"Facturis: (http://\S+)/ ", said)
        assert found, said + (folder / "stderr").read_text(encoding="utf-8")
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=20)


class Watched:
    """What a page complained of."""

    def __init__(self, page: Page, site: str) -> None:
        self.complaints: list[str] = []
        page.on("console", lambda message: self._note(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(f"a script failed: {error}"))
        page.on("requestfailed", self._failed)
        page.on("request", lambda request: self._asked(request, site))

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left before all of it had come
            self._note(f"not loaded: {request.url}: {request.failure}")

    def _asked(self, request: Request, site: str) -> None:
        if not request.url.startswith((f"{site}/", "data:")):
            self._note(f"another site was asked: {request.url}")

    def _note(self, text: str) -> None:
        self.complaints.append(text)


type Pages = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product, one for the whole run."""
    with served(tmp_path_factory.mktemp("facturis")) as address:
        yield address


# For a module and no longer: Playwright keeps a loop running, in which Django lets no other test touch a database.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window. Skips the test where none is installed."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture
def pages(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Pages]:
    """Makes pages: ``pages("en", scheme="dark", size=PHONE, script=False)``, each in a profile of its own.

    A test that is marked ``complaints("404")`` must have complaints that hold this text, and no others.
    """
    marker = request.node.get_closest_marker("complaints")
    expected = tuple(marker.args) if marker else ()
    watched: list[Watched] = []
    contexts = []

    def made(
        language: str = "nl", *, scheme: Literal["light", "dark"] = "light", size: tuple[int, int] = DESKTOP,
        script: bool = True,
    ) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=site, locale=language, color_scheme=scheme, java_script_enabled=script,
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched(page, site))
        return page

    yield made
    for context in contexts:
        context.close()
    complaints = [said for each in watched for said in each.complaints]
    assert [said for said in complaints if not any(one in said for one in expected)] == []
    assert [one for one in expected if not any(one in said for said in complaints)] == []


@pytest.fixture
def page(pages: Pages) -> Page:
    """A page in Dutch on a desktop."""
    return pages()


def axe(page: Page) -> list[str]:
    """The violations that axe-core finds on a page, each with its rule, where it is and why."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} ({each['impact']}) at {node['target']}: {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
