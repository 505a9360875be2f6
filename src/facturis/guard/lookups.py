"""Lookups of Django's as the steps of a datamap: «order__customer» from the metadata of the models."""

from django.apps.registry import Apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field, ForeignObjectRel, IntegerField, Model
from django.db.models.query_utils import PathInfo

from facturis.guard.declare import Event
from grondslag.datamap.model import Time
from grondslag.datamap.steps import Path, Step
from grondslag.statement.checks import suggestion


class LookupRefused(Exception):
    """A lookup leads nowhere: what is wrong, and after the colon what mends it."""


def path(model: type[Model], lookup: str) -> tuple[Path, type[Model]]:
    """The steps of a lookup and the model at its end; none for "". Raises LookupRefused."""
    before, alike, identifier = (part.strip() for part in lookup.partition("~"))
    names = before.split("__") if before else []
    column = names.pop() if alike and names else ""
    steps: list[Step] = []
    here = model
    for name in names:
        found, here = _relation(here, name)
        steps += found
    if alike:
        target = _identifier(here._meta.apps, identifier)
        steps.append(Step(column_of(field(here, column)), target.model._meta.db_table, column_of(target), alike=True))
        here = target.model
    return tuple(steps), here


def time(model: type[Model], event: Event) -> Time:
    """The time at the end of a lookup, in the form in which its field keeps it. Raises LookupRefused."""
    relations, _, name = event.at.rpartition("__")
    via, end = path(model, relations)
    found = field(end, name)
    column = column_of(found)
    if isinstance(found, DateTimeField):
        return Time(column=column, via=via, form="datetime", zone="UTC", null=event.null)
    if isinstance(found, DateField):
        return Time(column=column, via=via, null=event.null)
    if isinstance(found, IntegerField):
        return Time(column=column, via=via, form="epoch", null=event.null)
    raise LookupRefused(f"{end._meta.label}.{name} holds no time: name a date, a datetime, or seconds since 1970")


def field(model: type[Model], name: str) -> "Field[object, object]":
    """The field of a model with a column of its own. Raises LookupRefused."""
    fields = {each.name: each for each in model._meta.concrete_fields}
    if name not in fields:
        raise LookupRefused(_unknown(model, name, list(fields)))
    return fields[name]


def column_of(field: "Field[object, object]") -> str:
    """The column of a concrete field."""
    return field.column or field.attname


def _relation(model: type[Model], name: str) -> tuple[list[Step], type[Model]]:
    bare = name.removesuffix("*")
    try:
        relation = model._meta.get_field(bare)
    except FieldDoesNotExist:
        known = [each.name for each in model._meta.get_fields() if each.is_relation]
        raise LookupRefused(_unknown(model, bare, known)) from None
    infos: list[PathInfo] = getattr(relation, "path_infos", [])
    if not isinstance(relation, Field | ForeignObjectRel) or not infos:
        raise LookupRefused(f"{model._meta.label}.{bare} leads to no other row: name a foreign key or what refers here")
    if len(infos) > 1 and bare != name:
        raise LookupRefused(f"{model._meta.label}.{name} takes two steps: «*» repeats one, so remove it")
    return [_step(info, repeated=bare != name) for info in infos], infos[-1].to_opts.model


def _step(info: PathInfo, repeated: bool) -> Step:
    joined: tuple[tuple[Field[object, object], Field[object, object]], ...] = info.join_field.get_joining_fields()  # type: ignore[attr-defined]
    (column, target), *more = ((column_of(near), column_of(far)) for near, far in joined)
    return Step(column, info.to_opts.db_table, target, more=tuple(more), repeated=repeated)


def _identifier(apps: Apps, label: str) -> "Field[object, object]":
    """The field of «accounts.Person.email»."""
    owner, _, name = label.rpartition(".")
    try:
        return field(apps.get_model(owner), name)
    except (LookupError, ValueError):
        raise LookupRefused(f"«{label}» names no field: write it as «app.Model.field»") from None


def _unknown(model: type[Model], name: str, known: list[str]) -> str:
    return f"{model._meta.label} has no field '{name}'{suggestion(name, known) or ': add it or correct the name'}"
