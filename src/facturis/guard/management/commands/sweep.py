"""The command sweep: makes the database obey the statement."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facturis.guard import files
from facturis.guard.declare import Owner
from facturis.guard.judged import judged
from grondslag.cli.databases import carried_out, show_swept
from grondslag.cli.failures import InputError
from grondslag.engine.swept import unlimited
from grondslag.stores.port import StoreError


class Command(BaseCommand):
    """Erases exactly the cells that may not exist, each batch with its entry in the ledger."""

    purpose = Owner("it makes the database obey, whatever the purpose")
    help = "Make the database obey the statement: erase exactly the cells that may not exist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See ``--help``."""
        parser.add_argument("--on", type=date.fromisoformat, help="As if it were this day (YYYY-MM-DD).")
        parser.add_argument("--dry-run", action="store_true", help="Say what would go, and change nothing.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Sweeps, and prints what went."""
        try:
            with judged(options["on"]) as run:
                swept = carried_out(run, options["dry_run"], unlimited, files.stores())
                if not options["dry_run"]:
                    files.sweep(run.store)
                show_swept(swept, options["dry_run"])
        except (InputError, StoreError) as error:
            raise CommandError(str(error), returncode=2) from error
