"""Rows judged by the page: the reference of the engine, and the independent second look of ``audit --sample``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from grondslag.datamap.model import PSEUDONYM, Column, DataMap, Link, Table, Use
from grondslag.datamap.steps import Path
from grondslag.engine.glass import Glass
from grondslag.law.facts import NO_FACTS, Facts
from grondslag.law.lawful import may_exist, may_use, restricted
from grondslag.law.rules import Cell, Event, Moment, Rule, Why
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
class Verdict:
    """What the page says of one column of a row, the ``place``-th of its table: fate, why, and what may use it."""

    column: Column
    place: int
    fate: Fate
    reasons: tuple[Reason, ...]
    subjects: tuple[SubjectKey, ...]
    usable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sight:
    """What the page sees of a row beside its columns: its people by link, its events, since when, and its class."""

    people: Mapping[str, frozenset[str]]
    events: Mapping[str, frozenset[Event]]
    since: datetime | None
    row_class: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What the page sees of a row and says of its personal columns; rows that it cannot tell apart share one.

    Where the verdicts were given on other days that come to the same, ``asked`` says which of the table's events a
    reason counts from, by link, purpose and event of a term. ``like`` are the same verdicts on another person's row,
    the very tuple for everybody whose rows look like this.
    """

    sight: Sight
    verdicts: tuple[Verdict, ...]
    asked: Mapping[tuple[str, str, str], int] | None = None
    like: tuple[Verdict, ...] | None = None


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """One column of one row: its value (None when empty), and the verdict on it."""

    column: Column
    value: object
    fate: Fate
    reasons: tuple[Reason, ...]
    subjects: tuple[SubjectKey, ...]
    usable: frozenset[str] = frozenset()


class JudgedRow(NamedTuple):
    """One row: its key, the values of its table's columns in their order, the outlook on it, and its own events."""

    table: Table
    key: Key
    values: tuple[object, ...]
    outlook: Outlook
    events: tuple[frozenset[Event], ...] = ()

    @property
    def people(self) -> Mapping[str, frozenset[str]]:
        """Its people by link."""
        return self.outlook.sight.people

    @property
    def unlinked(self) -> bool:
        """Whether no link of the row leads to a person."""
        return not any(self.people.values())

    @property
    def holds(self) -> bool:
        """Whether the row holds anything personal; a stub does not."""
        return any(value is not None for _, value in self.filled)

    @property
    def filled(self) -> Iterator[tuple[Verdict, object]]:
        """Each personal column's verdict with its value, None when it is empty."""
        for verdict in self.outlook.verdicts:
            value = self.values[verdict.place]
            yield verdict, None if empty(verdict.column, value) else value

    @property
    def cells(self) -> tuple[JudgedCell, ...]:
        """Its personal cells, in the table's order."""
        exact = self.exact
        return tuple(
            JudgedCell(v.column, value, v.fate, exact(v.reasons), v.subjects, v.usable) for v, value in self.filled
        )

    def event(self, reason: Reason) -> Event | None:
        """The event from which a reason for a cell of this row counts."""
        why, asked = reason.why, self.outlook.asked
        if asked is None or why.term is None:
            return why.event
        found = self.events[asked[reason.link, why.purpose, why.term.after]]
        return next(iter(found)) if len(found) == 1 else why.event

    def exact(self, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        """Reasons for a cell of this row, with its own events."""
        if self.outlook.asked is None:
            return reasons
        return tuple(Reason(r.subject, r.link, r.why._replace(event=self.event(r))) for r in reasons)

    @property
    def dead(self) -> bool:
        """Whether the row must go whole."""
        if self.table.rows == "keep":
            return False
        fates = [(verdict.fate, value, verdict.column.on_end) for verdict, value in self.filled]
        goes = any(fate is Fate.MUST_GO and end == "row" and value is not None for fate, value, end in fates)
        none_may = not any(fate is Fate.MAY or (fate is Fate.NOBODY and v is not None) for fate, v, _ in fates)
        return goes or (none_may and any(fate is Fate.MUST_GO for fate, _, _ in fates))


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
        seen = _Seen(self, table, rows)
        everyone = {(table.link(n).subject, k) for p in seen.people.values() for n, ks in p.items() for k in ks}
        facts = self.store.facts(everyone)
        for key, row in rows.items():
            sight = seen.sight(key, row)
            verdicts = tuple(self.verdicts(table, sight, facts))
            yield JudgedRow(table, key, tuple(row.get(c.name) for c in table.columns), Outlook(sight, verdicts))

    def verdicts(self, table: Table, sight: Sight, facts: Mapping[SubjectKey, Facts]) -> Iterator[Verdict]:
        """What the page says of each personal column of a row that looks like this."""
        views = self.views(table, sight)
        for place, column in enumerate(table.columns):
            if column.personal:
                yield self.verdict(table, place, views, sight.people, facts)

    def views(self, table: Table, sight: Sight) -> dict[str, Cell]:
        """A row as seen from each link, still without a column."""
        return {
            link.name: Cell(
                place="",
                category=None,
                uses={u.purpose: _events(self.rules, u, sight.events) for u in table.uses if link.name in u.links},
                since=sight.since,
                row_class=sight.row_class,
                party=sight.events.get(link.party, frozenset()),
            )
            for link in table.links
        }

    def verdict(
        self,
        table: Table,
        place: int,
        views: Mapping[str, Cell],
        people: Mapping[str, frozenset[str]],
        facts: Mapping[SubjectKey, Facts],
    ) -> Verdict:
        """What the page says of the ``place``-th column of a table, in a row seen so from each link."""
        column = table.columns[place]
        at, category = f"{table.name}.{'' if column.link else column.name}", column.category or None
        seen = [
            ((link.subject, person), link.name, views[link.name].of(at, category))
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
            if any(may_use(cell, rule, facts.get(s, NO_FACTS), self.at) for s, _, cell in seen) and not blocked
        )
        fate = Fate.MAY if reasons else Fate.MUST_GO if seen or table.unlinked == "delete" else Fate.NOBODY
        return Verdict(column, place, fate, reasons, tuple(s for s, _, _ in seen), usable)


class _Seen:
    """What one batch of rows shows at the ends of its table's paths."""

    def __init__(self, judge: Judge, table: Table, rows: Mapping[Key, Row]) -> None:
        self.table, self.judge = table, judge
        keys = tuple(rows)
        self.glass = Glass(judge.datamap, table, judge.at.zone)
        self.paths = {name: judge.store.follow(table.name, t.via, t.column, keys) for name, t in table.events if t.via}
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

    def sight(self, key: Key, row: Row) -> Sight:
        """The row as the page sees it."""
        since, row_class = self.table.since, self.table.row_class.column
        events = {
            name: self.glass.event(name, self.paths[name].get(key, frozenset()) if time.via else (row[time.column],))
            for name, time in self.table.events
        }
        return Sight(
            self.people[key],
            events,
            self.glass.since(row[since.column]) if since else None,
            self.glass.row_class(row[row_class] if row_class else None),
        )


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
