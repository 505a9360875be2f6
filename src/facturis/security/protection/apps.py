"""The room as an app."""

from facturis.guard.rooms import Room


class ProtectionConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.security.protection"
