"""Electronic invoices in business terms: the same invoice is the same in either syntax, exactly."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facturis.services.documents.reading.answers import Note
from facturis.services.documents.reading.invoice import terms
from facturis.services.documents.reading.invoice.attachments import attachments
from facturis.services.documents.reading.invoice.binding import DOCUMENT, GROUPS
from facturis.services.documents.reading.invoice.reader import invoice_of
from facturis.services.documents.reading.invoice.terms import Invoice
from facturis.services.documents.reading.xml import parsed
from tests.product.documents.reading.made import CII, CREDIT, NAMESPACES, UBL


def invoice(content: bytes) -> Invoice:
    found = invoice_of(parsed(content))
    assert found
    return found


def told(content: bytes) -> list[tuple[str, str]]:
    """The problems as codes with their terms."""
    return [(note.code, str(note.details["term"])) for note in invoice(content).problems]


def test_the_same_invoice_is_the_same_in_both_syntaxes() -> None:
    assert replace(invoice(CII), syntax="UBL") == invoice(UBL)
    assert (invoice(UBL).syntax, invoice(CII).syntax) == ("UBL", "CII")


@pytest.mark.parametrize("content", [UBL, CII], ids=["UBL", "CII"])
def test_an_invoice_is_read_term_by_term(content: bytes) -> None:
    read = invoice(content)
    assert (read.number, read.issued, read.due) == ("VOORBEELD-0001", date(2026, 11, 2), date(2026, 12, 2))
    assert (read.type_code, read.currency, read.credit, read.problems) == ("380", "EUR", False, ())
    assert (read.seller.name, read.seller.vat_id) == ("Voorbeeld Verkoper B.V.", "NL123456782B90")
    assert (read.seller.legal_id, read.seller.legal_scheme) == ("12345678", "0106")
    assert (read.buyer.name, read.buyer.vat_id, read.buyer.postcode) == ("Proef Koper B.V.", None, "2000 BB")
    assert [payment.iban for payment in read.payments] == ["NL91ABNA0417164300"]
    assert [(line.name, line.quantity, line.unit) for line in read.lines] == [
        ("Dienst-een", Decimal(2), "HUR"),
        ("Ding-twee", Decimal("3.5"), "C62"),
    ]
    assert [(vat.category, str(vat.rate), str(vat.amount)) for vat in read.vat] == [
        ("S", "21", "19.96"),
        ("S", "9.0", "2.14"),
    ]
    assert (read.allowances[0].reason, read.charges[0].reason) == ("Korting", "Vracht")


def test_amounts_are_exact() -> None:
    totals = invoice(UBL).totals
    assert str(totals.without_vat) == "118.8265"
    assert totals.lines == sum(line.net or 0 for line in invoice(UBL).lines)
    assert str(invoice(UBL).lines[1].price) == "67.9328571428"


def test_a_credit_note_has_two_currencies_and_a_file() -> None:
    read = invoice(CREDIT)
    assert (read.credit, read.preceding, read.due) == (True, "VOORBEELD-0001", date(2026, 12, 3))
    assert (read.totals.vat, read.totals.vat_accounting) == (Decimal("2.10"), Decimal("1.95"))
    assert [(line.quantity, line.unit) for line in read.lines] == [(1, "C62")]
    assert list(attachments(parsed(CREDIT))) == [("uren.csv", b"uren;2\n", None)]


def test_a_damaged_attachment_keeps_its_text() -> None:
    ((name, content, error),) = attachments(parsed(CREDIT.replace(b"dXJlbjsyCg==", b"dXJlb")))
    assert (name, content, error and error.note.code) == ("uren.csv", b"dXJlb", "broken")


CHANGES = {
    "no number": (b"<cbc:ID>VOORBEELD-0001</cbc:ID>", b"", ("missing", "BT-1")),
    "an empty number": (b"<cbc:ID>VOORBEELD-0001</cbc:ID>", b"<cbc:ID> </cbc:ID>", ("missing", "BT-1")),
    "a day that is none": (b"2026-11-02", b"2026-02-30", ("malformed", "BT-2")),
    "a day in words": (b"2026-12-02", b"2 december", ("malformed", "BT-9")),
    "a comma": (b">140.93<", b">140,93<", ("malformed", "BT-115")),
    "an exponent": (b">140.93<", b">1e9<", ("malformed", "BT-115")),
    "not a number": (b">140.93<", b">NaN<", ("malformed", "BT-115")),
    "other digits": (b">140.93<", "٣".join("><").encode(), ("malformed", "BT-115")),
    "another currency": (b'currencyID="EUR">140.93', b'currencyID="USD">140.93', ("other currency", "BT-115")),
    "two due dates": (b"<cbc:DueDate>", b"<cbc:DueDate>2026-12-01</cbc:DueDate><cbc:DueDate>", ("repeated", "BT-9")),
    "no seller": (b"AccountingSupplierParty", b"AccountingOtherParty", ("missing", "BG-4")),
    "no name of the buyer": (b"Proef Koper B.V.", b"", ("missing", "BT-44")),
    "no lines": (b"cac:InvoiceLine", b"cac:OtherLine", ("missing", "BG-25")),
    "no unit": (b' unitCode="HUR"', b"", ("missing", "BT-130")),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_a_problem_is_told_by_the_number_of_its_term(case: str) -> None:
    before, after, problem = CHANGES[case]
    assert before in UBL
    assert told(UBL.replace(before, after)) == [problem]


def test_what_else_there_is_stays_when_a_term_is_malformed() -> None:
    broken = invoice(UBL.replace(b"2026-11-02", b"gisteren"))
    assert replace(broken, issued=date(2026, 11, 2), problems=()) == invoice(UBL)
    assert broken.problems == (Note("malformed", {"term": "BT-2", "text": "gisteren"}),)


def test_other_xml_is_no_invoice() -> None:
    assert invoice_of(parsed(b"<Invoice/>")) is None
    assert invoice_of(parsed(b"<html><body>Factuur</body></html>")) is None


def test_the_binding_and_the_terms_fit() -> None:
    numbers = [term.number for term in DOCUMENT] + [group.number for group in GROUPS]
    bound = {term.field for term in DOCUMENT} | {group.field for group in GROUPS}
    assert bound == {field.name for field in fields(Invoice)} - {"syntax", "credit", "problems"}
    for group in GROUPS:
        numbers += [term.number for term in group.terms]
        assert {term.field for term in group.terms} <= {field.name for field in fields(group.makes)}, group.number
    assert len(numbers) == len(set(numbers)), "no term has two places"
    assert {f"BT-{number}" for number in (1, 2, 5, 9, 24, 27, 30, 31, 44, 84, 106, 115, 116, 126, 131)} <= set(numbers)
    assert terms.Party() == invoice(UBL).payee


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_every_amount_survives(amount: Decimal) -> None:
    text = format(amount, "f")
    read = invoice(UBL.replace(b">140.93<", f"> {text}\n<".encode()))
    assert str(read.totals.due) == text
    assert read.problems == ()


@pytest.mark.parametrize(
    "inner",
    [
        "<cac:InvoiceLine/>" * 90_000 + "<cac:CreditNoteLine/>" * 90_000,
        "<cac:TaxTotal><cbc:TaxAmount/></cac:TaxTotal>" * 90_000,
        "<cac:PaymentMeans><cbc:PaymentDueDate>x</cbc:PaymentDueDate></cac:PaymentMeans>" * 90_000,
    ],
)
def test_many_elements_take_linear_time(inner: str) -> None:
    root = parsed(f"<Invoice {NAMESPACES}>{inner}</Invoice>".encode())
    begun = perf_counter()
    found = invoice_of(root)
    assert found
    assert perf_counter() - begun < 10, "by the square it would be hours"
    assert len(found.problems) <= 200
