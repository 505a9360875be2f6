"""The register of breaches (GDPR Art. 33(5)): what becomes an entry by itself, and when the authority must know."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from facturis.security.protection.models import Incident, SecurityEntry

LOCKED_OUT, WITHIN = 20, timedelta(hours=1)  # so many accounts are no chance any more, but somebody who tries them all
AGAIN = timedelta(days=1)  # one that goes on is one incident
TELL_WITHIN = timedelta(hours=72)  # Art. 33(1)


def after_lock_out() -> None:
    """Makes an entry when many accounts were locked out within an hour; for IV.B, whose log tells how many."""
    now = timezone.now()
    if _of_lock_outs().filter(noticed_at__gt=now - AGAIN).exists():
        return
    log = SecurityEntry.objects.filter(event=SecurityEntry.Event.LOCKED_OUT, at__gt=now - WITHIN)
    accounts = log.values("user").distinct().count()
    if accounts >= LOCKED_OUT:
        Incident.objects.create(
            source=Incident.Source.LOCK_OUTS,
            noticed_at=now,
            facts=f"{accounts} accounts were locked out after wrong passwords or codes within one hour.",
            consequences="Not known yet: whether somebody guessed right stands in the security log.",
            measures="The accounts are locked for a quarter of an hour at a time.",
        )


def undecided() -> QuerySet[Incident]:
    """The newest entry about each incident of which nobody has said yet whether the authority is told."""
    return Incident.objects.filter(later__isnull=True, notified_at__isnull=True, not_notified="").order_by("noticed_at")


def tell_by(incident: Incident) -> datetime:
    """Until when the authority must have been told, unless no risk to people is likely."""
    return incident.noticed_at + TELL_WITHIN


def _of_lock_outs() -> QuerySet[Incident]:
    return Incident.objects.filter(source=Incident.Source.LOCK_OUTS)
