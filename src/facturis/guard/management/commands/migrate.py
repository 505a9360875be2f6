"""Django's ``migrate``, as the owner of the tables, after which the database is held to the gate."""

from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate

from facturis.guard.declare import Owner
from facturis.guard.store import owner


class Command(Migrate):
    """See Django's documentation; ``--database`` is the owner's unless another is named."""

    purpose = Owner("it changes tables, and whoever uses them may not")

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's own."""
        super().add_arguments(parser)
        parser.set_defaults(database=owner())
