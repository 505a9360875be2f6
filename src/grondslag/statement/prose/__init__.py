"""Reads a Dutch privacy statement from plain text, Markdown or HTML; every line is accounted for.

>>> from grondslag.statement.prose import read
>>> read("Doel: Nieuwsbrief\\nGegevens: naam, e-mailadres\\nGrondslag: Toestemming").statement.purpose("I.A").label
'Nieuwsbrief'
"""

from typing import Literal

from grondslag.statement.model import Statement
from grondslag.statement.phrases import gathered
from grondslag.statement.prose.entries import entries_of
from grondslag.statement.prose.facts import Draft
from grondslag.statement.prose.layout import Page, decoded, looks_like_html, rows_of_text
from grondslag.statement.prose.narrative import read_narrative
from grondslag.statement.prose.purposes import purposes_of
from grondslag.statement.prose.reading import Line, ProseError, Reading
from grondslag.statement.prose.whole import finish

__all__ = ["Line", "ProseError", "Reading", "read"]


def read(text: str | bytes, format: Literal["txt", "md", "html"] | None = None) -> Reading:
    """Reads a privacy statement. Bytes are UTF-8; without ``format`` HTML is told from its tags.

    Raises ProseError, and nothing else, for what cannot be read: an empty, binary, ill-encoded or far too long text,
    one without purposes, one that tells a purpose twice.
    """
    plain = decoded(text)
    html = format == "html" or (format is None and looks_like_html(plain))
    page = _rows_of_html(plain) if html else rows_of_text(plain)
    entries = entries_of(page.rows)
    groups, purposes, notes = purposes_of(entries)
    draft = Draft()
    read_narrative(entries.rest, draft)
    statement, remarks = finish(draft.statement(groups, purposes), page)
    if any(path == "rendered" for path, _ in entries.said):
        statement = Statement(groups=groups, purposes=purposes)
    statement = gathered(statement, entries.said)
    return Reading(statement, tuple(row.line() for row in page.rows), (*notes, *remarks))


def _rows_of_html(plain: str) -> Page:
    from grondslag.statement.prose.web import rows_of_html  # brings lxml, which reading plain text need not wait for

    return rows_of_html(plain)
