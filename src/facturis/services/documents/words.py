"""Words, as the index of documents has them: how a text and what somebody looks for become the same words."""

import re
import unicodedata
from collections.abc import Iterable

SHORTEST, LONGEST, MOST = 2, 40, 5000
MOST_ASKED = 10
_WORD = re.compile(r"[^\W_]+(?:[.,/'-][^\W_]+)*")


def words(texts: Iterable[str]) -> list[str]:
    """The words of some texts in small letters and without accents, each once, in order; at most :data:`MOST`.

    What is written together, such as «2026-0017» or «1.250,00», is one word, and each of its parts is one too.
    """
    found: dict[str, None] = {}
    for text in texts:
        for each in _WORD.finditer(_plain(text)):
            for word in (each[0], *re.split(r"[.,/'-]", each[0])):
                if SHORTEST <= len(word) <= LONGEST:
                    found.setdefault(word)
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def asked(text: str) -> list[str]:
    """The words that all must stand in a document, of what somebody typed in; at most :data:`MOST_ASKED`."""
    found = (each[0] for each in _WORD.finditer(_plain(text)))
    return list(dict.fromkeys(word for word in found if SHORTEST <= len(word) <= LONGEST))[:MOST_ASKED]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each))
