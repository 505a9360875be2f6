"""The command incident: writes into the register of breaches, and shows it."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from facturis.security.protection import incidents
from facturis.security.protection.models import Incident


def moment(given: str) -> datetime:
    """A moment as ISO 8601 writes it, in the zone of the product where it names none. Raises ValueError."""
    at = datetime.fromisoformat(given)
    return timezone.make_aware(at) if timezone.is_naive(at) else at


class Command(BaseCommand):
    """Entries are added and never changed: what becomes known later is one more, which follows the first."""

    help = "The register of breaches (GDPR Art. 33(5)). Without options: show it, and what is still to be decided."
    purpose = "IV.B"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """See ``--help``."""
        names = Incident.WITHOUT_NAMES
        parser.add_argument("--facts", help=f"Write an entry: what happened. {names}")
        parser.add_argument("--consequences", default="", help=f"What follows from it for people. {names}")
        parser.add_argument("--measures", default="", help=f"What was done about it. {names}")
        parser.add_argument("--noticed", type=moment, help="When it became known (YYYY-MM-DDTHH:MM); now without it.")
        told = parser.add_mutually_exclusive_group()
        told.add_argument("--notified", type=moment, help="When the authority was told.")
        told.add_argument("--not-notified", default="", metavar="WHY", help=f"Why it is not told. {names}")
        parser.add_argument("--follows", type=int, metavar="NUMBER", help="The entry to which this one adds.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Writes, or shows. Raises CommandError for an entry that says too little."""
        if options["facts"] is None:
            self._show()
        else:
            entry = self._write(options)
            self.stdout.write(f"Entry {entry.pk} is written.")
            self._undecided()

    def _write(self, options: dict[str, Any]) -> Incident:
        for name in ("facts", "consequences", "measures"):
            if not options[name].strip():
                raise CommandError(
                    f"--{name} is empty: the register says what happened, what follows and what was done"
                )
        before = self._followed(options["follows"])
        noticed = options["noticed"] or (before.noticed_at if before else timezone.now())
        for name, at in (("noticed", noticed), ("notified", options["notified"])):
            if at and at > timezone.now():
                raise CommandError(f"--{name} is still to come: give the moment at which it was so")
        return Incident.objects.create(
            follows=before,
            source=before.source if before else Incident.Source.PERSON,
            noticed_at=noticed,
            notified_at=options["notified"],
            **{name: options[name].strip() for name in ("facts", "consequences", "measures", "not_notified")},
        )

    def _followed(self, number: int | None) -> Incident | None:
        if number is None:
            return None
        entry = Incident.objects.filter(pk=number).prefetch_related("later").first()
        if entry is None:
            raise CommandError(f"there is no entry {number}: see «facturis manage incident»")
        if later := entry.later.first():
            raise CommandError(f"entry {later.pk} follows {number} already: follow that one")
        return entry

    def _show(self) -> None:
        for each in Incident.objects.order_by("pk"):
            head = f"{each.pk}  noticed {self._at(each.noticed_at)} by {each.get_source_display()}"
            self.stdout.write(head + (f", follows {each.follows_id}" if each.follows_id else ""))
            for name in ("facts", "consequences", "measures"):
                self.stdout.write(f"   {name}: {getattr(each, name)}")
            if each.notified_at:
                self.stdout.write(f"   the authority was told {self._at(each.notified_at)}")
            if each.not_notified:
                self.stdout.write(f"   the authority is not told: {each.not_notified}")
        self._undecided()

    def _undecided(self) -> None:
        for each in incidents.undecided():
            by = self._at(incidents.tell_by(each))
            self.stdout.write(f"Entry {each.pk}: decide whether the authority is told, by {by} (Art. 33(1)).")

    def _at(self, at: datetime) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
