"""Gives every document a fresh key, as once a year, or when somebody may have seen the keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from facturis.guard.declare import Owner
from facturis.guard.rekeying import rekey
from grondslag.stores.port import StoreError


class Command(BaseCommand):
    """Interrupted, it is begun again from the start."""

    help = "Encrypt every document under a fresh key, and destroy the old one."
    purpose = Owner("it reads and writes documents of all customers, whatever the purpose")

    def handle(self, *_: Any, **__: Any) -> None:
        """Says how many. Raises CommandError for a document that cannot be read."""
        done = 0
        try:
            for _each in rekey():
                done += 1
        except (StoreError, OSError) as error:
            raise CommandError(f"{error} ({done} documents have a fresh key already)") from error
        self.stdout.write(f"{done} documents have a fresh key.")
