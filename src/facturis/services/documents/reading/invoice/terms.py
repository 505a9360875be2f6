"""An invoice in the business terms of EN 16931-1: what each is called there stands in ``binding.py``.

Everything may be absent, because a document is read as it is: what is missing or malformed is told apart from the
value, by the number of its term. Amounts are decimal and never rounded.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from facturis.services.documents.reading.answers import Note


@dataclass(frozen=True, slots=True)
class Party:
    """Seller (BG-4), buyer (BG-7) or payee (BG-10)."""

    name: str | None = None
    trading_name: str | None = None
    identifier: str | None = None
    legal_id: str | None = None
    legal_scheme: str | None = None
    vat_id: str | None = None
    tax_id: str | None = None
    legal_form: str | None = None
    electronic_address: str | None = None
    street: str | None = None
    street_2: str | None = None
    city: str | None = None
    postcode: str | None = None
    subdivision: str | None = None
    country: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Payment instructions (BG-16) with one account (BG-17)."""

    means: str | None = None
    iban: str | None = None
    account_name: str | None = None
    bic: str | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance (BG-20) or a charge (BG-21) on the whole document."""

    amount: Decimal | None = None
    base: Decimal | None = None
    percentage: Decimal | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    reason: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class Vat:
    """One row of the VAT breakdown (BG-23)."""

    taxable: Decimal | None = None
    amount: Decimal | None = None
    category: str | None = None
    rate: Decimal | None = None
    exemption: str | None = None
    exemption_code: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Document totals (BG-22)."""

    lines: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    without_vat: Decimal | None = None
    vat: Decimal | None = None
    vat_accounting: Decimal | None = None
    with_vat: Decimal | None = None
    paid: Decimal | None = None
    rounding: Decimal | None = None
    due: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line (BG-25)."""

    id: str | None = None
    note: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    net: Decimal | None = None
    starts: date | None = None
    ends: date | None = None
    price: Decimal | None = None
    price_base: Decimal | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    name: str | None = None
    description: str | None = None
    seller_item: str | None = None
    buyer_item: str | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or credit note: ``syntax`` is "UBL" or "CII"; ``problems`` is what was missing or malformed."""

    syntax: str
    credit: bool
    problems: tuple[Note, ...] = ()
    number: str | None = None
    issued: date | None = None
    type_code: str | None = None
    currency: str | None = None
    accounting_currency: str | None = None
    due: date | None = None
    buyer_reference: str | None = None
    project: str | None = None
    contract: str | None = None
    purchase_order: str | None = None
    payment_terms: str | None = None
    process: str | None = None
    specification: str | None = None
    preceding: str | None = None
    delivered: date | None = None
    starts: date | None = None
    ends: date | None = None
    remittance: str | None = None
    mandate: str | None = None
    notes: tuple[str, ...] = ()
    seller: Party = Party()
    buyer: Party = Party()
    payee: Party = Party()
    payments: tuple[Payment, ...] = ()
    allowances: tuple[Adjustment, ...] = ()
    charges: tuple[Adjustment, ...] = ()
    vat: tuple[Vat, ...] = ()
    totals: Totals = Totals()
    lines: tuple[Line, ...] = ()
