"""B11: reading, linting and rendering the statement, each as a whole command, against the start of the interpreter."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import Row, compared
from grondslag.statement import toml
from grondslag.statement.render import render
from grondslag.statements import shipped

TARGET = 0.4


def rows() -> Iterator[Row]:
    """A row for each command, on the shipped statement as TOML and as prose."""
    with tempfile.TemporaryDirectory() as folder:
        statement, page = Path(folder) / "statement.toml", Path(folder) / "statement.html"
        statement.write_text(shipped(), encoding="utf-8")
        page.write_text(render(toml.loads(shipped()).published, "nl", "html"), encoding="utf-8")
        grondslag = str(Path(sys.executable).with_name("grondslag"))
        for name, arguments in (
            ("read the page", ("read", str(page))),
            ("lint the TOML", ("lint", str(statement))),
            ("render the TOML", ("render", str(statement))),
            ("register of the TOML", ("register", str(statement))),
        ):
            yield compared("B11", name, _command(grondslag, *arguments), _command(sys.executable, "-c", ""), TARGET)


def _command(*arguments: str) -> Callable[[], object]:
    def call() -> object:
        done = subprocess.run(arguments, capture_output=True, check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"{arguments}: {done.stderr.decode()}")
        return done

    return call
