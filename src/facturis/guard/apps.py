"""The guard as an app of Django's: its checks, its daily jobs, and what its log entries hold."""

from typing import ClassVar

from django.core.signals import request_finished
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from facturis.guard import append_only, checks
from facturis.guard.declare import Plain
from facturis.guard.purpose import denied
from facturis.guard.rooms import Room


class GuardConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.guard"
    log_keys: ClassVar = {
        "job": Plain("the name of a job"),
        "cells": Plain("how many cells"),
        "rows": Plain("how many rows"),
        "status_code": Plain("the status of an answer"),
        "purpose": Plain("the number of a purpose"),
        "table": Plain("the name of a table"),
        "column": Plain("the name of a column"),
        "action": Plain("read or write"),
    }
    daily = ("facturis.guard.jobs.refresh", "facturis.guard.jobs.sweep", "facturis.guard.jobs.audit")

    def ready(self) -> None:
        """Registers the checks, what append-only tables ask of a connection, and who hears of refusals."""
        from facturis.guard import denials, gate  # models are there by now

        checks.register()
        connection_created.connect(append_only.register)
        post_migrate.connect(gate.after_migrating, sender=self)
        denied.connect(denials.note)
        request_finished.connect(denials.keep)
