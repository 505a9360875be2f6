"""What is told of a document: notes, and the one error, each a sentence of the table below with its details.

A note is a code with details, so that it can be stored and told later, in the language of whoever reads it.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Detail = str | int
type Sentence = str | Promise

SHOWN = 120

KINDS: dict[str, Sentence] = {
    "PDF": _("a PDF"),
    "XML": _("XML"),
    "PNG": _("a PNG image"),
    "JPEG": _("a JPEG image"),
    "TIFF": _("a TIFF image"),
    "ZIP": _("a ZIP file"),
    "OFFICE": _("an office document"),
    "MAIL": _("an e-mail"),
    "TEXT": _("plain text"),
    "IMAGE": _("an image"),
    "BT-125": _("an attachment (BT-125)"),
}
REFUSALS: dict[str, Sentence] = {
    "empty": _("The file is empty."),
    "too large": _("The file is larger than %(limit)s MB. Hand in a smaller one, or several."),
    "unknown kind": _(
        "We cannot tell what kind of file this is. We read PDF, XML invoices (UBL and CII), PNG, JPEG and TIFF "
        "images, e-mails (.eml), ZIP files and plain text."
    ),
    "office": _("This is an office document, which we do not read. Save it as PDF and hand that in."),
    "broken": _("The file is damaged or incomplete: it cannot be opened as %(kind)s. Make or save it again."),
    "gave up": _("The file could not be read safely: reading it took too much time or memory, or failed."),
    "busy": _("Many documents are being read just now. Try again in a minute."),
    "encrypted": _("The file is protected by a password. Hand it in without one."),
    "too many pages": _("The document has more than %(limit)s pages. Hand it in in parts."),
    "no pages": _("The document has no pages."),
    "too many pixels": _("The image has more than %(limit)s million pixels. Save it smaller."),
    "declares entities": _(
        "The XML declares a document type (DTD), which is not safe to read. Remove the declaration."
    ),
    "too complex": _("The XML has too many elements, or too many inside each other."),
    "xml malformed": _("The XML is not well formed, at line %(line)s. Make the file again."),
    "too many members": _("There are more than %(limit)s files in it. Hand them in in parts."),
    "unpacks too large": _("What is in it is larger than %(limit)s MB. Hand it in in parts."),
    "bomb": _("The file is packed more than %(limit)s times smaller than it is, which is not safe to unpack."),
    "unsafe path": _("The name of the file leads outside the archive, so it is not unpacked."),
    "packed oddly": _("The file is packed in a way that we do not read. Pack it as an ordinary ZIP file."),
    "nested archive": _("An archive inside an archive is not opened. Hand in its files directly."),
    "too deep": _("Too many files stand inside each other. Hand in the innermost ones directly."),
    "mail too complex": _("The e-mail has too many parts or headers."),
}
NOTES: dict[str, Sentence] = {
    "misnamed": _("The name ends in .%(suffix)s, but the content is %(kind)s."),
    "javascript": _("The PDF contains JavaScript. It was not run; be careful when you open the file."),
    "launch": _("The PDF tries to start a program. Nothing was started; be careful when you open the file."),
    "sends": _("The PDF can send what is filled in to somewhere else. Nothing was sent."),
    "opens elsewhere": _("The PDF can open another file. None was opened."),
    "media": _("The PDF contains embedded media, which were not played."),
    "program": _("A program is embedded: %(name)s. It was not run; do not open it."),
    "structure unchecked": _(
        "The structure of the PDF is damaged, so it was not searched for scripts and attachments."
    ),
    "protected": _("The PDF is encrypted, but opens without a password."),
    "page unreadable": _("Page %(page)s could not be read."),
    "no text": _("No text was found in it."),
    "no ocr": _("It holds a scan. No text was read from it, because text recognition is not installed."),
    "scanned": _("The text of page %(page)s was recognised from an image, so it may contain mistakes."),
    "scan failed": _("Text recognition did not succeed."),
    "scan cut": _("Text was recognised on the first %(limit)s scanned pages only."),
    "text cut": _("Only the first %(limit)s characters of the text were read."),
    "finds cut": _("Only the first %(limit)s finds are listed."),
    "encoding guessed": _("The encoding of the text was guessed, so some letters may be wrong."),
    "no invoice": _("The XML is not an invoice that we know. We read UBL invoices and credit notes, and CII."),
    "several invoices": _("There is more than one invoice inside; the first was taken: %(name)s."),
    "header malformed": _("The header %(name)s of the e-mail is malformed."),
    "missing": _("%(term)s is missing."),
    "malformed": _("%(term)s is malformed: “%(text)s”."),
    "repeated": _("%(term)s occurs more than once; the first was taken."),
    "rows cut": _("Only the first %(limit)s rows of %(term)s were read."),
    "other currency": _("%(term)s is in %(currency)s, which is not a currency of the invoice."),
    "after cue": _("It stands after “%(cue)s”."),
    "before cue": _("It stands before “%(cue)s”."),
    "below cue": _("It stands below “%(cue)s”."),
    "checksum": _("Its checksum is right (%(scheme)s)."),
    "checksum after cue": _("Its checksum is right (%(scheme)s), and it stands after “%(cue)s”."),
    "written so": _("It is written as an e-mail address."),
    "mobile": _("It is written as a Dutch mobile number."),
    "stated": _("The invoice states it as %(term)s."),
    "international": _("It is a valid number in international notation."),
}
SENTENCES = REFUSALS | NOTES


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell, by its code in ``SENTENCES`` and the details that the sentence takes."""

    code: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence, in the language that is active."""
        return str(SENTENCES[self.code]) % {key: _shown(key, value) for key, value in self.details.items()}


class Unreadable(ValueError):
    """A document, or a member of one, that is not read; ``str()`` says why and what to do, in the active language."""

    def __init__(self, code: str, **details: Detail) -> None:
        self.note = Note(code, details)
        super().__init__(code, details)

    def __str__(self) -> str:
        return str(self.note)


def _shown(key: str, value: Detail) -> Detail | Sentence:
    if key == "kind":
        return KINDS[str(value)]
    return visible(value) if isinstance(value, str) else value


def visible(text: str) -> str:
    """A stranger's text as it may be shown: without control, format and private characters, and not too long."""
    clean = "".join(" " if unicodedata.category(each)[0] in "CZ" else each for each in text[: SHOWN * 2])
    short = " ".join(clean.split())
    return short if len(short) <= SHOWN else f"{short[: SHOWN - 1]}…"
