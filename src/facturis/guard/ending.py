"""Writing that something ended, after which its row may be shut.

A gate that shows no shut row takes no statement that shuts one either: PostgreSQL holds what an UPDATE leaves behind to
the condition for reading. Yet of somebody whose data are to be erased, everything is shut from the end of the agreement
on. So the owner writes an end, for a purpose that may write it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model

from facturis.guard import access
from facturis.guard.store import owner


def end(row: Model, **ends: date) -> bool:
    """Writes fields of a row that is open to the purpose and has not ended; False where it has.

    Raises PurposeDenied where the purpose does not cover a field, the row's DoesNotExist where it is shut already, and
    what :func:`ending` does.
    """
    model: Any = row._meta.model  # a lazy request.user has another type
    for name in ends:
        access.check("write", model._meta.db_table, model._meta.get_field(name).column)
    model._base_manager.only("pk").get(pk=row.pk)
    with ending() as alias:
        running = {f"{name}__isnull": True for name in ends}
        ended = model._base_manager.using(alias).filter(pk=row.pk, **running).update(**ends)
    if ended:
        for name, value in ends.items():
            setattr(row, name, value)
    return bool(ended)


@contextmanager
def ending() -> Iterator[str]:
    """A transaction of the owner's, under the alias that is given, for ends that hang together.

    Raises TransactionManagementError inside ``atomic()``, whose lock the owner would wait for.
    """
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise transaction.TransactionManagementError("an end is a transaction of its own: leave atomic() before it")
    with transaction.atomic(using=owner()):
        yield owner()
