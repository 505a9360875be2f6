"""What a statement does, told from its words: the table that it writes to, and what it may not say under the gate."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.db.utils import NotSupportedError

_WORDS = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] | --[^\n]* | /\*.*?(?:\*/|\Z) | \w+ | [^\s\w]""",
    re.VERBOSE | re.DOTALL,
)
_QUOTES = {'"': '"', "`": "`", "[": "]"}
_VERBS = {"SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "PRAGMA", "EXPLAIN"}


@dataclass(frozen=True, slots=True)
class Worded:
    """A statement as it goes to SQLite: its text, with its target in the schema «main», and the target's name."""

    text: str
    target: str = ""
    replaces: bool = False

    @property
    def writes(self) -> bool:
        """Whether it writes rows."""
        return bool(self.target)


@lru_cache(maxsize=2048)
def worded(text: str) -> Worded:
    """A statement understood as far as the gate needs. A write goes to the table itself, past the view of its name.

    Raises NotSupportedError for one that names a schema: only the gate tells the table from the view.
    """
    found = [match for match in _WORDS.finditer(text) if not match[0].startswith(("'", "--", "/*"))]
    for word, following in pairwise(found):
        if following[0] == "." and _name(word[0]).lower() in ("main", "temp"):
            raise NotSupportedError(f"name the table without its schema: not {word[0]}.")
    at, verb = _verb(found)
    if verb not in ("INSERT", "REPLACE", "UPDATE", "DELETE"):
        return Worded(text)
    rest = [each[0].upper() for each in found[at:]]
    replaces = verb == "REPLACE" or rest[1:3] == ["OR", "REPLACE"]
    skipped = 1 + (2 if rest[1:2] == ["OR"] else 0) + (1 if verb != "UPDATE" else 0)
    target = found[at + skipped]
    return Worded(f'{text[: target.start()]}"main".{text[target.start() :]}', _name(target[0]), replaces)


def _verb(found: list[re.Match[str]]) -> tuple[int, str]:
    """Where the statement's own verb stands, which comes after what WITH names in brackets."""
    depth = 0
    for n, word in enumerate(found):
        depth += {"(": 1, ")": -1}.get(word[0], 0)
        if depth == 0 and word[0].upper() in _VERBS:
            return n, word[0].upper()
    return 0, ""


def _name(word: str) -> str:
    closing = _QUOTES.get(word[0])
    return word[1:-1].replace(closing * 2, closing) if closing else word
