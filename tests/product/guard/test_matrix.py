"""Every field of every model under every purpose: open to reads, writes and raw SQL exactly where it is listed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model

from facturis.guard.purpose import PurposeDenied, processing
from tests.product.guard.conftest import fill
from tests.product.guard.databases import Place
from tests.product.guard.shop import MAP, MODELS, STATEMENT, Club

FIELDS = [(model, field) for model in (*MODELS, Club.members.through) for field in model._meta.concrete_fields]
ASKED = [None, *(purpose.id for purpose in STATEMENT.purposes)]


@pytest.fixture(scope="module")
def filled(shop: Place) -> Place:
    """The shop with its people, for a module that leaves them as they are."""
    fill(shop)
    return shop


def listed(purpose: str | None, model: type[Model], column: str) -> bool:
    """Whether a column may be touched: what the statement lists, told apart from how the gate works it out."""
    table = MAP.table(model._meta.db_table)
    if not any(each.category or each.link for each in table.columns):
        return True
    if purpose not in {use.purpose for use in table.uses}:
        return False
    category = table.column(column).category
    return not category or category in {item.category for item in STATEMENT.purpose(str(purpose)).items}


def refused(way: Callable[[], object]) -> bool:
    """Whether a way to a column is refused."""
    try:
        with transaction.atomic():
            way()
            raise Undone
    except PurposeDenied:
        return True
    except Undone:
        return False


class Undone(Exception):
    """That it went through, and is taken back."""


def ways(model: type[Model], field: Any) -> dict[str, Callable[[], object]]:
    """The ways to a column."""
    table, column, rows = model._meta.db_table, field.column, model._base_manager

    def raw(statement: str) -> Callable[[], object]:
        def run() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                if statement.startswith("SELECT"):
                    cursor.fetchall()

        return run

    def attribute() -> None:
        for row in rows.all():
            getattr(row, field.attname)

    def written() -> None:
        row = rows.first()
        value = None if row is None else getattr(row, field.attname)
        rows.filter(pk=0).update(**{field.name: value})

    found: dict[str, Callable[[], object]] = {
        "attribute": attribute,
        "values": lambda: list(rows.values_list(field.attname)),
        "only": lambda: list(rows.only(field.name)),
        "filter": lambda: rows.filter(**{f"{field.attname}__isnull": True}).exists(),
        "order": lambda: list(rows.order_by(field.attname).values_list("pk")),
        "raw read": raw(f'SELECT "{column}" FROM "{table}"'),
        "raw condition": raw(f'SELECT 1 FROM "{table}" WHERE "{column}" IS NULL'),
        "raw returned": raw(f'DELETE FROM "{table}" WHERE 1 = 0 RETURNING "{column}"'),
        "raw write where": raw(f'DELETE FROM "{table}" WHERE 1 = 0 AND "{column}" IS NULL'),
        "raw write": raw(f'UPDATE "{table}" SET "{column}" = "{column}" WHERE 1 = 0'),
        "raw insert": raw(f'INSERT INTO "{table}" ("{column}") SELECT "{column}" FROM "{table}" WHERE 1 = 0'),
    }
    return found if field.primary_key else found | {"update": written}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("purpose", ASKED, ids=str)
@pytest.mark.parametrize(("model", "field"), FIELDS, ids=[f"{f.model.__name__}.{f.name}" for _, f in FIELDS])
def test_a_field_is_open_exactly_where_the_statement_lists_it(
    model: type[Model], field: Any, purpose: str | None
) -> None:
    found = ways(model, field)
    if purpose is None:
        answers = {name: refused(way) for name, way in found.items()}
    else:
        with processing(purpose):
            answers = {name: refused(way) for name, way in found.items()}
    assert answers == dict.fromkeys(found, not listed(purpose, model, field.column))
