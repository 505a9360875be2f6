"""TOML as people hand it in: the bytes of a file to text and data, or one sentence that says the line and the fix."""

import tomllib
from typing import Any

from grondslag.statement.errors import StatementError

LARGEST = 5_000_000


def parsed(source: str | bytes, name: str, what: str) -> tuple[str, dict[str, Any]]:
    """The text and the data of a TOML file; ``what`` is what it should be, in words, such as «a statement».

    Raises StatementError for text that is empty, binary, too large, not UTF-8 or not TOML 1.0.
    """
    text = _decoded(source, name, what)
    try:
        return text, tomllib.loads(text)
    except RecursionError:
        raise StatementError(f"the text is nested too deeply to be {what}", name=name) from None
    except tomllib.TOMLDecodeError as error:
        message, line = _toml_error(text, str(error))
        raise StatementError(message, name=name, line=line) from None
    except ValueError as error:
        raise StatementError(f"a value cannot be read: {error}", name=name) from None


def _decoded(source: str | bytes, name: str, what: str) -> str:
    if len(source) > LARGEST:
        raise StatementError(f"the file is larger than 5 MB: {what} is at most a few pages of text", name=name)
    if isinstance(source, str):
        text = source
    elif b"\0" in source:
        raise StatementError(f"the file is binary: give the TOML text of {what}", name=name)
    else:
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            raise StatementError("the file is not UTF-8 here: save it as UTF-8", name=name, line=line) from None
    if not text.strip():
        raise StatementError(f"the file is empty: give the TOML text of {what}", name=name)
    return text


def _toml_error(text: str, error: str) -> tuple[str, int]:
    message, _, place = error.partition(" (at ")
    line = int(place[5:].split(",")[0]) if place.startswith("line ") else text.count("\n") + 1
    return f"this is not TOML: {message[:1].lower()}{message[1:]}", line
