"""Rows judged by the page: the reference of the engine, and the independent second look of ``audit --sample``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from zoneinfo import ZoneInfo

from grondslag.datamap.model import PSEUDONYM, Column, DataMap, Link, Table, Time, Use
from grondslag.datamap.steps import Path
from grondslag.datamap.times import Clock
from grondslag.law.facts import NO_FACTS, Facts
from grondslag.law.lawful import may_exist, may_use, restricted
from grondslag.law.rules import NOT_YET, Cell, Event, Moment, Rule, Why
from grondslag.stores.port import Key, Row, Store, SubjectKey


class Fate(Enum):
    """What becomes of a cell: it may exist, it must go, or it is nobody's and is left to the table's rule."""

    MAY = "may"
    MUST_GO = "must go"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell may exist, for whom and by which link."""

    subject: SubjectKey
    link: str
    why: Why


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One column of one row: its value (None when empty), its fate, every reason for it, and who it is about."""

    column: Column
    value: object
    fate: Fate
    reasons: tuple[Reason, ...]
    subjects: tuple[SubjectKey, ...]
    usable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One row: its cells in the table's order, its people by link, and whether it must go whole."""

    table: Table
    key: Key
    cells: tuple[JudgedCell, ...]
    people: Mapping[str, frozenset[str]]
    dead: bool

    @property
    def unlinked(self) -> bool:
        """Whether no link of the row leads to a person."""
        return not any(self.people.values())


def empty(column: Column, value: object) -> bool:
    """Whether a cell holds nothing: NULL, its constant, or a pseudonym."""
    if value is None or (column.on_end == "erased" and value == column.erased):
        return True
    return column.on_end == "pseudonym" and isinstance(value, str) and value.startswith(PSEUDONYM)


@dataclass(frozen=True, slots=True)
class Judge:
    """The page over the rows of a store, at one moment, under the rules of a statement."""

    datamap: DataMap
    rules: tuple[Rule, ...]
    store: Store
    at: Moment

    def rows(self, table: Table, keys: Sequence[Key] | None = None) -> Iterator[JudgedRow]:
        """Judges the rows of a table, all or those with these keys. Reads a table's paths once for all its rows."""
        rows = {tuple(row[k] for k in table.key): row for row in self.store.rows(table.name, keys)}
        seen = _Seen(self, table, tuple(rows))
        everyone = {(table.link(n).subject, k) for p in seen.people.values() for n, ks in p.items() for k in ks}
        facts = self.store.facts(everyone)
        for key, row in rows.items():
            yield self._row(table, key, row, seen, facts)

    def _row(self, table: Table, key: Key, row: Row, seen: "_Seen", facts: Mapping[SubjectKey, Facts]) -> JudgedRow:
        people = seen.people[key]
        cells = tuple(self._cell(table, column, row, seen.cells(key, row), people, facts) for column in table.personal)
        return JudgedRow(table, key, cells, people, _dead(table, cells))

    def _cell(
        self,
        table: Table,
        column: Column,
        row: Row,
        views: Mapping[str, Cell],
        people: Mapping[str, frozenset[str]],
        facts: Mapping[SubjectKey, Facts],
    ) -> JudgedCell:
        place = {"place": f"{table.name}.{'' if column.link else column.name}", "category": column.category or None}
        seen = [
            ((link.subject, person), link.name, replace(views[link.name], **place))  # type: ignore[arg-type]
            for link in table.deciding(column)
            for person in sorted(people[link.name])
        ]
        reasons = tuple(
            Reason(subject, link, why)
            for subject, link, cell in seen
            for why in may_exist(cell, self.rules, facts.get(subject, NO_FACTS), self.at)
        )
        if column.on_end == "keep" and not reasons and seen:
            reasons = tuple(Reason(s, link, Why("law", law=column.law)) for s, link, _ in seen)
        blocked = any(restricted(cell, facts.get(s, NO_FACTS), self.at.now) for s, _, cell in seen)
        usable = frozenset(
            rule.id
            for rule in self.rules
            if not blocked and any(may_use(cell, rule, facts.get(s, NO_FACTS), self.at) for s, _, cell in seen)
        )
        fate = Fate.MAY if reasons else Fate.MUST_GO if seen or table.unlinked == "delete" else Fate.NOBODY
        value = None if empty(column, row[column.name]) else row[column.name]
        return JudgedCell(column, value, fate, reasons, tuple(s for s, _, _ in seen), usable)


class _Seen:
    """What one batch of rows shows at the ends of its table's paths."""

    def __init__(self, judge: Judge, table: Table, keys: tuple[Key, ...]) -> None:
        self.table, self.judge = table, judge
        zone: ZoneInfo = judge.at.zone
        self.clocks = {name: Clock.of(t, judge.datamap.zone, zone) for name, t in table.events}
        self.since = Clock.of(table.since, judge.datamap.zone, zone) if table.since else None
        self.paths = {name: judge.store.follow(table.name, t.via, t.column, keys) for name, t in table.events if t.via}
        rows = {tuple(row[k] for k in table.key): row for row in judge.store.rows(table.name, keys)}
        self.people: dict[Key, dict[str, frozenset[str]]] = {key: {} for key in keys}
        for link in table.links:
            ends = self._ends(link, keys, rows)
            for key in keys:
                self.people[key][link.name] = frozenset(str(v) for v in ends.get(key, ()) if v is not None)

    def _ends(self, link: Link, keys: tuple[Key, ...], rows: Mapping[Key, Row]) -> Mapping[Key, frozenset[object]]:
        path, column = subject_end(self.judge.datamap, link)
        if not path:
            return {key: frozenset((row[column],)) for key, row in rows.items()}
        return self.judge.store.follow(self.table.name, path, column, keys)

    def cells(self, key: Key, row: Row) -> dict[str, Cell]:
        """The row as seen from each link, still without a column."""
        events = {name: self._event(name, t, key, row) for name, t in self.table.events}
        since = self.since.moment(row[self.table.since.column]) if self.since and self.table.since else None
        return {
            link.name: Cell(
                place="",
                category=None,
                uses={u.purpose: _events(self.judge.rules, u, events) for u in self.table.uses if link.name in u.links},
                since=since,
                row_class=_row_class(self.table, row),
                party=events.get(link.party, frozenset()),
            )
            for link in self.table.links
        }

    def _event(self, name: str, time: Time, key: Key, row: Row) -> frozenset[Event]:
        raw = self.paths[name].get(key, frozenset()) if time.via else frozenset((row[time.column],))
        days = {self.clocks[name].day(value) for value in raw if value is not None}
        waiting = {NOT_YET} if None in raw and time.null == "not_yet" else set()
        return frozenset(day for day in days if day) | frozenset(waiting)


def subject_end(datamap: DataMap, link: Link) -> tuple[Path, str]:
    """The path that must be walked to a link's subject key, and the column that holds it there.

    The last step is left out where it only leads from a reference to the key that equals it, so that a reference whose
    row is gone still names its person.
    """
    subject = datamap.subject(link.subject)
    if link.via and link.via[-1].target == subject.key and link.via[-1].plain:
        return link.via[:-1], link.via[-1].column
    return link.via, subject.key


def _events(rules: tuple[Rule, ...], use: Use, events: Mapping[str, frozenset[Event]]) -> dict[str, frozenset[Event]]:
    names = {term.after for rule in rules if rule.id == use.purpose for term in rule.terms}
    return {name: events.get(use.event(name), frozenset()) for name in names}


def _row_class(table: Table, row: Row) -> str | None:
    if not table.row_class.column:
        return table.row_class.value
    value = row[table.row_class.column]
    return None if value is None else dict(table.row_class.values).get(str(value), str(value))


def _dead(table: Table, cells: tuple[JudgedCell, ...]) -> bool:
    if table.rows == "keep":
        return False
    goes = any(c.fate is Fate.MUST_GO and c.column.on_end == "row" and c.value is not None for c in cells)
    none_may = not any(c.fate is Fate.MAY or (c.fate is Fate.NOBODY and c.value is not None) for c in cells)
    return goes or (none_may and any(c.fate is Fate.MUST_GO for c in cells))
