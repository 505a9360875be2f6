"""The statement in force, told in the language of the reader, where a page shows a part of it."""

from dataclasses import dataclass

from django.utils.translation import get_language

from facturis.guard import statement
from facturis.pages.versions import Language
from grondslag.statement.dictionary import purpose_kinds
from grondslag.statement.phrases import period
from grondslag.statement.render.outline import Line, outline
from grondslag.statement.wording import GROUNDS


@dataclass(frozen=True, slots=True)
class Kept:
    """A purpose in one row: its id, what it is, its ground and its periods in words."""

    id: str
    label: str
    ground: str
    periods: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where the published statement tells of it."""
        return f"doel-{self.id.replace('.', '-')}"


def spoken_language() -> Language:
    """The language of the reader, as the kernel names it."""
    return "en" if (get_language() or "").startswith("en") else "nl"


def keeping(group: str, language: Language) -> list[Kept]:
    """The active purposes of a group, for those who want to see at a glance what is kept and how long."""
    english = language == "en"
    found = []
    for each in statement.in_force().purposes:
        if each.group == group and each.active:
            kind = purpose_kinds().get(each.kind)
            label = kind.en if kind and english else each.label.split(",")[0]
            ground = GROUNDS[each.ground][english] if each.ground else ""
            periods = dict.fromkeys(period(max(term.months, 0), language) for term in each.terms)
            found.append(Kept(each.id, label, ground, tuple(periods)))
    return found


def cookie_claims(language: Language) -> list[Line]:
    """What the statement says of cookies, line by line."""
    return [
        line
        for block in outline(statement.in_force(), language)
        if block.id == "cookies"
        for line in block.lines
        if line.path.startswith("cookies.") and not line.path.endswith("statement_url")
    ]
