"""The demonstration: what the README shows of it, what it leaves behind, and that it fails when something is not so."""

import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

import facturis.demo
from facturis.demo import database, person
from facturis.demo.folder import MARK, made_anew
from facturis.demo.residue import search
from grondslag.cli.failures import InputError
from grondslag.engine.swept import Swept
from grondslag.statements import shipped
from tests.product.demo.shown import alike

ROOT = Path(__file__).parents[3]
FACTURIS = Path(sys.executable).with_name("facturis")
TODAY = date(2026, 11, 23)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command in the checkout."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A demonstration of few people, and its directory."""
    directory = tmp_path_factory.mktemp("demo")
    return directory, run(FACTURIS, "demo", "--directory", directory, "--people", "60", "--on", str(TODAY))


def test_the_readme_shows_what_it_prints(shown: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    directory, done = shown
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    block = re.search(
        r"demo output: begin -->\n```\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S
    )
    assert block
    printed = done.stdout.replace(str(directory), "build/demo").splitlines()
    assert alike(block[1].splitlines(), printed) == "", done.stdout


def test_what_it_says_to_try_next_works(shown: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = shown
    commands = [line.strip() for line in done.stdout.splitlines()[-3:]]
    codes = {}
    for command in commands:
        tried = run(*shlex.split(command))
        codes[shlex.split(command)[1]] = tried.returncode
        assert tried.stderr == ""
    assert codes == {"verify": 0, "audit": 1, "access": 0}


def test_a_second_run_is_as_good(shown: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    directory, first = shown
    again = run(FACTURIS, "demo", "--directory", directory, "--people", "60", "--on", str(TODAY))
    assert again.returncode == 0, again.stdout + again.stderr
    assert alike(first.stdout.splitlines(), again.stdout.splitlines()) == ""


def told(*arguments: object, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a demonstration in this process, and what it prints."""
    directory, *rest = arguments
    assert isinstance(directory, Path)
    code = facturis.demo.show(directory, 60, *rest, on=TODAY)  # type: ignore[arg-type]
    return code, capsys.readouterr().out


def test_a_word_that_is_left_fails_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first: list[Sequence[tuple[str, str]]] = []

    def leaking(directory: Path, words: Sequence[tuple[str, str]]) -> object:
        if first:
            place, word = next(each for each in words if each[0] == "customer.email")
            (directory / "old.log").write_text(f"{place}: {word.upper()}")
        first.append(words)
        return search(directory, words)

    monkeypatch.setattr(person, "search", leaking)
    code, out = told(tmp_path / "demo", capsys=capsys)
    assert code == 1
    assert "✗ NOT SO: search of all" in out
    assert "1 checks failed" in out


def test_a_sweep_that_does_nothing_fails_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database.Sweep, "run", lambda _: Swept())
    code, out = told(tmp_path / "demo", capsys=capsys)
    assert code == 1
    assert re.search(r"NOT SO: audit: [\d,]+ cells judged: [1-9]", out)


def test_prose_of_another_company_is_read_and_the_shipped_statement_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = told(tmp_path / "demo", ROOT / "tests/kernel/statement/synthetic/een.txt", capsys=capsys)
    assert "een.txt: " in out
    assert "judged by the shipped statement" in out
    assert (code == 1) is ("NOT SO: lint in force" in out)


def test_toml_is_obeyed_itself(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(shipped().replace('"Facturis Group B.V."', '"Mijn eigen B.V."'), encoding="utf-8")
    done = run(FACTURIS, "demo", "--directory", tmp_path / "demo", "--people", "60", "--statement", file)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Mijn eigen B.V." in (tmp_path / "demo/receipt.json").read_text(encoding="utf-8")


def test_a_directory_of_others_is_never_emptied(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    (tmp_path / "link").symlink_to(mine)
    (tmp_path / "file").write_text("a file")
    for name in ("mine", "link", "file"):
        done = run(FACTURIS, "demo", "--directory", tmp_path / name)
        assert (done.returncode, "--directory" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
    assert (mine / "thesis.txt").read_text() == "years of work"
    assert (tmp_path / "file").read_text() == "a file"


def test_its_own_directory_is_made_anew(tmp_path: Path) -> None:
    directory = tmp_path / "deep" / "demo"
    made_anew(directory)
    (directory / "legacy").mkdir()
    (directory / "legacy" / "old.db").write_text("old")
    (directory / "page.html").write_text("old")
    made_anew(directory)
    assert [path.name for path in directory.iterdir()] == [MARK]
    (directory / MARK).unlink()
    (directory / "page.html").write_text("now mine")
    with pytest.raises(InputError, match="no demonstration made"):
        made_anew(directory)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--people", "3"), "ask for 50 to"),
        (("--statement", "absent.toml"), "absent.toml: No such file"),
        (("--on", "tomorrow"), "write YYYY-MM-DD"),
        (("--loud",), "No such option"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(FACTURIS, "demo", "--directory", tmp_path / "demo", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_search_finds_words_in_any_file_case_and_place(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "large.bin").write_bytes(b"\0" * (16_000_000 - 9) + b"bcdfGHJKlmnpqrst" + b"\0")
    (tmp_path / "index.bin").write_bytes(b"\x04fghjklmnpqrst")  # the letters that an index shares with the word before
    words = (("customer.name", "bcdfghjklmnpqrst"), ("customer.email", "tsrqpnmlkjhgfdcb"))
    found = search(tmp_path, words)
    assert {(word, place): sorted(path.name for path in paths) for (word, place), paths in found.items()} == {
        ("bcdfghjklmnpqrst", "customer.name"): ["index.bin", "large.bin"]
    }
