"""B13: how long until the first page: of the product as installed, of the demonstration, and from a clone.

The clone installs its lock from the package index or a cache of it. The floor is the start of an interpreter.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.measure import Row, Target, compared_afresh
from facturis.config.demonstration import OTHERS

ROOT = Path(__file__).parents[1]
FACTURIS = Path(sys.executable).with_name("facturis")
TARGET, ROUNDS = Target(60), 3


def rows() -> Iterator[Row]:
    """A row for each way to the first page; the clone is made once."""
    for case, ours, rounds in (
        ("facturis serve, with nothing in it", _installed("serve"), ROUNDS),
        ("facturis demo, its checks and its company first", _installed("demo", "--serve"), ROUNDS),
        ("from a clone: its environment, and facturis serve", _from_a_clone, 1),
    ):
        yield compared_afresh("B13", case, _folder, ours, _interpreter, TARGET, rounds)


def _installed(*arguments: str) -> Callable[[str], None]:
    return lambda folder: _first_page(folder, FACTURIS, *arguments)


def _from_a_clone(folder: str) -> None:
    clone = Path(folder) / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHON", "VIRTUAL_ENV")}
    command = ["sh", "tools/environment.sh", "requirements.lock"]
    subprocess.run(command, cwd=clone, env=environment, check=True, stdout=subprocess.DEVNULL)
    _first_page(folder, clone / ".venv" / "bin" / "facturis", "serve")


def _first_page(folder: str, command: Path, *arguments: str) -> None:
    """Starts the product in a folder of its own, reads its first page, and ends it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    process = subprocess.Popen(
        [command, *arguments, "--port", "0"], cwd=folder, env=environment, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        address = next(found[1] for line in process.stdout if (found := re.match(r"Facturis: (http://\S+) ", line)))
        with urlopen(address, timeout=60) as answer:
            assert b"</html>" in answer.read()
    finally:
        process.kill()
        process.communicate()


def _interpreter(_: str) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


@contextmanager
def _folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield folder
