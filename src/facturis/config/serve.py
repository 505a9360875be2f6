"""The whole product in one process: tables brought up to date, the daily jobs, and the server."""

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

import django
import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.core.management.base import SystemCheckError
from django.db import DatabaseError

from facturis.demo.folder import MARK
from facturis.guard.store import owner
from grondslag.cli.failures import InputError

SETTINGS = "facturis.config.settings"
UNUSABLE = 2


def serve(host: str, port: int) -> int:
    """Serves until it is told to stop; 2 where the declarations do not fit the statement.

    Raises InputError where settings, database or address cannot be used.
    """
    local = host in ("localhost", "127.0.0.1", "::1")
    os.environ.setdefault("FACTURIS_HTTPS", "0" if local else "1")
    try:
        set_up()
        _refuse_to_deceive()
        call_command("migrate", database=owner(), interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with listening(host, port) as listener:
            _run(listener)
    except SystemCheckError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except (CommandError, DatabaseError) as error:
        raise InputError(f"the database cannot be used: {error}: correct DATABASE_URL") from error
    return 0


def manage(arguments: list[str]) -> int:
    """Runs one of Django's commands, or of the rooms'. Raises InputError where the settings cannot be used."""
    set_up()
    from facturis.guard import denials  # once Django is set up

    try:
        execute_from_command_line(["facturis manage", *arguments])
    finally:
        denials.keep()
    return 0


def set_up() -> None:
    """Sets Django up once. Raises InputError where the settings cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise InputError(str(error)) from error


def _refuse_to_deceive() -> None:
    """No page says that nothing is real where something may be. Raises InputError."""
    home = Path(settings.DIRECTORY)
    own = (home / MARK).is_file() and Path(settings.DATABASES["owner"]["NAME"]).parent == home
    if settings.FACTURIS_DEMO and not own:
        raise InputError("FACTURIS_DEMO is 1, and this is not what facturis demo made: leave it out, or run that")


def listening(host: str, port: int) -> socket.socket:
    """A socket at an address. Raises InputError where it is taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise InputError(f"{host}:{port} cannot be listened at ({error.strerror}): choose another --port") from error


def _run(listener: socket.socket) -> None:
    from facturis.config.asgi import application
    from facturis.guard.daily import Daily

    name, port, *_ = listener.getsockname()
    print(f"Facturis: http://{f'[{name}]' if ':' in name else name}:{port}/ (stop it with Ctrl+C)", flush=True)
    daily = Daily()
    daily.start()
    # Its own log would name the address of every visitor, which the statement does not list.
    config = uvicorn.Config(
        application, access_log=False, log_config=None, log_level="warning", lifespan="off", server_header=False
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    daily.stop()
