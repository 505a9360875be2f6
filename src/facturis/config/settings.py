"""Django's settings, from the environment; what is not said there is the safe choice."""

import os
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from facturis.config.environment import databases, existing, flag, folder, former_keys, secret_key

DIRECTORY = folder("FACTURIS_DIRECTORY", "build/facturis")
_STATEMENT = os.environ.get("FACTURIS_STATEMENT")
FACTURIS_STATEMENT = Path(_STATEMENT) if _STATEMENT else None
# The statements that were in force before it, one file each.
FACTURIS_ARCHIVE = existing("FACTURIS_ARCHIVE")

DEBUG = flag("FACTURIS_DEBUG", False)
SECRET_KEY = secret_key(DIRECTORY / "secret_key")
# What the keys of before signed or sealed is still believed, and sealed with the new one when it is used.
SECRET_KEY_FALLBACKS = [*former_keys(DIRECTORY / "secret_key"), *os.environ.get("SECRET_KEY_FALLBACKS", "").split()]
ALLOWED_HOSTS = os.environ.get("FACTURIS_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = databases(
    os.environ.get("DATABASE_URL", f"sqlite:///{DIRECTORY / 'facturis.db'}"),
    os.environ.get("DATABASE_LOGIN_URL", ""),
    SECRET_KEY,
)
# Each document is encrypted under a key of its own. Keep keys out of every backup that holds documents: destroying a
# key then erases every copy.
FACTURIS_FILES = {
    "documents": (
        Path(os.environ.get("FACTURIS_DOCUMENTS", DIRECTORY / "documents")),
        Path(os.environ.get("FACTURIS_KEYS", DIRECTORY / "document_keys")),
    )
}
# Where a mail server puts e-mails with documents, a file each.
FACTURIS_LETTERS = Path(os.environ.get("FACTURIS_LETTERS", DIRECTORY / "letters"))
FACTURIS_MAIL_DOMAIN = os.environ.get("FACTURIS_MAIL_DOMAIN", "localhost")
# Each file on its way in has no name on the disk: nothing of it stays when the request is over.
FILE_UPLOAD_HANDLERS = ["facturis.services.documents.uploads.UnnamedFiles"]
FILE_UPLOAD_TEMP_DIR = os.environ.get("FACTURIS_UPLOADS")
DATA_UPLOAD_MAX_NUMBER_FILES = 50
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "facturis.guard",
    "facturis.security.protection",
    "facturis.website.accounts",
    "facturis.services.organisations",
    "facturis.services.agreements",
    "facturis.services.documents",
    "facturis.pages",
    "django.contrib.auth",
    "django.contrib.contenttypes",  # which auth asks for
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # behind the pages, whose form templates come before Django's
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "facturis.pages.middleware.registered_cookies_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "facturis.website.accounts.middleware.signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "facturis.config.urls"
ASGI_APPLICATION = "facturis.config.asgi.application"
WSGI_APPLICATION = "facturis.config.wsgi.application"
_PROCESSORS = ("django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
               "django.contrib.messages.context_processors.messages")  # fmt: skip
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _PROCESSORS},
    }
]
FORM_RENDERER = "facturis.pages.forms.Renderer"

STATIC_URL = "static/"
STATIC_ROOT = folder("FACTURIS_STATIC", str(DIRECTORY / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no model may have a file field
    # A name holds the hash of what is in the file, so that a browser may keep it for ever.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# HTTPS stands at 0 only where the address is this machine's own.
HTTPS = flag("FACTURIS_HTTPS", True)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("FACTURIS_PROXY", False) else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    **{f"{kind}-src": [CSP.SELF] for kind in ("script", "style", "font", "connect", "manifest")},
    "form-action": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

# Counts of tries live here. Where it is full it forgets some, so it holds more than somebody can fill in an hour.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}}

# Signed and in the browser: nothing of a session is stored here, where no link would lead from it to its person.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_AGE = None  # until the browser is closed
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["facturis.website.accounts.backend.AccountBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "accounts:sign_in", "accounts:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # Argon2id
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email", "name")},
    },
]

# Nothing is sent: each mail becomes a file.
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DIRECTORY / "mail")},
    }
}
DEFAULT_FROM_EMAIL = "noreply@localhost"
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"declared": {"()": "facturis.guard.logs.DeclaredFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "declared"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
        "django.tasks": {"level": "WARNING"},
        "fido2": {"level": "WARNING"},  # below it, it names every passkey that is used
    },
}
