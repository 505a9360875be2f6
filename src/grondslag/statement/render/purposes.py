"""The lines of every purpose: first those that every statement has, then whatever a reader could not know from them.

The second kind is found by reading the first kind back: a field is printed when the reader would take it for something
else. So a page holds no more lines than needed, and reading it gives the statement again.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from grondslag.statement.dictionary import categories, purpose_kinds
from grondslag.statement.model import Group, Item, Purpose, Statement
from grondslag.statement.phrases import Language, gathered, note, say, shown
from grondslag.statement.phrases.slots import NONE
from grondslag.statement.prose.entries import entries_of
from grondslag.statement.prose.labels import field_of
from grondslag.statement.prose.layout import rows_of_text
from grondslag.statement.prose.purposes import purposes_of
from grondslag.statement.prose.reading import ProseError
from grondslag.statement.render.spoken import Line, spoken
from grondslag.statement.wording import GROUNDS

LABELS: dict[str, tuple[str, str]] = {
    "label": ("Doeleinde", "Purpose"),
    "items": ("Gegevens", "Data"),
    "ground": ("Grondslag", "Legal ground"),
    "interest": ("Betrokken belang", "Interest"),
    "promise": ("Bewaartermijn", "Retention as promised"),
    "recipients": ("Ontvangers", "Recipients"),
}
NESTED = ("promise", "recipients", "device")
# What people ask first stands first, and the terms beside the promise; the rest follows in the order of the model.
ORDER = ("description", "items", "ground", "ground_text", "interest", "interest_holder", "interest_specific",
         "balancing_test", "promise", "terms", "recipients")  # fmt: skip


def purpose_lines(statement: Statement, language: Language) -> dict[str, list[Line]]:
    """The lines of every purpose by its id, the first of them its heading."""
    read = read_back(statement)
    ordered = in_order(statement)
    purposes: list[Purpose | None] = list(read[1]) if read and len(read[1]) == len(ordered) else [None] * len(ordered)
    return {
        purpose.id: _lines(purpose, known or Purpose(id="", group="", label=""), language)
        for purpose, known in zip(ordered, purposes, strict=True)
    }


def in_order(statement: Statement) -> list[Purpose]:
    """The purposes in the order of the page: by group."""
    return [purpose for group in statement.groups for purpose in statement.purposes if purpose.group == group.id]


@lru_cache(maxsize=8)
def read_back(statement: Statement) -> tuple[tuple[Group, ...], tuple[Purpose, ...]] | None:
    """What a reader makes of the plain lines of all purposes; None when it cannot read them."""
    text = [note("marker")]
    for group in statement.groups:
        members = [purpose for purpose in statement.purposes if purpose.group == group.id]
        text += [f"\n### {group.id}. {shown(group.label)}\n"] if members else []
        for purpose in members:
            head, *rest = _plain(purpose, "nl")
            text += [f"\n#### {head.text}\n", *(f"- {line.text}" for line in rest)]
    try:
        groups, purposes, _ = purposes_of(entries_of(rows_of_text("\n".join(text)).rows))
    except ProseError:
        return None
    return groups, purposes


def _plain(purpose: Purpose, language: Language) -> Iterator[Line]:
    path, english = f"purposes.{purpose.id}", language == "en"

    def line(name: str, words: str, translation: str = "", label: str = "") -> Line:
        label = label or LABELS[name][english]
        place = f"{path}.{name}"
        return Line(place, label, translation, words) if english and translation else Line(place, label, words)

    mark = purpose.id.removeprefix(f"{purpose.group}.")
    kind = purpose_kinds().get(purpose.kind)
    yield line("label", shown(purpose.label, language), kind.en if kind else "", f"{mark}. {LABELS['label'][english]}")
    if purpose.items:
        yield line("items", ", ".join(shown(item.label) for item in purpose.items), _items_in_english(purpose.items))
    if purpose.ground_text:
        english_ground = GROUNDS[purpose.ground][1] if purpose.ground else ""
        yield line("ground", shown(purpose.ground_text), english_ground)
    if purpose.interest:
        yield line("interest", shown(purpose.interest))
    if purpose.promise.text:
        form = say("purpose.promise.kind", purpose.promise.kind, "en").partition(": ")[2]
        promised = line("promise", shown(purpose.promise.text), form)
        promised.column = "promised"
        yield promised
    if purpose.recipients != type(purpose.recipients)():
        printed = purpose.recipients.label
        known = printed if field_of(printed) == "recipients" and shown(printed) == printed and not english else ""
        none = NONE[language] if purpose.recipients.none_stated else ""
        yield line("recipients", ", ".join(shown(name) for name in purpose.recipients.names) or none, label=known)


def _items_in_english(items: tuple[Item, ...]) -> str:
    known = [categories().get(item.category) for item in items]
    return ", ".join(category.en if category else item.label for category, item in zip(known, items, strict=True))


def _lines(purpose: Purpose, read: Purpose, language: Language) -> list[Line]:
    heading, *plain = _plain(purpose, language)
    path = f"purposes.{purpose.id}"
    lines = [heading]
    for name in dict.fromkeys((*ORDER, *Purpose.__dataclass_fields__)):
        lines += [line for line in plain if line.path == f"{path}.{name}"]
        for place, sentence in _exact(name, getattr(purpose, name), getattr(read, name), language):
            line = spoken(path + place.removeprefix("purpose"), sentence)
            line.column = "applied" if name == "terms" else ""
            lines.append(line)
    return lines


def _exact(name: str, value: Any, read: Any, language: Language) -> Iterator[tuple[str, str]]:
    """Place and sentence of what the reader would take for something else."""
    path = f"purpose.{name}"
    if value == read:
        return
    if name == "items":
        yield from ((path, say(path, item, language)) for item in _items_to_tell(value, read))
    elif name in NESTED:
        for part in value.__dataclass_fields__:
            yield from _parts(f"{path}.{part}", getattr(value, part), getattr(read, part), language)
    else:
        yield from _parts(path, value, read, language)


def _items_to_tell(items: tuple[Item, ...], read: tuple[Item, ...]) -> Iterator[Item | tuple[()]]:
    """The items that the plain line does not tell rightly; when they would not fall into place, none and then all."""
    known = set(read)
    fresh = tuple(item for item in items if item not in known)
    told = gathered(Purpose(id="", group="", label="", items=read), (("items", item) for item in fresh))
    if told.items == items:
        yield from fresh
    else:
        yield ()
        yield from items


def _parts(path: str, value: Any, read: Any, language: Language) -> Iterator[tuple[str, str]]:
    if value == read:
        return
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        yield from ((path, say(path, entry, language)) for entry in value)
    else:
        yield path, say(path, value, language)
