"""Logs: constant messages and declared keys, held so in the source, and nothing else where they are written."""

import ast
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from facturis.guard.declaration import Finding
from facturis.guard.declare import Plain
from facturis.guard.places import Place
from facturis.guard.rooms import Room, log_keys, rooms

_LEVELS = ("debug", "info", "warning", "error", "exception", "critical")
_LOGGERS = ("logger", "log", "logging")
type _Exception = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DeclaredFormatter(logging.Formatter):
    """Writes the constant part of a message and the declared keys; of an exception its type and where it was raised.

    What varies in a message, and what an exception says, may be personal data, and is left out.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """One line, with the declared keys behind it."""
        record.message = str(record.msg)
        said = {key: vars(record)[key] for key in log_keys() if key in vars(record)}
        return super().formatMessage(record) + "".join(f" {key}={value}" for key, value in said.items())

    def formatException(self, ei: _Exception) -> str:
        """The lines that led to it, the innermost last, and its type."""
        kind, _, at = ei
        frames = traceback.extract_tb(at)
        name = kind.__qualname__ if kind else "no exception"
        return "\n".join((*(f"  {each.filename}:{each.lineno} in {each.name}" for each in frames), f"  {name}"))


def log_findings() -> Iterator[Finding]:
    """Log calls in the rooms' sources whose message varies or whose keys are not declared."""
    known = log_keys()
    for room in rooms():
        for path in sorted(Path(room.path).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _logs(node):
                    yield from _entry(node, Place(str(path), node.lineno), known, room)


def _logs(node: ast.Call) -> bool:
    call = node.func
    return (
        isinstance(call, ast.Attribute)
        and call.attr in _LEVELS
        and isinstance(call.value, ast.Name)
        and call.value.id in _LOGGERS
    )


def _entry(node: ast.Call, place: Place, known: dict[str, Plain], room: Room) -> Iterator[Finding]:
    if len(node.args) != 1 or not isinstance(node.args[0], ast.Constant):
        yield Finding(
            place, "the message of a log entry varies", "write a constant message, and what varies as extra={'key': …}"
        )
    for extra in (each.value for each in node.keywords if each.arg in ("extra", None)):
        keys = extra.keys if isinstance(extra, ast.Dict) else [None]
        for key in keys:
            if not isinstance(key, ast.Constant):
                yield Finding(place, "a log key cannot be told from here", "write extra={'key': …} with constant keys")
            elif key.value not in known:
                yield Finding(
                    place, f"the log key {key.value!r} is not declared",
                    f"declare it in log_keys of {type(room).__qualname__}: {{{key.value!r}: Plain('…')}}",
                )  # fmt: skip
