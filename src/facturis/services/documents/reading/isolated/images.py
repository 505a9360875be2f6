"""PNG, JPEG and TIFF: how large they are, whether they are whole, and the text that Tesseract sees on them."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated import ocr
from facturis.services.documents.reading.isolated.frames import Frame
from facturis.services.documents.reading.limits import Limits

FORMATS = ("PNG", "JPEG", "TIFF")
# What Pillow raises on a damaged image; some decoders let an error of the language through.
BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, IndexError,
          OverflowError, ZeroDivisionError, AttributeError, RuntimeError, NotImplementedError)  # fmt: skip


def looked_at(content: bytes, limits: Limits, _: Mapping[str, Any]) -> Frame:
    """Width and height of each picture of an image, which is decoded whole. Raises Unreadable."""
    return {"sizes": [image.size for image in _pictures(content, limits)]}, []


def scanned(content: bytes, limits: Limits, options: Mapping[str, Any]) -> Frame:
    """The text on each picture whose number (from 1) is among ``pages``. Raises Unreadable."""
    if not ocr.languages():
        return {"installed": False}, []
    texts: list[tuple[int, str]] = []
    for number, image in enumerate(_pictures(content, limits), 1):
        if number in options["pages"]:
            try:
                texts.append((number, ocr.recognised(image)))
            except ocr.Unrecognised:
                continue
    return {"installed": True, "texts": texts}, []


def _pictures(content: bytes, limits: Limits) -> Iterator[Image.Image]:
    Image.MAX_IMAGE_PIXELS = None  # which only warns below twice the limit; ours is held before anything is decoded
    pixels = 0
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as image:
            frames = getattr(image, "n_frames", 1)
            if frames > limits.pages:
                raise Unreadable("too many pages", limit=limits.pages)
            for frame in range(frames):
                image.seek(frame)
                pixels += image.width * image.height
                if pixels > limits.pixels:
                    raise Unreadable("too many pixels", limit=limits.pixels // 1_000_000)
                image.load()
                yield image
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable("broken", kind="IMAGE") from error
