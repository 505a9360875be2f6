"""Every command in README.md and the guide is run as it stands, and prints what is shown below it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.product.demo.shown import Block, alike, blocks, commands

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]


def written(block: Block, directory: Path) -> None:
    """Writes the file that a block gives, and of SQL the database besides."""
    path = directory / block.file
    path.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
    if block.language == "sql":
        with closing(sqlite3.connect(path.with_suffix(".db"))) as connection:
            connection.executescript(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_of_a_document_do_what_it_shows(document: Path, tmp_path: Path) -> None:
    variables = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    run = 0
    for block in blocks(document):
        if block.file:
            written(block, tmp_path)
        for command in commands(block) if block.language == "console" else ():
            done = subprocess.run(
                command.text, shell=True, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
            )
            assert done.returncode == command.code, f"{command.text}\n{done.stdout}{done.stderr}"
            assert alike(command.shown, done.stdout.splitlines()) == "", f"{command.text}\n{done.stdout}{done.stderr}"
            run += 1
    assert run > 1


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (("a 1", "b"), ""),
        (("a 27", "…"), ""),
        (("…", "c"), "'c' was not printed"),
        (("b",), "'b' was not printed before 'a N'"),
        (("a 2",), "'b' is printed too, and not shown"),
    ],
)
def test_what_is_not_printed_is_noticed(shown: tuple[str, ...], said: str) -> None:
    assert alike(shown, ("a 13,000.5", "b")) == said
