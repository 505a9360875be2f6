"""The line on which each value of a TOML text stands: the standard library's reader tells values, never lines.

The scanner trusts that ``tomllib`` accepted the text, so it only has to find where keys and elements begin
(TOML 1.0: headers, dotted and quoted keys, strings, arrays, inline tables, comments).
"""

import re
import tomllib
from bisect import bisect_right

type Location = tuple[str | int, ...]

BLANK = re.compile(r"(?:\s|#[^\n]*)*")
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
SCALAR = re.compile(r"[^,\]}#\n]+")


class Locator:
    """Where the values of ``text`` stand. ``text`` must be TOML that ``tomllib`` reads."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._lines: dict[Location, int] = {}
        self._last: dict[Location, int] = {}
        self._scan()

    def line(self, location: Location) -> int:
        """The line, from 1, of the value at ``location``, or of the nearest table around it; 0 when there is none."""
        for length in range(len(location), 0, -1):
            if line := self._lines.get(location[:length]):
                return line
        return 0

    def _mark(self, location: Location) -> None:
        self._lines.setdefault(location, bisect_right(self._starts, self._at))

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match.group()

    def _scan(self) -> None:
        table: Location = ()
        self._skip(BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(BLANK)

    def _header(self) -> Location:
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        path: Location = ()
        keys = self._keys()
        for place, key in enumerate(keys):
            path = (*path, key)
            if many and place == len(keys) - 1:
                self._last[path] = self._last.get(path, -1) + 1
            if path in self._last:
                path = (*path, self._last[path])
        closing, self._at = self._at + (2 if many else 1), start
        for length in range(len(path)):
            self._mark(path[: length + 1])
        self._at = closing
        return path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(BLANK)
            if self._text[self._at] in "\"'":
                keys.append(str(tomllib.loads(f"key = {self._skip(STRING)}")["key"]))
            else:
                keys.append(self._skip(BARE_KEY))
            self._skip(BLANK)
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _pair(self, table: Location) -> None:
        start, keys = self._at, self._keys()
        value, self._at = self._at + 1, start
        for length in range(len(keys)):
            self._mark((*table, *keys[: length + 1]))
        self._at = value
        self._value((*table, *keys))

    def _value(self, location: Location) -> None:
        self._skip(BLANK)
        opening = self._text[self._at]
        if opening in "\"'":
            self._skip(STRING)
        elif opening in "[{":
            self._container(location, closing="]" if opening == "[" else "}")
        else:
            self._skip(SCALAR)

    def _container(self, location: Location, closing: str) -> None:
        self._at += 1
        index = 0
        while True:
            self._skip(BLANK)
            if self._text[self._at] == closing:
                self._at += 1
                return
            if closing == "]":
                self._mark((*location, index))
                self._value((*location, index))
            else:
                self._pair(location)
            index += 1
            self._skip(BLANK)
            if self._text[self._at] == ",":
                self._at += 1
