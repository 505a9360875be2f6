"""Searches every file of a directory for words that must be gone, whatever the format of the file."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

type Found = Mapping[tuple[str, str], frozenset[Path]]

CHUNK = 16_000_000
# A search index cuts off what a word shares with the word before it; so many letters at its end are enough to know it.
TAIL = 12


def search(directory: Path, words: Iterable[tuple[str, str]]) -> Found:
    """The files in which each word is found, by (word, place); a word in any case, and the end of it is enough.

    ``words`` are pairs of a place and a word of ASCII letters. Raises OSError.
    """
    found: dict[tuple[str, str], set[Path]] = {}
    wanted = [(word, place, word.lower().encode("ascii")[-TAIL:]) for place, word in words]
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        for chunk in _chunks(path):
            for word, place, tail in wanted:
                if tail in chunk:
                    found.setdefault((word, place), set()).add(path)
    return {word: frozenset(paths) for word, paths in found.items()}


def _chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in lower case, each chunk beginning with the end of the one before."""
    with path.open("rb") as file:
        before = b""
        while part := file.read(CHUNK):
            yield (before + part).lower()
            before = part[1 - TAIL :]
