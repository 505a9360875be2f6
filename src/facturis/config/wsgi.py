"""The way in of a WSGI server; it does not open where the declarations do not fit the statement."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facturis.config.settings")
application = get_wsgi_application()

from facturis.guard.checks import require  # noqa: E402 - the apps must be ready

require()
