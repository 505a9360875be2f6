"""A kind is told by the content; a name that says otherwise is told too."""

import pytest

from facturis.services.documents.reading.kinds import Kind, decoded, kind_of, misnamed
from tests.product.documents.reading import made
from tests.product.documents.reading.told import refused

KINDS = {
    "PDF": (made.pdf(), b"junk before\n" + made.pdf()),
    "XML": (
        made.UBL, made.CII, b"\xef\xbb\xbf<a/>",
        "<?xml version='1.0'?><a/>".encode("utf-16"), b" \n<a/>", b"<!DOCTYPE a><a/>",
    ),
    "PNG": (made.image(),),
    "JPEG": (made.image("JPEG"),),
    "TIFF": (made.image("TIFF", frames=2), b"MM\x00*" + bytes(9)),
    "ZIP": (made.zipped(("a", b"a")), made.zipped()),
    "OFFICE": (
        made.zipped(("[Content_Types].xml", b"<a/>")), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9),
        b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    ),
    "MAIL": (
        made.mail(),
        b"From a@example.com Mon Nov  2\nReceived: x\n\ty\nSubject: z\n\n", b"X-Eigen: x\r\n" + made.mail(),
    ),
    "TEXT": (
        b"Dag: morgen\nPlaats: hier\n", "één".encode(), "één".encode("cp1252"), b"a < b", b"Subject: alleen dit\n\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "content"), [(kind, each) for kind, all_of in KINDS.items() for each in all_of])
def test_a_kind_is_told_by_content(kind: str, content: bytes) -> None:
    assert kind_of(content).name == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"), (bytes(100), "unknown kind"), (b"MZ\x90\x00\x03", "unknown kind"),
        (b"\x1f\x8b\x08\x00", "unknown kind"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused(content: bytes, code: str) -> None:
    assert refused(lambda: kind_of(content)) == code


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("factuur.pdf", Kind.PDF, None), ("FACTUUR.PDF", Kind.PDF, None), ("factuur", Kind.PDF, None),
        ("factuur.pdf.exe", Kind.PDF, "exe"), ("foto.jpg", Kind.PNG, "jpg"), ("map\\factuur.pdf", Kind.TEXT, "pdf"),
        ("versie 1.0 van mij", Kind.PDF, None), ("", Kind.PDF, None),
    ],
)  # fmt: skip
def test_a_name_that_says_otherwise_is_told(name: str, kind: Kind, suffix: str | None) -> None:
    note = misnamed(name, kind)
    assert (note.details["suffix"] if note else None) == suffix


def test_an_encoding_that_was_guessed_is_known_as_such() -> None:
    assert decoded("één".encode()) == ("één", False)
    assert decoded("één".encode("cp1252")) == ("één", True)
    assert decoded("é".encode() * 300 + b"\xc3") == ("é" * 300, False), "a head may end inside a character"
    assert decoded(b"\x00\x01") is None
