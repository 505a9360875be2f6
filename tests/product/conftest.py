"""Django as the product sets it up, in a folder of its own, with a room that is only there for tests."""

import os
from tempfile import TemporaryDirectory

import django

FOLDER = TemporaryDirectory()
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.product.settings",
    "FACTURIS_DIRECTORY": FOLDER.name,
    "FACTURIS_HTTPS": "1",
}
django.setup()
