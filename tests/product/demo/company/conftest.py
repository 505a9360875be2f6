"""The company, small and at its full size, each made once for the module that looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import override_settings

from facturis.demo.company.casting import Login
from facturis.demo.company.making import Size, make
from tests.product.databases import KINDS, django_database

SMALL = Size(organisations=8, persons=24, documents=60)
TODAY = datetime.now(ZoneInfo("Europe/Amsterdam")).date()


@contextmanager
def demonstrating(folder: Path) -> Iterator[None]:
    """The settings of a demonstration, whose files are in a folder of its own."""
    mailer = settings.MAILERS["default"] | {"OPTIONS": {"file_path": str(folder / "mail")}}
    files = {"documents": (folder / "documents", folder / "keys")}
    with override_settings(FACTURIS_DEMO=True, FACTURIS_FILES=files, MAILERS={"default": mailer}):
        yield


@contextmanager
def company(kind: str, folder: Path, size: Size) -> Iterator[list[Login]]:
    """The company in a database of a kind, and the accounts to sign in to."""
    with django_database(kind), demonstrating(folder):
        yield make(TODAY, size)


@pytest.fixture(params=KINDS, scope="module")
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Login]]:
    """A small company in each kind of database."""
    with company(request.param, tmp_path_factory.mktemp("company"), SMALL) as logins:
        yield logins
