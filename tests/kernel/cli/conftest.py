"""A fresh shop for each test."""

from pathlib import Path

import pytest

from tests.kernel.cli import shop as shops


@pytest.fixture
def shop(tmp_path: Path) -> shops.Shop:
    return shops.make(tmp_path)
