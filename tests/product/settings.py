"""The product's settings, with the sample room and the third parties' apps whose tables are declared."""

from facturis.config.settings import *  # noqa: F403
from facturis.config.settings import INSTALLED_APPS as ROOMS
from facturis.config.settings import STORAGES

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.admin",
    *ROOMS,
    "tests.product.guard.declared",
]
AUTH_USER_MODEL = "sample.Account"
MIGRATION_MODULES = {"contenttypes": None, "auth": None, "admin": None}  # made at once: it is quicker
# Nothing is collected for tests.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TIME_ZONE = "UTC"  # Django sets the zone of the whole process, in which the kernel's tests run too
