"""What is done with documents: decided, delivered, shared, put in dossiers, kept longer or shorter."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from facturis.guard.purpose import processing
from facturis.services.agreements.models import Agreement
from facturis.services.documents import intake, reads
from facturis.services.documents.models import Delivery, Document, Dossier, Find, Share, Step, Track
from facturis.services.documents.reads import Receiver
from facturis.website.accounts import mails
from facturis.website.accounts import reads as accounts
from facturis.website.accounts.models import Person

type Absolute = Callable[[str], str]  # makes a path a URL
State = Find.State
Action = Step.Action

# What may be decided after what: "" is a document on which nothing was.
AFTER: dict[str, tuple[Action, ...]] = {
    "": (Action.APPROVED, Action.DISPUTED, Action.PAID, Action.SIGNED_OFF),
    Action.APPROVED: (Action.DISPUTED, Action.PAID, Action.SIGNED_OFF),
    Action.DISPUTED: (Action.APPROVED,),
    Action.PAID: (Action.DISPUTED, Action.SIGNED_OFF),
    Action.SIGNED_OFF: (),
}


class NotNow(Exception):
    """That decision does not follow on the last one, which somebody may have made meanwhile."""


class Damaged(Exception):
    """The bytes of a document are not those that were handed in."""


class NotThere(Exception):
    """There is no such dossier under the agreement of the document."""


def decide(document: Document, by: Person, action: Action, reason: str, absolute: Absolute) -> Step:
    """Adds a decision to the trail of a document, and mails who delivered it that it is there. Raises NotNow."""
    with processing("I.A"), transaction.atomic():
        Document.objects.select_for_update().only("pk").get(pk=document.pk)
        if action not in AFTER[reads.state(document)]:
            raise NotNow
        made = Step.objects.create(document=document, by=by, action=action, reason=reason.strip())
    if (sent := reads.sent_as(document)) and sent.by_id:
        _tell(sent.by_id, "answered", absolute, sent.document_id)
    return made


@processing("I.A")
def settle(find: Find, by: Person, state: State) -> None:
    """Confirms that somebody is meant, or that it is not."""
    Find.objects.filter(pk=find.pk).update(state=state, decided_by=by, decided_at=timezone.now())


@processing("I.A")
def reclass(document: Document, track: Track) -> None:
    """Has a document be kept by the other term."""
    Document.objects.filter(pk=document.pk).update(track=track)
    document.track = track


@processing("I.A")
def file_in(document: Document, dossier: Dossier | None) -> None:
    """Puts a document into a dossier of its agreement, or takes it out. Raises NotThere."""
    if dossier and dossier.agreement_id != document.agreement_id:
        raise NotThere
    Document.objects.filter(pk=document.pk).update(dossier=dossier)


@processing("I.A")
def dossier(agreement: Agreement, name: str) -> Dossier:
    """The dossier of an agreement with this name, made where there is none."""
    try:
        with transaction.atomic():
            return Dossier.objects.get_or_create(agreement=agreement, name=name.strip())[0]
    except IntegrityError:  # somebody made it just before
        return Dossier.objects.get(agreement=agreement, name=name.strip())


def deliver(document: Document, to: Receiver, by: Person, absolute: Absolute) -> Delivery:
    """Puts a document into the portal of another customer, with the proof of it, and mails that it is there.

    The receiver has it as their own: it ends with their agreement and not with the sender's. Raises Damaged,
    DocumentError, and AlreadyThere where the receiver has it.
    """
    theirs = Document(
        agreement_id=to.agreement, name=document.name, source=Document.Source.DELIVERY, kind=document.kind,
        pages=document.pages, text=document.text, invoice=document.invoice, notes=document.notes,
        refusal=document.refusal, track=document.track, booked_on=document.booked_on,
    )  # fmt: skip
    with intake.held(b"".join(reads.content(document))) as kept, processing("I.A"), transaction.atomic():
        if kept.sha256 != document.sha256:
            raise Damaged
        intake.copy(theirs, kept)
        made = Delivery.objects.create(
            document=document, arrived=theirs, receiver_id=to.person, by=by, sha256=kept.sha256
        )
    _tell(to.person, "delivered", absolute, theirs.pk)
    return made


@processing("I.A")
def opened(document: Document) -> None:
    """That a receiver opened what was delivered, the first time."""
    Delivery.objects.filter(arrived=document, opened_at__isnull=True).update(opened_at=timezone.now())


@processing("I.A")
def share(document: Document, by: Person, days: int) -> str:
    """Makes a link that opens a document for some days; returns its secret, which is not stored."""
    secret = secrets.token_urlsafe(32)
    expires_at = timezone.now() + timedelta(days=days)
    Share.objects.create(document=document, by=by, digest=digest(secret), expires_at=expires_at)
    return secret


@processing("I.A")
def withdraw(document: Document, share: int) -> bool:
    """Has a link open nothing any more; False where the document has no such link."""
    return bool(Share.objects.filter(document=document, pk=share).delete()[0])


@processing("I.A")
def shared(secret: str, counted: bool) -> Document | None:
    """The document that a link opens, ``counted`` or not; None where it expired, was withdrawn or never was."""
    found = Share.objects.filter(digest=digest(secret), expires_at__gt=timezone.now())
    if counted:
        found.update(opened=F("opened") + 1)
    return Document.objects.filter(shares__in=found).first()


def digest(secret: str) -> str:
    """What is stored of the secret of a link."""
    return salted_hmac("share", secret, algorithm="sha256").hexdigest()


def letterbox(agreement: Agreement) -> str:
    """The name before the @ of the address to which documents are mailed that are to be kept under an agreement."""
    return f"doc-{agreement.pk}-{_mark(agreement.pk)}"


def address(agreement: Agreement) -> str:
    """The address to which documents are mailed."""
    return f"{letterbox(agreement)}@{settings.FACTURIS_MAIL_DOMAIN}"


def mailed_to(name: str) -> int | None:
    """The agreement whose letterbox a name is; None for any other name."""
    begin, _, rest = name.partition("-")
    key, _, mark = rest.partition("-")
    if begin != "doc" or not key.isascii() or not key.isdigit() or len(key) > 18:
        return None
    return int(key) if secrets.compare_digest(mark, _mark(int(key))) else None


def _mark(agreement: int) -> str:
    return signing.Signer(salt="letterbox").signature(str(agreement)).lower().replace("_", "0").replace("-", "0")[:12]


def _tell(user: int, mail: str, absolute: Absolute, document: int) -> None:
    """Mails somebody that there is something to see of a document, where they may see it."""
    person = accounts.person(user)
    if person and person.email and reads.acting_on(person, document):
        url = absolute(reverse("documents:document", args=[document]))
        mails.send(mail, person.email, person.language or "nl", room="documents", url=url)
