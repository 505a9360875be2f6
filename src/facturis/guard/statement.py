"""The statement that the product obeys: the file that the settings name, or the one that ships."""

from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from grondslag.law.calendar import last_day
from grondslag.statement.dictionary import categories
from grondslag.statement.model import Purpose, Statement
from grondslag.statement.toml import Document, loads
from grondslag.statements import shipped


@cache
def document() -> Document:
    """The statement as published, with its amendments. Raises StatementError, and OSError where no file is there."""
    file: Path | None = getattr(settings, "FACTURIS_STATEMENT", None)
    text = file.read_text(encoding="utf-8") if file else shipped()
    return loads(text, file.name if file else "facturis.toml")


@cache
def in_force() -> Statement:
    """The statement with its adopted amendments. Raises what :func:`document` raises."""
    return document().in_force


def purpose(name: str) -> Purpose | None:
    """The active purpose with this id; None where the statement has none."""
    return next((each for each in in_force().purposes if each.id == name and each.active), None)


def lists(purpose: Purpose, category: str) -> bool:
    """Whether a purpose lists a leaf category among its items."""
    known = categories()
    return any(category in known[item.category].leaves for item in purpose.items if item.category in known)


def gone_on(purpose: str, event: datetime) -> date:
    """The day, in the controller's zone, on which no term of a purpose runs any more that an event began.

    Terms for a class of rows are left out. Raises KeyError for a purpose that the statement does not have.
    """
    day = event.astimezone(ZoneInfo(in_force().controller.zone)).date()
    terms = (term for term in in_force().purpose(purpose).terms if not term.when)
    return max(last_day(day, term.months, term.until_year_end) for term in terms) + timedelta(days=1)
