"""The room as an app."""

from facturis.guard.rooms import Room


class AccountsConfig(Room):
    """See :class:`facturis.guard.rooms.Room`."""

    name = "facturis.website.accounts"
