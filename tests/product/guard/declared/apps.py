"""The room as an app."""

from typing import ClassVar

from facturis.guard.declare import Plain
from facturis.guard.rooms import Room


class SampleConfig(Room):
    name = "tests.product.guard.declared"
    label = "sample"
    log_keys: ClassVar = {"invoice": Plain("the number of a row")}
