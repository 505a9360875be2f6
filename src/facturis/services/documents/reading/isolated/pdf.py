"""PDF: the text of each page by PDFium; scripts, actions and embedded files by qpdf, which opens every object."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated import ocr
from facturis.services.documents.reading.isolated.frames import Frame
from facturis.services.documents.reading.limits import Limits

PASSWORD = 4  # FPDF_ERR_PASSWORD of fpdfview.h
RESOLUTION = 200 / 72  # what Tesseract reads well, as dots per point
# What an action does (ISO 32000-2, 12.6.4), and what an annotation is (12.5.6), as the code of a note.
ACTIONS = {
    "/JavaScript": "javascript", "/Launch": "launch", "/SubmitForm": "sends", "/ImportData": "opens elsewhere",
    "/GoToR": "opens elsewhere", "/GoToE": "opens elsewhere", "/RichMediaExecute": "media", "/Rendition": "media",
}  # fmt: skip
ANNOTATIONS = {"/RichMedia": "media", "/Movie": "media", "/Sound": "media", "/Screen": "media", "/3D": "media"}


def looked_at(content: bytes, limits: Limits, _: Mapping[str, Any]) -> Frame:
    """The text of each page (None where it cannot be read), codes of what is notable, and embedded files with names.

    Raises Unreadable.
    """
    with _opened(content, limits) as document:
        pages = list(_texts(document, limits))
    try:
        notable, embedded = _structure(content, limits)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        notable, embedded = {"structure unchecked"}, []
    data = {"pages": pages, "notes": sorted(notable), "embedded": [name for name, _ in embedded]}
    return data, [each for _, each in embedded]


def scanned(content: bytes, limits: Limits, options: Mapping[str, Any]) -> Frame:
    """The text that Tesseract sees on the pages (from 1) among ``pages``. Raises Unreadable."""
    if not ocr.languages():
        return {"installed": False}, []
    texts: list[tuple[int, str]] = []
    with _opened(content, limits) as document:
        for number in options["pages"]:
            try:
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(RESOLUTION, (limits.pixels / max(width * height, 1)) ** 0.5)
                texts.append((number, ocr.recognised(page.render(scale=scale, grayscale=True).to_pil())))
            except (pypdfium2.PdfiumError, ocr.Unrecognised, ValueError):
                continue
    return {"installed": True, "texts": texts}, []


def _opened(content: bytes, limits: Limits) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == PASSWORD:
            raise Unreadable("encrypted") from error
        raise Unreadable("broken", kind="PDF") from error
    if len(document) > limits.pages:
        raise Unreadable("too many pages", limit=limits.pages)
    if not len(document):
        raise Unreadable("no pages")
    return document


def _texts(document: pypdfium2.PdfDocument, limits: Limits) -> Iterator[str | None]:
    left = limits.characters + 1
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage().get_text_range(count=-1)
            page.close()
        except pypdfium2.PdfiumError:
            yield None
            continue
        yield text[:left].replace("\r\n", "\n").replace("\x00", "")
        left -= min(left, len(text))


def _structure(content: bytes, limits: Limits) -> tuple[set[str], list[tuple[str, bytes]]]:
    notable: set[str] = set()
    embedded: dict[tuple[int, int], tuple[str, bytes]] = {}
    size = 0
    with pikepdf.open(BytesIO(content), suppress_warnings=True) as document:
        if document.is_encrypted:
            notable.add("protected")
        for each in _dictionaries(document):
            notable |= _notable(each)
            if (stream := _embedded(each)) is None or stream.objgen in embedded:
                continue
            found = stream.read_bytes()
            size += len(found)
            if size > limits.unpacked or len(embedded) >= limits.members:
                raise Unreadable("unpacks too large", limit=limits.unpacked // 1024**2)
            embedded[stream.objgen] = _name(each), found
    return notable, list(embedded.values())


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of a document, wherever it stands: a script may hide in any object, also where none leads."""
    waiting: list[Any] = []
    for top in document.objects:
        waiting.append(top)
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Stream):
                each = each.stream_dict
            if isinstance(each, pikepdf.Dictionary):
                yield each
                inner: Any = each.as_dict().values()
            elif isinstance(each, pikepdf.Array):
                inner = each.as_list()
            else:
                continue
            waiting += [one for one in inner if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _notable(each: pikepdf.Object) -> set[str]:
    found = {ACTIONS.get(_named(each, "/S")), ANNOTATIONS.get(_named(each, "/Subtype"))}
    if "/JS" in each:
        found.add("javascript")
    return {code for code in found if code}


def _named(each: pikepdf.Object, key: str) -> str:
    value = each.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _embedded(each: pikepdf.Object) -> pikepdf.Stream | None:
    """The stream of a file specification (ISO 32000-2, 7.11.4)."""
    files = each.get("/EF")
    if not isinstance(files, pikepdf.Dictionary):
        return None
    return next((one for key in ("/UF", "/F") if isinstance(one := files.get(key), pikepdf.Stream)), None)


def _name(each: pikepdf.Object) -> str:
    return next((str(one) for key in ("/UF", "/F") if isinstance(one := each.get(key), pikepdf.String)), "")
