"""The child processes as the server sees them: kept warm, asked one document at a time, ended at the deadline."""

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from queue import Empty, LifoQueue
from threading import Timer
from typing import Any, BinaryIO, cast

from facturis.services.documents.reading.answers import REFUSALS, Unreadable
from facturis.services.documents.reading.isolated.frames import Frame, Unframed, receive, send
from facturis.services.documents.reading.limits import MEBIBYTE, Limits

CHILD = (sys.executable, "-I", "-m", "facturis.services.documents.reading.isolated.child")
# A process is replaced after so many documents, so that what a library leaks is given back.
DOCUMENTS = 2000
# Beside the blobs, an answer holds the text of all pages, as JSON.
ANSWER = 64 * MEBIBYTE


class Died(Exception):
    """The child ended, was ended at its deadline, or did not answer in frames."""


class Worker:
    """One child process."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.asked, self.ended = 0, False
        # Nothing of the server's environment is handed on, and no file of it is open there.
        self.process = subprocess.Popen(
            CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=dict(environment), cwd="/", start_new_session=True,
        )  # fmt: skip

    def usable(self) -> bool:
        """Whether it can be asked once more."""
        return not self.ended and self.asked < DOCUMENTS and self.process.poll() is None

    def ask(self, question: Mapping[str, Any], content: bytes, limits: Limits, seconds: float) -> Frame:
        """The answer to one question. Raises Died."""
        self.asked += 1
        deadline = Timer(seconds, self.kill)
        deadline.start()
        try:
            send(cast(BinaryIO, self.process.stdin), question, [content])
            return receive(cast(BinaryIO, self.process.stdout), limits.unpacked + ANSWER)
        except (OSError, Unframed) as error:
            raise Died from error
        finally:
            deadline.cancel()
            deadline.join()

    def kill(self) -> None:
        """Ends the process with whatever it started."""
        self.ended = True
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Ends the process and waits for it."""
        self.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()


class Workers:
    """A few child processes that threads share; ``deaths`` counts those that a document ended.

    ``path`` is where programs are looked for (``PATH``): text recognition is used where ``tesseract`` is there.
    """

    def __init__(self, size: int = 2, path: str = os.defpath) -> None:
        self.deaths = 0
        self.environment = {"PATH": path, "OMP_THREAD_LIMIT": "1"}
        self._free: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(size):
            self._free.put(None)

    def ask(self, task: str, content: bytes, limits: Limits, seconds: float, **options: Any) -> Frame:
        """What a reader of ``child.READERS`` answers. Raises Unreadable, also where the process died of it."""
        try:
            worker = self._free.get(timeout=seconds)
        except Empty as error:
            raise Unreadable("busy") from error
        question = {"task": task, "limits": asdict(limits), "seconds": seconds, "options": options}
        try:
            if worker is None or not worker.usable():
                worker = _replaced(worker, self.environment)
            data, blobs = worker.ask(question, content, limits, seconds)
        except Died as error:
            self.deaths += 1
            raise Unreadable("gave up") from error
        finally:
            self._free.put(worker)
        if "refused" in data:
            raise _refusal(data)
        return data, blobs

    def close(self) -> None:
        """Ends all processes that are not at work."""
        for _ in range(self._free.qsize()):
            if worker := self._free.get():
                worker.close()
            self._free.put(None)


@cache
def shared() -> Workers:
    """The processes of this server, begun with the first document and ended with it."""
    workers = Workers(path=os.environ.get("PATH", os.defpath))
    atexit.register(workers.close)
    return workers


def _replaced(worker: Worker | None, environment: Mapping[str, str]) -> Worker:
    if worker:
        worker.close()
    return Worker(environment)


def _refusal(data: Mapping[str, Any]) -> Unreadable:
    """A refusal as the child told it, where that is a sentence that can be said."""
    try:
        refusal = Unreadable(data["refused"], **data["details"])
        return refusal if data["refused"] in REFUSALS and str(refusal) else Unreadable("gave up")
    except (KeyError, TypeError, ValueError):
        return Unreadable("gave up")
