"""The guard as an app of Django's: its checks, its daily jobs, and what its log entries hold."""

from typing import ClassVar

from django.db.backends.signals import connection_created

from facturis.guard import append_only, checks
from facturis.guard.declare import Plain
from facturis.guard.rooms import Room


class GuardConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.guard"
    log_keys: ClassVar = {
        "job": Plain("the name of a job"),
        "cells": Plain("how many cells"),
        "rows": Plain("how many rows"),
        "status_code": Plain("the status of an answer"),
    }
    daily = ("facturis.guard.jobs.sweep", "facturis.guard.jobs.audit")

    def ready(self) -> None:
        """Registers the checks, and on each connection what append-only tables ask."""
        checks.register()
        connection_created.connect(append_only.register)
