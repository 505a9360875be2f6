"""Holds the database to the statement in force: after a new version of it, or whenever in doubt."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facturis.guard import gate
from facturis.guard.declare import Owner
from facturis.guard.postgresql.sync import SyncError
from grondslag.engine.gate import GateError


class Command(BaseCommand):
    """Nothing is half done: it is one transaction."""

    help = "Hold the database to the statement in force, in one transaction."
    purpose = Owner("it grants and takes rights, whatever the purpose")

    def handle(self, *_: Any, **__: Any) -> None:
        """Says what was done. Raises CommandError where the database cannot hold the gate."""
        try:
            done = gate.synchronise()
        except (SyncError, GateError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "The database is held to the statement in force."
            if done
            else "Nothing to do: on SQLite each connection of the application holds itself to the statement in force."
        )
