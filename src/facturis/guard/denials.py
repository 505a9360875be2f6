"""What the gate refuses is logged at once, and counted in the database when the work that was refused is over.

It is not counted where it happens: the transaction that is refused is undone, and on SQLite nobody writes beside it.
"""

import logging
from collections import Counter
from datetime import date
from threading import Lock
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import F
from django.utils import timezone

from facturis.guard.models import Denial

logger = logging.getLogger(__name__)
_waiting: Counter[tuple[date, str, str, str, str]] = Counter()
_lock = Lock()


def note(purpose: str | None, table: str, column: str, action: str, **_: Any) -> None:
    """Takes a refusal in, as the signal tells it."""
    purpose, table = purpose or "", table[:100]
    logger.warning(
        "refused by the gate", extra={"purpose": purpose, "table": table, "column": column, "action": action}
    )
    with _lock:
        _waiting[timezone.localdate(), purpose, table, column, action] += 1


def keep(**_: Any) -> None:
    """Counts in the database what was refused since the last time; what it cannot count waits for the next."""
    if not _waiting or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return
    taken = forget()
    try:
        with transaction.atomic():
            for (on, purpose, table, column, action), times in taken.items():
                _add(times, on=on, purpose=purpose, table=table, column=column, action=action)
    except DatabaseError:
        logger.exception("refusals could not be counted")
        with _lock:
            _waiting.update(taken)


def forget() -> dict[tuple[date, str, str, str, str], int]:
    """What waits to be counted, which then waits no longer."""
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
    return taken


def _add(times: int, **which: Any) -> None:
    if not Denial.objects.filter(**which).update(times=F("times") + times):
        Denial.objects.create(times=times, **which)
