"""An agreement on a service, and each change of what was agreed."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from facturis.guard import append_only
from facturis.guard.declare import Event, Link, Personal, Plain, Privacy
from facturis.pages.prices import Plan, plan
from facturis.services.organisations.models import Organisation

KEY = Plain("a number of the database's own")
CHANGES = "agreements_servicechange"


class Agreement(models.Model):
    """An agreement on ``service``, a plan of the prices, under a version of the terms, until ``ended_at``.

    ``person`` accepted it, for themselves where no organisation stands, and its data are about them.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="agreements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="agreements")
    service = models.CharField(max_length=20, null=True)
    terms = models.CharField(max_length=20, null=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "person": Link(party="started"),
            "organisation": Plain("the organisation for which it was entered into"),
            "service": "order",
            "terms": "agreement",
            "started_at": Plain("the event at which the agreement began"),
            "ended_at": Plain("the event from which the term runs"),
        },
        events={"started": "started_at", "contract_ended": Event("ended_at", null="not_yet")},
        uses={"I.A": "person"},
        since="started_at",
        source="subject:portal",
        unlinked="delete",  # once no document that a law keeps holds it
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(organisation__isnull=True, ended_at__isnull=True),
                name="one_agreement_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(ended_at__isnull=True), name="one_of_an_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def plan(self) -> Plan | None:
        """The plan that was agreed on; None where it is not offered any more."""
        return plan(self.service)


class ServiceChange(models.Model):
    """That another service was agreed on: once written it is never changed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="agreement_changes")
    before = models.CharField(max_length=20, db_default="")
    after = models.CharField(max_length=20, db_default="")
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "agreement": Plain("the agreement that was changed"),
            "by": Link(party="started", on_end="row"),
            "before": Personal("order", on_end="erased", erased="", immutable=True),
            "after": Personal("order", on_end="erased", erased="", immutable=True),
            "at": Plain("when it was agreed"),
        },
        links={"party": Link("agreement__person", party="started")},
        events={"started": "agreement__started_at", "contract_ended": Event("agreement__ended_at", null="not_yet")},
        uses={"I.A": ("by", "party")},
        since="at",
        source="subject:portal",
        triggers=append_only.triggers(CHANGES),
    )

    class Meta:
        db_table = CHANGES

    def __str__(self) -> str:
        return f"change {self.pk}"
