"""What a reading told, as codes, so that a test can compare it."""

from collections.abc import Callable

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.intake import Read


def codes(read: Read) -> list[str]:
    """The codes of its notes."""
    return [note.code for note in read.notes]


def refused(reading: Callable[[], object]) -> str:
    """The code of the refusal, or what was read instead."""
    try:
        return f"read: {reading()}"
    except Unreadable as error:
        return error.note.code if str(error) else "nothing said"


def members(read: Read) -> dict[str, str]:
    """Each member's kind, or the code of its refusal, by name."""
    return {
        each.name: each.read.kind.name if isinstance(each.read, Read) else each.read.note.code for each in read.members
    }
