"""The published statement: the version in force, every earlier one, and what changed and why."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from facturis.guard.declare import nothing_personal
from facturis.pages.spoken import spoken_language
from facturis.pages.versions import Language, Version, current, version, versions
from grondslag.statement.phrases import note
from grondslag.statement.render.pdf import render_pdf
from grondslag.statement.render.timeline import WORDS, timeline
from grondslag.statement.toml import Document, dumps

# So many changes on a page keep it well below 100 kB.
PER_PAGE = 50

published = nothing_personal("it shows a version of the statement, which is published")


@published
@require_safe
def in_force(request: HttpRequest) -> HttpResponse:
    """The statement in force."""
    return _shown(request, current())


@published
@require_safe
def archived(request: HttpRequest, name: str) -> HttpResponse:
    """A version by its number, its date or its hash."""
    return _shown(request, _found(name))


@published
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Every version, the newest first."""
    return render(request, "pages/archive.html", {"versions": versions()[::-1], "current": current()})


@published
@require_safe
def changes(request: HttpRequest, name: str, page: int = 1) -> HttpResponse:
    """What differs from the version before, in plain words."""
    found = _found(name)
    entries = found.changes(spoken_language())
    material = sum(each["material"] for each in entries)
    return _listed(request, "pages/changes.html", found, entries, page, material=material)


@published
@require_safe
def amendments(request: HttpRequest, name: str, page: int = 1) -> HttpResponse:
    """The amendments that made a version, each with its reason."""
    found = _found(name)
    return _listed(request, "pages/amendments.html", found, found.amendments(spoken_language()), page)


@published
@require_safe
def as_pdf(_: HttpRequest, name: str) -> HttpResponse:
    """A version as an accessible PDF that can be kept for ever (PDF/UA-1 and PDF/A-2a)."""
    return HttpResponse(_pdf(_found(name).name, spoken_language()), content_type="application/pdf")


@published
@require_safe
def as_file(_: HttpRequest, name: str) -> HttpResponse:
    """A version as the file that the system executes, of which anyone can compute the hash."""
    return HttpResponse(dumps(Document(_found(name).statement)), content_type="application/toml; charset=utf-8")


def _found(name: str) -> Version:
    if (found := version(name)) is None:
        raise Http404
    return found


def _shown(request: HttpRequest, found: Version) -> HttpResponse:
    text = _text(found.name, spoken_language())
    return render(request, "pages/statement.html", {"version": found, "current": current(), "text": text})


def _listed(
    request: HttpRequest, template: str, found: Version, entries: Sequence[Any], page: int, **more: object
) -> HttpResponse:
    paginator = Paginator(entries, PER_PAGE)
    if page > paginator.num_pages:
        raise Http404
    return render(request, template, {"version": found, "page": paginator.page(page), **more})


def _of_version[T](made: Callable[[Version, Language], T]) -> Callable[[str, Language], T]:
    """A version does not change, so what is made of it is made once."""
    return cache(lambda name, language: made(_found(name), language))


@_of_version
def _text(found: Version, language: Language) -> SafeString:
    english = language == "en"
    given = {"blocks": found.blocks(language), "version": found, "picture": timeline(found.statement, language)}
    words = {name: note(name, language) for name in ("contents", "timeline")} | {"years": WORDS["year"][english]}
    return render_to_string("pages/statement_text.html", given | words | {"english": english})


@_of_version
def _pdf(found: Version, language: Language) -> bytes:
    return render_pdf(found.document, language)
