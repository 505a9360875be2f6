"""The room as an app."""

from typing import ClassVar

from facturis.guard.declare import Plain
from facturis.guard.rooms import Room


class DocumentsConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.services.documents"
    log_keys: ClassVar = {"letters": Plain("how many e-mails")}
    daily = ("facturis.services.documents.jobs.collect",)

    def ready(self) -> None:
        """Has the portal's home tell of documents."""
        from facturis.services.agreements import attention
        from facturis.services.documents.notices import notices  # once the models are there

        attention.asked.connect(notices)
