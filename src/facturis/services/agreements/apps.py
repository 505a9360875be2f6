"""The room as an app."""

from facturis.guard.rooms import Room


class AgreementsConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.services.agreements"
