"""How judged rows are told to the person they are about: as JSON values, each cell with its why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from grondslag.datamap.model import Column, Link, Table
from grondslag.engine import documents
from grondslag.engine.cells import JudgedCell, JudgedRow, Outlook, Reason, Verdict, empty
from grondslag.engine.kept import kept
from grondslag.engine.values import encoding, json_value
from grondslag.law.calendar import last_day
from grondslag.law.rules import Event, Why
from grondslag.statement.dictionary import categories
from grondslag.statement.model import Statement
from grondslag.stores.files import FileStore
from grondslag.stores.port import SubjectKey

LINK = {"nl": "Verwijzing naar u", "en": "Link to you"}
COMPUTED = {"nl": "Berekend uit", "en": "Computed from"}
# So many outlooks are remembered, so that memory does not grow with what is held.
MOST = 4000


def mine(row: JudgedRow, subject: SubjectKey) -> list[Link]:
    """The links of a judged row at which a subject stands."""
    links = (row.table.link(name) for name, keys in row.people.items() if subject[1] in keys)
    return [link for link in links if link.subject == subject[0]]


def joint_at(row: JudgedRow, mine: list[Link]) -> str:
    """The link at which an identifier fits more than one person, so that the row may be another's; "" where none."""
    alike = (link.name for link in mine if len(row.people[link.name]) > 1 and any(step.alike for step in link.via))
    return next(alike, "")


def shows(cell: JudgedCell | Verdict, mine: list[Link]) -> bool:
    """What a person sees of a row: what is about them, and as an owner what is shared, unless the link hides it."""
    if cell.column.follows:
        return any(link.name in cell.column.following for link in mine)
    return any(link.role == "owner" and not link.hides for link in mine)


class _Cell(NamedTuple):
    """A cell as it is told in all rows that were judged alike, but for its value and the events of its reasons.

    ``place`` is that of its value, ``why`` that of its reasons; ``column`` is given where some values count as none.
    """

    place: int
    column: Column | None
    told: dict[str, Any]
    why: int


class _Whys:
    """The reasons that cells share: each once, in words but for its event, with the place of that event in a row.

    A term that runs from several events of a row is told of the last, which is the one that it ends with.
    ``events`` picks from a row's events those that matter, and ``told`` keeps what was told of rows with them.
    """

    def __init__(self, reasons: Iterable[Reason], outlook: Outlook, words: Callable[[Why], dict[str, Any]]) -> None:
        asked = outlook.asked or {}
        found: dict[tuple[object, ...], tuple[Why, int | None]] = {}
        for reason in reasons:
            why = reason.why
            place = asked.get((reason.link, why.purpose, why.term.after)) if why.term else None
            same = (why.basis, why.purpose, id(why.term), why.law)
            if same not in found or _later(why.event, found[same][0].event):
                found[same] = (why, place)
        self.reasons = [(why, place, words(why)) for why, place in found.values()]
        places = {place for _, place, _ in self.reasons if place is not None}
        self.events = itemgetter(*sorted(places)) if places else _none
        self.told: dict[object, list[dict[str, Any]]] = {}

    def tell(self, events: tuple[frozenset[Event], ...]) -> list[dict[str, Any]]:
        """The reasons for cells of a row with these events."""
        if len(self.told) >= MOST:
            self.told.clear()
        found = []
        for why, place, words in self.reasons:
            own = events[place] if place is not None else ()
            (event,) = own if len(own) == 1 else (why.event,)
            if isinstance(event, date) and why.term:
                until = last_day(event, why.term.months, why.term.until_year_end).isoformat()
                found.append({**words, "event": event.isoformat(), "until": until})
            else:
                found.append({**words, "event": "" if event is None else "not yet"})
        self.told[self.events(events)] = found
        return found


@dataclass(frozen=True, slots=True)
class _Draft:
    """Rows that were judged alike: their links, why they are withheld, their cells, and these cells' reasons."""

    links: list[str]
    withheld: str
    cells: list[_Cell]
    whys: list[_Whys]


def _empty(_: Statement) -> dict[tuple[int, str], tuple[object, _Draft]]:
    """Drafts under a statement for rows that look the same whoever's they are, by their verdicts and kind of person."""
    return {}


_shared = kept(_empty)


class Telling:
    """Tells the rows of one table to a subject; what rows have in common is put into words once."""

    def __init__(self, statement: Statement, subject: SubjectKey, files: Mapping[str, FileStore]) -> None:
        self.statement, self.subject, self.files = statement, subject, files
        self._drafts: dict[Outlook, _Draft] = {}
        self._shared = _shared(statement)

    def row(self, row: JudgedRow) -> dict[str, Any] | None:
        """A row with its ``key``, the ``links`` at which the subject stands, and ``cells``; None when it holds nothing.

        ``withheld`` says why no cells are told.
        """
        _, key, values, outlook, events = row
        draft = self._drafts.get(outlook) or self._known(row)
        reasons = []
        for whys in draft.whys:
            known = whys.told.get(whys.events(events))
            reasons.append(whys.tell(events) if known is None else known)
        cells = []
        for place, column, told, why in draft.cells:
            value = values[place]
            if value is None or (column is not None and empty(column, value)):
                continue
            cell = told.copy()
            cell["value"] = value
            cell["reasons"] = reasons[why]
            if not isinstance(value, str | int):
                cell |= {"value": json_value(value)} | encoding(value)
            cells.append(cell)
        if self.files:
            self._documents(row, cells)
        if not cells and not row.holds:
            return None
        keys = [each if isinstance(each, int) else json_value(each) for each in key]
        if draft.withheld:
            return {"key": keys, "links": draft.links, "cells": cells, "withheld": draft.withheld}
        return {"key": keys, "links": draft.links, "cells": cells}

    def _documents(self, row: JudgedRow, cells: list[dict[str, Any]]) -> None:
        """Adds to the cells that are the id of a document what there is to tell of it."""
        of = {cell.column.name: cell for cell in row.cells if cell.column.file}
        for told in cells:
            if told["column"] in of:
                told |= documents.described(self.files, row, of[told["column"]])

    def _known(self, row: JudgedRow) -> _Draft:
        """The draft for a row, if it may be that of another person's row that looks the same."""
        if len(self._drafts) >= MOST:
            self._drafts.clear()
        like, kind = row.outlook.like, self.subject[0]
        if like is None:
            found = self._drafts[row.outlook] = self._draft(row)
            return found
        known = self._shared.get((id(like), kind))
        if known is None:
            if len(self._shared) >= MOST:
                self._shared.clear()
            # The verdicts are kept too, so that no others can get their identity.
            known = self._shared[id(like), kind] = like, self._draft(row)
        self._drafts[row.outlook] = known[1]
        return known[1]

    def _draft(self, row: JudgedRow) -> _Draft:
        links = mine(row, self.subject)
        joint = joint_at(row, links)
        withheld = f"the identifier at {joint} fits more than one person" if joint else ""
        by_name = {v.column.name: v for v in row.outlook.verdicts}
        cells: list[_Cell] = []
        reasons: dict[int, tuple[int, tuple[Reason, ...]]] = {}
        for place, column in enumerate(row.table.columns):
            about = [by_name[name] for name in _sources(row.table, column)]
            if about and not withheld and all(shows(verdict, links) for verdict in about):
                whys = about[0].reasons if len(about) == 1 else tuple(r for verdict in about for r in verdict.reasons)
                why, _ = reasons.setdefault(id(whys), (len(reasons), whys))
                special = column if column.on_end in ("erased", "pseudonym") else None
                cells.append(_Cell(place, special, _skeleton(column, about), why))
        whys_of = [_Whys(self._own(whys), row.outlook, self._words) for _, whys in reasons.values()]
        return _Draft([link.name for link in links], withheld, cells, whys_of)

    def _own(self, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        """The reasons for this subject; where there are none, those of all."""
        return tuple(reason for reason in reasons if reason.subject == self.subject) or reasons

    def _words(self, why: Why) -> dict[str, Any]:
        """A reason in words, but for its event."""
        purpose = self.statement.purpose(why.purpose) if why.purpose else None
        return {
            "purpose": why.purpose,
            "purpose_label": purpose.label if purpose else "",
            "basis": why.basis,
            "law": why.law,
            "interest": purpose.interest if purpose and why.basis == "legitimate_interest" else "",
            "after": why.term.after if why.term else "",
            "months": why.term.months if why.term else 0,
            "until_year_end": why.term.until_year_end if why.term else False,
            "event": "",
            "until": "",
            "recipients": list(purpose.recipients.names) if purpose else [],
        }


def _later(one: Event | None, other: Event | None) -> bool:
    """Whether a term runs longer from one event than from the other: longest from one that is still to come."""
    return isinstance(other, date) and (not isinstance(one, date) or one > other)


def _none(_: object) -> None:
    """No event."""


def _sources(table: Table, column: Column) -> Iterator[str]:
    """The personal columns that a cell is about: itself, or what the database computes it from."""
    if column.personal:
        yield column.name
    for name in column.computed:
        yield from _sources(table, table.column(name))


def _skeleton(column: Column, about: list[Verdict]) -> dict[str, Any]:
    category = categories().get(column.category)
    label = {"nl": category.nl, "en": category.en} if category else LINK
    if column.computed:
        names = ", ".join(verdict.column.name for verdict in about)
        label = {language: f"{words} {names}" for language, words in COMPUTED.items()}
    return {
        "column": column.name,
        "category": column.category or ("computed" if column.computed else "link"),
        "label": label,
        "value": None,
        "reasons": [],
        "lawful": all(verdict.reasons for verdict in about),
        "usable_for": sorted(frozenset.intersection(*(verdict.usable for verdict in about))),
    }
