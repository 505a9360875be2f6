"""The product's database, judged by the statement in force: what sweep and audit begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from facturis.guard import statement, store
from grondslag.cli.judged import Judged
from grondslag.law.rules import Moment


@contextmanager
def judged(on: date | None = None) -> Iterator[Judged]:
    """The database under its owner's connection, now or at the start of a day in the controller's zone.

    Raises StoreError where the database refuses, and InputError where declarations and database do not fit.
    """
    with store.opened(store.owner()) as opened:
        with opened.transaction(write=False):
            live = opened.reflect()
        at = Moment(datetime.now(UTC), opened.zone) if on is None else Moment.on(on, opened.zone)
        run = Judged(statement.in_force(), opened.datamap, opened, live, at)
        run.refuse_misfits()
        yield run
