"""The rule over all rows of a table at once: SQLAlchemy Core expressions, as values, with the why as columns.

For each *group* of columns that share one verdict, the compiled select has an integer ``why_n`` (0: nothing lets the
cell exist; else the number of a :class:`Licence`) and a boolean ``any_n`` (whether anybody stands at its links).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
from sqlalchemy import column as outer

from grondslag.datamap.model import PSEUDONYM, Column, DataMap, Table, Use
from grondslag.engine import grounds
from grondslag.engine.grounds import View
from grondslag.engine.moments import Shipped, now
from grondslag.engine.sight import Condition, Since, people
from grondslag.law.rules import Moment, Rule
from grondslag.statement.model import Term
from grondslag.stores.expressions import as_is
from grondslag.stores.facts import OnFile
from grondslag.stores.paths import cell, clause

ROW = "row_"
Asked = tuple[View, Callable[[Condition], Condition]]


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
    """Columns of a table that share one verdict, and its two SQL columns, which speak of the judgement's parts."""

    columns: tuple[Column, ...]
    why: ColumnElement[int]
    anyone: Condition


@dataclass(frozen=True)
class Judgement:
    """A table judged. ``parts`` are conditions that each row answers once, however many groups speak of them.

    ``linked`` says, for each link, whether anybody stands at its end.
    """

    table: Table
    start: FromClause
    groups: tuple[Group, ...]
    parts: tuple[Condition, ...]
    linked: tuple[Condition, ...]

    def select(
        self, *more: Label[Any], where: Sequence[Condition] = (), beside: Sequence[FromClause] = ()
    ) -> Select[*tuple[Any, ...]]:
        """``key_n`` of each key column, ``why_n`` and ``any_n`` of each group, then what else is asked.

        ``where`` limits the rows, and may speak of the tables ``beside``.
        """
        keys = [self.start.c[k].label(f"key_{n}") for n, k in enumerate(self.table.key)]
        answers = [cast(part, Integer).label(f"part_{n}") for n, part in enumerate(self.parts)]
        inner = select(*keys, *answers, *more).select_from(self.start, *beside).where(*where)
        seen = inner.offset(0).subquery("seen")  # the offset keeps the database from asking a part again for each use
        verdicts = [
            c
            for n, g in enumerate(self.groups)
            for c in (g.why.label(f"why_{n}"), cast(g.anyone, Integer).label(f"any_{n}"))
        ]
        return select(*(seen.c[k.name] for k in keys), *verdicts, *(seen.c[m.name] for m in more)).select_from(seen)

    def group_of(self, column: str) -> int:
        """The number of the group that a column is in."""
        return next(n for n, g in enumerate(self.groups) if any(c.name == column for c in g.columns))


@dataclass
class _Parts:
    """The conditions of one judgement, each kept once under what it asks."""

    found: dict[object, Condition] = field(default_factory=dict)

    def ask(self, key: object, condition: Callable[[], Condition]) -> Condition:
        """The answer to a condition in the outer query."""
        if key not in self.found:
            self.found[key] = condition()
        return outer(f"part_{list(self.found).index(key)}", Integer) == 1


@dataclass
class Compiler:
    """Compiles the rules of a statement over a datamap at a moment.

    ``on_file`` says which facts there are at all: of others nothing is asked. ``shipped`` collects what the table of
    keepings must hold.
    """

    datamap: DataMap
    rules: tuple[Rule, ...]
    at: Moment
    on_file: OnFile = field(default_factory=OnFile)
    shipped: Shipped = field(default_factory=Shipped)
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
        groups: dict[object, list[Column]] = {}
        for column in table.personal:
            covering = tuple(r.id for r in self.rules if column.link or column.category in r.covers)
            scopes = grounds.scopes_for(table, column, self.on_file.scopes)
            keep = column.on_end == "keep"
            groups.setdefault((column.following, covering, scopes, keep), []).append(column)
        linked = tuple(people(self.datamap, start, link, table.name)[1](literal(True)) for link in table.links)
        parts = _Parts()
        found = tuple(self._group(table, start, tuple(g), parts) for g in groups.values())
        return Judgement(table, start, found, tuple(parts.found.values()), linked)

    def may_use(self, judgement: Judgement, column: Column, rule: Rule) -> Condition:
        """Whether a purpose may use a column of a judged table's row now."""
        table, start = judgement.table, judgement.start
        allowed, blocked = [], []
        scopes = grounds.scopes_for(table, column, self.on_file.scopes)
        moment = now(self.at)
        for view, asks in self._views(table, start, column):
            if scopes:
                blocked.append(asks(grounds.restricted(view, scopes, moment)))
            for use in _covering_uses(table, view, rule, column):
                reached = grounds.reaches(view, rule.introduced, rule.compatible)
                for term in rule.terms:
                    if term.law and not term.use:
                        continue
                    lawful = grounds.licence(view, rule, use, term, moment)
                    usable = lawful if term.law else and_(lawful, grounds.uses(view, rule, moment))
                    allowed.append(asks(and_(reached, usable)))
        return and_(or_(false(), *allowed), not_(or_(false(), *blocked)))

    def _group(self, table: Table, start: FromClause, columns: tuple[Column, ...], parts: _Parts) -> Group:
        column, views = columns[0], self._views(table, start, columns[0])
        scopes = grounds.scopes_for(table, column, self.on_file.scopes)
        whens = self._terms(views, column, parts)
        if scopes:
            held, kept = [], []
            for view, asks in views:
                of = (view.link.name, scopes)
                held.append(parts.ask(("held", of), partial(self._held, view, asks, scopes)))
                covering = tuple(r.id for r in self.rules if _covering_uses(table, view, r, column))
                kept.append(parts.ask(("kept", of, covering), partial(self._kept, view, asks, column, scopes)))
            whens += [(or_(false(), *held), self.number("hold")), (or_(false(), *kept), self.number("restriction"))]
        anyone = or_(false(), *(parts.ask(view.link.name, partial(asks, literal(True))) for view, asks in views))
        if column.on_end == "keep":
            whens.append((anyone, self.number("keep")))
        return Group(columns, case(*whens, else_=0) if whens else literal(0), anyone)

    def _terms(self, views: Sequence[Asked], column: Column, parts: _Parts) -> list[tuple[Condition, int]]:
        whens = []
        for rule in self.rules:
            for n, term in enumerate(rule.terms):
                conditions = [
                    parts.ask((view.link.name, rule.id, n), partial(self._licence, view, asks, rule, use, term))
                    for view, asks in views
                    for use in _covering_uses(view.table, view, rule, column)
                ]
                if conditions:
                    whens.append((or_(*conditions), self.number("term", rule, term)))
        return whens

    def _licence(
        self, view: View, asks: Callable[[Condition], Condition], rule: Rule, use: Use, term: Term
    ) -> Condition:
        reached = grounds.reaches(view, rule.introduced, rule.compatible)
        return asks(and_(reached, grounds.licence(view, rule, use, term, now(self.at))))

    def _held(self, view: View, asks: Callable[[Condition], Condition], scopes: tuple[str, ...]) -> Condition:
        return asks(grounds.held(view, scopes, now(self.at)))

    def _kept(
        self, view: View, asks: Callable[[Condition], Condition], column: Column, scopes: tuple[str, ...]
    ) -> Condition:
        """Whether a restriction keeps the cell: it names it, or the cell was lawful in itself when it began."""
        shipped, then = self.shipped.table, self.shipped.moment()
        lawful = [
            and_(grounds.reaches(view, rule.introduced, rule.compatible), grounds.licence(view, rule, use, term, then))
            for rule in self.rules
            for use in _covering_uses(view.table, view, rule, column)
            for term in rule.terms
        ]
        lawful.append(grounds.held(view, scopes, then))
        return asks(
            and_(
                view.person.fact(shipped, shipped.c.scope.in_(scopes), or_(shipped.c.always == 1, *lawful)),
                not_(grounds.erased(view, now(self.at), ordered=True)),
            )
        )

    def _views(self, table: Table, start: FromClause, column: Column) -> list[Asked]:
        views = []
        for link in table.deciding(column):
            person, asks = people(self.datamap, start, link, table.name)
            views.append(
                (View(self.datamap, table, start, self._since(table, start), link, person, self.at, self.on_file), asks)
            )
        return views

    def _since(self, table: Table, start: FromClause) -> Since:
        since = table.since
        if since is None:
            return Since(None)
        zone = since.zone or self.datamap.zone
        if since.via or since.form == "epoch" or (since.form == "datetime" and zone not in ("UTC", self.at.zone.key)):
            raise CompileError(
                f"table {table.name}: since must be a column of the table itself, a date, or a datetime in UTC or "
                f"{self.at.zone.key}"
            )
        bound = "day" if since.form == "date" else "at" if zone == "UTC" else "wall"
        return Since(start.c[since.column], bound)


def empty(start: FromClause, column: Column) -> Condition:
    """Whether a cell holds nothing: NULL, its constant, or a pseudonym."""
    value = cell(start, column)
    nothing = value.is_(None)
    if column.on_end == "erased":
        return or_(nothing, value == as_is(column.erased))
    if column.on_end == "pseudonym":
        return or_(nothing, func.substr(value, 1, len(PSEUDONYM)) == PSEUDONYM)
    return nothing


def _covering_uses(table: Table, view: View, rule: Rule, column: Column) -> list[Use]:
    if not column.link and column.category not in rule.covers:
        return []
    return [use for use in table.uses if use.purpose == rule.id and view.link.name in use.links]
