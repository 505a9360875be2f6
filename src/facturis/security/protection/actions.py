"""What is written into the security log."""

from facturis.guard.purpose import processing
from facturis.security.protection import incidents
from facturis.security.protection.models import SecurityEntry

Event = SecurityEntry.Event


@processing("IV.B")
def record(user: int, event: Event) -> None:
    """Adds an entry about the person with this user id, in the transaction that is open."""
    SecurityEntry.objects.create(user_id=user, event=event)
    if event is Event.LOCKED_OUT:
        incidents.after_lock_out()
