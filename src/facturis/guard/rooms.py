"""Rooms of the product: Django apps of our own, each with what it declares beside its models."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.apps import AppConfig, apps

from facturis.guard.declare import Plain


class Room(AppConfig):
    """The configuration of an app of our own; every other app is a third party's.

    ``log_keys``: what its log entries may hold beside their constant message. ``daily``: the jobs that are run once a
    day, by dotted name.
    """

    # Django takes the one configuration of an ``apps.py`` whose default is not False, and this one is imported there.
    default = False
    log_keys: ClassVar[Mapping[str, Plain]] = {}
    daily: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True


def rooms() -> Iterator[Room]:
    """The rooms that are installed."""
    return (app for app in apps.get_app_configs() if isinstance(app, Room))


def log_keys() -> dict[str, Plain]:
    """The keys that log entries may have, of all rooms."""
    return {key: says for room in rooms() for key, says in room.log_keys.items()}
