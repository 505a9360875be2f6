"""What becomes of a document: whom it names, to whom it is delivered, what is decided, with whom it is shared."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard import append_only
from facturis.guard.declare import Link, Personal, Plain, Privacy
from facturis.services.documents.models.kept import KEY, OF_DOCUMENT, Document, somebody
from facturis.services.organisations.models import Organisation

STEPS = "documents_step"


class Find(models.Model):
    """Something in the text that names a person or an organisation, with the reason; a person confirms or refuses it.

    Whom it names is somebody else's data in a customer's document, which V.F is for.
    """

    class State(models.TextChoices):
        """What was decided about it."""

        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        REFUSED = "refused", _("Not the one that is meant")

    document = models.ForeignKey(Document, models.CASCADE, related_name="finds")
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200, null=True)
    reason = models.JSONField(null=True)
    page = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="found")
    person = somebody("found")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = somebody("finds_decided")
    decided_at = models.DateTimeField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "document": Plain("the document in which it was found"),
            "kind": Plain("what kind of identifier it is"),
            "value": Personal("service_content", about="customer"),
            "reason": Personal("service_content", about="customer"),
            "page": Plain("the page on which it stands"),
            "organisation": Plain("the customer that it names"),
            "person": Link(role="mention"),
            "state": Plain("proposed, confirmed or refused"),
            "decided_by": Link(role="mention", party="started"),
            "decided_at": Plain("when it was decided"),
            "at": Plain("when it was found"),
        },
        links={"customer": Link("document__customer", party="started")},
        events=OF_DOCUMENT,
        uses={"I.A": ("customer", "decided_by"), "V.F": ("person",)},
        row_class="other",
        since="at",
        source="subject:document",
    )

    def __str__(self) -> str:
        return f"find {self.pk}"


class Delivery(models.Model):
    """That a document was put into another customer's portal: to whom, when, which bytes, and when it was opened.

    The receiver has a document of their own (``arrived``), which lives and ends under their own agreement.
    """

    document = models.ForeignKey(Document, models.PROTECT, related_name="deliveries")
    arrived = models.OneToOneField(Document, models.SET_NULL, null=True, related_name="arrival")
    receiver = somebody("documents_received")
    by = somebody("documents_delivered")
    sha256 = models.CharField(max_length=64, null=True)
    delivered_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "document": Plain("the document that was delivered"),
            "arrived": Plain("the document that the receiver has of it"),
            "receiver": Link(role="mention", party="started"),
            "by": Link(role="mention", party="started"),
            "sha256": Personal("service_content", about="customer"),
            "delivered_at": Plain("when it was delivered"),
            "opened_at": Plain("when the receiver opened it"),
        },
        links={"customer": Link("document__customer", party="started")},
        events=OF_DOCUMENT,
        uses={"I.A": ("customer", "receiver", "by")},
        row_class="other",
        since="delivered_at",
        source="subject:portal",
    )

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Step(models.Model):
    """A decision on a document: the trail of it, which only grows."""

    class Action(models.TextChoices):
        """What may be decided."""

        APPROVED = "approved", _("Approved")
        DISPUTED = "disputed", _("Disputed")
        PAID = "paid", _("Marked as paid")
        SIGNED_OFF = "signed_off", _("Signed off")

    document = models.ForeignKey(Document, models.PROTECT, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="document_steps")
    action = models.CharField(max_length=10, choices=Action, db_default="")
    reason = models.CharField(max_length=1000, db_default="")
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "document": Plain("the document that was decided on"),
            "by": Link(party="started", on_end="row"),
            "action": Personal("dossier", on_end="erased", erased="", immutable=True),
            "reason": Personal("dossier", on_end="erased", erased="", immutable=True),
            "at": Plain("when it was decided"),
        },
        links={"customer": Link("document__customer", party="started")},
        events=OF_DOCUMENT,
        uses={"I.A": ("customer", "by")},
        row_class="other",
        since="at",
        source="subject:portal",
        triggers=append_only.triggers(STEPS),
    )

    class Meta:
        db_table = STEPS

    def __str__(self) -> str:
        return f"step {self.pk}"


class Share(models.Model):
    """A link with which whoever has it reads a document, until it expires or is withdrawn."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="shares")
    by = somebody("documents_shared")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    opened = models.PositiveIntegerField(default=0)

    privacy = Privacy(
        columns={
            "id": KEY,
            "document": Plain("the document that is shared"),
            "by": Link(role="mention", party="started"),
            "digest": Plain("a keyed hash of a random secret"),
            "made_at": Plain("when it was made"),
            "expires_at": Plain("until when it opens"),
            "opened": Plain("how often it was opened"),
        },
        links={"customer": Link("document__customer", party="started")},
        events=OF_DOCUMENT,
        uses={"I.A": ("customer", "by")},
        row_class="other",
        since="made_at",
        source="subject:portal",
    )

    def __str__(self) -> str:
        return f"share {self.pk}"
