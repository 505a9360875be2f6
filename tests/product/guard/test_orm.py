"""Django's ORM under the gate: every way of reading and writing works for what is covered, alike on each database."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Concat

from facturis.guard.purpose import PurposeDenied, processing
from tests.product.databases import OWNER
from tests.product.guard.conftest import TODAY
from tests.product.guard.shop import Agreement, Club, Invoice, Note, Person, Rate

pytestmark = pytest.mark.usefixtures("people")


def stored(key: int) -> Person:
    """A person as the owner sees it."""
    return Person.objects.using(OWNER).get(pk=key)


def test_an_insert_returns_its_id_and_leaves_out_what_is_not_covered() -> None:
    with processing("III.C"):
        made = Person.objects.create(name="New", phone="03")
        assert made.pk > 0
        assert "email" not in made.__dict__
        with pytest.raises(
            PurposeDenied, match=r"guard_person\.email may not be read for III\.C: III\.C «Account» uses"
        ):
            _ = made.email
        made.name = "Newer"
        made.save()
    assert (stored(made.pk).name, stored(made.pk).email, stored(made.pk).phone) == ("Newer", None, "03")


def test_an_insert_leaves_a_default_of_the_database_to_it() -> None:
    with processing("I.D"), pytest.raises(PurposeDenied):
        Person.objects.create(name="No contract yet")
    with processing("III.C"):
        made = Person.objects.create(name="New")
        made.save()
    assert stored(made.pk).phone == ""
    with processing("I.D"), transaction.atomic():
        invoice = Invoice.objects.create(agreement_id=1, person_id=1, number="N9", iban="NL9", booked=date(2026, 2, 1))
        invoice.number = "N10"
        invoice.save()
    assert Invoice.objects.using(OWNER).get(pk=invoice.pk).number == "N10"


def test_an_insert_with_a_value_that_is_not_covered_is_refused() -> None:
    with processing("III.C"), pytest.raises(PurposeDenied, match=r"guard_person\.email may not be written for III\.C"):
        Person.objects.create(name="New", email="new@example.invalid")
    with processing("I.D"), pytest.raises(PurposeDenied, match=r"guard_note may not be written for I\.D"):
        Note.objects.create(person_id=1, created=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_saved_row_keeps_what_its_purpose_did_not_load() -> None:
    with processing("III.C"):
        person = Person.objects.get(pk=1)
        person.name = "Renamed"
        person.save()
        person.phone = "09"
        person.save(update_fields=["phone"])
        person.email = "x@example.invalid"
        with pytest.raises(PurposeDenied, match=r"guard_person\.email may not be written"):
            person.save()
    assert (stored(1).name, stored(1).email, stored(1).phone) == ("Renamed", "p1@example.invalid", "09")


def test_an_update_counts_what_it_may_touch_and_refuses_what_it_may_not_write() -> None:
    with processing("I.D"):
        assert Person.objects.update(name=Concat(F("name"), Value("!"))) == 1
        with pytest.raises(PurposeDenied, match=r"guard_person\.phone may not be written for I\.D"):
            Person.objects.update(phone="")
        with pytest.raises(PurposeDenied, match=r"guard_person\.phone may not be read for I\.D"):
            Person.objects.update(name=F("phone"))
        with pytest.raises(PurposeDenied):
            Person.objects.filter(phone="01").update(name="x")
        assert Invoice.objects.filter(person__name="Name 1!").update(iban="NL0") == 1
    assert (stored(1).name, stored(2).name) == ("Name 1!", "Name 2")


def test_a_delete_takes_what_it_may_touch_and_its_cascades_need_the_purpose_too() -> None:
    with processing("I.D"):
        assert Invoice.objects.all().delete() == (1, {"guard.Invoice": 1})
        with pytest.raises(PurposeDenied, match=r"guard_note may not be"):
            Person.objects.get(pk=1).delete()
        Club.members.through.objects.all().delete()
        assert Agreement.objects.get(pk=1).delete()[0] == 1
    assert list(Invoice.objects.using(OWNER).values_list("pk", flat=True)) == [2]
    assert list(Club.members.through.objects.using(OWNER).values_list("person_id", flat=True)) == [2]
    assert Agreement.objects.using(OWNER).count() == 1


def test_bulk_operations() -> None:
    with processing("III.C"):
        made = Person.objects.bulk_create([Person(name=f"B{n}", phone=f"1{n}") for n in range(3)])
        assert len({person.pk for person in made}) == 3
        for person in made:
            person.name = f"C{person.pk}"
        assert Person.objects.bulk_update(made, ["name"]) == 3
        with pytest.raises(PurposeDenied):
            Person.objects.bulk_create([Person(name="x"), Person(email="y")])
        with pytest.raises(PurposeDenied):
            Person.objects.bulk_update(made, ["email"])
        names = Person.objects.in_bulk([person.pk for person in made])
        assert {person.name for person in names.values()} == {f"C{person.pk}" for person in made}
    assert stored(made[0].pk).phone == "10"
    with processing("I.D"):
        one = Invoice(agreement_id=1, person_id=1, number="N1", iban="NL7", booked=date(2026, 1, 1))
        Invoice.objects.bulk_create([one], update_conflicts=True, unique_fields=["number"], update_fields=["iban"])
        Invoice.objects.bulk_create([one], ignore_conflicts=True)
        assert Invoice.objects.get(number="N1").iban == "NL7"


def test_aggregates_and_groups() -> None:
    with processing("F"):
        assert Invoice.objects.aggregate(Count("iban"), Max("booked"))["iban__count"] == 2
        assert list(Invoice.objects.values("person").annotate(n=Count("id")).order_by("person")) == [
            {"person": 1, "n": 1},
            {"person": 2, "n": 1},
        ]
        with pytest.raises(PurposeDenied, match=r"guard_invoice\.remark"):
            Invoice.objects.aggregate(Max("remark"))
    with processing("I.D"):
        assert [(p.name, p.n) for p in Person.objects.annotate(n=Count("invoices"))] == [("Name 1", 1)]
        assert Person.objects.annotate(n=Count("invoices")).filter(n__gt=0).count() == 1
        assert Person.objects.annotate(n=Count("invoices")).aggregate(Sum("n")) == {"n__sum": 1}
        assert Person.objects.exists()
        assert Person.objects.filter(Q(pk__in=Invoice.objects.filter(iban="NL1").values("person"))).count() == 1
        last = Invoice.objects.filter(person=OuterRef("pk")).order_by("-booked").values("iban")[:1]
        assert Person.objects.annotate(last=Subquery(last)).get().last == "NL1"
        assert Person.objects.filter(pk=1).union(Person.objects.filter(pk=2)).count() == 1
        assert Person.objects.distinct().count() == 1


def test_joins_show_of_each_table_what_is_covered_of_it() -> None:
    with processing("I.D"):
        invoice = Invoice.objects.select_related("person", "agreement").get(pk=1)
        assert invoice.person.name == "Name 1"
        assert "phone" not in invoice.person.__dict__
        assert invoice.agreement.ended is None
        people = list(Person.objects.prefetch_related("invoices", "clubs", Prefetch("agreements")))
        assert [[i.iban for i in p.invoices.all()] for p in people] == [["NL1"]]
        assert [[c.title for c in p.clubs.all()] for p in people] == [["Club"]]
        assert Invoice.objects.filter(person__email__startswith="p1").count() == 1
        with pytest.raises(PurposeDenied, match=r"guard_person\.phone"):
            Invoice.objects.filter(person__phone="01").count()
        with pytest.raises(PurposeDenied, match="guard_note"):
            list(Person.objects.prefetch_related("notes"))
        with pytest.raises(PurposeDenied, match="guard_note"):
            Person.objects.filter(notes__isnull=True).exists()
    with processing("F"), pytest.raises(PurposeDenied, match="guard_person"):
        list(Invoice.objects.select_related("person"))


def test_a_join_does_not_show_a_person_whom_the_purpose_may_not_use() -> None:
    """The note's person gave consent; the other's note is not there to be joined to."""
    with processing("II.A"):
        assert [n.person.email for n in Note.objects.select_related("person")] == ["p1@example.invalid"]


def test_choosing_columns() -> None:
    with processing("I.D"):
        with pytest.raises(PurposeDenied, match=r"guard_person\.phone"):  # it asks for every field
            list(Person.objects.values())
        assert list(Agreement.objects.values("id", "person")) == [{"id": 1, "person": 1}]
        assert list(Person.objects.values_list("name", "email")) == [("Name 1", "p1@example.invalid")]
        assert Person.objects.only("name").get().email == "p1@example.invalid"
        assert Person.objects.defer("name").get().name == "Name 1"
        assert "phone" not in Person.objects.defer("name").defer(None).get().__dict__
        with pytest.raises(PurposeDenied):
            Person.objects.only("phone").get()
        with pytest.raises(PurposeDenied):
            list(Person.objects.values("phone"))
        with pytest.raises(PurposeDenied):
            list(Person.objects.order_by("phone"))
        with pytest.raises(PurposeDenied):
            Person.objects.get().refresh_from_db(fields=["phone"])
        person = Person.objects.get()
        person.refresh_from_db()
        assert person.name == "Name 1"
        assert Person.objects.raw("SELECT id, name FROM guard_person")[0].name == "Name 1"


def test_get_or_create_and_update_or_create() -> None:
    with processing("III.C"):
        assert Person.objects.get_or_create(name="Name 1")[1] is False
        made, new = Person.objects.get_or_create(name="Other", defaults={"phone": "08"})
        assert new
        again, new = Person.objects.update_or_create(name="Other", defaults={"phone": "07"})
        assert (new, again.pk, stored(again.pk).phone) == (False, made.pk, "07")
        with pytest.raises(PurposeDenied):
            Person.objects.get_or_create(email="p1@example.invalid")


def test_select_for_update() -> None:
    with processing("I.D"), transaction.atomic():
        person = Person.objects.select_for_update().get()
        person.name = "Locked"
        person.save()
        assert Invoice.objects.select_related("person").select_for_update(of=("self",)).get().pk == 1
    assert stored(1).name == "Locked"


def test_savepoints_keep_what_they_should_and_the_purpose_is_no_part_of_them() -> None:
    with processing("I.D"), transaction.atomic():
        Person.objects.update(name="Before")
        with pytest.raises(IntegrityError), transaction.atomic():
            Invoice.objects.create(agreement_id=1, person_id=1, number="N1", booked=TODAY)
        with processing("III.C"):
            assert Person.objects.count() == 2
            with pytest.raises(PurposeDenied), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT email FROM guard_person")
            assert Person.objects.count() == 2
        assert Person.objects.get().name == "Before"
        point = transaction.savepoint_create()
        Person.objects.update(name="Undone")
        transaction.savepoint_rollback(point)
    assert stored(1).name == "Before"


def test_a_purpose_inside_another_takes_its_place_until_it_ends() -> None:
    with processing("I.D"):
        assert Invoice.objects.count() == 1
        with processing("II.A"):
            with pytest.raises(PurposeDenied):
                Invoice.objects.count()
            assert Note.objects.count() == 1
        assert Invoice.objects.count() == 1
    with pytest.raises(PurposeDenied, match="may not be read without a purpose"):
        Invoice.objects.count()


def test_many_to_many() -> None:
    with processing("I.D"):
        club = Club.objects.get()
        assert [person.pk for person in club.members.all()] == [1]
        club.members.remove(1)
        assert club.members.count() == 0
        club.members.add(1)
        assert club.members.count() == 1
    with processing("III.C"), pytest.raises(PurposeDenied, match="guard_membership"):
        club.members.count()


def test_plain_tables_need_no_purpose() -> None:
    assert Rate.objects.get().percent == 21
    Rate.objects.create(percent=9)
    assert Rate.objects.filter(percent=9).update(percent=6) == 1
    assert Rate.objects.filter(percent=6).delete()[0] == 1
    assert Club.objects.get().title == "Club"
    with processing("F"):
        assert Rate.objects.count() == 1


def test_iterators_fetch_in_chunks_under_one_purpose() -> None:
    with processing("III.C"):
        Person.objects.bulk_create([Person(name=f"I{n}") for n in range(5)])
        assert len(list(Person.objects.order_by("pk").iterator(chunk_size=2))) == 7
        with transaction.atomic():
            assert len(list(Person.objects.iterator(chunk_size=2))) == 7
    with processing("F"), pytest.raises(PurposeDenied):
        list(Person.objects.iterator())
