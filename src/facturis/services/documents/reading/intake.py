"""The one entry of the room's reading: a file as it was handed in becomes what is known of it, or one error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from facturis.services.documents.reading import archive
from facturis.services.documents.reading.answers import Note, Unreadable
from facturis.services.documents.reading.finds import Find, finds
from facturis.services.documents.reading.invoice.attachments import attachments
from facturis.services.documents.reading.invoice.reader import invoice_of
from facturis.services.documents.reading.invoice.terms import Invoice
from facturis.services.documents.reading.isolated.looks import ImageLook, MailLook, PdfLook, Scan, ask, storable
from facturis.services.documents.reading.isolated.workers import Workers, shared
from facturis.services.documents.reading.kinds import Kind, decoded, kind_of, misnamed
from facturis.services.documents.reading.limits import DEFAULT, MEBIBYTE, Limits
from facturis.services.documents.reading.programs import is_program
from facturis.services.documents.reading.xml import parsed


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another, as it was there, with what was read of it or why it was not."""

    name: str
    content: bytes = field(repr=False)
    read: "Read | Unreadable"


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of one file.

    ``pages`` is its text by page, empty where there is none; ``invoice`` the one that it is or carries; ``mail`` an
    e-mail, whose body is its page; ``sizes`` the pictures of an image in pixels; ``finds`` what identifies a person or
    company in the text, each with its reason; ``notes`` what people should know; ``members`` the files in it.
    """

    kind: Kind
    pages: tuple[str, ...] = ()
    invoice: Invoice | None = None
    mail: MailLook | None = None
    sizes: tuple[tuple[int, int], ...] = ()
    finds: tuple[Find, ...] = ()
    notes: tuple[Note, ...] = ()
    members: tuple[Member, ...] = ()


def read(content: BinaryIO | bytes, name: str, limits: Limits = DEFAULT, workers: Workers | None = None) -> Read:
    """Reads what somebody hands in under a name; ``workers`` are the processes for it, those of the server by default.

    Raises Unreadable, and nothing else: its sentence says what is wrong and what to do. A file inside is never the
    reason, as long as the file itself can be read: its own :class:`Member` says what is wrong with it.
    """
    given = content if isinstance(content, bytes) else content.read(limits.bytes + 1)
    if len(given) > limits.bytes:
        raise Unreadable("too large", limit=limits.bytes // MEBIBYTE)
    return _Intake(limits, workers or shared()).read(given, name, 0, False)


class _Intake:
    """One intake with all that is inside, which share the limits."""

    def __init__(self, limits: Limits, workers: Workers) -> None:
        self.limits, self.workers = limits, workers
        self.members_left, self.bytes_left = limits.members, limits.unpacked

    def read(self, content: bytes, name: str, depth: int, archived: bool) -> Read:
        """One file; ``depth`` is how many it stands in, ``archived`` whether an archive is among them."""
        kind = kind_of(content)
        if kind is Kind.OFFICE:
            raise Unreadable("office")
        if kind is Kind.ZIP and archived:
            raise Unreadable("nested archive")
        found, inside = READERS[kind](self, content)
        notes = [note for note in (misnamed(name, kind),) if note] + list(found.notes)
        members = self.inside(inside, depth + 1, archived or kind is Kind.ZIP)
        invoice, told = _carried(found.invoice, members if kind is Kind.PDF else ())
        notes += [Note("program", {"name": each.name}) for each in members if is_program(each.name, each.content)]
        pages, cut = _cut(found.pages, self.limits)
        listed = finds(pages, self.limits.finds + 1)
        if len(listed) > self.limits.finds:
            cut.append(Note("finds cut", {"limit": self.limits.finds}))
        return replace(
            found, pages=pages, invoice=invoice, members=members, finds=tuple(listed[: self.limits.finds]),
            notes=(*notes, *told, *cut),
        )  # fmt: skip

    def inside(self, files: "Iterable[Inside]", depth: int, archived: bool) -> tuple[Member, ...]:
        """The members of a file, each an intake of its own. Raises Unreadable where they are too many or too large."""
        members = []
        for name, content, refused in files:
            self.members_left -= 1
            self.bytes_left -= len(content)
            if self.members_left < 0:
                raise Unreadable("too many members", limit=self.limits.members)
            if self.bytes_left < 0:
                raise Unreadable("unpacks too large", limit=self.limits.unpacked // MEBIBYTE)
            members.append(Member(storable(name), content, refused or self.member(content, name, depth, archived)))
        return tuple(members)

    def member(self, content: bytes, name: str, depth: int, archived: bool) -> Read | Unreadable:
        try:
            if depth > self.limits.depth:
                raise Unreadable("too deep")
            return self.read(content, name, depth, archived)
        except Unreadable as error:
            return error

    def pdf(self, content: bytes) -> "Opened":
        look, blobs = ask(self.workers, "pdf", PdfLook, content, self.limits, self.limits.seconds)
        notes = [Note(code) for code in look.notes]
        notes += [Note("page unreadable", {"page": at}) for at, text in enumerate(look.pages, 1) if text is None]
        empty = [at for at, text in enumerate(look.pages, 1) if text is not None and not text.strip()]
        texts, told = self.scanned("pdf scan", content, empty)
        pages = tuple(texts.get(at) or text or "" for at, text in enumerate(look.pages, 1))
        found = Read(Kind.PDF, pages, notes=(*notes, *told))
        return found, [(name, blob, None) for name, blob in zip(look.embedded, blobs, strict=True)]

    def image(self, content: bytes, kind: Kind) -> "Opened":
        look, _ = ask(self.workers, "image", ImageLook, content, self.limits, self.limits.seconds)
        texts, told = self.scanned("image scan", content, list(range(1, len(look.sizes) + 1)))
        pages = tuple(texts.get(at, "") for at in range(1, len(look.sizes) + 1))
        return Read(kind, pages, sizes=tuple(look.sizes), notes=tuple(told)), ()

    def scanned(self, task: str, content: bytes, pages: list[int]) -> tuple[dict[int, str], list[Note]]:
        """The text of pages that are images, by number, and what to tell of it."""
        if not pages:
            return {}, []
        some = pages[: self.limits.scanned_pages]
        try:
            seconds = self.limits.scanning_seconds
            scan, _ = ask(self.workers, task, Scan, content, self.limits, seconds, pages=some)
        except Unreadable:
            return {}, [Note("scan failed")]
        if not scan.installed:
            return {}, [Note("no ocr")]
        texts = {at: text for at, text in scan.texts if text}
        notes = [Note("scanned", {"page": at}) for at in texts] or [Note("no text")]
        return texts, notes + [Note("scan cut", {"limit": len(some)})] * (len(some) < len(pages))

    def mail(self, content: bytes) -> "Opened":
        look, blobs = ask(self.workers, "mail", MailLook, content, self.limits, self.limits.seconds)
        notes = tuple(Note("header malformed", {"name": name}) for name in look.malformed)
        found = Read(Kind.MAIL, (look.body,), mail=look, notes=notes)
        return found, [(name, blob, None) for name, blob in zip(look.attached, blobs, strict=True)]

    def archive(self, content: bytes) -> "Opened":
        # One by one, so that no more is unpacked than the limits allow.
        unpacked = archive.members(content, self.limits, self.bytes_left)
        return Read(Kind.ZIP), ((name, *_told(inner)) for name, inner in unpacked)

    def xml(self, content: bytes) -> "Opened":
        root = parsed(content, self.limits)
        invoice = invoice_of(root)
        if invoice is None:
            text = "\n".join(line for each in root.itertext() if (line := str(each).strip()))
            return Read(Kind.XML, (text,), notes=(Note("no invoice"),)), ()
        return Read(Kind.XML, invoice=invoice), attachments(root)

    def text(self, content: bytes) -> "Opened":
        text, guessed = decoded(content) or ("", True)
        return Read(Kind.TEXT, (storable(text),), notes=(Note("encoding guessed"),) * guessed), ()


type Inside = tuple[str, bytes, Unreadable | None]
type Opened = tuple[Read, Iterable[Inside]]

READERS: Mapping[Kind, Callable[[_Intake, bytes], Opened]] = {
    Kind.PDF: _Intake.pdf,
    Kind.XML: _Intake.xml,
    Kind.PNG: lambda intake, content: intake.image(content, Kind.PNG),
    Kind.JPEG: lambda intake, content: intake.image(content, Kind.JPEG),
    Kind.TIFF: lambda intake, content: intake.image(content, Kind.TIFF),
    Kind.ZIP: _Intake.archive,
    Kind.MAIL: _Intake.mail,
    Kind.TEXT: _Intake.text,
}


def _told(unpacked: bytes | Unreadable) -> tuple[bytes, Unreadable | None]:
    return (b"", unpacked) if isinstance(unpacked, Unreadable) else (unpacked, None)


def _carried(own: Invoice | None, members: tuple[Member, ...]) -> tuple[Invoice | None, list[Note]]:
    """The invoice of a file itself, or the one that it carries (Factur-X, ZUGFeRD), and what to tell of it."""
    carried = [(each.name, each.read.invoice) for each in members if isinstance(each.read, Read) and each.read.invoice]
    if own or not carried:
        return own, []
    name, invoice = carried[0]
    return invoice, [Note("several invoices", {"name": name})] if len(carried) > 1 else []


def _cut(pages: tuple[str, ...], limits: Limits) -> tuple[tuple[str, ...], list[Note]]:
    """The pages up to the limit of characters."""
    left, kept = limits.characters, []
    for page in pages:
        kept.append(page[:left])
        left -= len(kept[-1])
    cut = sum(map(len, pages)) > limits.characters
    return tuple(kept), [Note("text cut", {"limit": limits.characters})] if cut else []
