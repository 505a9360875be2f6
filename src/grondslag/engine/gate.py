"""The rule as a database can hold itself to it: for each purpose and table the columns, and one condition on the row.

A database admits or refuses whole rows. So a row is open to a purpose when every cell of it that the purpose covers may
be used or is empty, and shut when any may not: nothing is shown that :func:`grondslag.law.lawful.may_use` forbids.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import FromClause, and_, false, not_, or_, true

from grondslag.datamap.model import Column, DataMap, Table, Use
from grondslag.engine import grounds
from grondslag.engine.compile import Asked, empty, since_of, usable
from grondslag.engine.grounds import View
from grondslag.engine.moments import SqlMoment
from grondslag.engine.own import rules as own_rules
from grondslag.engine.own import statement as own_statement
from grondslag.engine.sight import Condition, Outlook, called
from grondslag.law.rules import Moment, Rule, rules_of
from grondslag.statement.model import Ground, Purpose, Statement
from grondslag.stores.expressions import timestamp
from grondslag.stores.facts import OnFile
from grondslag.stores.own import datamap as own
from grondslag.stores.tables import ERASURE, OBJECTION, RESTRICTION


class GateError(ValueError):
    """A datamap asks for what a database cannot be told to refuse: one sentence with the table and the mend."""


@dataclass(frozen=True)
class _Asked:
    """A row of which a permit is asked, and how: see :meth:`Permit.condition`."""

    outlook: Outlook
    at: SqlMoment
    native: bool
    facts: bool


@dataclass(frozen=True)
class Permit:
    """What one purpose may touch of one table: the columns of the database that it covers, and which rows.

    Keys, links and plain columns are always among the ``columns``.
    """

    rule: Rule
    table: Table
    datamap: DataMap
    zone: ZoneInfo
    columns: frozenset[str]

    @property
    def uses(self) -> tuple[Use, ...]:
        """The uses of the table for the purpose."""
        return tuple(use for use in self.table.uses if use.purpose == self.rule.id)

    def condition(self, start: FromClause, at: SqlMoment, native: bool, facts: bool = True) -> Condition:
        """Whether the purpose may use a row at a moment.

        ``native``: times stand in types of their own, not in text. Without ``facts`` it is asked as if there were none
        about the people of the row: that is enough where it is not :meth:`touched`. Raises GateError for a link along a
        repeated path.
        """
        self._check_paths()
        row = _Asked(Outlook(self.datamap, self.table, start), at, native, facts)
        parts = [or_(false(), *(self._usable(row, name) for name in sorted(self._named)))]
        if len(self._named) > 1:
            parts += [or_(*self._either(row, following)) for following in self._followed()]
        return and_(*parts, not_(or_(false(), *self._restricted(row))) if facts else true())

    def touched(self, start: FromClause) -> Condition:
        """Whether there are facts on which it depends that a row is open.

        A consent opens; all other grounds hold until somebody objects, restricts or has data erased.
        """
        consent = self.rule.ground is Ground.CONSENT
        of = (
            ()
            if consent
            else (called("erased", ERASURE), called("objected", OBJECTION), called("restricted", RESTRICTION))
        )
        row = Outlook(self.datamap, self.table, start)
        asked = (row.people(self.table.link(name)) for name in sorted(self._named | set(self._scopes())))
        return or_(false(), *(asks(person.known(*of)) for person, asks in asked))

    def _usable(self, row: "_Asked", link: str) -> Condition:
        view, asks = self._view(row, link)
        unasked = self.rule.ground is Ground.CONSENT and not row.facts
        terms = tuple(term for term in self.rule.terms if term.law or not unasked)
        rule = replace(self.rule, terms=terms)
        found = [each for use in self.uses if link in use.links for each in usable(view, rule, use, row.at)]
        return asks(or_(false(), *found))

    def _either(self, row: "_Asked", following: tuple[str, ...]) -> Iterator[Condition]:
        """Whether the cells that follow these links are empty, or somebody at one of the links lets them be used."""
        yield and_(*(empty(row.outlook.start, column) for column in self._covered if column.following == following))
        yield from (self._usable(row, name) for name in following if name in self._named)

    def _restricted(self, row: "_Asked") -> Iterator[Condition]:
        """For each link whose people decide over a cell that is covered: whether a restriction blocks such a cell."""
        for name, scopes in self._scopes().items():
            view, asks = self._view(row, name)
            yield asks(grounds.restricted(view, tuple(sorted(scopes)), row.at))

    def _scopes(self) -> dict[str, set[str]]:
        """By link the scopes of restrictions that take in a covered cell over which its people decide."""
        found: dict[str, set[str]] = {}
        for column in self._covered:
            for link in self.table.deciding(column):
                found.setdefault(link.name, set()).update(_scopes(self.table, column))
        return found

    @property
    def _covered(self) -> tuple[Column, ...]:
        return tuple(covered(self.rule, self.table))

    @property
    def _named(self) -> set[str]:
        """The links that the purpose's uses of the table name."""
        return {name for use in self.uses for name in use.links}

    def _followed(self) -> list[tuple[str, ...]]:
        return list(dict.fromkeys(c.following for c in self._covered if self._named & set(c.following)))

    def _view(self, row: "_Asked", link: str) -> Asked:
        start = row.outlook.start
        since = since_of(self.datamap, self.table, start, self.zone.key)
        if row.native and since.value is not None and self.table.since is not None:
            since = replace(since, value=timestamp(since.value, self.table.since))
        person, asks = row.outlook.people(self.table.link(link))
        moment = Moment.on(date(2000, 1, 1), self.zone)  # only its zone is asked for
        # What is asked of a database once and for all cannot leave a question out because there is no such fact yet.
        on_file = OnFile(objected=frozenset({self.rule.id}), erasures=True) if row.facts else OnFile()
        return View(row.outlook, since, self.table.link(link), person, moment, on_file), asks

    def _check_paths(self) -> None:
        paths = [link.via for link in self.table.links] + [time.via for _, time in self.table.events]
        if any(step.repeated for path in paths for step in path):
            raise GateError(
                f"table {self.table.name}: a path with a repeated step cannot be asked of every row that is read; "
                "name the person on the row itself"
            )


@dataclass(frozen=True)
class Gate:
    """What a statement lets its purposes touch of a database, as its datamap declares it."""

    statement: Statement
    datamap: DataMap

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules of the purposes that may be carried out, by purpose."""
        return MappingProxyType({rule.id: rule for rule in rules_of(self.statement)})

    @cached_property
    def shut(self) -> Mapping[str, Table]:
        """The tables with personal data, by name: without a purpose nobody touches these."""
        return MappingProxyType({table.name: table for table in self.datamap.tables if table.personal})

    @cached_property
    def plain(self) -> frozenset[str]:
        """The tables without personal data, mapped or ignored with a reason: they are open to all."""
        mapped = {table.name for table in self.datamap.tables if not table.personal}
        return frozenset(mapped | {name for name, _ in self.datamap.ignored})

    @cached_property
    def recording(self) -> frozenset[str]:
        """The purposes for which the kernel keeps its own tables."""
        return frozenset(rule.id for rule in own_rules())

    @cached_property
    def records(self) -> Mapping[str, frozenset[str]]:
        """The kernel's own tables with their columns: open to the purposes of :attr:`recording`, shut to others."""
        return MappingProxyType({t.name: frozenset(c.stored for c in t.columns) for t in own().tables})

    @cached_property
    def opened(self) -> frozenset[str]:
        """The purposes under which something may be touched: the statement's, and the kernel's own."""
        return self.recording | self.rules.keys()

    @cached_property
    def permits(self) -> Mapping[tuple[str, str], Permit]:
        """What each purpose may touch of each table that it is used for, by purpose and table."""
        zone = ZoneInfo(self.statement.controller.zone)
        return MappingProxyType(
            {
                (rule.id, table.name): Permit(rule, table, self.datamap, zone, frozenset(columns(rule, table)))
                for rule in self.rules.values()
                for table in self.shut.values()
                if any(use.purpose == rule.id for use in table.uses)
            }
        )

    def purpose(self, id: str) -> Purpose:
        """A purpose of the statement, or of the kernel's own. Raises KeyError when there is none of that id."""
        return (own_statement() if id in self.recording else self.statement).purpose(id)

    def line(self, id: str) -> str:
        """What the statement says that a purpose uses, as it is published."""
        purpose = self.purpose(id)
        return f"{id} «{purpose.label}» uses {', '.join(f'«{item.label}»' for item in purpose.items) or 'nothing'}"


def covered(rule: Rule, table: Table) -> Iterator[Column]:
    """The personal columns of a table that a purpose covers, as seen from any link that its use of the table names."""
    links = {name for use in table.uses if use.purpose == rule.id for name in use.links}
    for column in table.personal:
        if (column.link or column.category in rule.covers) and links & {link.name for link in table.deciding(column)}:
            yield column


def columns(rule: Rule, table: Table) -> Iterator[str]:
    """The columns of the database that a purpose covers; one that holds several cells only where it covers them all."""
    open_to = {column.name for column in covered(rule, table)}
    open_to |= {column.name for column in table.columns if column.plain or column.link or column.name in table.key}
    stored: dict[str, list[Column]] = {}
    for column in table.columns:
        stored.setdefault(column.stored, []).append(column)
    for name, cells in stored.items():
        if all(cell.name in open_to or (cell.computed and open_to.issuperset(cell.computed)) for cell in cells):
            yield name


def _scopes(table: Table, column: Column) -> set[str]:
    """The scopes of restrictions that take in a column: a link's are those of every column of its table."""
    known = frozenset({"", table.name, *(f"{table.name}.{each.name}" for each in table.columns)})
    return set(grounds.scopes_for(table, column, known))
