"""A document in plain words: its kind, its invoice as rows, what names somebody in it, and what to know of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facturis.services.documents.models import Document, Find
from facturis.services.documents.reading.answers import KINDS, Note, visible

FINDS: Mapping[str, Any] = {
    "kvk": gettext_lazy("Trade register number (KvK)"),
    "btw": gettext_lazy("VAT number"),
    "iban": gettext_lazy("Bank account (IBAN)"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Telephone number"),
    "person": gettext_lazy("Person"),
    "name": gettext_lazy("Name"),
    "company": gettext_lazy("Company"),
}
TOTALS: Mapping[str, Any] = {
    "lines": gettext_lazy("Lines together"),
    "allowances": gettext_lazy("Allowances"),
    "charges": gettext_lazy("Charges"),
    "without_vat": gettext_lazy("Without VAT"),
    "vat": gettext_lazy("VAT"),
    "with_vat": gettext_lazy("With VAT"),
    "paid": gettext_lazy("Paid already"),
    "rounding": gettext_lazy("Rounding"),
    "due": gettext_lazy("To be paid"),
}
SHOWN_LINES, SHOWN_TEXT = 200, 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an invoice: what, how many, for how much."""

    name: str
    quantity: str
    price: str
    net: str


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice as a page shows it; ``facts`` and ``totals`` are pairs of words, ``more`` lines that are left out."""

    credit: bool
    facts: list[tuple[str, str]]
    lines: list[Line]
    more: int
    totals: list[tuple[str, str]]
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Something that names somebody, with the reason, and the customer that it fits if it fits one."""

    find: Find
    kind: str
    reason: str
    customer: str


def title(document: Document) -> str:
    """What a document is called on pages: the name under which it came, or its number where that is gone."""
    return visible(document.name or "") or _("Document %(number)s") % {"number": document.pk}


def kind(document: Document) -> str:
    """What kind of file it is, in words."""
    return str(KINDS.get(document.kind) or _("a file that we cannot read"))


def notes(document: Document) -> list[str]:
    """What people should know of it: why it was not read, or what was seen in it."""
    given = [document.refusal] if document.refusal else document.notes or []
    return [str(Note(**each)) for each in given]


def text(document: Document) -> tuple[str, bool]:
    """The beginning of its text, and whether there is more of it."""
    whole = document.text or ""
    return whole[:SHOWN_TEXT], len(whole) > SHOWN_TEXT


def found(finds: list[Find], customers: Mapping[int, str]) -> list[Found]:
    """What names somebody, as a page shows it."""
    return [
        Found(
            each, str(FINDS.get(each.kind, each.kind)), str(Note(**each.reason)) if each.reason else "",
            customers.get(each.organisation_id or 0, ""),
        )
        for each in finds
    ]  # fmt: skip


def bill(document: Document) -> Bill | None:
    """The invoice that a document is or carries; None where it is none."""
    given = document.invoice
    if not given:
        return None
    lines = given["lines"]
    currency = given["currency"] or ""
    return Bill(
        bool(given["credit"]), list(_facts(given)), [_line(each) for each in lines[:SHOWN_LINES]],
        max(0, len(lines) - SHOWN_LINES),
        [(str(says), f"{_amount(given['totals'][name])} {currency}".strip())
         for name, says in TOTALS.items() if given["totals"][name] is not None],
        [str(Note(**each)) for each in given["problems"]],
    )  # fmt: skip


def _facts(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = (
        (_("Number"), given["number"]),
        (_("Date"), _day(given["issued"])),
        (_("To be paid by"), _day(given["due"])),
        (_("From"), _party(given["seller"])),
        (_("To"), _party(given["buyer"])),
        (_("Reference"), given["buyer_reference"] or given["purchase_order"]),
        (_("Bank account"), ", ".join(visible(each["iban"]) for each in given["payments"] if each["iban"])),
        (_("Payment reference"), given["remittance"]),
    )
    return ((says, visible(value)) for says, value in told if value)


def _party(given: Mapping[str, Any]) -> str:
    return ", ".join(given[name] for name in ("name", "street", "postcode", "city", "country") if given[name])


def _line(given: Mapping[str, Any]) -> Line:
    name = visible(given["name"] or given["description"] or given["id"] or "")
    return Line(name, _number(given["quantity"]), _amount(given["price"]), _amount(given["net"]))


def _day(value: str | None) -> str:
    return date_format(date.fromisoformat(value), "j F Y") if value else ""


def _number(value: str | None) -> str:
    return number_format(f"{Decimal(value).normalize():f}") if value is not None else ""


def _amount(value: str | None) -> str:
    """An amount with its cents, and with every digit that it has beyond."""
    if value is None:
        return ""
    try:
        amount = Decimal(value)
        cents = amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        return visible(value)
    return number_format(cents, 2, force_grouping=True) if cents == amount else _number(value)
