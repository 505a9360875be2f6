"""XML from a stranger: nothing is fetched or expanded, and what is too complex is given up early."""

import pytest
from lxml import etree

from facturis.services.documents.reading.limits import Limits
from facturis.services.documents.reading.xml import parsed
from tests.product.documents.reading.told import refused

LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (at + 1, b"&a%d;" % at * 10) for at in range(9))
REFUSED = {
    "entities that grow": (b'<!DOCTYPE a [<!ENTITY a0 "ha">' + LAUGHS + b"]><a>&a9;</a>", "declares entities"),
    "a file of this machine": (
        b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><a>&f;</a>', "declares entities",
    ),
    "a fetched definition": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', "declares entities"),
    "a bare declaration": (b"<!DOCTYPE a><a/>", "declares entities"),
    "the same in UTF-16": ("<!DOCTYPE a><a/>".encode("utf-16"), "declares entities"),
    "an unknown entity": (b"<a>&b;</a>", "xml malformed"),
    "an open element": (b"<a>\n<b>", "xml malformed"),
    "nothing": (b"", "xml malformed"),
    "two roots": (b"<a/><b/>", "xml malformed"),
    "too deep": (b"<a>" * 65 + b"</a>" * 65, "too complex"),
    "far too deep": (b"<a>" * 1_000_000, "too complex"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_hostile_xml_is_refused(case: str) -> None:
    content, code = REFUSED[case]
    assert refused(lambda: parsed(content)) == code


def test_the_limits_are_the_callers() -> None:
    few = Limits(elements=3, element_depth=2)
    assert parsed(b"<a><b/><b/></a>", few).tag == "a"
    assert refused(lambda: parsed(b"<a><b/><b/><b/></a>", few)) == "too complex"
    assert refused(lambda: parsed(b"<a><b><c/></b></a>", few)) == "too complex"


def test_a_stylesheet_is_not_fetched() -> None:
    root = parsed(b'<?xml-stylesheet href="http://127.0.0.1:9/"?><a xmlns:xi="http://www.w3.org/2001/XInclude">'
                  b'<xi:include href="file:///etc/hostname" parse="text"/></a>')  # fmt: skip
    assert "".join(root.itertext()) == ""
    assert isinstance(root, etree._Element)
