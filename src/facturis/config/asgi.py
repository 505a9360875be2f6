"""The way in of an ASGI server; it does not open where the declarations do not fit the statement."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facturis.config.settings")
application = get_asgi_application()

from facturis.guard.checks import require  # noqa: E402 - the apps must be ready

require()
