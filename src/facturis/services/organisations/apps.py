"""The room as an app."""

from facturis.guard.rooms import Room


class OrganisationsConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.services.organisations"
