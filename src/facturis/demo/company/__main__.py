"""Makes the company in the folder that the environment names, in a process of its own: then the folder is renamed."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from facturis.demo.folder import MARK
from grondslag.cli.failures import sentence


def main() -> int:
    """Makes the company, and prints the accounts to look around with, as JSON; 2 with a sentence where it cannot."""
    django.setup()
    try:
        # What a power cut takes of a demonstration is made anew: each document waits for no disk.
        with patch.object(os, "fsync", lambda _: None):
            logins = _made()
    except Exception as error:
        if (said := sentence(error)) is None:
            raise
        print(f"facturis: {said}", file=sys.stderr)
        return 2
    print(json.dumps(logins))
    return 0


def _made() -> list[tuple[str, str]]:
    from facturis.demo.company.making import make  # once Django is set up
    from facturis.guard import statement, store
    from grondslag.cli import printing

    call_command("migrate", database=store.owner(), interactive=False, verbosity=0)
    today = datetime.now(ZoneInfo(statement.in_force().controller.zone)).date()
    with printing.progress("two years of a company") as heard:
        logins = make(today, progress=heard)
    connections.close_all()
    told = "Made by facturis demo: nothing in it is real.\n"
    (Path(settings.DIRECTORY) / MARK).write_text(told, encoding="utf-8")
    return [(login.role, login.username) for login in logins]


if __name__ == "__main__":
    sys.exit(main())
