"""What an electronic invoice carries inside itself: supporting documents (BG-24), each a file in base64 (BT-125)."""

import base64
import binascii
from collections.abc import Iterator

from lxml import etree

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.invoice.binding import NAMESPACES

CARRIERS = (f"{{{NAMESPACES['cbc']}}}EmbeddedDocumentBinaryObject", f"{{{NAMESPACES['ram']}}}AttachmentBinaryObject")


def attachments(root: etree._Element) -> Iterator[tuple[str, bytes, Unreadable | None]]:
    """Name and content of each attached file; where the base64 is damaged, the text of it, and why it is not read."""
    for each in root.iter(*CARRIERS):
        name, text = each.get("filename") or "", (each.text or "").encode()
        try:
            yield name, base64.b64decode(text), None
        except binascii.Error:
            yield name, text, Unreadable("broken", kind="BT-125")
