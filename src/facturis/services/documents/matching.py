"""Whom a document names: identifiers in its text and invoice, held against the customers, for a person to confirm.

A match proposes and never decides: nobody proved that a number is theirs.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from facturis.services.documents.models import Document, Find
from facturis.services.documents.reading.answers import Note
from facturis.services.documents.reading.intake import Read
from facturis.services.documents.reading.invoice.terms import Invoice, Party
from facturis.services.organisations import reads as organisations
from facturis.website.accounts import reads as accounts
from grondslag.datamap.identifiers import normalised

KVK_SCHEME = "0106"  # ISO/IEC 6523, the Dutch trade register


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier or a name, why it was taken for one, and the page; 0 for what the invoice states."""

    kind: str
    value: str
    reason: Note
    page: int = 0


def propose(document: Document, found: Read) -> None:
    """Stores what names somebody, with the customer or the person that it fits, where exactly one does."""
    named: dict[tuple[str, str], Named] = {}
    for each in (*_stated(found.invoice), *_written(found)):
        named.setdefault((each.kind, each.value), each)

    def values(kind: str) -> list[str]:
        return [value for asked, value in named if asked == kind]

    customers = organisations.fitting(values("kvk"), values("btw"), values("iban"))
    persons = accounts.keys_by_email(values("email"))
    Find.objects.bulk_create(
        Find(
            document=document, kind=each.kind, value=each.value[:200], reason=asdict(each.reason), page=each.page,
            organisation_id=_only(customers.get(key, set())),
            person_id=persons.get(each.value) if each.kind == "email" else None,
        )
        for key, each in named.items()
    )  # fmt: skip


def _only(keys: set[int]) -> int | None:
    return next(iter(keys)) if len(keys) == 1 else None


def _written(found: Read) -> Iterator[Named]:
    for each in found.finds:
        yield Named(each.what, each.value, each.reason, each.page)


def _stated(invoice: Invoice | None) -> Iterator[Named]:
    """What an invoice states of its parties, by its business term (EN 16931-1)."""
    if invoice is None:
        return
    yield from _party(invoice.seller, ("BT-27", "BT-30", "BT-31", "BT-43"))
    yield from _party(invoice.buyer, ("BT-44", "BT-47", "BT-48", "BT-58"))
    for payment in invoice.payments:
        if payment.iban and (value := normalised("iban", payment.iban)):
            yield Named("iban", value, _reason("BT-84"))


def _party(party: Party, terms: tuple[str, str, str, str]) -> Iterator[Named]:
    name, legal, vat, email = terms
    if party.name:
        yield Named("company", party.name, _reason(name))
    number = normalised("kvk", party.legal_id or "")
    if number and party.legal_scheme in (None, KVK_SCHEME):
        yield Named("kvk", number, _reason(legal))
    if party.vat_id and (value := normalised("btw", party.vat_id)):
        yield Named("btw", value, _reason(vat))
    if party.email and (value := normalised("email", party.email)):
        yield Named("email", value, _reason(email))


def _reason(term: str) -> Note:
    return Note("stated", {"term": term})
