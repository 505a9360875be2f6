"""The product's settings, with views of the tests that show a form, a notice and errors."""

from facturis.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.product.pages.urls"
