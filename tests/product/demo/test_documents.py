"""Every command in README.md and the guide is run as it stands, and prints what is shown below it."""

import os
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.databases import fresh
from tests.product.demo.shown import Block, alike, blocks, commands

ROOT = Path(__file__).parents[3]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]


# Where a document says that its server's database is; each run gives it a fresh one instead.
PLACES = {"postgresql": "postgresql://postgres@127.0.0.1/shop"}


def written(block: Block, directory: Path, urls: dict[str, str], stack: ExitStack) -> None:
    """Writes the file that a block gives, and carries SQL out, in its SQLite file or in the database that it names."""
    path = directory / block.file
    path.write_text("\n".join(block.lines) + "\n", encoding="utf-8")
    if block.database:
        place = PLACES[block.database]
        if place not in urls:
            urls[place] = stack.enter_context(fresh(block.database))
        engine = create_engine(urls[place])
        stack.callback(engine.dispose)
        with engine.begin() as connection:
            connection.exec_driver_sql(path.read_text(encoding="utf-8"), execution_options={"no_parameters": True})
    elif block.language == "sql":
        with closing(sqlite3.connect(path.with_suffix(".db"))) as connection:
            connection.executescript(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_of_a_document_do_what_it_shows(document: Path, tmp_path: Path) -> None:
    variables = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    found = list(blocks(document))
    urls: dict[str, str] = {}
    run = 0
    with ExitStack() as stack:
        for block in found:
            if block.file:
                written(block, tmp_path, urls, stack)
            for command in commands(block) if block.language == "console" else ():
                text = command.text
                for place, url in urls.items():
                    text = text.replace(place, url)
                done = subprocess.run(
                    text, shell=True, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False
                )
                told = f"{text}\n{done.stdout}{done.stderr}"
                assert done.returncode == command.code, told
                assert alike(command.shown, done.stdout.splitlines()) == "", told
                run += 1
    # Some pages only explain; a page that shows commands shows more than one.
    assert run > 1 or not any(block.language == "console" for block in found)


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
