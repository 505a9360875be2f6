"""What a file is, told by its content and never by its name."""

import codecs
import re
from enum import Enum
from pathlib import PurePosixPath

from facturis.services.documents.reading.answers import Note, Unreadable


class Kind(Enum):
    """The kinds that are told apart, which ``answers.KINDS`` names, each with the suffixes that a name may have."""

    PDF = ("pdf",)
    XML = ("xml", "ubl", "cii")
    PNG = ("png",)
    JPEG = ("jpg", "jpeg", "jpe", "jfif")
    TIFF = ("tif", "tiff")
    ZIP = ("zip",)
    OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt")
    MAIL = ("eml", "mht")
    TEXT = ("txt", "text", "csv", "tsv", "md", "log")


SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
    (b"II+\x00", Kind.TIFF),
    (b"MM\x00+", Kind.TIFF),
    (b"PK\x03\x04", Kind.ZIP),
    (b"PK\x05\x06", Kind.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),  # compound files: Word, Excel and PowerPoint until 2003
)
# What an Open Packaging (ECMA-376) or OpenDocument file (ISO/IEC 26300) begins with; both are ZIP files.
OFFICE = (b"[Content_Types].xml", b"_rels/.rels", b"mimetypeapplication/vnd.oasis.opendocument")
# Readers of PDF look for its head in the first 1024 bytes, since other programs put things before it.
PDF_HEAD = 1024
XML = re.compile(r"\s*<(?:\?xml|[A-Za-z_!])")
HEADER = re.compile(rb"([!-9;-~]{1,76}):[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*")
# A mail has at least two of the headers that RFC 5322 and MIME know, before anything that is not a header.
KNOWN_HEADERS = frozenset(
    b"from to cc subject date message-id mime-version received return-path reply-to sender delivered-to "
    b"content-type x-mailer dkim-signature in-reply-to references".split()
)
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(content: bytes) -> Kind:
    """The kind of a file. Raises Unreadable where it is empty or none of those that are known."""
    if not content:
        raise Unreadable("empty")
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return Kind.OFFICE if kind is Kind.ZIP and content[30:].startswith(OFFICE) else kind
    if _is_mail(content):
        return Kind.MAIL
    head = decoded(content[:PDF_HEAD])
    if head and XML.match(head[0]):
        return Kind.XML
    if b"%PDF-" in content[:PDF_HEAD]:
        return Kind.PDF
    if decoded(content):
        return Kind.TEXT
    raise Unreadable("unknown kind")


def decoded(content: bytes) -> tuple[str, bool] | None:
    """Text, and whether its encoding was guessed; None where it is no text.

    A byte order mark is believed; then UTF-8 is tried, and then Windows-1252, which hardly ever refuses.
    """
    marked = [name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "cp1252"):
        # The end of a head may cut a character in two.
        text = codecs.getincrementaldecoder(encoding)(errors="strict")
        try:
            found = text.decode(content)
        except UnicodeDecodeError:
            continue
        return None if CONTROL.search(found) else (found, encoding == "cp1252")
    return None


def misnamed(name: str, kind: Kind) -> Note | None:
    """What to tell where the suffix of a name is not one of the kind that the content is."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()
    if not suffix or suffix in kind.value or not suffix.isalnum() or len(suffix) > 8:
        return None
    return Note("misnamed", {"suffix": suffix, "kind": kind.name})


def _is_mail(content: bytes) -> bool:
    known: set[bytes] = set()
    # Before its headers a stored mail may have the line of a mailbox.
    position = content.find(b"\n") + 1 if content.startswith(b"From ") else 0
    while len(known) < 2 and (header := HEADER.match(content, position)):
        known.add(header[1].lower())
        known &= KNOWN_HEADERS
        position = header.end()
    return len(known) >= 2
