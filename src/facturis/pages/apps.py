"""The pages as an app: its check, and what its log entries hold."""

from typing import ClassVar

from facturis.guard.declare import Plain
from facturis.guard.rooms import Room
from facturis.pages import techniques


class PagesConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.pages"
    log_keys: ClassVar = {"cookie": Plain("the name of a cookie, which the program gave it")}

    def ready(self) -> None:
        """Registers the check of the register of techniques."""
        techniques.register_check()
