"""Documents as they are kept, with the dossiers in which they lie and the words by which they are found."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard.declare import ClassIn, Event, Link, Personal, Plain, Privacy
from facturis.services.agreements.models import Agreement

KEY = Plain("a number of the database's own")
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
