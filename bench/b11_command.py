"""B11: reading, linting and rendering the statement, each as a whole command, against the start of the interpreter.

Commands start as installed ones do, from the bytecode that a first run has written, whatever this process' own
environment says of bytecode.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.measure import Row, Target, compared
from grondslag.statement import toml
from grondslag.statement.render import render
from grondslag.statements import shipped

TARGET = Target(0.4)


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
            yield compared(
                "B11", name, _command(folder, grondslag, *arguments), _command(folder, sys.executable, "-c", ""), TARGET
            )


def _command(bytecode: str, *arguments: str) -> Callable[[], object]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode

    def call() -> object:
        done = subprocess.run(arguments, capture_output=True, check=False, env=environment)
        if done.returncode not in (0, 1):
            raise AssertionError(f"{arguments}: {done.stderr.decode()}")
        return done

    return call
