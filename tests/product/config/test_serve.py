"""The product in one process, as a person starts it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from facturis.demo.folder import MARK
from tests.databases import fresh
from tests.product.databases import KINDS

ROOT = Path(__file__).parents[3]
FACTURIS = Path(sys.executable).parent / "facturis"


def environment(folder: Path, **more: str) -> dict[str, str]:
    left_out = ("DJANGO_", "FACTURIS_", "DATABASE_URL", "SECRET_KEY", "PYTEST_")
    return {k: v for k, v in os.environ.items() if not k.startswith(left_out)} | {
        "FACTURIS_DIRECTORY": str(folder), "PYTHONPATH": str(ROOT), **more,
    }  # fmt: skip


def run(folder: Path, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    found = subprocess.run(
        command, env=environment(folder, **more), capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in found.stderr
    return found


@contextmanager
def served(folder: Path, **more: str) -> Iterator[tuple[HTTPConnection, subprocess.Popen[str]]]:
    """The server on a free port, and a connection to it."""
    process = subprocess.Popen(
        [FACTURIS, "serve", "--port", "0"], env=environment(folder, **more), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        said = process.stdout.readline()
        found = re.fullmatch(r"Facturis: http://127\.0\.0\.1:(\d+)/ \(stop it with Ctrl\+C\)\n", said)
        assert found, said
        with closing(HTTPConnection("127.0.0.1", int(found[1]), timeout=20)) as connection:
            yield connection, process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("kind", KINDS)
def test_it_serves_sweeps_and_stops(kind: str, tmp_path: Path) -> None:
    with fresh(kind) as url, served(tmp_path / "files", DATABASE_URL=url) as (connection, process):
        connection.request("GET", "/alive")
        assert connection.getresponse().read() == b"alive\n"
        assert process.stderr
        lines = [process.stderr.readline(), process.stderr.readline()]
        assert ["swept" in lines[0], "the database obeys" in lines[1]] == [True, True], lines
        process.send_signal(signal.SIGINT)
        assert (process.wait(timeout=20), process.stderr.read()) == (0, "")
        audited = run(tmp_path / "files", FACTURIS, "manage", "audit", DATABASE_URL=url)
        assert (audited.returncode, audited.stdout.splitlines()[-1]) == (0, "0 unlawful cells.")
    assert {path.name for path in (tmp_path / "files").iterdir()} == {
        "secret_key",
        "static",
        "documents",
        "document_keys",
        "letters",
    }


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with served(tmp_path) as (connection, _):
        found = run(tmp_path, FACTURIS, "serve", "--port", str(connection.port))
    assert found.returncode == 2
    assert re.fullmatch(
        r"facturis: 127\.0\.0\.1:\d+ cannot be listened at \(.*\): choose another --port\n", found.stderr
    )


def test_no_page_says_of_what_may_be_real_that_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / MARK).touch()
    for folder, more in (("real", {}), ("demo", {"DATABASE_URL": f"sqlite:///{tmp_path}/real.db"})):
        found = run(tmp_path / folder, FACTURIS, "serve", "--port", "0", FACTURIS_DEMO="1", **more)
        assert (found.returncode, found.stderr.count("\n")) == (2, 1)
        assert "not what facturis demo made" in found.stderr
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://here/there", "DATABASE_URL: «mysql» is neither postgresql nor sqlite"),
        ("sqlite:////nowhere/at/all.db", "the database cannot be used: unable to open database file"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(url: str, said: str, tmp_path: Path) -> None:
    found = run(tmp_path, FACTURIS, "serve", "--port", "0", DATABASE_URL=url)
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)
    assert said in found.stderr


def test_nothing_is_served_while_a_url_declares_no_purpose(tmp_path: Path) -> None:
    where = r"tests/product/config/undeclared_urls\.py:7: \(privacy\.E002\) the URL /undeclared declares no purpose"
    strange = {"DJANGO_SETTINGS_MODULE": "tests.product.config.undeclared_settings"}
    found = run(tmp_path, FACTURIS, "serve", "--port", "0", **strange)
    assert (found.returncode, found.stdout) == (2, "")
    assert re.search(where, found.stderr)
    for entrance in ("asgi", "wsgi"):
        program = f"""
from django.core.management.base import SystemCheckError
try:
    import facturis.config.{entrance}
except SystemCheckError as error:
    print(error)
"""
        assert re.search(where, run(tmp_path, sys.executable, "-c", program, **strange).stdout)
