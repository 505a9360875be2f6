"""One person's rows, judged by the page: what access tells, erasure takes away, and portability takes along."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from grondslag.datamap.model import Table
from grondslag.engine.alike import Alike, Events, People, Spans
from grondslag.engine.cells import Judge, JudgedRow
from grondslag.engine.glass import Glass
from grondslag.engine.kept import kept
from grondslag.engine.reading import FROM, UPTO, Reading, readings
from grondslag.law.facts import Facts
from grondslag.law.rules import Event, Moment, Rule
from grondslag.stores import facts as fact_tables
from grondslag.stores.asking import Answer, Question
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore

PAGE = 2000
# So many tables are asked about at once.
TABLES = 16
Raw = tuple[Any, ...]
Spread = Mapping[Any, frozenset[object]]
_Event = tuple[frozenset[Event], Hashable]
Ends = Sequence[frozenset[object]]
NOBODY: frozenset[object] = frozenset()

_readings = kept(readings)
_facts = kept(lambda dialect: Question.of(fact_tables.OF_ONE, dialect))


@dataclass
class PersonRows:
    """The rows of a store at one of whose links a person stands, under rules at a moment, in the caller's transaction.

    Rows come in the order of their keys and are read ``most`` at a time; with ``lock`` they stay as they are until the
    transaction ends.
    """

    store: SqlStore
    rules: tuple[Rule, ...]
    at: Moment
    subject: SubjectKey
    most: int = PAGE
    lock: bool = False
    known: Facts | None = field(default=None, init=False)

    def tables(self) -> Iterator[tuple[Table, Iterator[JudgedRow]]]:
        """Each table that may hold rows of the person, with those rows."""
        for group in batched(self._readings(), TABLES):
            answers = iter(self._ask(*group))
            for reading in group:
                first = [next(answers) for _ in range(1 + len(reading.spread))]
                yield reading.table, self._rows(reading, first)

    def rows(self, table: Table) -> Iterator[JudgedRow]:
        """The person's rows of one table."""
        for reading in self._readings():
            if reading.table is table:
                yield from self._rows(reading, self._ask(reading))

    def _readings(self) -> tuple[Reading, ...]:
        return _readings(self.store.datamap, self.subject[0], self.store.connection.dialect, self.most, self.lock)

    def _ask(self, *readings: Reading) -> list[Answer]:
        """The first pages of tables, and the person's facts when they are not known yet."""
        values = self._values()
        asked = [question.asked(values) for r in readings for question in (r.first, *(all for all, _ in r.spread))]
        if self.known is not None:
            return self.store.ask(asked)
        facts, *answers = self.store.ask([_facts(self.store.connection.dialect).asked(values), *asked])
        self.known = fact_tables.facts_of(facts.rows).get(self.subject, Facts())
        return answers

    def _rows(self, reading: Reading, answers: Sequence[Answer]) -> Iterator[JudgedRow]:
        rows, *spread = (answer.rows for answer in answers)
        while rows:
            full = len(rows) >= reading.most
            if full or any(len(each) >= reading.most for each in spread):
                bounds = self._bounds(reading, FROM, rows[0]) | self._bounds(reading, UPTO, rows[-1])
                spread = [a.rows for a in self.store.ask([page.asked(bounds) for _, page in reading.spread])]
            yield from self._judged(reading, rows, [_by_key(each) for each in spread])
            if not full:
                return
            rows = self.store.ask([reading.more.asked(self._bounds(reading, FROM, rows[-1]))])[0].rows

    def _judged(self, reading: Reading, rows: list[Raw], spread: list[Spread]) -> Iterator[JudgedRow]:
        """Judges a page of rows, those that look alike once."""
        table = reading.table
        keys = [tuple([row[place] for place in reading.key]) for row in rows]
        ends = [[each.get(key, NOBODY) for each in spread] for key in keys] if spread else [()] * len(rows)
        glass = Glass(self.store.datamap, table, self.at.zone)
        people = _people(reading, rows, ends)
        judge = Judge(self.store.datamap, self.rules, self.store, self.at)
        alike = Alike(judge, table, glass, self._facts(table, set(people)))
        seeing = _Seeing(reading, glass, alike)
        since, row_class = reading.since, reading.row_class
        for key, row, end, who in zip(keys, rows, ends, people, strict=True):
            events, spans = seeing.events(row, end)
            made = row[since] if since is not None else None
            sort = row[row_class] if row_class is not None else None
            yield JudgedRow(table, key, row, alike.outlook(who, spans, events, made, sort), events)

    def _facts(self, table: Table, people: Iterable[People]) -> Mapping[SubjectKey, Facts]:
        """The facts of the person, and of all others that rows are about."""
        kinds = [link.subject for link in table.links]
        everyone = {(kind, key) for found in people for kind, keys in zip(kinds, found, strict=True) for key in keys}
        found = {self.subject: self.known or Facts()}
        return {**self.store.facts(others), **found} if (others := everyone - {self.subject}) else found

    def _values(self) -> dict[str, object]:
        kind, key = self.subject
        return {"kind": kind, "key": key, "name": key}

    def _bounds(self, reading: Reading, bound: str, row: Raw) -> dict[str, object]:
        return self._values() | {f"{bound}{n}": row[place] for n, place in enumerate(reading.key)}


class _Seeing:
    """Reads the events of a table's rows; what was read before is remembered."""

    def __init__(self, reading: Reading, glass: Glass, alike: Alike) -> None:
        self.glass, self.alike = glass, alike
        self.times = [
            (name, place, None, None, dict[object, _Event]())
            if isinstance(place, int)
            else (name, None, place.value, place.there, dict[object, _Event]())
            for name, place in reading.events
        ]

    def events(self, row: Raw, ends: Ends) -> tuple[Events, Spans]:
        """The days of a row by event, and what the page can tell apart of them.

        ``ends`` is what lies at the ends of its paths that fan out.
        """
        found, spans = [], []
        for name, end, value, there, known in self.times:
            raw: object
            if value is not None:
                raw = NOBODY if there is not None and row[there] is None else row[value]
            else:
                raw = ends[end or 0]
            seen = known.get(raw)
            if seen is None:
                days = self.glass.event(name, raw if isinstance(raw, frozenset) else (raw,))
                seen = known[raw] = days, self.alike.span(days)
            found.append(seen[0])
            spans.append(seen[1])
        return tuple(found), tuple(spans)


def _people(reading: Reading, rows: list[Raw], ends: Sequence[Ends]) -> list[People]:
    """The people of rows, by link."""
    known: dict[object, frozenset[str]] = {}

    def of(raw: object) -> frozenset[str]:
        found = known.get(raw)
        if found is None:
            values = raw if isinstance(raw, frozenset) else (raw,)
            found = known[raw] = frozenset([str(value) for value in values if value is not None])
        return found

    columns = [
        [of(end[place]) for end in ends] if fans_out else [of(row[place]) for row in rows]
        for _, place, fans_out in reading.people
    ]
    return list(zip(*columns, strict=True))


def _by_key(rows: list[Raw]) -> Spread:
    found: dict[Any, set[object]] = {}
    for row in rows:
        found.setdefault(row[:-1], set()).add(row[-1])
    return {key: frozenset(values) for key, values in found.items()}
