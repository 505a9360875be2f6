"""Which document a request is about, and whether whoever is signed in may do so much with it."""

from django.http import Http404, HttpRequest

from facturis.services.documents import reads
from facturis.services.documents.models import Document
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.reads import signed_in_person


def document_of(request: HttpRequest, document: int, at_least: Mandate = Mandate.READ) -> Document:
    """The document. Raises Http404 where there is none, or not so much may be done with it."""
    found = reads.acting_on(signed_in_person(request), document, at_least)
    if found is None:
        raise Http404
    return found
