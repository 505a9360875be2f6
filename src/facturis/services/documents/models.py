"""Documents that are kept under an agreement, what is read in them, to whom they are delivered, and what is decided.

They are processed for the customer whose agreement it is, with Facturis as processor (Art. 28 GDPR): so the customer is
the owner of every row, and whoever hands in, decides or receives is mentioned in it.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard import append_only
from facturis.guard.declare import ClassIn, Event, Link, Personal, Plain, Privacy
from facturis.services.agreements.models import Agreement
from facturis.services.organisations.models import Organisation

KEY = Plain("a number of the database's own")
STEPS = "documents_step"
OF_DOCUMENT: dict[str, str | Event] = {
    "started": "document__agreement__started_at",
    "contract_ended": Event("document__agreement__ended_at", null="not_yet"),
    "booked": "document__booked_on",
}


def somebody(related: str, **more: Any) -> "models.ForeignKey[Any, Any]":
    """A reference to somebody who did something with a document."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name=related, **more)


class Track(models.TextChoices):
    """By which term a document is kept: the class of its row in the statement's terms."""

    OTHER = "other", _("24 months after the agreement ends")
    FISCAL = "fiscal", _("seven years after the year of its date, as tax law asks")


class Dossier(models.Model):
    """A folder of a customer's documents."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dossiers")
    name = models.CharField(_("Name of the dossier"), max_length=100, null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "agreement": Plain("the agreement under which it is kept"),
            "name": "dossier",
            "made_at": Plain("when it was made"),
        },
        links={"customer": Link("agreement__person", party="started")},
        events={"started": "agreement__started_at", "contract_ended": Event("agreement__ended_at", null="not_yet")},
        uses={"I.A": "customer"},
        since="made_at",
        source="subject:portal",
        row_class="other",
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "name"], name="one_dossier_of_a_name")]

    def __str__(self) -> str:
        return f"dossier {self.pk}"


class Document(models.Model):
    """A document as it was handed in or delivered, with what was read of it.

    ``customer`` is the person of its agreement, who is known here for as long as a law keeps the document, which may be
    longer than the agreement is. ``content`` is its id in the files store. ``refusal`` and ``notes`` are codes of
    ``reading.answers``, with details. ``invoice`` is an Invoice of ``reading.invoice.terms`` as JSON.
    """

    class Source(models.TextChoices):
        """The way it came in."""

        UPLOAD = "upload", _("Handed in on the website")
        MAIL = "mail", _("Handed in by e-mail")
        API = "api", _("Handed in by a program")
        DELIVERY = "delivery", _("Delivered by another customer")

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="documents")
    customer = somebody("documents")
    given_by = somebody("documents_given")
    dossier = models.ForeignKey(Dossier, models.SET_NULL, null=True, related_name="documents")
    part_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="parts")
    content = models.CharField(max_length=32, null=True)
    name = models.CharField(max_length=255, null=True)
    sha256 = models.CharField(max_length=64, null=True)
    text = models.TextField(null=True)
    invoice = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    refusal = models.JSONField(null=True)
    notes = models.JSONField(null=True)
    kind = models.CharField(max_length=10)
    size = models.BigIntegerField()
    pages = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=10, choices=Source)
    track = models.CharField(max_length=10, choices=Track)
    booked_on = models.DateField()
    received_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "agreement": Plain("the agreement under which it is kept"),
            "customer": Link(party="started"),
            "given_by": Link(role="mention", party="started"),
            "dossier": Plain("the dossier in which it lies"),
            "part_of": Plain("the e-mail or archive in which it came"),
            "content": Personal("service_content", file="documents", called="name"),
            "name": "service_content",
            "sha256": "service_content",
            "text": "service_content",
            "invoice": "service_content",
            "refusal": "service_content",
            "notes": "service_content",
            "kind": Plain("what kind of file it is"),
            "size": Plain("how many bytes"),
            "pages": Plain("how many pages"),
            "source": Plain("the way it came in"),
            "track": Plain("the class that decides how long it is kept"),
            "booked_on": Plain("the event from which the fiscal term runs"),
            "received_at": Plain("when it was received"),
        },
        events={
            "started": "agreement__started_at",
            "contract_ended": Event("agreement__ended_at", null="not_yet"),
            "booked": "booked_on",
        },
        uses={"I.A": ("customer", "given_by")},
        row_class=ClassIn("track"),
        since="received_at",
        source="subject:document",
        unlinked="delete",  # once no proof of a delivery holds it
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agreement", "-received_at", "-id"], name="documents_of_an_agreement")
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agreement", "sha256"], name="one_document_of_bytes")]

    def __str__(self) -> str:
        return f"document {self.pk}"


class Word(models.Model):
    """That a word stands in a document: the index by which documents are found, gone with what it indexes."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="words")
    word = models.CharField(max_length=40, null=True)
    at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "document": Plain("the document in which it stands"),
            "word": "service_content",
            "at": Plain("when it was read"),
        },
        links={"customer": Link("document__customer", party="started")},
        events=OF_DOCUMENT,
        uses={"I.A": "customer"},
        row_class="other",
        since="at",
        source="subject:document",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["word", "document"], name="documents_by_word")]

    def __str__(self) -> str:
        return f"word {self.pk}"


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
