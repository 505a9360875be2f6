"""What the guide shows of declaring works as it stands there."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from django.test.utils import isolate_apps

from facturis.guard import datamap, statement
from facturis.guard.checks import held
from facturis.guard.rooms import Room

GUIDE = Path(__file__).parents[4] / "docs" / "guide" / "declaring.md"
SAMPLE = re.compile(r"^```python (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sample(name: str, folder: Path, change: tuple[str, str] = ("", "")) -> ModuleType:
    """A code sample of the guide as a module of the room of tests."""
    path = folder / name
    path.write_text(dict(SAMPLE.findall(GUIDE.read_text(encoding="utf-8")))[name].replace(*change), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"tests.product.guard.declared.guide_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)
    return module


def findings(module: ModuleType) -> list[tuple[int, str]]:
    models = (module.Member, module.Post, module.Post.likers.through)
    return [(each.place.line, each.what) for each in held(datamap.declared(models), statement.in_force())]


@isolate_apps("tests.product.guard.declared")
def test_the_models_of_the_guide_fit_the_statement(tmp_path: Path) -> None:
    assert findings(sample("models.py", tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "at", "what"),
    [
        (('            "username": "username",\n', ""), "    username = ", "Member.username is not declared"),
        (('"III.D": "author"', '"II.A": "author"'), '"II.A": "author"', "a term runs from «last_contact»"),
    ],
)
@isolate_apps("tests.product.guard.declared")
def test_a_line_that_is_missing_or_wrong_there_is_an_error(
    change: tuple[str, str], at: str, what: str, tmp_path: Path
) -> None:
    found = findings(sample("models.py", tmp_path, change))
    lines = (tmp_path / "models.py").read_text(encoding="utf-8").splitlines()
    wanted = 1 + next(n for n, line in enumerate(lines) if at in line)
    assert [line for line, said in found if what in said] == [wanted]


def test_the_configuration_of_the_guide_is_a_room(tmp_path: Path) -> None:
    assert issubclass(sample("apps.py", tmp_path).MembersConfig, Room)
