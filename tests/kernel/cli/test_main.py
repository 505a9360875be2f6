"""Each command is found in its own module, and only that is loaded for it."""

from pathlib import Path

import pytest
import typer

from grondslag.cli.main import COMMANDS, app

CLI = Path(__file__).parents[3] / "src" / "grondslag" / "cli"


@pytest.mark.parametrize("module", COMMANDS)
def test_the_commands_of_a_module_are_those_it_adds(module: str) -> None:
    assert tuple(typer.main.get_command(app([module])).commands) == COMMANDS[module]  # type: ignore[attr-defined]


def test_every_module_with_commands_is_listed() -> None:
    having = {path.stem for path in CLI.glob("*.py") if "def add_to(" in path.read_text(encoding="utf-8")}
    assert having == set(COMMANDS)
