"""The pages as an app."""

from facturis.guard.rooms import Room


class PagesConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.pages"
