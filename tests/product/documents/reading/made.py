"""Sample documents, plainly synthetic, each made the same in every run."""

import base64
import zipfile
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont

SAMPLES = Path(__file__).parent / "samples"
UBL, CREDIT, CII = ((SAMPLES / f"{name}.xml").read_bytes() for name in ("invoice.ubl", "credit.ubl", "invoice.cii"))
NAMESPACES = (
    'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"'
)
TEXT = "Voorbeeld Verkoper B.V. \\ KvK 12345678 \\ IBAN NL91 ABNA 0417 1643 00 \\ T.a.v. Voornaam-een Achternaam-een"
SEEN = "IBAN NL91 ABNA 0417 1643 00"


@cache
def pdf(text: str = TEXT, pages: int = 1) -> bytes:
    """A PDF with a text on each page."""
    source = "#set document(date: none)\n" + "\n#pagebreak()\n".join([text] * pages)
    return typst.compile(source.encode())


def changed(content: bytes, catalog: Mapping[str, object], attached: Mapping[str, bytes], password: str = "") -> bytes:
    """A PDF with more in its catalogue, files embedded, and a password where there is one; objects are compressed."""
    saved = BytesIO()
    with pikepdf.open(BytesIO(content)) as document:
        for key, value in catalog.items():
            document.Root[key] = document.make_indirect(value)
        for name, each in attached.items():
            document.attachments[name] = each
        encryption = pikepdf.Encryption(user=password, owner=password) if password else False
        document.save(
            saved, encryption=encryption, object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=not password,
        )  # fmt: skip
    return saved.getvalue()


def action(kind: str, **more: object) -> pikepdf.Dictionary:
    """An action of PDF."""
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}")} | {f"/{key}": value for key, value in more.items()})


@cache
def factur_x() -> bytes:
    """A PDF that carries its invoice as CII."""
    return changed(pdf(), {}, {"factur-x.xml": CII})


@cache
def hostile() -> bytes:
    """A PDF with a script, a program to start and a program inside."""
    script, start = action("JavaScript", JS="app.alert(1)"), pikepdf.Dictionary({"/WC": action("Launch")})
    return changed(pdf(), {"/OpenAction": script, "/AA": start}, {"factuur.pdf.exe": b"MZ" + bytes(40)})


@cache
def image(form: str = "PNG", text: str = SEEN, frames: int = 1) -> bytes:
    """An image of a text."""
    drawn = Image.new("L", (1200, 200), 255)
    ImageDraw.Draw(drawn).text((40, 60), text, fill=0, font=ImageFont.load_default(60))
    saved, more = BytesIO(), {"save_all": True, "append_images": [drawn] * (frames - 1)} if frames > 1 else {}
    drawn.save(saved, form, **more)
    return saved.getvalue()


@cache
def scan() -> bytes:
    """A PDF whose page is an image."""
    saved = BytesIO()
    Image.open(BytesIO(image())).save(saved, "PDF", creationDate=None, modDate=None)
    return saved.getvalue()


def zipped(*files: tuple[str, bytes]) -> bytes:
    """An archive."""
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return saved.getvalue()


def mail(*attached: tuple[str, bytes], body: str = "Dhr. Voornaam-een Achternaam-een", head: bytes = b"") -> bytes:
    """An e-mail with attachments in the form that it has on its way."""
    parts = [f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()]
    for name, content in attached:
        disposition = f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'.encode()
        head_of_part = b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        parts.append(head_of_part + disposition + base64.encodebytes(content))
    return (
        b"From: Voornaam-een Achternaam-een <een@example.com>\r\nTo: twee@example.com\r\n"
        b"Subject: =?utf-8?q?Factuur_=E2=82=AC?=\r\nDate: Mon, 02 Nov 2026 10:00:00 +0100\r\n" + head +
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grens\r\n\r\n"
        + b"".join(b"--grens\r\n" + part + b"\r\n" for part in parts) + b"--grens--\r\n"
    )  # fmt: skip
