"""Django as the product sets it up, in a folder of its own, with a room that is only there for tests."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django
import pytest

FOLDER = TemporaryDirectory()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.product.settings",
    "FACTURIS_DIRECTORY": FOLDER.name,
    "FACTURIS_HTTPS": "1",
}
django.setup()

from django.conf import settings  # noqa: E402 - the apps must be ready
from django.test import override_settings  # noqa: E402

from tests.product.cast import forget_all  # noqa: E402
from tests.product.databases import KINDS, django_database  # noqa: E402


@pytest.fixture(params=KINDS, scope="module")
def room_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of each kind for the tests of one module."""
    with django_database(request.param):
        yield request.param


@pytest.fixture
def outbox(room_database: str, tmp_path: Path) -> Iterator[Path]:  # noqa: ARG001 - it is there
    """The rooms, empty, and the folder into which they mail."""
    forget_all()
    folder = tmp_path / "mail"
    folder.mkdir()
    mailer = settings.MAILERS["default"]
    with override_settings(MAILERS={"default": mailer | {"OPTIONS": {"file_path": str(folder)}}}):
        yield folder
