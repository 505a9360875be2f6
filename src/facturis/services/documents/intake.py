"""Taking in documents: each is kept as it was handed in, whatever can be read of it, with the files inside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from io import BytesIO
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from facturis.guard import files
from facturis.guard.purpose import processing
from facturis.services.agreements.models import Agreement
from facturis.services.documents import matching
from facturis.services.documents.models import Document, Track, Word
from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.intake import Read, read
from facturis.services.documents.reading.isolated.looks import storable
from facturis.services.documents.words import words
from facturis.website.accounts.models import Person
from grondslag.stores.files import Document as Kept

STORE = "documents"
Source = Document.Source


class AlreadyThere(Exception):
    """The same bytes are kept under the agreement already, as ``document``."""

    def __init__(self, document: int) -> None:
        super().__init__(document)
        self.document = document


def hand_in(agreement: Agreement, by: Person | None, name: str, content: bytes, source: Source) -> Document:
    """Keeps a file, reads it, and does the same with each file inside it. It is kept also where it cannot be read.

    Raises AlreadyThere, and Unreadable for a file that is empty or larger than the limit, of which nothing is kept.
    """
    try:
        found: Read | Unreadable = read(content, name)
    except Unreadable as error:
        if error.note.code in ("empty", "too large", "busy"):
            raise
        found = error
    made = keep(Document(agreement=agreement, given_by=by, name=storable(name)[:255], source=source), content, found)
    for member in found.members if isinstance(found, Read) else ():
        part = Document(
            agreement=agreement, given_by=by, name=member.name[:255], source=source, part_of=made, dossier=made.dossier
        )
        _keep_part(part, member.content, member.read)
    return made


def _keep_part(part: Document, content: bytes, found: Read | Unreadable) -> None:
    """A file inside another, and those inside it; one that is there already is not kept twice."""
    if not content:
        return
    try:
        keep(part, content, found)
    except AlreadyThere:
        return
    for member in found.members if isinstance(found, Read) else ():
        inner = Document(
            agreement=part.agreement, given_by=part.given_by, name=member.name[:255], source=part.source, part_of=part
        )
        _keep_part(inner, member.content, member.read)


def keep(document: Document, content: bytes, found: Read | Unreadable) -> Document:
    """Stores a document that is not stored yet, with its bytes, its words and what was found in it.

    Raises AlreadyThere. Should the row fail, the bytes go again.
    """
    _describe(document, found)
    document.track = document.track or (Track.FISCAL if document.invoice else Track.OTHER)
    document.booked_on = document.booked_on or timezone.localdate()
    with held(content) as kept, processing("I.A"), transaction.atomic():
        copy(document, kept)
        if isinstance(found, Read):
            matching.propose(document, found)
    return document


@contextmanager
def held(content: bytes) -> Iterator[Kept]:
    """Bytes in the files store for a row that is written meanwhile: should that fail, they go again.

    When the connection is lost nobody knows whether the row is there, and the daily sweep finds out.
    """
    store = files.store(STORE)
    kept = store.put(BytesIO(content))
    try:
        yield kept
    except OperationalError:
        raise
    except BaseException:
        store.destroy(kept.id)
        raise


def copy(document: Document, kept: Kept) -> None:
    """Stores a document that was read already, with its words, in the transaction that is open. Raises AlreadyThere."""
    document.content, document.sha256, document.size = kept.id, kept.sha256, kept.size
    document.customer_id = document.agreement.person_id
    _refuse_twice(document)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:  # somebody kept the same just before
        _refuse_twice(document)
        raise
    index(document)


def _refuse_twice(document: Document) -> None:
    same = Document.objects.filter(agreement=document.agreement_id, sha256=document.sha256)
    if (there := same.values_list("pk", flat=True).first()) is not None:
        raise AlreadyThere(there)


def _describe(document: Document, found: Read | Unreadable) -> None:
    if isinstance(found, Unreadable):
        document.kind, document.refusal = "", asdict(found.note)
        return
    document.kind, document.pages = found.kind.name, len(found.pages)
    document.text = "\n\n".join(found.pages).strip() or None
    document.notes = [asdict(note) for note in found.notes] or None
    if found.invoice:
        document.invoice = asdict(found.invoice)
        document.booked_on = found.invoice.issued or timezone.localdate()


def index(document: Document) -> None:
    """Makes the words of a document, by which it is found."""
    texts = [document.name or "", document.text or "", *_texts(document.invoice)]
    Word.objects.bulk_create([Word(document=document, word=word) for word in words(texts)], batch_size=500)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a JSON value."""
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
