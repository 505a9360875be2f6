"""Reads UBL or CII into the business terms of EN 16931, as the binding says where each stands."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from lxml import etree

from facturis.services.documents.reading.answers import Detail, Note
from facturis.services.documents.reading.invoice.binding import (
    CREDIT_TYPES,
    DOCUMENT,
    GROUPS,
    NAMESPACES,
    ROOTS,
    Group,
    Reading,
    Term,
)
from facturis.services.documents.reading.invoice.terms import Invoice

# xs:decimal, which has no exponent; longer ones are no amounts of anything.
DECIMAL = re.compile(r"[+-]?(?:\d{1,24}(?:\.\d{0,12})?|\.\d{1,12})", re.ASCII)
# xs:date of UBL, whose zone does not change the day, and format 102 of CII (UNTDID 2379).
DAY = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
PROBLEMS, ROWS = 200, 10_000

type Node = etree._Element | str


def invoice_of(root: etree._Element) -> Invoice | None:
    """The invoice that an XML document is, with what it lacks told in ``problems``; None where it is none."""
    syntax = ROOTS.get(root.tag) if isinstance(root.tag, str) else None
    if syntax is None:
        return None
    reading = _Reading(syntax == "UBL")
    values = reading.values(root, DOCUMENT)
    reading.currencies = {"amount in BT-5": values.get("currency"), "amount in BT-6": values.get("accounting_currency")}
    for group in GROUPS:
        found = [group.makes(**reading.values(each, group.terms)) for each in reading.occurrences(root, group)]
        if group.many:
            values[group.field] = tuple(found)
        elif found:
            values[group.field] = found[0]
    credit = etree.QName(root).localname == "CreditNote" or values.get("type_code") in CREDIT_TYPES
    return Invoice(syntax, credit, tuple(reading.problems), **values)


class _Reading:
    """One pass over a document, which gathers problems."""

    def __init__(self, ubl: bool) -> None:
        self.ubl = ubl
        self.problems: list[Note] = []
        self.currencies: dict[Reading, str | None] = {}

    def values(self, element: etree._Element, terms: tuple[Term, ...]) -> dict[str, Any]:
        """The values of the terms of one group that are there, by field."""
        return {term.field: value for term in terms if (value := self.value(element, term)) is not None}

    def value(self, element: etree._Element, term: Term) -> Any:
        """The value of one term; None where it is absent or malformed, which is told."""
        nodes = [(node, text) for node in _found(element, term.ubl if self.ubl else term.cii) if (text := _text(node))]
        if term.read == "texts":
            return tuple(text for _, text in nodes[:ROWS]) or None
        if term.read in self.currencies:
            nodes = [(node, text) for node, text in nodes if self.is_in(node, term.read)]
        if not nodes:
            self.tell("missing", term.number, when=term.required)
            return None
        self.tell("repeated", term.number, when=len(nodes) > 1)
        node, text = nodes[0]
        value = READERS[term.read](text)
        self.tell("malformed", term.number, when=value is None, text=text)
        if term.read == "amount" and (currency := _currency(node)):
            known = set(self.currencies.values())
            self.tell("other currency", term.number, when=currency not in known, currency=currency)
        return value

    def is_in(self, node: Node, currency: Reading) -> bool:
        """Whether an amount is in the currency of the invoice, which one without a currency is, or of its accounts."""
        if currency == "amount in BT-6" and self.currencies[currency] is None:
            return False
        return (_currency(node) or self.currencies["amount in BT-5"]) == self.currencies[currency]

    def occurrences(self, root: etree._Element, group: Group) -> list[etree._Element]:
        """The elements of a group; what must be there and is not is told, and what is there too often."""
        nodes = [node for node in _found(root, group.ubl if self.ubl else group.cii) if not isinstance(node, str)]
        self.tell("missing", group.number, when=group.required and not nodes)
        self.tell("repeated", group.number, when=not group.many and len(nodes) > 1)
        self.tell("rows cut", group.number, when=len(nodes) > ROWS, limit=ROWS)
        return nodes[:ROWS] if group.many else nodes[:1]

    def tell(self, code: str, term: str, *, when: bool | None, **details: Detail) -> None:
        """Gathers a problem with a term."""
        if when and len(self.problems) < PROBLEMS:
            self.problems.append(Note(code, {"term": term, **details}))


def _found(element: etree._Element, paths: str) -> list[Node]:
    return next((found for path in paths.split("|") if (found := cast(list[Node], _compiled(path)(element)))), [])


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=dict(NAMESPACES))


def _currency(node: Node) -> str | None:
    return None if isinstance(node, str) else (node.get("currencyID") or "").strip() or None


def _text(node: Node) -> str:
    text = node if isinstance(node, str) else "".join(cast(Iterator[str], node.itertext()))
    return text.strip()


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if DECIMAL.fullmatch(text) else None


def _day(text: str) -> date | None:
    if not (found := DAY.fullmatch(text)):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


READERS: dict[Reading, Callable[[str], Any]] = {
    "text": str, "day": _day, "number": _decimal, "amount": _decimal,
    "amount in BT-5": _decimal, "amount in BT-6": _decimal,
}  # fmt: skip
