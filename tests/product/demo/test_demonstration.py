"""The end of the demonstration: the product over a company, as a person starts, uses and stops it."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from facturis.config import demonstration
from facturis.demo.folder import MARK
from grondslag.cli.failures import InputError
from tests.product.demo.shown import alike
from tests.product.demo.test_demo import FACTURIS, ROOT, run

PATIENCE = 240  # a machine on which all tests run at once


@dataclass
class Demonstration:
    """A demonstration that serves: its process, its folder, what it printed since the first part, and its address."""

    process: subprocess.Popen[str]
    folder: Path
    printed: list[str]
    site: str


def begun(directory: Path, port: int = 0) -> subprocess.Popen[str]:
    """The command, in a process group of its own, in an environment that names another database."""
    command = [FACTURIS, "demo", "--directory", directory, "--people", "60", "--serve", "--port", str(port)]
    other = {"DATABASE_URL": f"sqlite:///{directory.parent}/real.db", "SECRET_KEY": "of another product"}
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | other, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """A demonstration that has come to serve."""
    directory = tmp_path_factory.mktemp("demonstration") / "demo"
    process, printed = begun(directory), list[str]()
    try:
        assert process.stdout
        for line in process.stdout:
            printed.append(line.rstrip().replace(str(directory), "build/demo"))
            if found := re.match(r"Facturis: (http://\S+)/ ", line):
                break
        else:
            raise AssertionError("\n".join(printed) + process.communicate()[1])
        yield Demonstration(process, directory / "portal", printed[printed.index("4. The product") :], found[1])
    finally:
        process.kill()
        process.communicate()


def test_the_readme_shows_how_it_ends(demonstrated: Demonstration) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"demo end: begin -->\n```\n(.*?)\n```", text, re.S)
    assert block
    assert alike(block[1].splitlines(), demonstrated.printed) == "", "\n".join(demonstrated.printed)


def test_whoever_signs_in_sees_documents_and_that_nothing_is_real(demonstrated: Demonstration) -> None:
    (password,) = re.findall("«(.+)»", "\n".join(demonstrated.printed))
    opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def page(path: str, **given: str) -> str:
        data = urlencode(given).encode() if given else None
        with opener.open(demonstrated.site + path, data, timeout=60) as answer:
            told: str = answer.read().decode()
        return told

    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page("/account/sign-in"))[:1]
    page("/account/sign-in", username="owner", password=password, csrfmiddlewaretoken=token)
    listed = page("/portal/documents/")
    assert "Demonstratie: niets hier is echt." in listed
    assert len(re.findall(r'href="/portal/documents/\d+/"', listed)) > 10


def test_it_is_of_its_own_and_whole(demonstrated: Demonstration) -> None:
    assert {MARK, "facturis.db", "secret_key", "documents", "mail"} <= {
        each.name for each in demonstrated.folder.iterdir()
    }
    directory = demonstrated.folder.parent
    assert [each.name for each in directory.iterdir() if each.name.startswith(".")] == [MARK]
    assert not (directory.parent / "real.db").exists()


def test_it_stops_when_it_is_told_to(tmp_path: Path, demonstrated: Demonstration) -> None:
    port = int(demonstrated.site.rpartition(":")[2])
    taken = begun(tmp_path / "demo", port)
    _, said = taken.communicate(timeout=PATIENCE)
    assert (taken.returncode, "choose another --port" in said, (tmp_path / "demo").exists()) == (2, True, False)
    demonstrated.process.send_signal(signal.SIGINT)
    assert demonstrated.process.wait(timeout=PATIENCE) == 0


def test_an_interruption_leaves_nothing_half(tmp_path: Path) -> None:
    process, ends = begun(tmp_path / "demo"), monotonic() + PATIENCE
    while not list(tmp_path.glob("demo/.portal-*/facturis.db")):
        assert process.poll() is None, process.communicate()
        assert monotonic() < ends
        sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert "interrupted" in said
    assert process.returncode == 130
    assert not [each.name for each in (tmp_path / "demo").iterdir() if "portal" in each.name]


def test_what_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "portal").mkdir()
    with pytest.raises(InputError, match="there already"):
        demonstration.made(tmp_path / "portal")
    monkeypatch.setattr(demonstration.sys, "executable", "/bin/false")
    with pytest.raises(InputError, match="could not be made"):
        demonstration.made(tmp_path / "other")
    assert [each.name for each in tmp_path.iterdir()] == ["portal"]


def test_without_a_terminal_it_ends_by_itself(tmp_path: Path) -> None:
    done = run(FACTURIS, "demo", "--directory", tmp_path / "demo", "--people", "60")
    assert (done.returncode, "4. The product" in done.stdout) == (0, False)
    assert not (tmp_path / "demo" / "portal").exists()
