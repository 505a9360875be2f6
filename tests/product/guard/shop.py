"""A small shop under the gate: its models, what is declared of them, and a statement with four purposes."""

from datetime import date
from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import models

from grondslag.datamap.model import Column, DataMap, Link, Subject, Table, Time, Use
from grondslag.datamap.steps import Step
from grondslag.engine.gate import Gate
from grondslag.statement.model import Controller, Ground, Item, Purpose, Statement, Term

ZONE = ZoneInfo("Europe/Amsterdam")
# The models are known to nobody but these tests.
APPS = Apps(["tests.product.guard"])


class Person(models.Model):
    """A customer: the row is the person's own."""

    name = models.CharField(max_length=100, null=True)
    email = models.CharField(max_length=100, null=True)
    phone = models.CharField(max_length=30, db_default="")
    created = models.DateField(default=date(2026, 1, 1))

    class Meta:
        apps, app_label = APPS, "guard"


class Agreement(models.Model):
    """From when until when a person is a customer."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="agreements")
    started = models.DateField(null=True)
    ended = models.DateField(null=True)

    class Meta:
        apps, app_label = APPS, "guard"


class Invoice(models.Model):
    """An invoice under an agreement, booked on a day."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="invoices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="invoices")
    number = models.CharField(max_length=20, unique=True)
    iban = models.CharField(max_length=34, null=True)
    remark = models.TextField(null=True)
    booked = models.DateField()

    class Meta:
        apps, app_label, ordering = APPS, "guard", ("id",)


class Note(models.Model):
    """What a person wants to hear about."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notes")
    text = models.TextField(null=True)
    created = models.DateTimeField()

    class Meta:
        apps, app_label = APPS, "guard"


class Club(models.Model):
    """Nothing personal, but for who its members are."""

    title = models.CharField(max_length=50)
    members = models.ManyToManyField(Person, related_name="clubs", db_table="guard_membership")

    class Meta:
        apps, app_label = APPS, "guard"


class Rate(models.Model):
    """A plain table."""

    percent = models.IntegerField()

    class Meta:
        apps, app_label = APPS, "guard"


MODELS = (Person, Agreement, Invoice, Note, Club, Rate)
TO_PERSON = (Step("person_id", "guard_person", "id"),)
AGREEMENTS = (Step("id", "guard_agreement", "person_id"),)
AGREEMENT = (Step("agreement_id", "guard_agreement", "id"),)
PERSON = Link(name="person", subject="person", via=TO_PERSON, party="started")


def plain(*names: str) -> tuple[Column, ...]:
    """Columns with nothing personal."""
    return tuple(Column(name=name, plain="nothing personal") for name in names)


MAP = DataMap(
    name="shop",
    zone="UTC",
    subjects=(Subject(kind="person", table="guard_person", key="id"),),
    tables=(
        Table(
            name="guard_person",
            key=("id",),
            columns=(
                *plain("id", "created"),
                Column(name="name", category="name"),
                Column(name="email", category="email"),
                Column(name="phone", category="phone", on_end="erased", erased=""),
            ),
            links=(Link(name="person", subject="person", party="started"),),
            uses=tuple(Use(purpose=id, links=("person",)) for id in ("I.D", "II.A", "III.C")),
            events=(
                ("started", Time(column="started", via=AGREEMENTS)),
                ("ended", Time(column="ended", via=AGREEMENTS, null="not_yet")),
                ("created", Time(column="created")),
            ),
            since=Time(column="created"),
        ),
        Table(
            name="guard_agreement",
            key=("id",),
            columns=(*plain("id", "started", "ended"), Column(name="person_id", link="person", on_end="row")),
            links=(PERSON,),
            uses=(Use(purpose="I.D", links=("person",)), Use(purpose="F", links=("person",))),
            events=(
                ("started", Time(column="started")),
                ("ended", Time(column="ended", null="not_yet")),
                ("booked", Time(column="booked", via=(Step("id", "guard_invoice", "agreement_id"),))),
            ),
        ),
        Table(
            name="guard_invoice",
            key=("id",),
            columns=(
                *plain("id", "number", "booked", "agreement_id"),
                Column(name="person_id", link="person", on_end="row"),
                Column(name="iban", category="iban"),
                Column(name="remark", category="message"),
            ),
            links=(PERSON,),
            uses=(Use(purpose="I.D", links=("person",)), Use(purpose="F", links=("person",))),
            events=(
                ("started", Time(column="started", via=AGREEMENT)),
                ("ended", Time(column="ended", via=AGREEMENT, null="not_yet")),
                ("booked", Time(column="booked")),
            ),
            since=Time(column="booked"),
        ),
        Table(
            name="guard_note",
            key=("id",),
            columns=(
                *plain("id", "created"),
                Column(name="person_id", link="person", on_end="row"),
                Column(name="text", category="message"),
            ),
            links=(Link(name="person", subject="person", via=TO_PERSON),),
            uses=(Use(purpose="II.A", links=("person",)),),
            events=(("created", Time(column="created", form="datetime", zone="UTC")),),
            since=Time(column="created", form="datetime", zone="UTC"),
        ),
        Table(
            name="guard_membership",
            key=("id",),
            columns=(*plain("id", "club_id"), Column(name="person_id", link="person", on_end="row")),
            links=(PERSON,),
            uses=(Use(purpose="I.D", links=("person",)),),
            events=(
                ("started", Time(column="started", via=(Step("person_id", "guard_agreement", "person_id"),))),
                (
                    "ended",
                    Time(column="ended", via=(Step("person_id", "guard_agreement", "person_id"),), null="not_yet"),
                ),
            ),
        ),
        Table(name="guard_club", key=("id",), columns=plain("id", "title")),
        Table(name="guard_rate", key=("id",), columns=plain("id", "percent")),
    ),
)


def purpose(id: str, label: str, ground: Ground, term: Term, *categories: str, marketing: bool = False) -> Purpose:
    """A purpose of the statement; a legitimate interest has its balancing test on file."""
    return Purpose(
        id=id,
        group=id.partition(".")[0],
        label=label,
        items=tuple(Item(label=category.title(), category=category) for category in categories),
        ground=ground,
        balancing_test="on file" if ground is Ground.LEGITIMATE_INTEREST else "",
        marketing=marketing,
        terms=(term,),
    )


STATEMENT = Statement(
    controller=Controller(zone="Europe/Amsterdam"),
    purposes=(
        purpose("I.D", "Facturatie", Ground.CONTRACT, Term(after="ended", months=24), "name", "email", "iban"),
        purpose(
            "II.A", "Nieuwsbrief", Ground.CONSENT, Term(after="created", months=600), "email", "message", marketing=True
        ),
        purpose("III.C", "Account", Ground.LEGITIMATE_INTEREST, Term(after="created", months=600), "name", "phone"),
        purpose(
            "F", "Boekhouding", Ground.LEGAL_OBLIGATION,
            Term(after="booked", months=84, until_year_end=True, law="AWR art. 52(4)", use=True), "iban",
        ),
    ),
)  # fmt: skip
GATE = Gate(STATEMENT, MAP)
PURPOSES = tuple(GATE.rules)
