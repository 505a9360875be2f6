"""The forecast: what will have to go in which month, and what a changed statement would erase or let stay.

The same rule at later moments, over the facts and rows of today: what the forecast says of a month is what an audit at
its end counts more, or no longer, than one at its beginning.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from grondslag.engine.compile import Compiler
from grondslag.engine.swept import Progress, silent
from grondslag.engine.verdicts import MUST_GO, NOBODY, People, Turn, Verdicts
from grondslag.law.calendar import add_months, start_of_day
from grondslag.law.rules import Moment, Rule
from grondslag.stores import facts as fact_tables
from grondslag.stores.sql import SqlStore

NO_PEOPLE = People({}, {}, {})


@dataclass
class Effect:
    """What goes, or may stay again: cells with a value by "table.column" and by purpose, and whole rows by table.

    The purpose is the first in the statement's order that kept the cell ("" where none did), or "hold", "restriction"
    or "keep". ``people`` are those whom the cells are about.
    """

    cells: Counter[str] = field(default_factory=Counter)
    purposes: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    people: People = NO_PEOPLE


@dataclass
class Month:
    """A month of a forecast, from ``first`` through ``last``: what becomes unlawful in it, and what lawful again."""

    first: date
    last: date
    gone: Effect = field(default_factory=Effect)
    back: Effect = field(default_factory=Effect)


@dataclass
class Foreseen:
    """A forecast: what must go at once, each coming month, and the distinct people whom all that goes is about."""

    at: Moment
    overdue: Effect
    months: tuple[Month, ...]
    people: People

    def through(self, last: date) -> Effect:
        """All that goes from now through the month of a day, without the people."""
        total = Effect()
        for each in (self.overdue, *(m.gone for m in self.months if m.first <= last)):
            for name in ("cells", "purposes", "rows"):
                getattr(total, name).update(getattr(each, name))
        return total


@dataclass
class Drafted:
    """What a draft would erase that may stay now, and what it would let stay that must go now."""

    erased: Effect
    allowed: Effect


@dataclass(frozen=True)
class Forecast:
    """A forecast of a store under the rules of a statement from a moment on; ``progress`` hears of each month done."""

    store: SqlStore
    rules: tuple[Rule, ...]
    at: Moment
    months: int = 12
    progress: Progress = silent

    def run(self) -> Foreseen:
        """Judges every cell now and at the end of each month, in one snapshot. The first month is what is left of it.

        Writes nothing but temporary tables of the connection.
        """
        return self.store.attempt(lambda _: self._foreseen(), snapshot=True)

    def _foreseen(self) -> Foreseen:
        verdicts = Verdicts(self.store)
        overdue = _told(verdicts, verdicts.begin(_compiler(self.store, self.rules, self.at)), gone=0)[0]
        months = []
        for n, (first, end) in enumerate(self._ends(), 1):
            turns = verdicts.turn(_compiler(self.store, self.rules, end))
            months.append(Month(first, end.today, *_told(verdicts, turns, gone=2 * n, back=2 * n + 1)))
            self.progress(n, self.months)
        ways = (2 * n for n in range(self.months + 1))
        return Foreseen(self.at, overdue, tuple(months), verdicts.people(*ways))

    def _ends(self) -> Iterator[tuple[date, Moment]]:
        """For each month its first day and its last moment, so that what ends with its last day goes in the next."""
        this = self.at.today.replace(day=1)
        for n in range(self.months):
            following = start_of_day(add_months(this, n + 1), self.at.zone).astimezone(UTC)
            first = add_months(this, n) if n else self.at.today
            yield first, self.at.at(following - timedelta(microseconds=1))


@dataclass(frozen=True)
class Draft:
    """A changed statement tried on a store's data beside the statement in force, at one moment."""

    store: SqlStore
    rules: tuple[Rule, ...]
    draft: tuple[Rule, ...]
    at: Moment

    def run(self) -> Drafted:
        """Judges every cell by both, in one snapshot. Writes nothing but temporary tables of the connection."""
        return self.store.attempt(lambda _: self._drafted(), snapshot=True)

    def _drafted(self) -> Drafted:
        verdicts = Verdicts(self.store)
        for _ in verdicts.begin(_compiler(self.store, self.rules, self.at)):
            pass  # what must go already is the forecast's, not the draft's
        turns = verdicts.turn(_compiler(self.store, self.draft, self.at))
        return Drafted(*_told(verdicts, turns, gone=0, back=1))


def _compiler(store: SqlStore, rules: tuple[Rule, ...], at: Moment) -> Compiler:
    return Compiler(store.datamap, rules, at, fact_tables.on_file(store.connection))


def _told(verdicts: Verdicts, turns: Iterable[Turn], gone: int, back: int = -1) -> tuple[Effect, Effect]:
    """What goes by a judgement and what may stay again; their people are kept under the numbers given."""
    effects = Effect(), Effect()
    for turn in turns:
        for effect, is_gone in zip(effects, (True, False), strict=True):
            _add(effect, turn, is_gone, verdicts)
    for effect, way, is_gone in zip(effects, (gone, back), (True, False), strict=True):
        for mapped in verdicts.tables:
            named = [c.name for c in mapped.personal if effect.cells[f"{mapped.name}.{c.name}"]]
            verdicts.note(way, mapped, named, is_gone)
        effect.people = verdicts.people(way) if effect.cells else NO_PEOPLE
        effect.cells += Counter()
    return effects


def _add(effect: Effect, turn: Turn, gone: bool, verdicts: Verdicts) -> None:
    old, new = (turn.before, turn.after) if gone else (turn.after, turn.before)
    names = verdicts.purposes(gone)
    for n, column in enumerate(turn.table.personal):
        if old[n] != MUST_GO and new[n] == MUST_GO and not turn.empty[n]:
            effect.cells[f"{turn.table.name}.{column.name}"] += turn.rows
            effect.purposes[names.get(old[n], "")] += turn.rows
    if dead(turn, new) and not dead(turn, old):
        effect.rows[turn.table.name] += turn.rows


def dead(turn: Turn, verdicts: tuple[int, ...]) -> bool:
    """Whether rows go whole by these verdicts, as the page has it; one that a living row refers to stays as a stub."""
    if turn.table.rows == "keep" or MUST_GO not in verdicts:
        return False
    seen = tuple(zip(turn.table.personal, verdicts, turn.empty, strict=True))
    takes_row = any(c.on_end == "row" and verdict == MUST_GO and not bare for c, verdict, bare in seen)
    stays = any(verdict > 0 or (verdict == NOBODY and not bare) for _, verdict, bare in seen)
    return takes_row or not stays
