"""Where a model's declaration is found, and what is said of a model that has none."""

from dataclasses import dataclass
from typing import cast

from django.db.models import Model

from facturis.guard import places, third_party
from facturis.guard.declare import Privacy
from facturis.guard.places import Place
from facturis.guard.rooms import Room


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong with a declaration: where, what, and what mends it."""

    place: Place
    what: str
    mend: str


def declaration(model: type[Model]) -> Privacy | None:
    """What a model declares: itself or by an abstract base, for its many-to-many table, or among the third parties'."""
    elsewhere = {kind for parent in model._meta.parents for kind in parent.__mro__}  # of a table of its own
    own = (kind for kind in model.__mro__ if kind not in elsewhere)
    found = next((vars(kind)["privacy"] for kind in own if "privacy" in vars(kind)), None)
    if found is None and (owner := _owner(model)):
        of_owner = declaration(owner)
        found = of_owner and of_owner.through.get(many_to_many(owner, model))
    found = found or third_party.TABLES.get(model._meta.label)
    return found if isinstance(found, Privacy) else None


def many_to_many(owner: type[Model], through: type[Model]) -> str:
    """The field whose table a model without a class of its own is; "" where the owner has no such field."""
    fields = owner._meta.local_many_to_many
    return next((each.name for each in fields if each.remote_field.through is through), "")


def in_a_room(model: type[Model]) -> bool:
    """Whether the app of a model is a room, so that its jobs, commands and log entries are held to account as well."""
    return isinstance(model._meta.app_config, Room)


def roomless(model: type[Model]) -> Finding:
    """What is wrong with a model that declares for itself in an app that is no room."""
    label = model._meta.label
    return Finding(
        places.of_class(model), f"{label} declares something, and its app {model._meta.app_label} is no room",
        "derive the configuration in its apps.py from facturis.guard.rooms.Room",
    )  # fmt: skip


def undeclared(model: type[Model]) -> Finding:
    """What is wrong with a model that declares nothing: deny by default."""
    label, owner = model._meta.label, _owner(model)
    if label in third_party.REFUSED:
        return Finding(third_party.place("REFUSED"), f"the table of {label} is refused", third_party.REFUSED[label])
    if not in_a_room(model):
        return Finding(
            third_party.place("TABLES"), f"the third-party table {model._meta.db_table} ({label}) is not declared",
            f"add '{label}' to TABLES, or take its app out of INSTALLED_APPS",
        )  # fmt: skip
    if owner:
        name = many_to_many(owner, model)
        return Finding(
            places.of_field(owner, name), f"the table of {owner._meta.label}.{name} is not declared",
            f"declare it beside its model: Privacy(…, through={{'{name}': Privacy(…)}})",
        )  # fmt: skip
    return Finding(
        places.of_class(model), f"{label} declares nothing", "declare what it holds: privacy = Privacy(columns={…})"
    )


def _owner(model: type[Model]) -> type[Model] | None:
    """The model for whose many-to-many field Django made this one."""
    return cast(type[Model] | None, model._meta.auto_created or None)
