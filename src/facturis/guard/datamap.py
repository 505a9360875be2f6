"""The datamap of the product, made of what its models declare."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Model

from facturis.guard import third_party
from facturis.guard.declaration import Finding, declaration, in_a_room, roomless, undeclared
from facturis.guard.tables import TableOf
from grondslag.datamap.model import DataMap

ZONE = "UTC"  # in which Django keeps moments


@dataclass(frozen=True, slots=True)
class Declared:
    """The datamap of some models, these by their table, and what is wrong with what they declare."""

    datamap: DataMap
    models: dict[str, type[Model]]
    findings: tuple[Finding, ...]


def declared(models: Iterable[type[Model]]) -> Declared:
    """The datamap of models: a table for each that declares something; what is wrong is among the findings."""
    found: list[Finding] = []
    made: list[TableOf] = []
    by_table = {each._meta.db_table: each for each in models if not (each._meta.proxy or each._meta.swapped)}
    for model in by_table.values():
        if privacy := declaration(model):
            made.append(TableOf(model, privacy, found))
            if not in_a_room(model) and privacy is not third_party.TABLES.get(model._meta.label):
                found.append(roomless(model))
        else:
            found.append(undeclared(model))
    datamap = DataMap(
        name="facturis", zone=ZONE, tables=tuple(each.table() for each in made),
        subjects=tuple(each.subject() for each in made if each.privacy.subject),
        ignored=tuple(third_party.IGNORED.items()),
    )  # fmt: skip
    return Declared(datamap, by_table, tuple(sorted(set(found))))


@cache
def installed() -> Declared:
    """The datamap of every model of every installed app, once the apps are ready."""
    return declared(apps.get_models(include_auto_created=True))
