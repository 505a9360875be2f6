"""The verdicts over a whole database, kept beside the data, and what changes in them from one judgement to the next.

They stand in temporary tables of the connection. Each row of the data has one, with its key, and for the n-th personal
column ``v_n`` (the number of the licence that lets the cell exist, or MUST_GO, or NOBODY) and ``e_n`` (it is empty).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    and_,
    case,
    cast,
    column,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.sql.expression import TableClause

from grondslag.datamap.model import Column, Table
from grondslag.engine import plan
from grondslag.engine.compile import ROW, Compiler, Judgement, empty
from grondslag.engine.sight import Condition, ends
from grondslag.stores.paths import clause
from grondslag.stores.sql import SqlStore

MUST_GO, NOBODY = 0, -1
# What the verdict on every cell was before the first judgement: no purpose's, and nothing that must go.
UNJUDGED = 1_000_000


@dataclass(frozen=True, slots=True)
class Turn:
    """So many rows of a table whose cells turned alike: their verdicts before and after, and which are empty."""

    table: Table
    before: tuple[int, ...]
    after: tuple[int, ...]
    empty: tuple[bool, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class People:
    """Distinct people: by kind, and of all kinds together by "table.column" and by purpose."""

    kinds: Mapping[str, int]
    columns: Mapping[str, int]
    purposes: Mapping[str, int]


class Verdicts:
    """The verdicts on a store's cells, from one judgement to the next; all within one transaction of the caller."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.datamap = store, store.datamap
        self.tables = tuple(t for t in self.datamap.tables if t.personal)
        self._people = table("grondslag_turned", *map(column, ("way", "place", "purpose", "kind", "who")))
        self._names: tuple[dict[int, str], dict[int, str]] = ({}, {})
        self._begun = False

    def begin(self, compiler: Compiler) -> Iterator[Turn]:
        """Judges every cell, and gives the rows in which some must go: from UNJUDGED to MUST_GO."""
        self._names = ({}, _names(compiler))
        types = {"way": "INTEGER"} | dict.fromkeys(("place", "purpose", "kind", "who"), "TEXT")
        self.store.dialect.temporary(self.store.connection, self._people.name, {}, "", types, ("way",))
        for each, judgement in self._judged(compiler):
            for kept in (_kept(each), _turned(each)):
                keys = {f"k{n}": name for n, name in enumerate(each.key)}
                numbers = dict.fromkeys(_verdicts(each), "INTEGER")
                self.store.dialect.temporary(self.store.connection, kept.name, keys, each.name, numbers, tuple(keys))
            self._fill(_kept(each), judgement, None)
            yield from self._turns(each, None)

    def turn(self, compiler: Compiler) -> Iterator[Turn]:
        """Judges every cell again, and gives the rows in which one must go that need not before, or the reverse."""
        self._settle()
        self._begun = True
        self._names = (self._names[1], _names(compiler))
        for each, judgement in self._judged(compiler):
            self._fill(_turned(each), judgement, _kept(each))
            yield from self._turns(each, _kept(each))

    def note(self, way: int, of: Table, names: Sequence[str], gone: bool) -> None:
        """Keeps under a number whom the cells of these columns are about that must go by the last turn.

        When not ``gone``, those that need not any more. The purpose beside each is the one that kept the cell, or does.
        """
        before, after = (_kept(of), _turned(of)) if self._begun else (None, _kept(of))
        for name in names:
            self._note(way, of, of.column(name), gone, before, after)

    def people(self, *ways: int) -> People:
        """The distinct people kept under these numbers."""
        noted = self._people.c
        counts = []
        for by in (noted.kind, noted.place, noted.purpose):
            persons = select(by.label("by"), noted.kind, noted.who).where(noted.way.in_(ways)).distinct().subquery()
            query = select(persons.c.by, func.count()).group_by(persons.c.by).order_by(persons.c.by)
            counts.append({str(row[0]): int(row[1]) for row in self.store.connection.execute(query)})
        return People(*counts)

    def purposes(self, gone: bool) -> Mapping[int, str]:
        """What the verdicts before the last turn stand for, or those after it when not ``gone``: purpose or keeper."""
        return self._names[0 if gone else 1]

    def _judged(self, compiler: Compiler) -> Iterator[tuple[Table, Judgement]]:
        judgements = [(each, compiler.judge(each)) for each in self.tables]
        plan.ship(self.store, compiler.shipped, compiler.at)
        yield from judgements

    def _fill(self, into: TableClause, judgement: Judgement, kept: TableClause | None) -> None:
        """Judges into a table: every row, or those alone whose verdicts differ from what is kept."""
        mapped = judgement.table
        more = [cast(empty(judgement.start, c), Integer).label(f"e{n}") for n, c in enumerate(mapped.personal)]
        if kept is None:
            judged = judgement.select(*more).subquery("judged")
        else:
            more += [kept.c[f"v{n}"].label(f"v{n}") for n in range(len(mapped.personal))]
            where = (_same_row(mapped, judgement.start, kept),)
            judged = judgement.select(*more, where=where, beside=(kept,)).subquery("judged")
        verdicts = [_verdict(judgement, c, judged) for c in mapped.personal]
        keys = [judged.c[f"key_{n}"] for n in range(len(mapped.key))]
        query = select(*keys, *verdicts, *(judged.c[f"e{n}"] for n in range(len(verdicts))))
        if kept is not None:
            query = query.where(or_(*(v != judged.c[f"v{n}"] for n, v in enumerate(verdicts))))
        names = [*(f"k{n}" for n in range(len(keys))), *_verdicts(mapped)]
        self.store.connection.execute(insert(into).from_select(names, query))

    def _turns(self, of: Table, kept: TableClause | None) -> Iterator[Turn]:
        after = _kept(of) if kept is None else _turned(of)
        width = range(len(of.personal))
        was = [] if kept is None else [kept.c[f"v{n}"] for n in width]
        seen = [*was, *(after.c[name] for name in _verdicts(of))]
        goes = [after.c[f"v{n}"] == MUST_GO for n in width]
        if kept is None:
            query = select(*seen, func.count()).where(or_(*goes))
        else:
            turned = or_(*((before == MUST_GO) != go for before, go in zip(was, goes, strict=True)))
            query = select(*seen, func.count()).where(_same_keys(of, kept, after), turned)
        size = len(width)
        for row in self.store.connection.execute(query.group_by(*seen)):
            numbers = tuple(row[:-1]) if kept is not None else (*[UNJUDGED] * size, *row[:-1])
            bare = tuple(bool(e) for e in numbers[2 * size :])
            yield Turn(of, tuple(numbers[:size]), tuple(numbers[size : 2 * size]), bare, row[-1])

    def _note(
        self, way: int, of: Table, about: Column, gone: bool, before: TableClause | None, after: TableClause
    ) -> None:
        n = of.personal.index(about)
        now = after.c[f"v{n}"]
        was: ColumnElement[Any] = literal(UNJUDGED) if before is None else before.c[f"v{n}"]
        turned = (was != MUST_GO, now == MUST_GO) if gone else (was == MUST_GO, now != MUST_GO)
        names = self.purposes(gone)
        purpose = case(names, value=was if gone else now, else_="") if names else literal("")
        start = clause(of, ROW + of.name)
        kept = () if before is None else (_same_keys(of, before, after),)
        for link in of.deciding(about):
            led, who = ends(self.datamap, start, link, of.name)
            said = (literal(way), literal(f"{of.name}.{about.name}"), purpose, literal(link.subject), who)
            there = (*kept, _same_row(of, start, after), after.c[f"e{n}"] == 0, who.is_not(None))
            query = select(*said).select_from(after, start, *led.froms).where(*there, *turned, *led.joins).distinct()
            self.store.connection.execute(insert(self._people).from_select(list(self._people.c.keys()), query))

    def _settle(self) -> None:
        """Takes over into what is kept what the last turn changed."""
        for each in self.tables if self._begun else ():
            kept, turned = _kept(each), _turned(each)
            same = exists(select(1).select_from(turned).where(_same_keys(each, kept, turned)).correlate(kept))
            self.store.connection.execute(delete(kept).where(same))
            names = list(kept.c.keys())
            self.store.connection.execute(insert(kept).from_select(names, select(*(turned.c[c] for c in names))))
            self.store.connection.execute(delete(turned))


def _verdicts(mapped: Table) -> list[str]:
    return [f"{kind}{n}" for kind in "ve" for n in range(len(mapped.personal))]


def _kept(mapped: Table) -> TableClause:
    return _beside(mapped, "kept")


def _turned(mapped: Table) -> TableClause:
    return _beside(mapped, "turned")


def _beside(mapped: Table, what: str) -> TableClause:
    names = [*(f"k{n}" for n in range(len(mapped.key))), *_verdicts(mapped)]
    return table(f"grondslag_{what}_{mapped.name}", *map(column, names))


def _same_row(mapped: Table, data: FromClause, kept: FromClause) -> Condition:
    return and_(*(data.c[k] == kept.c[f"k{n}"] for n, k in enumerate(mapped.key)))


def _same_keys(mapped: Table, one: FromClause, other: FromClause) -> Condition:
    return and_(*(one.c[f"k{n}"] == other.c[f"k{n}"] for n in range(len(mapped.key))))


def _verdict(judgement: Judgement, each: Column, judged: FromClause) -> ColumnElement[int]:
    group = judgement.group_of(each.name)
    why = judged.c[f"why_{group}"]
    return case((why > 0, why), (plan.must_go(judgement, group, judged), MUST_GO), else_=NOBODY)


def _names(compiler: Compiler) -> dict[int, str]:
    return {n: each.rule.id if each.rule else each.kind for n, each in enumerate(compiler.licences, 1)}
