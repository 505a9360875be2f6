"""The command audit: counts the cells that may not exist."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facturis.guard.declare import Owner
from facturis.guard.judged import judged
from grondslag.cli.audited import show
from grondslag.cli.failures import InputError
from grondslag.engine.audit import Audit
from grondslag.engine.own import audit_own
from grondslag.law.rules import rules_of
from grondslag.stores.port import StoreError


class Command(BaseCommand):
    """Counts the cells that may not exist, and beside them all that is not counted; ends with 1 when there are any."""

    purpose = Owner("it counts in every table, whatever the purpose")
    help = "Count the cells that may not exist; the number must be 0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See ``--help``."""
        parser.add_argument("--on", type=date.fromisoformat, help="As if it were this day (YYYY-MM-DD).")
        parser.add_argument("--sample", type=int, default=0, help="Judge so many rows once more, by the page itself.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Audits, and prints what was found."""
        try:
            with judged(options["on"]) as run:
                found = Audit(run.store, rules_of(run.statement), run.at).run(options["sample"])
                own = audit_own(run.store, run.at, options["sample"])
                show(found, own, run)
        except (InputError, StoreError) as error:
            raise CommandError(str(error), returncode=2) from error
        if (found.total + own.total).unlawful or found.disagreements or own.disagreements:
            raise CommandError("the database does not obey: sweep makes it", returncode=1)
