"""The child processes that read, kept warm for all tests of the room."""

import os
from collections.abc import Iterator

import pytest

from facturis.services.documents.reading.isolated.workers import Workers


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """Processes that find no program, and so no Tesseract."""
    found = Workers(size=1, path="")
    yield found
    found.close()


@pytest.fixture
def recognising() -> Iterator[Workers]:
    """Processes that find whatever this machine has."""
    found = Workers(size=1, path=os.environ["PATH"])
    yield found
    found.close()
