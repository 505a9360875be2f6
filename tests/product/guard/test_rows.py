"""Which rows a purpose may touch: by its ground, its terms and what the person asked for, with the next statement."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from facturis.guard.purpose import PurposeDenied, processing
from grondslag.law.calendar import cutoff
from grondslag.law.facts import Consent, Erasure, Objection, ObjectionState, Restriction
from tests.product.databases import OWNER
from tests.product.guard.conftest import TODAY
from tests.product.guard.databases import Place
from tests.product.guard.shop import Agreement, Invoice, Note, Person


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def seen(purpose: str, model: type[Person] | type[Invoice] | type[Note] = Person) -> list[int]:
    """The keys of the rows that a purpose sees."""
    with processing(purpose):
        return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def test_a_withdrawn_consent_stops_the_next_read(people: Place) -> None:
    assert (seen("II.A"), seen("II.A", Note)) == ([1], [1])
    people.record(1, consents=(Consent(at=now(), purpose="II.A", given=False),))
    assert (seen("II.A"), seen("II.A", Note)) == ([], [])


def test_a_fact_counts_from_its_own_moment(people: Place) -> None:
    people.record(1, consents=(Consent(at=now() + timedelta(minutes=5), purpose="II.A", given=False),))
    assert seen("II.A", Note) == [1]


def test_an_objection_stops_its_purpose_and_no_other(people: Place) -> None:
    people.record(1, objections=(Objection(at=now(), purpose="III.C", state=ObjectionState.PENDING),))
    assert (seen("III.C"), seen("I.D"), seen("II.A")) == ([2], [1], [1])
    people.record(1, objections=(Objection(at=now(), purpose="III.C", state=ObjectionState.OVERRULED),))
    assert seen("III.C") == [1, 2]


def test_a_restriction_shuts_what_it_takes_in(people: Place) -> None:
    people.record(1, restrictions=(Restriction(at=now(), ground="a", scope="guard_invoice"),))
    assert (seen("I.D", Invoice), seen("F", Invoice), seen("I.D")) == ([], [2], [1])
    people.record(1, restrictions=(Restriction(at=now(), ground="a"),))
    assert [seen(id) for id in ("I.D", "II.A", "III.C")] == [[], [], [2]]


def test_an_erasure_ends_what_has_no_contract_and_no_law(people: Place) -> None:
    people.record(1, erasures=(Erasure(at=now()),))
    assert [seen(id) for id in ("I.D", "II.A", "III.C")] == [[1], [], [2]]
    assert (seen("I.D", Invoice), seen("F", Invoice)) == ([1], [1, 2])


def test_each_purpose_loses_its_use_at_its_own_end(people: Place) -> None:  # noqa: ARG001
    """Two years after the agreement invoicing ends; bookkeeping goes on, to the end of the seventh year."""
    last = cutoff(TODAY, 24, False)
    for ended, open_to in ((last, [1]), (last - timedelta(days=1), [])):
        Agreement.objects.using(OWNER).filter(pk=1).update(started=date(2015, 1, 1), ended=ended)
        assert (seen("I.D", Invoice), seen("F", Invoice)) == (open_to, [1, 2])
    Invoice.objects.using(OWNER).filter(pk=1).update(booked=date(TODAY.year - 8, 12, 31))
    assert seen("F", Invoice) == [2]
    Invoice.objects.using(OWNER).filter(pk=1).update(booked=date(TODAY.year - 7, 1, 1))
    assert seen("F", Invoice) == [1, 2]


def test_rows_that_are_shut_are_not_written_either(people: Place) -> None:  # noqa: ARG001
    with processing("I.D"):
        assert Person.objects.filter(pk=2).update(name="x") == 0
        assert Invoice.objects.filter(pk=2).delete()[0] == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE guard_person SET name = 'y'")
            assert cursor.rowcount == 1
            cursor.execute("DELETE FROM guard_invoice WHERE id = 2")
            assert cursor.rowcount == 0
    assert Person.objects.using(OWNER).get(pk=2).name == "Name 2"


def test_no_row_is_made_that_its_purpose_may_not_use(people: Place) -> None:  # noqa: ARG001
    created = datetime(2026, 1, 1, tzinfo=UTC)
    with processing("II.A"):
        assert Note.objects.create(person_id=1, text="asked for", created=created).pk
        for make in (
            lambda: Note.objects.create(person_id=2, text="not asked for", created=created),
            lambda: Note.objects.bulk_create([Note(person_id=2, text="nor this", created=created)]),
            lambda: Note.objects.filter(person_id=1).update(person_id=2),
        ):
            with pytest.raises(PurposeDenied, match="guard_note"), transaction.atomic():
                make()
        with pytest.raises(PurposeDenied, match="guard_note"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE guard_note SET person_id = 2")
        with pytest.raises(PurposeDenied), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO guard_note (person_id, text, created) VALUES (2, 'raw', %s)", ["2026-01-01 00:00:00"]
            )
    assert Note.objects.using(OWNER).filter(person_id=2).count() == 1
