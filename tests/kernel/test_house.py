"""The house itself: layers, map, sizes, names, locks, commands, and a run without skips."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import entry_points, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for top in ("src", "tools", "bench") for path in (ROOT / top).rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
FILE_LINES, FUNCTION_LINES = 300, 50
# A file that may be longer, with the reason.
LONG_FILES: dict[str, str] = {}
NO_SUBJECT = {"utils", "util", "common", "misc", "helpers"}


def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def pins(lock: str) -> dict[str, str]:
    """Each package of a lock with the rest of its entry: version, marker, hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return dict(line.split("==", 1) for line in text.splitlines() if line.strip())


def test_imports_respect_the_layers() -> None:
    result = run(Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("line", ["import pydantic", "import grondslag.engine", "import facturis"])
def test_the_import_contracts_can_break(line: str, tmp_path: Path) -> None:
    for name in ("src", "tools", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "src").unlink()
    run("cp", "-r", ROOT / "src", tmp_path / "src")
    page = tmp_path / "src/grondslag/law/lawful.py"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"]
    variables = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    result = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    assert line.split()[1] in result.stdout


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "src").rglob("*.py")}
    without = sorted(relative(folder) for folder in folders if not (folder / "__init__.py").is_file())
    assert without == [], "import-linter does not see a folder without __init__.py"


def test_the_map_is_current() -> None:
    result = run(sys.executable, "tools/map.py", "--check")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_files_are_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if relative(path) in LONG_FILES:
        assert lines > FILE_LINES, "no longer an exception: take it from the list"
    else:
        assert lines <= FILE_LINES


def long_functions(path: Path) -> Iterator[str]:
    """Each function that is too long, with its length from its first decorator to its last line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            length = (node.end_lineno or first) - first + 1
            if length > FUNCTION_LINES:
                yield f"{node.name}: {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_functions_are_short(path: Path) -> None:
    assert list(long_functions(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_every_file_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "the map shows its first line"


def test_no_module_is_called_after_nothing() -> None:
    names = {part for path in SOURCES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & NO_SUBJECT == set()


def test_the_law_fits_on_its_page() -> None:
    assert len((ROOT / "src/grondslag/law/lawful.py").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_with_hashes_and_names_no_host(lock: str) -> None:
    assert len(pins(lock)) > 10
    for package, rest in pins(lock).items():
        assert re.fullmatch(r"[\w.]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", rest), package
    assert not re.search(r"https?:|file:|--index|--find-links|@|/", (ROOT / lock).read_text(encoding="utf-8"))


def test_both_locks_agree_and_hold_every_dependency() -> None:
    runtime, dev = pins(LOCKS[0]), pins(LOCKS[1])
    assert {name: dev.get(name) for name in runtime} == runtime
    groups = PROJECT["dependency-groups"]
    runtime_asked = [*PROJECT["project"]["dependencies"], *groups["build"]]
    for lock, asked in ((runtime, runtime_asked), (dev, [text for text in groups["dev"] if isinstance(text, str)])):
        assert {re.split(r"[\[<>=;! ]", text)[0].lower() for text in asked} <= set(lock)


def test_both_commands_can_be_loaded() -> None:
    scripts = {
        script.name: script for script in entry_points(group="console_scripts") if script.dist.name == "facturis"
    }
    assert set(scripts) == {"facturis", "grondslag"} == set(PROJECT["project"]["scripts"])
    assert all(callable(script.load()) for script in scripts.values())


def test_the_licence_is_the_one_that_is_named() -> None:
    assert metadata("facturis")["License-Expression"] == PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text(encoding="utf-8")


SKIPPING = {
    "a test": "import pytest\n\ndef test_it():\n    pytest.skip('no reason')\n\ndef test_other():\n    pass\n",
    "a module": "import pytest\n\npytest.skip('no reason', allow_module_level=True)\n",
    "the seed": "def test_it(seed_path):\n    pass\n\ndef test_other():\n    pass\n",
    "an expected failure": "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_it():\n    assert False\n",
}


@pytest.mark.parametrize("workers", ["0", "1"])
@pytest.mark.parametrize(
    ("skipped", "no_skips", "code"),
    [
        ("a test", "1", 1),
        ("a test", "0", 0),
        ("a module", "1", 1),
        ("the seed", "1", 0),
        ("an expected failure", "1", 0),
    ],
)
def test_skips_fail_the_run_in_which_none_is_allowed(
    skipped: str, no_skips: str, code: int, workers: str, tmp_path: Path
) -> None:
    tests = tmp_path / "checkout" / "tests"
    tests.mkdir(parents=True)
    (tests / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    (tests / "test_it.py").write_text(SKIPPING[skipped], encoding="utf-8")
    (tests / "test_passes.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    # The folder with both files has no package, so that their names must differ; it has no ../shared either.
    command = (sys.executable, "-m", "pytest", "-n", workers, "-p", "no:cacheprovider", "--rootdir", tests, tests)
    result = run(*map(str, command), GRONDSLAG_NO_SKIPS=no_skips)
    assert result.returncode == code, result.stdout + result.stderr
    assert ("GRONDSLAG_NO_SKIPS is set" in result.stdout) == bool(code)


@pytest.mark.parametrize(("version", "works"), [("(3, 12)", True), ("(3, 11)", False)])
def test_a_python_is_called_before_it_is_chosen(version: str, works: bool, tmp_path: Path) -> None:
    """A shim that fails is passed over; where no candidate suits, the message says so with exit code 2."""
    for name, body in (
        ("python3.13", "exit 127"),
        (
            "python3",
            f'case "$1" in -c) {sys.executable} -c "import sys; '
            f'sys.exit({version} < (3, 12))";; *) echo chosen "$@";; esac',
        ),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "tools").mkdir()
    script = tmp_path / "tools" / "environment.sh"
    script.write_text((ROOT / "tools/environment.sh").read_text(encoding="utf-8"), encoding="utf-8")
    result = subprocess.run(
        ["/bin/sh", script, "requirements.lock"],
        env={"PATH": f"{tmp_path}:/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    if works:
        assert (result.returncode, result.stdout) == (0, "chosen tools/environment.py requirements.lock\n")
    else:
        assert result.returncode == 2
        assert "No Python 3.12 or newer" in result.stderr
