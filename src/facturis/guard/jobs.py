"""The daily jobs: the sweep, so that due means done, and the audit, so that it is known to be."""

import logging

from django.tasks import task

from facturis.guard import files, gate
from facturis.guard.declare import as_owner
from facturis.guard.judged import judged
from grondslag.cli.databases import carried_out
from grondslag.engine.audit import Audit
from grondslag.engine.own import audit_own
from grondslag.engine.swept import unlimited
from grondslag.law.rules import rules_of

logger = logging.getLogger(__name__)


@task
@as_owner("it tells the gate which days have passed, whatever the purpose")
def refresh() -> None:
    """Adds days to what the gate compares terms with. Raises SyncError where that cannot be."""
    gate.refresh()


@task
@as_owner("it makes the database obey, whatever the purpose")
def sweep() -> None:
    """Erases what may not exist any more. Raises what :func:`facturis.guard.judged.judged` does."""
    with judged() as run:
        swept = carried_out(run, False, unlimited, files.stores())
        files.sweep(run.store)
    logger.info("swept", extra={"cells": sum(swept.cells.values()), "rows": sum(swept.rows.values())})


@task
@as_owner("it counts in every table, whatever the purpose")
def audit() -> None:
    """Counts what may not exist, and logs an error where there is anything."""
    with judged() as run:
        found = Audit(run.store, rules_of(run.statement), run.at).run().total + audit_own(run.store, run.at).total
    if found.unlawful:
        logger.error("audited: the database does not obey", extra={"cells": found.unlawful})
    else:
        logger.info("audited: the database obeys")
