"""Models that declare everything a datamap can say of tables such as ours."""

import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from facturis.guard.declare import Event, Link, Personal, Plain, Privacy, Use

KEY = Plain("a number of the database's own")


class Account(AbstractBaseUser):
    username = models.CharField(max_length=60, unique=True, null=True)
    password = models.CharField(max_length=128, db_default="")
    email = models.EmailField(null=True)
    language = models.CharField(max_length=2, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_on = models.DateField(null=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = []

    privacy = Privacy(
        subject="account",
        identifiers={"username": "username", "email": "email"},
        columns={
            "id": KEY,
            "last_login": Plain("nothing is written to it"),
            "username": "username",
            "password": Personal("password", on_end="erased", erased=""),
            "email": "email",
            "language": "language",
            "created_at": Plain("when the row was made, which an erasure is compared with"),
            "closed_on": Plain("the event from which the term runs"),
        },
        links={"self": Link(party="created")},
        events={"created": "created_at", "closed": Event("closed_on", null="not_yet")},
        uses={"III.C": "self", "IV.B": Use("self", events={"seen": "closed"})},
        since="created_at",
        source="subject:account",
    )


class Agreement(models.Model):
    account = models.ForeignKey(Account, models.PROTECT)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "account": Link(party="started", on_end="row"),
            "started_on": Plain("the event at which it began"),
            "ended_on": Plain("the event from which the term runs"),
        },
        events={"started": "started_on", "contract_ended": Event("ended_on", null="not_yet")},
        uses={"I.A": "account"},
        since="started_on",
        source="subject:agreement",
        row_class="other",
    )


class Invoice(models.Model):
    account = models.ForeignKey(Account, models.PROTECT, null=True)
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True)
    company = models.CharField(max_length=200, null=True)
    email = models.EmailField(null=True, db_index=True)
    booked_on = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    details = models.JSONField(default=dict)
    readers = models.ManyToManyField(Account, related_name="readable")

    privacy = Privacy(
        columns={
            "id": KEY,
            "account": Link(party="started"),
            "agreement": Plain("the agreement under which it was made"),
            "company": "company",
            "email": "email",
            "booked_on": Plain("the event from which the term runs"),
            "made_at": Plain("when the row was made, which an erasure is compared with"),
            "details": Plain("holds only the paths below it"),
            "details/kvk": "kvk_number",
        },
        links={"reader": Link("readers", role="mention")},
        events={"started": "agreement__started_on", "booked": "booked_on"},
        uses={"I.D": "account"},
        since="made_at",
        source="subject:document",
        through={
            "readers": Privacy(
                columns={
                    "id": KEY,
                    "invoice": Plain("the invoice that may be read"),
                    "account": Link(party="started", on_end="row"),
                },
                events={"started": "invoice__agreement__started_on", "booked": "invoice__booked_on"},
                uses={"I.D": "account"},
                source="automatic:website",
            )
        },
    )


class Visit(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    pages = models.JSONField(null=True)
    seen_at = models.DateTimeField()

    privacy = Privacy(
        subject="visitor",
        columns={
            "id": Plain("drawn at random for each visit"),
            "pages": "surf_behaviour",
            "seen_at": Plain("the event from which the term runs"),
        },
        events={"observed": "seen_at"},
        uses={"III.A": "self"},
        since="seen_at",
        source="automatic:website",
    )
