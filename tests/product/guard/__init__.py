"""The gate under Django. Settings are the least that Django asks for, unless the run brings its own."""

import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.dummy"}}, USE_TZ=True, TIME_ZONE="UTC",
        INSTALLED_APPS=["facturis.guard"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()
