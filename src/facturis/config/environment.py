"""What the settings take from the environment: the database's URL, the key, the folder of the product's own files."""

import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from grondslag.stores.keys import load, load_or_create
from grondslag.stores.port import StoreError

SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits for its turn at the start, not half-way
    "timeout": 10,
    "init_command": "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;",
}
POSTGRESQL = {"options": "-c datestyle=ISO -c jit=off", "connect_timeout": 10}


def flag(name: str, default: bool) -> bool:
    """A variable that is 1 or 0. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(int(default)))
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} is «{value}»: write 1 or 0")
    return value == "1"


def folder(name: str, default: str) -> Path:
    """A folder, made where it is missing, for this user alone."""
    path = Path(os.environ.get(name, default)).resolve()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def existing(name: str) -> Path | None:
    """A folder that is there; None where the variable is not set. Raises ImproperlyConfigured for any other path."""
    if not (value := os.environ.get(name)):
        return None
    if not (path := Path(value)).is_dir():
        raise ImproperlyConfigured(f"{name} is «{value}»: name a folder that is there")
    return path


def secret_key(path: Path) -> str:
    """The key in ``SECRET_KEY``, else that in a file, which is made at the first start with mode 0600.

    Raises ImproperlyConfigured for a file that others can read or that holds no key.
    """
    if given := os.environ.get("SECRET_KEY"):
        return given
    try:
        return load_or_create(path).hex()
    except StoreError as error:
        raise ImproperlyConfigured(str(error)) from error


def former_keys(path: Path) -> list[str]:
    """The key in the file beside another that it was before, «secret_key.before», while there is one.

    What was signed with it is still believed. Raises ImproperlyConfigured as :func:`secret_key` does.
    """
    before = path.with_name(f"{path.name}.before")
    try:
        return [load(before).hex()] if before.exists() else []
    except StoreError as error:
        raise ImproperlyConfigured(str(error)) from error


def databases(url: str, login: str, secret: str) -> dict[str, Mapping[str, Any]]:
    """Django's databases for a URL such as «sqlite:///file.db» or «postgresql://user@host/name».

    ``owner`` is whom the URL names: the tables are theirs. ``default`` is the application, under the gate. On
    PostgreSQL it logs in by the URL ``login``, or without one as a role of its own, whose password comes of ``secret``.
    Raises ImproperlyConfigured, without the URL and so without its password, for any other.
    """
    owner = _database("DATABASE_URL", url)
    if owner["ENGINE"].endswith("sqlite3"):
        return {"default": owner | {"ENGINE": "facturis.guard.sqlite", "CONN_MAX_AGE": None}, "owner": owner}
    if login:
        application = _database("DATABASE_LOGIN_URL", login)
        if (application["ENGINE"], application["NAME"]) != (owner["ENGINE"], owner["NAME"]):
            raise ImproperlyConfigured("DATABASE_LOGIN_URL is of another database than DATABASE_URL: name the same one")
    else:
        word = hmac.digest(secret.encode(), f"login of {owner['NAME']}".encode(), "sha256").hex()
        application = owner | {"USER": f"{owner['NAME']}_app", "PASSWORD": word, "MADE_BY_OWNER": True}
    return {"default": application | {"ENGINE": "facturis.guard.postgresql", "CONN_MAX_AGE": 60}, "owner": owner}


def _database(variable: str, url: str) -> dict[str, Any]:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ImproperlyConfigured(f"{variable} is no URL: write «sqlite:///file.db»") from None
    match parsed.get_backend_name():
        case "sqlite":
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": parsed.database, "OPTIONS": SQLITE}
        case "postgresql":
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parsed.database,
                "USER": parsed.username or "",
                "PASSWORD": parsed.password or "",
                "HOST": parsed.host or "",
                "PORT": parsed.port or "",
                "OPTIONS": {**POSTGRESQL, **parsed.query},
            }
    raise ImproperlyConfigured(f"{variable}: «{parsed.get_backend_name()}» is neither postgresql nor sqlite")
