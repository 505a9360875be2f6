"""ID-6, PUR-X1: every field of every room under every purpose, open exactly where the statement in force lists it."""

import pytest
from django.apps import apps
from django.db.models import Model

from facturis.guard import datamap, statement
from facturis.guard.purpose import processing
from grondslag.statement.dictionary import categories
from tests.product.guard.test_matrix import refused, ways

MODELS = [model for model in apps.get_models(include_auto_created=True) if not model._meta.swapped]
WAYS = ("values", "filter", "update", "raw read", "raw write", "raw insert")  # the others are tried on the sample shop
PURPOSES = [purpose.id for purpose in statement.in_force().purposes]


def listed(purpose: str | None, model: type[Model], column: str) -> bool:
    """Whether a column may be touched, told from the declarations and the statement, apart from the gate."""
    table = datamap.installed().datamap.table(model._meta.db_table)
    cells = [each for each in table.columns if each.name.partition("/")[0] == column]
    if not any(each.category or each.link for each in table.columns):
        return True
    links = {name for use in table.uses if use.purpose == purpose for name in use.links}
    if not links:
        return False
    items = statement.in_force().purpose(str(purpose)).items
    leaves = {leaf for item in items for leaf in categories()[item.category].leaves}
    # What is about one link alone is nothing to a purpose that serves another.
    return all(not cell.category or (cell.category in leaves and cell.about in ("", *links)) for cell in cells)


@pytest.mark.usefixtures("room_database")
@pytest.mark.parametrize("model", MODELS, ids=[model._meta.label for model in MODELS])
def test_a_field_is_open_exactly_where_the_statement_lists_it(model: type[Model]) -> None:
    wrong = []
    for field in model._meta.concrete_fields:
        for purpose in (None, *PURPOSES):
            for name, way in ways(model, field).items():
                if name not in WAYS:
                    continue
                answer = refused(way) if purpose is None else processing(purpose)(refused)(way)
                if answer is listed(purpose, model, field.column):
                    wrong.append((field.name, purpose, name))
    assert wrong == []
