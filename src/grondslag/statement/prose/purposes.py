"""From the entries of a document to purposes and groups: ids, items, grounds, retention, recipients."""

import re
from collections.abc import Callable
from typing import Any, Literal

from grondslag.statement.dictionary import category_named, normalised, purpose_named
from grondslag.statement.model import Device, Ground, Group, Item, Promise, Purpose, Recipients
from grondslag.statement.phrases import gathered
from grondslag.statement.prose.entry import Entries, Entry
from grondslag.statement.prose.reading import ProseError
from grondslag.statement.prose.values import (
    GENERIC_INTEREST,
    NOTHING,
    ground_of,
    interest_holder,
    interest_in_ground,
    pieces,
    promise_of,
    recipients_of,
    without_stop,
)

_ADDS = re.compile(r",?\s*\b(?:waaronder|inclusief|zoals|te weten|namelijk|including)\b")
_OTHERS = frozenset({"service_content"})
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

# Fields beside the six of every purpose: field name of labels.FIELDS -> what it sets on the Purpose.
EXTRA_FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {"description": lambda text: {"description": text}}


def purposes_of(entries: Entries) -> tuple[tuple[Group, ...], tuple[Purpose, ...], list[str]]:
    """The groups, the purposes and the notes for a human. Raises ProseError for no purposes or one told twice."""
    titled(entries)
    written = [entry for entry in entries.entries if len(entry.fields) > 1 or entry.fields["label"].text]
    if not written:
        raise ProseError(
            "no purposes found: the statement needs purposes with their data and ground, as lines («Doel: …»,"
            " «Gegevens: …»,"
            " «Grondslag: …»), as a list under a heading each, or as a table"
        )
    groups = _groups(entries, written)
    notes: list[str] = []
    purposes = []
    taken: dict[tuple[int, str], int] = {}
    for index in sorted({entry.group for entry in written}):
        members = [entry for entry in written if entry.group == index]
        for entry, letter in zip(members, _letters(members), strict=True):
            _refuse_twice(taken, entry, letter)
            group = groups[index + len(groups) - len(entries.groups)]
            purpose = _purpose(f"{group.id}.{letter}", group.id, entry, notes)
            purposes.append(purpose)
            _account(entry, purpose.id)
            if index >= 0:
                entries.groups[index].row.feed(f"groups.{group.id}")
    return groups, tuple(purposes), notes


def titled(entries: Entries) -> None:
    """Where every purpose has a heading of its own, the heading is no group: it is the purpose's name."""
    headings = entries.groups
    alone = len(headings) > 2 and [entry.group for entry in entries.entries] == list(range(len(headings)))
    if not alone or any(re.fullmatch(r"[IVXL]+", heading.mark) for heading in headings):
        return
    for entry, heading in zip(entries.entries, headings, strict=True):
        value = entry.fields["label"]
        if "description" not in entry.fields and value.text and normalised(value.text) != normalised(heading.label):
            entry.fields["description"] = type(value)(value.label, value.text, value.rows)
        value.text, value.rows = heading.label, [heading.row]
        entry.group, entry.mark = -1, ""
    entries.groups = []


def _groups(entries: Entries, written: list[Entry]) -> tuple[Group, ...]:
    """Groups in order; purposes before the first heading, or without any, stand in a group without a name."""
    labels = [heading.label for heading in entries.groups]
    marks = [heading.mark.upper() for heading in entries.groups]
    if not labels or any(entry.group < 0 for entry in written):
        labels, marks = ["", *labels], ["", *marks]
    own = len(set(marks)) == len(marks) and all(re.fullmatch(r"[IVXL]+", mark) for mark in marks)
    ids = marks if own else [_roman(number) for number in range(1, len(labels) + 1)]
    return tuple(Group(id=id, label=label) for id, label in zip(ids, labels, strict=True))


def _roman(number: int) -> str:
    parts = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)


def _letters(entries: list[Entry]) -> list[str]:
    """The letters of a group's purposes: those of the text where each has one, else A, B, … Z, AA, …"""
    marks = [entry.mark.upper() for entry in entries]
    if all(re.fullmatch(r"[A-Z]", mark) for mark in marks):
        return marks
    return [_letter(number) for number in range(len(entries))]


def _letter(number: int) -> str:
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _refuse_twice(taken: dict[tuple[int, str], int], entry: Entry, letter: str) -> None:
    label = entry.fields["label"].text
    for key, what in ((f"letter {letter}", f"the letter {letter}"), (normalised(label), f"the purpose «{label}»")):
        if key and (entry.group, key) in taken:
            first = taken[entry.group, key]
            raise ProseError(
                f"{what} stands twice in one group (first on line {first}): give each its own", entry.row.number
            )
        taken[entry.group, key] = entry.row.number


def _purpose(id: str, group: str, entry: Entry, notes: list[str]) -> Purpose:
    texts = {name: value.text for name, value in entry.fields.items()}
    label = without_stop(texts["label"].replace("\n", " ").strip())
    where = f"line {entry.row.number}: purpose {id}"
    kind = purpose_named(label)
    if not label:
        notes.append(f"{where} has no name")
    elif kind is None:
        notes.append(f"{where} «{label}» is of no known kind: marketing, channel and device are left at their defaults")
    notes += [
        f"{where}: the value of «{value.label}» is read from line {value.below}, below it"
        for value in entry.fields.values()
        if value.below
    ]
    traits = kind.traits if kind else ()
    if set(traits) & {"marketing", "email", "publishes"} or (kind and kind.device != "none"):
        told = ", ".join(
            [*(t for t in traits if t in ("marketing", "email", "publishes")), f"device {kind.device}"] if kind else []
        )
        notes.append(f"{where} is known as «{kind.nl if kind else ''}», which gives: {told}")
    added = _ADDS.search(label)
    facts: dict[str, Any] = {"description": label[added.start() :].lstrip(", ") if added else ""}
    for name, extra in EXTRA_FIELDS.items():
        if texts.get(name, "").strip():
            facts |= extra(texts[name].replace("\n", " ").strip())
    facts |= _ground(entry, where, notes)
    email: Literal["", "email"] = "email" if "email" in traits else ""
    defaults: dict[str, Any] = {
        "kind": kind.id if kind else "",
        "marketing": "marketing" in traits,
        "channel": email,
        "device": Device(use=kind.device if kind else "none"),
        "publishes": "publishes" in traits,
    }
    purpose = Purpose(
        id=id,
        group=group,
        label=label,
        items=_items(texts.get("items", ""), where, notes),
        promise=_promise(texts.get("promise", ""), where, notes),
        recipients=_recipients(entry),
        **(defaults | facts),
    )
    return gathered(purpose, entry.said)


def _items(text: str, where: str, notes: list[str]) -> tuple[Item, ...]:
    parts = [without_stop(part) for part in pieces(text)] if text.strip(" .") not in NOTHING else []
    if not parts:
        notes.append(f"{where} names no data")
    items: list[Item] = []
    for part in parts:
        halves = part.split(" en ")
        split = category_named(part) is None and len(halves) > 1 and all(category_named(half) for half in halves)
        items += [_item(half, where, notes) for half in (halves if split else [part])]
    return tuple(dict.fromkeys(items))


def _item(label: str, where: str, notes: list[str]) -> Item:
    category = category_named(label)
    if category is None:
        notes.append(f"{where}: the dictionary does not know the data «{label}»")
        return Item(label=label)
    subject: Literal["customer", "contact_person", "third_party"] = "customer"
    if category.id in _OTHERS:
        subject = "third_party"
    elif category.id == "contact_person":
        subject = "contact_person"
    special: Literal["unknown", "no"] = "unknown" if category.kind == "document" else "no"
    return Item(label=label, category=category.id, subject=subject, special=special)


def _ground(entry: Entry, where: str, notes: list[str]) -> dict[str, Any]:
    value, interest = entry.fields.get("ground"), entry.fields.get("interest")
    text = without_stop(value.text.replace("\n", " ").strip()) if value else ""
    ground, several = ground_of(text)
    if text.strip(" .") in NOTHING:
        notes.append(f"{where} tells no legal ground")
    elif ground is None and value:
        notes.append(f"{where}: «{text}» is none of the six legal grounds")
        value.rows[0].stray.append(text)
    elif several:
        notes.append(f"{where} names several grounds («{text}»): the first, {ground}, is read")
    named = without_stop(interest.text.replace("\n", " ").strip()) if interest else ""
    named = "" if named.casefold() in NOTHING | {"n.v.t.", "n.v.t", "nvt", "niet van toepassing", "geen"} else named
    if not named and ground is Ground.LEGITIMATE_INTEREST:
        named = interest_in_ground(text)
    return {
        "ground": ground,
        "ground_text": text,
        "interest": named,
        "interest_specific": bool(named) and not GENERIC_INTEREST.match(named.casefold()),
        "interest_holder": interest_holder(named),
    }


def _promise(text: str, where: str, notes: list[str]) -> Promise:
    promise, remark = promise_of(without_stop(text.replace("\n", " ").strip()))
    if promise.kind == "missing":
        notes.append(f"{where} tells no retention")
    if remark:
        notes.append(f"{where}: {remark}")
    return promise


def _recipients(entry: Entry) -> Recipients:
    value = entry.fields.get("recipients")
    return recipients_of(value.label, value.text.strip()) if value else Recipients()


def _account(entry: Entry, id: str) -> None:
    for name, value in entry.fields.items():
        for row in value.rows:
            row.feed(f"purposes.{id}.{name}")
