"""A phrase, a sentence of ours with slots, and a sheet, the phrases of one place of the model."""

import re
from dataclasses import dataclass, field
from typing import Any

from grondslag.statement.phrases.slots import SLOTS, Language

_SLOT = re.compile(r"\{(\w+):(\w+)\}")


class Phrase:
    """A sentence in Dutch and English with its slots, and the fields that it says by being there at all."""

    def __init__(self, nl: str, en: str, /, **fixed: Any) -> None:
        self.words: dict[Language, str] = {"nl": nl, "en": en}
        self.fixed = fixed
        self.slots: dict[str, str] = dict(_SLOT.findall(nl))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that this phrase tells."""
        return (*self.slots, *self.fixed)

    @property
    def pattern(self) -> str:
        """The regular expression of the Dutch sentence."""
        parts = _SLOT.split(self.words["nl"])
        literals = [re.escape(part) for part in parts[::3]]
        slots = [f"(?P<{name}>{SLOTS[kind].pattern})" for name, kind in zip(parts[1::3], parts[2::3], strict=True)]
        return "".join(text for pair in zip(literals, [*slots, ""], strict=True) for text in pair)

    def said(self, values: dict[str, Any], language: Language) -> str:
        """The sentence with these values in its slots."""
        return _SLOT.sub(lambda match: SLOTS[match[2]].say(values[match[1]], language), self.words[language])

    def read(self, match: re.Match[str]) -> dict[str, Any]:
        """The values that a matched sentence tells."""
        return {name: SLOTS[kind].read(match[name]) for name, kind in self.slots.items()} | self.fixed


@dataclass(frozen=True, slots=True)
class Sheet:
    """The phrases of one place: of the fields of ``kind`` at ``path``. ``joined``: an entry in one line."""

    path: str
    kind: type
    phrases: tuple[Phrase, ...]
    joined: bool = False
    opening: str = field(default="", metadata={"about": "the field whose phrase begins an entry of several lines"})
