"""What models declare, as the datamap that the kernel judges by, and what is said of what they leave out."""

import inspect
from collections.abc import Callable

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from django.db.models import Model
from django.db.models.functions import Upper
from django.test.utils import isolate_apps

from facturis.guard import datamap, statement
from facturis.guard.checks import held, model_findings
from facturis.guard.declaration import Finding
from facturis.guard.declare import ClassIn, Computed, Event, Link, Personal, Plain, Privacy, Use
from grondslag.datamap import model as mapped
from grondslag.datamap.model import Column, RowClass, Table, Time
from grondslag.datamap.steps import Step

HERE = "test_models.py"
KEY = Plain("a number")


def findings(*made: type[Model]) -> list[Finding]:
    return list(held(datamap.declared(made), statement.in_force()))


def test_all_that_is_installed_fits_the_statement() -> None:
    assert list(model_findings()) == []


def test_a_model_becomes_a_table() -> None:
    table = datamap.installed().datamap.table("sample_invoice")
    assert table.key == ("id",)
    assert [column.name for column in table.columns][:3] == ["id", "account_id", "agreement_id"]
    assert table.column("details/kvk") == Column(name="details/kvk", category="kvk_number")
    assert table.link("reader").via == (
        Step("id", "sample_invoice_readers", "invoice_id"),
        Step("account_id", "sample_account", "id"),
    )
    assert table.link("reader").role == "mention"
    started = table.event("started")
    assert started
    assert (started.column, started.via) == ("started_on", (Step("agreement_id", "sample_agreement", "id"),))
    assert table.since
    assert (table.since.form, table.since.zone) == ("datetime", "UTC")


def test_a_foreign_key_to_a_person_is_its_own_link() -> None:
    table = datamap.installed().datamap.table("sample_agreement")
    assert table.column("account_id") == Column(name="account_id", link="account", on_end="row")
    assert table.link("account").party == "started"


def test_a_many_to_many_table_is_declared_by_its_owner() -> None:
    table = datamap.installed().datamap.table("sample_invoice_readers")
    assert table.link("account").via == (Step("account_id", "sample_account", "id"),)


def test_the_tables_of_third_parties_are_declared() -> None:
    found = datamap.installed().datamap
    assert found.table("django_admin_log").link("user").via == (Step("user_id", "accounts_person", "id"),)
    assert {table.name for table in found.tables} == {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }


@isolate_apps("tests.product.guard.declared")
def test_paths_lead_in_either_direction_through_a_join_by_recursion_and_by_an_identifier() -> None:
    class Person(models.Model):
        email = models.EmailField(null=True)

        privacy = Privacy(subject="person", columns={"id": KEY, "email": "email"})

    class Team(models.Model):
        parent = models.ForeignKey("self", models.PROTECT, null=True)
        members = models.ManyToManyField(Person)
        address = models.EmailField()

        privacy = Privacy(
            columns={"id": KEY, "parent": Plain("the team above"), "address": "email"},
            links={
                "members": Link("members"),
                "above": Link("parent*__members"),
                "addressed": Link("address ~ sample.Person.email"),
                "boss": Link("boss__person"),
            },
        )

    class Boss(models.Model):
        team = models.OneToOneField(Team, models.PROTECT, related_name="boss")
        person = models.ForeignKey(Person, models.PROTECT)

    links = {link.name: link.via for link in datamap.declared([Person, Team, Boss]).datamap.table("sample_team").links}
    through = (Step("id", "sample_team_members", "team_id"), Step("person_id", "sample_person", "id"))
    assert links == {
        "members": through,
        "above": (Step("parent_id", "sample_team", "id", repeated=True), *through),
        "addressed": (Step("address", "sample_person", "email", alike=True),),
        "boss": (Step("id", "sample_boss", "team_id"), Step("person_id", "sample_person", "id")),
    }


def undeclared_model() -> type[Model]:
    class Card(models.Model):  # here
        name = models.CharField(max_length=9, null=True)

    return Card


def undeclared_field() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)  # here

        privacy = Privacy(columns={"id": KEY})

    return Card


def no_such_field() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={
                "id": KEY,
                "nam": "name",  # here
                "name": "name",
            },
        )

    return Card


def plain_without_reason() -> type[Model]:
    class Card(models.Model):
        privacy = Privacy(
            columns={"id": Plain(" ")},  # here
        )

    return Card


def no_such_category() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={
                "id": KEY,
                "name": "naam",  # here
            },
        )

    return Card


def not_null() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, db_default="")  # here

        privacy = Privacy(subject="card", source="subject:card", columns={"id": KEY, "name": "name"})

    return Card


def no_default() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9)  # here

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={"id": KEY, "name": Personal("name", on_end="erased", erased="")},
        )

    return Card


def file_field() -> type[Model]:
    class Card(models.Model):
        scan = models.FileField(null=True)  # here

        privacy = Privacy(subject="card", source="subject:card", columns={"id": KEY, "scan": "dossier"})

    return Card


def store_nowhere() -> type[Model]:
    class Card(models.Model):
        scan = models.CharField(max_length=32, null=True)  # here

        privacy = Privacy(
            subject="card", source="subject:card", columns={"id": KEY, "scan": Personal("dossier", file="attic")}
        )

    return Card


def path_to_nowhere() -> type[Model]:
    class Card(models.Model):
        privacy = Privacy(
            columns={"id": KEY},
            links={"owner": Link("holder")},  # here
        )

    return Card


def path_to_no_person() -> type[Model]:
    class Card(models.Model):
        above = models.ForeignKey("self", models.PROTECT, null=True)

        privacy = Privacy(
            columns={
                "id": KEY,
                "above": Link(),  # here
            },
        )

    return Card


def event_without_time() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={"id": KEY, "name": "name"},
            events={"closed": Event("name")},  # here
        )

    return Card


def no_such_purpose() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={"id": KEY, "name": "name"},
            uses={
                "III.Z": "self",  # here
            },
        )

    return Card


def no_purpose_lists_it() -> type[Model]:
    class Card(models.Model):
        shoe_size = models.IntegerField(null=True)
        made_on = models.DateField()

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={
                "id": KEY,
                "made_on": Plain("when"),
                "shoe_size": "interest",  # here
            },
            events={"observed": "made_on"},
            uses={"III.A": "self"},
        )

    return Card


def no_such_event() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            source="subject:card",
            columns={"id": KEY, "name": "name"},
            uses={
                "III.D": "self",  # here
            },
        )

    return Card


def no_source() -> type[Model]:
    class Card(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(
            subject="card",
            columns={"id": KEY, "name": "name"},
            source="somewhere",  # here
        )

    return Card


def undeclared_many_to_many() -> type[Model]:
    class Card(models.Model):
        others = models.ManyToManyField("self")  # here

        privacy = Privacy(columns={"id": KEY})

    return Card._meta.get_field("others").remote_field.through


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (undeclared_model, "sample.Card declares nothing"),
        (undeclared_field, "sample.Card.name is not declared"),
        (no_such_field, "sample.Card has no field 'nam'"),
        (plain_without_reason, "sample.Card.id is plain without a reason"),
        (no_such_category, "no category is called 'naam'"),
        (not_null, "sample.Card.name may not be NULL"),
        (no_default, "sample.Card.name has neither NULL nor a db_default"),
        (file_field, "sample.Card.scan is a file"),
        (store_nowhere, "sample.Card.scan is kept in the files store «attic», which is not there"),
        (path_to_nowhere, "sample.Card has no field 'holder'"),
        (path_to_no_person, "the link above of sample.Card leads to sample.Card"),
        (event_without_time, "sample.Card.name holds no time"),
        (no_such_purpose, "the statement has no such purpose"),
        (no_purpose_lists_it, "data without purpose"),
        (no_such_event, "a term runs from «posted»"),
        (no_source, "sample.Card does not say from where its data come"),
        (undeclared_many_to_many, "the table of sample.Card.others is not declared"),
    ],
)
@isolate_apps("tests.product.guard.declared")
def test_what_is_wrong_is_an_error_with_its_line_and_what_mends_it(make: Callable[[], type[Model]], what: str) -> None:
    found = next(each for each in findings(make()) if what in each.what)
    lines, start = inspect.getsourcelines(make)
    marked = start + next(n for n, line in enumerate(lines) if "# here" in line)
    assert str(found.place).endswith(f"{HERE}:{marked}")
    assert found.mend


@isolate_apps("tests.product.guard.declared")
def test_a_reference_to_a_person_is_no_plain_column() -> None:
    class Person(models.Model):
        privacy = Privacy(subject="person", columns={"id": KEY})

    class Card(models.Model):
        holder = models.ForeignKey(Person, models.PROTECT)

        privacy = Privacy(columns={"id": KEY, "holder": Plain("somebody")})

    assert "is plain, and refers to a person" in findings(Person, Card)[0].what


@isolate_apps("tests.product.guard.declared")
def test_a_declaration_is_had_from_an_abstract_base_and_not_from_a_table_of_its_own() -> None:
    class Base(models.Model):
        privacy = Privacy(columns={"id": KEY})

        class Meta:
            abstract = True

    class One(Base):
        pass

    class Two(One):
        pass

    assert [each.what for each in findings(One, Two)] == ["sample.Two declares nothing"]


@isolate_apps("tests.product.guard.declared")
def test_a_declaration_says_all_that_a_datamap_can() -> None:
    class Person(models.Model):
        name = models.CharField(max_length=9, null=True)

        privacy = Privacy(subject="person", columns={"id": KEY, "name": "name"}, source="subject:account")

    class Card(models.Model):
        holder = models.ForeignKey(Person, models.PROTECT, null=True, db_column="who")
        sender = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
        kind = models.CharField(max_length=9)
        scan = models.UUIDField(null=True)
        title = models.CharField(max_length=9, null=True, db_column="called")
        upper = models.GeneratedField(
            expression=Upper("title"), output_field=models.CharField(max_length=9), db_persist=True
        )
        seen = models.BigIntegerField(null=True)

        privacy = Privacy(
            columns={
                "id": KEY,
                "holder": Link(role="mention", hides="columns", on_end="keep", law="AWR art. 52(4)"),
                "sender": Link(),
                "kind": Plain("bill or quote"),
                "scan": Personal("invoice", about="sender", file="documents", called="title", immutable=True),
                "title": Personal("invoice", on_end="pseudonym"),
                "upper": Computed(("title",)),
                "seen": Plain("seconds since 1970"),
            },
            events={"seen": Event("seen", null="missing")},
            uses={"I.A": Use(("holder", "sender"), events={"booked": "seen"})},
            row_class=ClassIn("kind", {"bill": "fiscal"}),
            unlinked="keep",
            rows="keep",
            source="third_party:scanner",
        )

    columns = (
        Column(name="id", plain="a number"),
        Column(name="who", link="holder", on_end="keep", law="AWR art. 52(4)"),
        Column(name="sender_id", link="sender"),
        Column(name="kind", plain="bill or quote"),
        Column(name="scan", category="invoice", about="sender", file="documents", called="called", immutable=True),
        Column(name="called", category="invoice", on_end="pseudonym"),
        Column(name="upper", computed=("called",)),
        Column(name="seen", plain="seconds since 1970"),
    )
    made = datamap.declared([Person, Card])
    assert made.findings == ()
    assert made.datamap.table("sample_card") == Table(
        name="sample_card",
        key=("id",),
        columns=columns,
        links=(
            mapped.Link(
                name="holder", subject="person", via=(Step("who", "sample_person", "id"),), role="mention",
                hides="columns",
            ),
            mapped.Link(name="sender", subject="person", via=(Step("sender_id", "sample_person", "id"),)),
        ),
        uses=(mapped.Use(purpose="I.A", links=("holder", "sender"), events=(("booked", "seen"),)),),
        events=(("seen", Time(column="seen", form="epoch", null="missing")),),
        row_class=RowClass(column="kind", values=(("bill", "fiscal"),)),
        unlinked="keep",
        rows="keep",
        source="third_party:scanner",
    )  # fmt: skip


def test_an_app_whose_models_declare_something_must_be_a_room() -> None:
    class Stray(models.Model):
        privacy = Privacy(columns={"id": KEY})

        class Meta:
            app_label = "contenttypes"
            apps = Apps(["django.contrib.contenttypes"])

    (found,) = findings(Stray)
    assert found.what == "contenttypes.Stray declares something, and its app contenttypes is no room"
    assert "Room" in found.mend


@pytest.mark.parametrize(("label", "why"), [("sessions.Session", "is refused"), ("sites.Site", "is not declared")])
def test_a_table_of_a_third_party_that_is_not_declared_is_an_error(label: str, why: str) -> None:
    app, name = label.split(".")

    class Strange(models.Model):
        class Meta:
            app_label = app
            apps = Apps()

    Strange._meta.object_name = name
    found = findings(Strange)[0]
    assert why in found.what
    assert "third_party.py:" in str(found.place)
