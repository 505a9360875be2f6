"""The product's settings, with the sample room and the third parties' apps whose tables are declared."""

from facturis.config.settings import *  # noqa: F403
from facturis.config.settings import INSTALLED_APPS as ROOMS
from facturis.config.settings import STORAGES

INSTALLED_APPS = [*ROOMS, "django.contrib.admin", "tests.product.guard.declared"]
# Nothing is collected for tests.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TIME_ZONE = "UTC"  # Django sets the zone of the whole process, in which the kernel's tests run too
