"""A database of each kind under the gate, and two people in it: one with everything on file, one without a contract."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management.color import no_style
from django.db import connections

from grondslag.law.facts import Consent
from tests.product.databases import GATED, OWNER
from tests.product.guard.databases import Place, gated
from tests.product.guard.shop import MODELS, ZONE, Agreement, Club, Invoice, Note, Person, Rate

KINDS = ("sqlite", "postgresql")
TODAY = datetime.now(ZONE).date()


@pytest.fixture(scope="module", params=KINDS)
def shop(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A database of the shop, for a module."""
    with gated(request.param) as place:
        yield place


@pytest.fixture
def people(shop: Place) -> Iterator[Place]:
    """Two people with an invoice and a note each; the first has a contract and gave consent, the second neither."""
    fill(shop)
    yield shop
    connections[GATED].close()
    for model in (Note, Invoice, Agreement, Club.members.through, Club, Person, Rate):
        model._base_manager.using(OWNER).all().delete()
    shop.forget()


def fill(shop: Place) -> None:
    """The rows and facts of :func:`people`."""
    created = date(2026, 1, 1)
    for key, start in ((1, created), (2, TODAY + timedelta(days=30))):
        Person.objects.using(OWNER).create(
            id=key, name=f"Name {key}", email=f"p{key}@example.invalid", phone=f"0{key}", created=created
        )
        Agreement.objects.using(OWNER).create(id=key, person_id=key, started=start)
        Invoice.objects.using(OWNER).create(
            id=key, agreement_id=key, person_id=key, number=f"N{key}", iban=f"NL{key}", remark=f"R{key}", booked=created
        )
        Note.objects.using(OWNER).create(
            id=key, person_id=key, text=f"T{key}", created=datetime(2026, 1, 2, tzinfo=UTC)
        )
    Club.objects.using(OWNER).create(id=1, title="Club").members.set([1, 2])
    Rate.objects.using(OWNER).create(id=1, percent=21)
    with connections[OWNER].cursor() as cursor:
        for statement in connections[OWNER].ops.sequence_reset_sql(no_style(), MODELS):
            cursor.execute(statement)
    given = datetime(2026, 1, 3, tzinfo=UTC)
    shop.record(1, consents=(Consent(at=given, purpose="II.A", given=True),))
