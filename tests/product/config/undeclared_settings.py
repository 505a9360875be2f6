"""The product's settings with a URL that declares no purpose."""

from facturis.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.product.config.undeclared_urls"
