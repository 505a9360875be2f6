"""Every text of the interface is there in Dutch and in English, and what was compiled is what was written."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from facturis.guard.rooms import Room, rooms

SPOKEN = [room for room in rooms() if room.name.startswith("facturis.")]
NAMES = {"_", "gettext", "gettext_lazy"}


def said(room: Room) -> Iterator[str]:
    """The texts in the sources and templates of a room."""
    for path in Path(room.path).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                yield str(node.args[0].value)
    for path in (Path(room.path) / "templates").rglob("*.*"):
        marked = templatize(path.read_text(encoding="utf-8"))
        yield from (text for _, text in re.findall(r"\b(?:gettext|_)\(u?(['\"])(.*?)\1\)", marked))


def written(po: Path) -> dict[str, str]:
    """The texts of a catalogue, with their translations."""
    lines = re.sub(r'"\n"', "", po.read_text(encoding="utf-8"))
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', lines, re.MULTILINE))


@pytest.mark.parametrize("room", SPOKEN, ids=lambda room: room.label)
def test_every_text_is_there_in_dutch_and_none_that_is_not_said(room: Room) -> None:
    folder, texts = Path(room.path) / "locale", dict[str, str]()
    if folder.is_dir():
        texts = written(folder / "nl" / "LC_MESSAGES" / "django.po")
    assert set(said(room)) == set(texts)
    assert [text for text, dutch in texts.items() if not dutch] == []
    compiled = gettext.translation("django", folder, ["nl"], fallback=not texts)
    assert [text for text, dutch in texts.items() if compiled.gettext(text) != dutch] == []
    placed = re.compile(r"%\(\w+\)s|<\w+>")
    assert [text for text, dutch in texts.items() if placed.findall(text) != placed.findall(dutch)] == []


def test_the_rooms_speak() -> None:
    assert {room.label for room in SPOKEN if set(said(room))} >= {"accounts", "protection"}
