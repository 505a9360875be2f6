"""A document passed on: delivered to another customer, shared by a link, or downloaded as it was handed in."""

from collections.abc import AsyncIterator, Iterator, Mapping

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from facturis.guard.purpose import processing
from facturis.security.protection import limits
from facturis.services.documents import actions, forms, reads, shown
from facturis.services.documents.intake import AlreadyThere
from facturis.services.documents.models import Document
from facturis.services.documents.views.document import confirmed, page
from facturis.services.documents.views.found import document_of
from facturis.services.organisations.models import Mandate
from facturis.website.accounts.reads import signed_in_person
from grondslag.stores.files import DocumentError

GONE, TOO_MANY = 410, 429
DAMAGED = gettext_lazy("The file itself cannot be read any more. Hand it in again.")


@processing("I.A")
@login_required
def deliver(request: HttpRequest, document: int) -> HttpResponse:
    """Delivers a document to another customer."""
    found, person = document_of(request, document, Mandate.HAND_IN), signed_in_person(request)
    if found.agreement.ended_at:
        raise Http404
    if request.method != "POST":
        return redirect("documents:document", document)
    finds = reads.finds(found)
    form = forms.DeliverForm(confirmed(finds, reads.customers(finds)), person, request.POST, prefix="deliver")
    if not form.is_valid():
        return page(request, found, deliver_form=form)
    try:
        actions.deliver(found, form.cleaned_data["receiver"], person, request.build_absolute_uri)
    except AlreadyThere:
        form.add_error(None, _("The receiver has this document already."))
        return page(request, found, deliver_form=form)
    except (DocumentError, actions.Damaged):
        messages.error(request, DAMAGED)
    else:
        messages.success(request, _("The document is delivered. The proof of it stands below."))
    return redirect("documents:document", document)


@processing("I.A")
@login_required
def share(request: HttpRequest, document: int) -> HttpResponse:
    """Makes a link, which is shown this once."""
    found = document_of(request, document, Mandate.HAND_IN)
    if request.method != "POST":
        return redirect("documents:document", document)
    form = forms.ShareForm(request.POST, prefix="share")
    if not form.is_valid():
        return page(request, found, share_form=form)
    secret = actions.share(found, signed_in_person(request), form.cleaned_data["days"])
    return page(request, found, link=request.build_absolute_uri(reverse("documents:shared", args=[secret])))


@processing("I.A")
@login_required
def withdraw(request: HttpRequest, document: int, share: int) -> HttpResponse:
    """Has a link open nothing any more."""
    found = document_of(request, document, Mandate.HAND_IN)
    if request.method == "POST":
        if not actions.withdraw(found, share):
            raise Http404
        messages.success(request, _("The link opens nothing any more."))
    return redirect("documents:document", document)


@processing("I.A")
@login_required
@require_safe
def content(request: HttpRequest, document: int) -> HttpResponseBase:
    """A document as it was handed in."""
    found = document_of(request, document)
    if request.method == "GET":
        actions.opened(found)
    try:
        return _as_it_was(request, found)
    except DocumentError:
        messages.error(request, DAMAGED)
        return redirect("documents:document", document)


@processing("I.A")
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link opens, for whoever has it."""
    found = _opened(request, secret, counted=request.method == "GET")
    if isinstance(found, HttpResponse):
        return found
    told = {"document": found, "title": shown.title(found), "kind": shown.kind(found), "bill": shown.bill(found),
            "notes": shown.notes(found), "secret": secret}  # fmt: skip
    return _unseen(render(request, "documents/shared.html", told))


@processing("I.A")
@require_safe
def shared_content(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The document that a link opens, as it was handed in."""
    found = _opened(request, secret, counted=False)
    if isinstance(found, HttpResponse):
        return found
    try:
        return _unseen(_as_it_was(request, found))
    except DocumentError:
        return _closed(request)


def _opened(request: HttpRequest, secret: str, counted: bool) -> Document | HttpResponse:
    if limits.exceeded("shared", actions.digest(secret), request):
        return render(request, "documents/closed.html", {"too_often": True}, status=TOO_MANY)
    return actions.shared(secret, counted) or _closed(request)


def _closed(request: HttpRequest) -> HttpResponse:
    return _unseen(render(request, "documents/closed.html", status=GONE))


def _unseen[T: HttpResponseBase](answer: T) -> T:
    """Neither kept by a cache nor found by a search engine, and its address told to nobody."""
    return _with(answer, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"})


def _with[T: HttpResponseBase](answer: T, headers: Mapping[str, str]) -> T:
    for name, value in headers.items():
        answer[name] = value
    return answer


def _as_it_was(request: HttpRequest, document: Document) -> StreamingHttpResponse:
    """The bytes, which a browser saves and never shows. Raises DocumentError, before anything is sent."""
    chunks = _begun(reads.content(document))
    sent = _awaited(chunks) if isinstance(request, ASGIRequest) else chunks
    name = shown.title(document).replace("\\", "/").rpartition("/")[2].lstrip(".") or "document"
    headers = {
        "Content-Length": str(document.size),
        "Content-Disposition": str(content_disposition_header(True, name)),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return _with(StreamingHttpResponse(sent, content_type="application/octet-stream"), headers)


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, of which the first is there."""
    first = next(chunks, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from chunks

    return rest()


async def _awaited(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    def following() -> bytes:
        return next(chunks, b"")

    while chunk := await sync_to_async(following)():
        yield chunk
