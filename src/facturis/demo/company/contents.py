"""What the documents of the demonstration are as files: invoices, letters, quotations, and what cannot be read."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from string import Template

import typst

from facturis.demo.company.numbers import account, kvk, vat

PAPERS = Path(__file__).parent / "papers"
THINGS = ("Lantaarn", "Lampolie", "Onderhoud", "Plaatsing", "Glas", "Ladder")
RATE, CENT = Decimal("0.21"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who makes a document for whom, on which day, as which one of all; ``seller`` is the number of an organisation."""

    number: int
    day: date
    seller: int
    seller_email: str
    buyer: str
    buyer_email: str
    draw: Random


@dataclass(frozen=True, slots=True)
class Paper:
    """A file under its name; ``repeated`` is whether others have the very same bytes, so that it is read once."""

    name: str
    content: bytes
    repeated: bool = False


def ubl(occasion: Occasion) -> Paper:
    """An invoice in UBL 2.1."""
    terms = _terms(occasion)
    return Paper(f"{terms['number']}.xml", _filled("invoice.ubl.xml", terms))


def cii(occasion: Occasion) -> Paper:
    """An invoice in the syntax of UN/CEFACT."""
    terms = _terms(occasion)
    return Paper(f"{terms['number']}.xml", _filled("invoice.cii.xml", terms))


def credit(occasion: Occasion) -> Paper:
    """A credit note (UNTDID 1001, 381)."""
    terms = {**_terms(occasion), "type": "381"}
    return Paper(f"credit-{terms['number']}.xml", _filled("invoice.cii.xml", terms))


def letter(occasion: Occasion) -> Paper:
    """A letter as text."""
    thing = occasion.draw.choice(THINGS).lower()
    text = (
        f"Voorbeeldstad, {occasion.day:%d-%m-%Y}\n\nBeste {occasion.buyer},\n\nDit is een voorbeeldbrief over "
        f"{thing}, nummer {occasion.number}. Antwoorden kan naar {occasion.seller_email}.\n\n"
        f"Met vriendelijke groet,\nBedrijf-{occasion.seller:02d}, KvK-nummer {kvk(occasion.seller)}\n"
    )
    return Paper(f"brief-{occasion.number}.txt", text.encode())


def pdf(occasion: Occasion) -> Paper:
    """One of a few PDFs."""
    name = ("letter", "quotation", "contract")[occasion.number // 7 % 3]
    return Paper(f"{name}.pdf", _pdf(name), repeated=True)


def archive(occasion: Occasion) -> Paper:
    """A ZIP file with an invoice and a letter."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for each in (ubl(occasion), letter(occasion)):
            file.writestr(zipfile.ZipInfo(each.name), each.content, zipfile.ZIP_DEFLATED)
    return Paper(f"map-{occasion.number}.zip", packed.getvalue())


def mail(occasion: Occasion) -> Paper:
    """An e-mail with a letter attached."""
    made, attached = EmailMessage(), letter(occasion)
    made["From"], made["To"] = occasion.seller_email, occasion.buyer_email
    made["Subject"] = f"Voorbeeld van een e-mail, nummer {occasion.number}"
    made.set_content(f"Bijgaand de brief. Met vriendelijke groet, Bedrijf-{occasion.seller:02d}\n")
    made.add_attachment(attached.content.decode(), filename=attached.name)
    made.set_boundary("grens-van-het-voorbeeld")
    return Paper(f"bericht-{occasion.number}.eml", made.as_bytes())


def broken(occasion: Occasion) -> Paper:
    """Bytes that are no file of any kind, which are kept all the same."""
    return Paper(f"scan-{occasion.number}.pdf", b"\x00\x01" + f"afgebroken {occasion.number}".encode())


# What is handed in, as often as it stands here: the very same in every demonstration, so that no kind is missing.
COURSE: tuple[Callable[[Occasion], Paper], ...] = (
    ubl, letter, cii, pdf, ubl, archive, ubl, credit, letter, cii, mail, ubl, broken, pdf, ubl, cii, letter, ubl, pdf,
    cii,
)  # fmt: skip


def _terms(occasion: Occasion) -> Mapping[str, object]:
    quantity, price = occasion.draw.randrange(1, 40), Decimal(occasion.draw.randrange(100, 9_999)) / 100
    net = price * quantity
    tax = (net * RATE).quantize(CENT)
    due = occasion.day + timedelta(days=30)
    return {
        "number": f"{occasion.day.year}-{occasion.number:04d}", "type": "380", "issued": occasion.day, "due": due,
        "issued_short": f"{occasion.day:%Y%m%d}", "due_short": f"{due:%Y%m%d}", "seller_at": occasion.seller,
        "seller": f"Bedrijf-{occasion.seller:02d}", "seller_kvk": kvk(occasion.seller), "buyer": occasion.buyer,
        "seller_vat": vat(occasion.seller), "seller_account": account(occasion.seller),
        "seller_email": occasion.seller_email, "buyer_email": occasion.buyer_email, "net": net, "tax": tax,
        "gross": net + tax, "quantity": quantity, "price": price, "thing": occasion.draw.choice(THINGS),
    }  # fmt: skip


def _filled(name: str, terms: Mapping[str, object]) -> bytes:
    return Template((PAPERS / name).read_text(encoding="utf-8")).substitute(terms).encode()


@cache
def _pdf(name: str) -> bytes:
    return typst.compile((PAPERS / f"{name}.typ").read_bytes())
