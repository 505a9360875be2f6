"""What the guide and the README point at exists: tests by name, files, and other pages."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def missing(page: Path, text: str) -> list[str]:
    """The tests and files that a page names and that are not there."""
    found = []
    for file, name in TEST.findall(text):
        path = ROOT / file
        if not path.is_file() or (name and f"def {name}(" not in path.read_text(encoding="utf-8")):
            found.append(f"{file}::{name}")
    return found + [link for link in LINK.findall(text) if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_what_a_page_points_at_exists(page: Path) -> None:
    assert missing(page, page.read_text(encoding="utf-8")) == []


def test_what_is_not_there_is_noticed() -> None:
    here = "`tests/kernel/test_guide.py::test_of_nothing`, `tests/kernel/test_guide.py`"
    wrong = f"{here}, `tests/none.py`, [a page](nowhere.md), [another](Makefile)"
    assert missing(ROOT / "README.md", wrong) == [
        "tests/kernel/test_guide.py::test_of_nothing",
        "tests/none.py::",
        "nowhere.md",
    ]


def test_every_threat_is_shown_by_a_test() -> None:
    text = (ROOT / "docs" / "guide" / "threats.md").read_text(encoding="utf-8")
    threats = text.split("\n### ")[1:]
    assert len(threats) > 10
    assert [part.splitlines()[0] for part in threats if not TEST.search(part)] == []
