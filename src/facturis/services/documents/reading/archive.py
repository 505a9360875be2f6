"""ZIP: its files one by one, in bounded memory; nothing is written anywhere, and no name is trusted."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.limits import MEBIBYTE, Limits

ENTRY = b"PK\x01\x02"
ENCRYPTED = 0x1
# Of the methods of ZIP only these take little memory to undo.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# A small file may shrink a lot without being a bomb.
HARMLESS = 64 * 1024
# What the library raises on a damaged archive.
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError,
          RuntimeError, LookupError, OverflowError)  # fmt: skip

type Unpacked = tuple[str, bytes | Unreadable]


def members(content: bytes, limits: Limits, most: int) -> Iterator[Unpacked]:
    """Each file of an archive with its name and content, or why it is not unpacked.

    Raises Unreadable where the archive is damaged, or holds more than ``limits.members`` files or ``most`` bytes.
    """
    # Each file has an entry, and the library reads all entries before it can be asked how many there are.
    if content.count(ENTRY) > limits.members * 4:
        raise Unreadable("too many members", limit=limits.members)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            files = [each for each in archive.infolist() if not each.is_dir()]
            if len(files) > limits.members:
                raise Unreadable("too many members", limit=limits.members)
            for each in files:
                unpacked = _unpacked(archive, each, limits, most)
                most -= 0 if isinstance(unpacked, Unreadable) else len(unpacked)
                yield each.filename, unpacked
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable("broken", kind="ZIP") from error


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, most: int) -> bytes | Unreadable:
    if _leads_outside(member.filename):
        return Unreadable("unsafe path")
    if member.flag_bits & ENCRYPTED:
        return Unreadable("encrypted")
    if member.compress_type not in METHODS:
        return Unreadable("packed oddly")
    # No more is unpacked than the ratio and what is left allow, whatever size the archive tells.
    allowed = max(member.compress_size * limits.ratio, HARMLESS)
    try:
        with archive.open(member) as packed:
            content = packed.read(min(allowed, most) + 1)
    except BROKEN:
        return Unreadable("broken", kind="ZIP")
    if len(content) > allowed:
        return Unreadable("bomb", limit=limits.ratio)
    if len(content) > most:
        raise Unreadable("unpacks too large", limit=limits.unpacked // MEBIBYTE)
    return content


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in path.parts[0] if path.parts else True
