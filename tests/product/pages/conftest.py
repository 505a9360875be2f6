"""A visitor."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.utils import translation


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language of the interface."""
    return str(request.param)


@pytest.fixture
def client() -> Iterator[Client]:
    """A browser that has never been here, on HTTPS, where views of the tests are served too."""
    with override_settings(ROOT_URLCONF="tests.product.pages.urls"), translation.override(None):
        yield Client(headers={"host": "localhost"}, raise_request_exception=False, enforce_csrf_checks=True)
