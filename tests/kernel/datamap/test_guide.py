"""The guide's reference of the datamap names every field of the model, and none that is not there."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from grondslag.datamap.model import Column, Copy, DataMap, Link, RowClass, Subject, Table, Time, Use

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "datamap.md"
WRITTEN = {"row_class": "class"}


def section(name: str) -> str:
    """The part of the reference under a heading."""
    found = re.search(rf"^### {name}\n(.*?)(?=^### |\Z)", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
    assert found, f"the reference has no section {name}"
    return found[1]


@pytest.mark.parametrize("kind", [DataMap, Subject, Table, Column, Link, Time, Use, RowClass, Copy])
def test_every_field_is_in_the_reference(kind: type) -> None:
    told = re.findall(r"^\| `(\w+)` \|", section(kind.__name__), re.M)
    assert len(told) == len(set(told))
    assert set(told) == {WRITTEN.get(field.name, field.name) for field in fields(kind)}


@pytest.mark.parametrize("kind", [Table, Column, Link, Time, Copy])
def test_every_word_that_a_field_may_be_is_in_the_reference(kind: type) -> None:
    words = {word for hint in get_type_hints(kind).values() for word in get_args(hint) if isinstance(word, str)}
    assert [word for word in sorted(words - {""}) if f"`{word}`" not in section(kind.__name__)] == []
