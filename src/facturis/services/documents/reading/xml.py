"""XML as it may be read from a stranger: no document type, no entities, nothing fetched, and bounded.

A document type definition is refused altogether, which ends both the expansion of entities and their fetching (OWASP
ASVS 1.5.1). No XML of an invoice needs one.
"""

from collections.abc import Iterator

from lxml import etree

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.limits import DEFAULT, Limits

PIECE = 64 * 1024
DECLARATION = b"<!DOCTYPE"


def parsed(content: bytes, limits: Limits = DEFAULT) -> etree._Element:
    """The root of an XML document. Raises Unreadable where it is malformed, declares entities or is too complex.

    It is fed in pieces and counted while it grows, so that what is too complex is never built whole.
    """
    parser = etree.XMLPullParser(("start", "end"), resolve_entities=False, no_network=True, huge_tree=False)
    counts = _Counts(limits)
    try:
        for start in range(0, len(content), PIECE):
            parser.feed(content[start : start + PIECE])
            counts.take(parser.read_events())
        root = parser.close()
    except etree.XMLSyntaxError as error:
        if DECLARATION in content:
            raise Unreadable("declares entities") from error
        # The stubs do not know the error's code.
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:  # type: ignore[attr-defined]
            raise Unreadable("too complex") from error
        raise Unreadable("xml malformed", line=error.lineno or 1) from error
    _refuse_declarations(root)
    return root


class _Counts:
    def __init__(self, limits: Limits) -> None:
        self.limits, self.elements, self.depth = limits, 0, 0

    def take(self, events: Iterator[tuple[str, object]]) -> None:
        for event, _ in events:
            self.elements += event == "start"
            self.depth += 1 if event == "start" else -1
            if self.elements > self.limits.elements or self.depth > self.limits.element_depth:
                raise Unreadable("too complex")


def _refuse_declarations(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("declares entities")
