"""The child process: it confines itself, and then reads one document after another until nobody asks any more.

Run as a module, with frames on standard input and output. A document can make it die, hang or grow: whoever asked it
ends it at the deadline, and the system ends it where it takes too much memory or writes a file.
"""

import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated import images, mail, pdf
from facturis.services.documents.reading.isolated.frames import Frame, Unframed, receive, send
from facturis.services.documents.reading.limits import Limits

READERS: Mapping[str, Callable[[bytes, Limits, Mapping[str, Any]], Frame]] = {
    "pdf": pdf.looked_at,
    "pdf scan": pdf.scanned,
    "image": images.looked_at,
    "image scan": images.scanned,
    "mail": mail.opened,
}


def confine() -> bool:
    """Takes network, files and dumps of memory from this process; whether the system let it give up the network."""
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(what, (0, 0))
    for spaces in (os.CLONE_NEWUSER | os.CLONE_NEWNET, os.CLONE_NEWNET):
        try:
            os.unshare(spaces)
        except OSError:
            continue
        return True
    return False


def answered(data: Mapping[str, Any], content: bytes) -> Frame:
    """The answer to one question, a refusal among them. Raises MemoryError."""
    limits = Limits(**data["limits"])
    _allow(limits, data["seconds"])
    try:
        return READERS[data["task"]](content, limits, data["options"])
    except Unreadable as error:
        return {"refused": error.note.code, "details": dict(error.note.details)}, []
    except MemoryError:
        raise
    except Exception:
        # What a library raises on a hostile document is not for us to foresee; the document is refused by name.
        return {"refused": "gave up", "details": {}}, []


def _allow(limits: Limits, seconds: float) -> None:
    """Memory and processor time for one document, which also end this process where its parent has gone."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, most))
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 1, most))


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            data, (content,) = receive(questions, sys.maxsize)
        except Unframed:
            return
        send(answers, *answered(data, content))


def main() -> int:
    """Serves standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints would not be a frame.
    os.dup2(2, 1)
    confine()
    _serve(sys.stdin.buffer, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
