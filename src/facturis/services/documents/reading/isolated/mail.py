"""E-mail (RFC 5322 and MIME) by the standard library: headers, the text to read, and every attachment as sent."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from lxml import etree

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated.frames import Frame
from facturis.services.documents.reading.limits import Limits

PEOPLE = ("from", "to", "cc", "reply-to")
# The parser takes time by the square of these, so they are counted before it begins.
PARTS = re.compile(rb"^content-type[ \t]*:", re.IGNORECASE | re.MULTILINE)
HEADERS = re.compile(rb"^[!-9;-~]{1,76}:", re.MULTILINE)
SILENT = ("script", "style", "head", "title")


def opened(content: bytes, limits: Limits, _: Mapping[str, Any]) -> Frame:
    """Headers, body and names of attachments, with the attachments as blobs. Raises Unreadable."""
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    if len(PARTS.findall(content)) > limits.parts or len(HEADERS.findall(head)) > limits.headers:
        raise Unreadable("mail too complex")
    try:
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        data: dict[str, Any] = _headers(message, limits)
        bodies, files = _parts(message)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise Unreadable("broken", kind="MAIL") from error
    data["body"] = "\n\n".join(bodies)[: limits.characters + 1]
    data["attached"] = [name for name, _ in files]
    return data, [blob for _, blob in files]


def _headers(message: EmailMessage, limits: Limits) -> dict[str, Any]:
    """What the headers say; one that the library cannot read is named in ``malformed`` and left out."""
    found: dict[str, Any] = {"malformed": []}
    for name, raw in message.raw_items():
        key = str(name).lower()
        if key not in (*PEOPLE, "subject", "date") or key in found:
            continue
        try:
            if len(str(raw)) > limits.header:
                raise ValueError
            found[key] = _told(key, policy.default.header_factory(key, _unfolded(str(raw))))
        except Exception:
            # The library's parser of headers is known to raise errors of all kinds on malformed ones.
            found["malformed"].append(key)
    return found


def _unfolded(raw: str) -> str:
    return "".join(raw.splitlines()).encode("utf-8", "replace").decode()


def _told(key: str, header: Any) -> Any:
    if key in PEOPLE:
        return [[each.display_name, each.addr_spec] for each in header.addresses]
    if key == "date":
        moment: datetime | None = header.datetime
        if moment is None:
            raise ValueError
        return moment.isoformat()
    return str(header)


def _parts(message: EmailMessage) -> tuple[list[str], list[tuple[str, bytes]]]:
    """The texts to read, of alternatives the plain one, and the attachments."""
    bodies: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part, only in _leaves(message):
        kind, name = part.get_content_type(), _filename(part)
        if kind == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            files.append((name or "message.eml", inner.as_bytes(policy=policy.compat32) if inner else b""))
        elif kind.startswith("text/") and not name and part.get_content_disposition() != "attachment":
            text = _text(part)
            if kind == "text/html":
                text = _without_tags(text) if only else ""
            bodies += [text] if text.strip() else []
        else:
            files.append((name, _payload(part)))
    return bodies, files


def _leaves(message: EmailMessage) -> Iterator[tuple[Any, bool]]:
    """Every part that is not a container, with whether it is the only form of its text."""
    waiting: list[tuple[Any, bool]] = [(message, True)]
    while waiting:
        part, only = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            parts = part.get_payload()
            kinds = {each.get_content_type() for each in parts}
            choice = part.get_content_subtype() == "alternative" and "text/plain" in kinds
            waiting += [(each, only and not choice) for each in reversed(parts)]
        else:
            yield part, only


def _filename(part: Any) -> str:
    try:
        return str(part.get_filename() or "")
    except Exception:  # as with headers
        return ""


def _payload(part: Any) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "replace")


def _text(part: Any) -> str:
    try:
        return _payload(part).decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return _payload(part).decode("utf-8", "replace")


def _without_tags(html: str) -> str:
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    root = etree.fromstring(html.encode("utf-8", "replace"), parser) if html.strip() else None
    if root is None:
        return ""
    etree.strip_elements(root, *SILENT, with_tail=False)
    return "\n".join(line for each in root.itertext() if (line := " ".join(str(each).split())))
