"""The rule over all rows of a table at once: SQLAlchemy Core expressions, as values, with the why as columns.

For each *group* of columns that share one verdict, the compiled select has an integer ``why_n`` (0: nothing lets the
cell exist; else the number of a :class:`Licence`) and a boolean ``any_n`` (whether anybody stands at its links).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Label,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
)

from grondslag.datamap.model import PSEUDONYM, Column, DataMap, Table, Use
from grondslag.engine import grounds
from grondslag.engine.grounds import View
from grondslag.engine.moments import Shipped, SqlMoment, now
from grondslag.engine.parts import Parts
from grondslag.engine.sight import Condition, JoinedOutlook, Outlook, Person, Since
from grondslag.law.rules import Moment, Rule
from grondslag.statement.model import Term
from grondslag.stores.expressions import as_is
from grondslag.stores.facts import OnFile
from grondslag.stores.paths import cell, clause

ROW = "row_"
Asks = Callable[[Condition], Condition]
Asked = tuple[View, Asks]
Answers = tuple[int, list[ColumnElement[int]]]


class CompileError(ValueError):
    """A datamap asks for what SQL cannot express: one sentence with the table and the mend."""


@dataclass(frozen=True, slots=True)
class Licence:
    """What a number in a ``why`` column stands for: a purpose's term, or ``hold``, ``restriction`` or ``keep``."""

    kind: str
    rule: Rule | None = None
    term: Term | None = None


@dataclass(frozen=True)
class Group:
    """Columns of a table that share one verdict, and its SQL columns, which speak of the judgement's parts.

    ``then`` is whether the cells might have existed at the moment before.
    """

    columns: tuple[Column, ...]
    why: ColumnElement[int]
    anyone: Condition
    then: Condition


@dataclass(frozen=True)
class Judgement:
    """A table judged. ``parts`` are answers that each row gives once, however many groups speak of them.

    ``linked`` says, for each link, whether anybody stands at its end.
    """

    row: Outlook
    groups: tuple[Group, ...]
    parts: tuple[ColumnElement[int], ...]
    linked: tuple[Condition, ...]

    @property
    def table(self) -> Table:
        """The table judged."""
        return self.row.table

    @property
    def start(self) -> FromClause:
        """A row of it, in conditions."""
        return self.row.start

    def select(
        self, *more: Label[Any], where: Sequence[Condition] = (), beside: Sequence[FromClause] = ()
    ) -> Select[*tuple[Any, ...]]:
        """``key_n`` of each key column; ``why_n``, ``any_n`` and ``then_n`` of each group; then what else is asked.

        ``where`` limits the rows, and may speak of the tables ``beside``.
        """
        keys = [self.start.c[k].label(f"key_{n}") for n, k in enumerate(self.table.key)]
        answers = [part.label(f"part_{n}") for n, part in enumerate(self.parts)]
        inner = select(*keys, *answers, *more).select_from(self.row.source, *beside).where(*where)
        # Named ahead, since SQLite parses only so deep; the offset keeps the database from asking a part for each use.
        seen = inner.offset(0).cte("seen")
        verdicts: list[ColumnElement[Any]] = []
        for n, group in enumerate(self.groups):
            named = (("why", group.why), ("any", cast(group.anyone, Integer)), ("then", cast(group.then, Integer)))
            verdicts += [answer.label(f"{name}_{n}") for name, answer in named]
        return select(*(seen.c[k.name] for k in keys), *verdicts, *(seen.c[m.name] for m in more)).select_from(seen)

    def group_of(self, column: str) -> int:
        """The number of the group that a column is in."""
        return next(n for n, g in enumerate(self.groups) if any(c.name == column for c in g.columns))


@dataclass
class Compiler:
    """Compiles the rules of a statement over a datamap at a moment.

    ``on_file`` says which facts there are at all: of others nothing is asked. ``shipped`` collects what must travel to
    the database before it judges. ``many``: facts are asked of everybody at once, not of the people of each row.
    ``before`` is a moment at which what may not exist now is judged too. ``numbers`` are the columns, "table.column",
    that the database keeps whole numbers in.
    """

    datamap: DataMap
    rules: tuple[Rule, ...]
    at: Moment
    on_file: OnFile = field(default_factory=OnFile)
    shipped: Shipped = field(default_factory=Shipped)
    many: bool = True
    before: Moment | None = None
    numbers: frozenset[str] = frozenset()
    licences: list[Licence] = field(init=False)

    def __post_init__(self) -> None:
        self.licences = [Licence("term", rule, term) for rule in self.rules for term in rule.terms]
        self.licences += [Licence(kind) for kind in ("hold", "restriction", "keep")]

    def number(self, kind: str, rule: Rule | None = None, term: Term | None = None) -> int:
        """The number that stands for a licence in a ``why`` column, from 1."""
        return self.licences.index(Licence(kind, rule, term)) + 1

    def judge(self, table: Table) -> Judgement:
        """The verdicts over a table's columns."""
        start = clause(table, ROW + table.name)
        row = (
            JoinedOutlook(self.datamap, table, start, self.shipped.standing, self.numbers)
            if self.many
            else Outlook(self.datamap, table, start)
        )
        groups: dict[object, list[Column]] = {}
        for column in table.personal:
            covering = tuple(r.id for r in self.rules if column.link or column.category in r.covers)
            keep = column.on_end == "keep"
            groups.setdefault((column.following, covering, *self._scopes(table, column), keep), []).append(column)
        linked = tuple(row.people(link)[1](literal(True)) for link in table.links)
        parts = Parts(self.at, self.before)
        found = tuple(self._group(row, tuple(g), parts) for g in groups.values())
        return Judgement(row, found, tuple(parts.found.values()), linked)

    def _scopes(self, table: Table, column: Column) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The scopes of holds and those of restrictions that take in a column."""
        held, restricted = self.on_file.held, self.on_file.restricted
        on_file = tuple(scope for scope in grounds.scopes_for(table, column, held) if scope in held)
        return on_file, grounds.scopes_for(table, column, restricted)

    def may_use(self, judgement: Judgement, column: Column, rule: Rule) -> Condition:
        """Whether a purpose may use a column of a judged table's row now."""
        allowed: list[Condition] = []
        blocked: list[Condition] = []
        _, scopes = self._scopes(judgement.table, column)
        moment = now(self.at)
        for view, asks in self._views(Outlook(self.datamap, judgement.table, judgement.start), column):
            if scopes:
                blocked.append(asks(grounds.restricted(view, scopes, moment)))
            for use in _covering_uses(view, rule, column):
                allowed += map(asks, usable(view, rule, use, moment))
        return and_(or_(false(), *allowed), not_(or_(false(), *blocked)))

    def _group(self, row: Outlook, columns: tuple[Column, ...], parts: Parts) -> Group:
        views = self._views(row, columns[0])
        asked = [*self._terms(views, columns[0], parts), *self._keepers(views, columns[0], parts)]
        anyone = or_(false(), *(parts.ask(view.link.name, partial(_anyone, asks)) == 1 for view, asks in views))
        whens = [(or_(false(), *(part == 1 for part in found)), number) for number, found in asked]
        then = or_(false(), *(part == 2 for _, found in asked for part in found))
        if columns[0].on_end == "keep":
            whens.append((anyone, self.number("keep")))
        return Group(columns, case(*whens, else_=0) if whens else literal(0), anyone, then)

    def _terms(self, views: Sequence[Asked], column: Column, parts: Parts) -> Iterator[Answers]:
        """The number of each term and the parts, one for each link, that say whether it lets the cell exist."""
        for rule in self.rules:
            for n, term in enumerate(rule.terms):
                found = [
                    parts.ask((view.link.name, rule.id, n), partial(_licence, view, asks, rule, use, term))
                    for view, asks in views
                    for use in _covering_uses(view, rule, column)
                ]
                if found:
                    yield self.number("term", rule, term), found

    def _keepers(self, views: Sequence[Asked], column: Column, parts: Parts) -> Iterator[Answers]:
        """The same of holds and restrictions."""
        holds, restrictions = self._scopes(views[0][0].table, column) if views else ((), ())
        if holds:
            yield (
                self.number("hold"),
                [parts.ask(("held", view.link.name, holds), partial(_held, view, asks, holds)) for view, asks in views],
            )
        if restrictions:
            kept = []
            for view, asks in views:
                covering = tuple(r.id for r in self.rules if _covering_uses(view, r, column))
                of = ("kept", view.link.name, covering, holds, restrictions)
                kept.append(parts.ask(of, partial(self._kept, view, asks, column)))
            yield self.number("restriction"), kept

    def _kept(self, view: View, asks: Asks, column: Column, at: SqlMoment) -> Condition:
        """Whether a restriction keeps the cell: it names it, or the cell was lawful in itself when it began."""
        holds, restrictions = self._scopes(view.table, column)
        shipped, then = self.shipped.table, self.shipped.moment()
        begun = replace(view, person=Person(view.person.kind, view.person.raw))
        lawful = [
            and_(grounds.reaches(view, rule.introduced, rule.compatible), grounds.licence(begun, rule, use, term, then))
            for rule in self.rules
            for use in _covering_uses(view, rule, column)
            for term in rule.terms
        ]
        if holds:
            lawful.append(grounds.held(begun, holds, then))
        named = (shipped.c.judged == at.name, shipped.c.scope.in_(restrictions), or_(shipped.c.always == 1, *lawful))
        return asks(
            and_(
                grounds.restricted(view, tuple(sorted(self.on_file.restricted)), at),
                not_(grounds.erased(view, at, ordered=True)),
                begun.person.fact("kept", shipped, *named),
            )
        )

    def _views(self, row: Outlook, column: Column) -> list[Asked]:
        since = since_of(self.datamap, row.table, row.start, self.at.zone.key)
        asked = ((link, *row.people(link)) for link in row.table.deciding(column))
        return [(View(row, since, link, person, self.at, self.on_file), asks) for link, person, asks in asked]


def since_of(datamap: DataMap, table: Table, start: FromClause, controller: str) -> Since:
    """When a row of a table came to be, for days in the controller's zone. Raises CompileError for a path or epoch."""
    since = table.since
    if since is None:
        return Since(None)
    zone = since.zone or datamap.zone
    if since.via or since.form == "epoch" or (since.form == "datetime" and zone not in ("UTC", controller)):
        raise CompileError(
            f"table {table.name}: since must be a column of the table itself, a date, or a datetime in UTC or "
            f"{controller}"
        )
    bound = "day" if since.form == "date" else "at" if zone == "UTC" else "wall"
    return Since(start.c[since.column], bound)


def usable(view: View, rule: Rule, use: Use, at: SqlMoment) -> Iterator[Condition]:
    """For each term that licenses use: whether it lets the purpose use the cell, but for restrictions."""
    reached = grounds.reaches(view, rule.introduced, rule.compatible)
    for term in rule.terms:
        if term.use or not term.law:
            lawful = grounds.licence(view, rule, use, term, at)
            yield and_(reached, lawful if term.law else and_(lawful, grounds.uses(view, rule, at)))


def empty(start: FromClause, column: Column) -> Condition:
    """Whether a cell holds nothing: NULL, its constant, or a pseudonym."""
    value = cell(start, column)
    nothing = value.is_(None)
    if column.on_end == "erased":
        return or_(nothing, value == as_is(column.erased))
    if column.on_end == "pseudonym":
        return or_(nothing, func.substr(value, 1, len(PSEUDONYM)) == PSEUDONYM)
    return nothing


def _licence(view: View, asks: Asks, rule: Rule, use: Use, term: Term, at: SqlMoment) -> Condition:
    reached = grounds.reaches(view, rule.introduced, rule.compatible)
    return asks(and_(reached, grounds.licence(view, rule, use, term, at)))


def _held(view: View, asks: Asks, scopes: tuple[str, ...], at: SqlMoment) -> Condition:
    return asks(grounds.held(view, scopes, at))


def _anyone(asks: Asks, _: SqlMoment) -> Condition:
    return asks(literal(True))


def _covering_uses(view: View, rule: Rule, column: Column) -> list[Use]:
    if not column.link and column.category not in rule.covers:
        return []
    return [use for use in view.table.uses if use.purpose == rule.id and view.link.name in use.links]
