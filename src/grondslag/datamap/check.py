"""Whether a datamap fits its statement and its database: what would make a judgment wrong, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from grondslag.datamap.database import database_findings
from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap, Table, Use
from grondslag.statement.dictionary import leaves
from grondslag.statement.model import Ground, Purpose, Statement, Term

type Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding: how bad, where ("table.column" or "table, purpose"), what is wrong, and what would mend it.

    An ``error`` would make verdicts wrong or a sweep fail; a ``warn`` is data that cannot be lawful as declared; an
    ``info`` is worth knowing.
    """

    severity: Severity
    where: str
    what: str
    mend: str


def check(datamap: DataMap, statement: Statement, live: Live | None = None) -> tuple[Problem, ...]:
    """Everything wrong between a datamap, a statement in force, and the database where ``live`` shows it."""
    found = list(_against_statement(datamap, statement))
    if live is not None:
        found += [Problem(*finding) for finding in database_findings(datamap, live)]
    order: tuple[Severity, ...] = ("error", "warn", "info")
    return tuple(sorted(found, key=lambda problem: order.index(problem.severity)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The findings that forbid a run."""
    return tuple(problem for problem in problems if problem.severity == "error")


def _against_statement(datamap: DataMap, statement: Statement) -> Iterator[Problem]:
    purposes = {purpose.id: purpose for purpose in statement.purposes}
    zone = statement.controller.zone
    for table in datamap.tables:
        if table.since and table.since.form == "datetime" and (table.since.zone or datamap.zone) not in ("UTC", zone):
            yield Problem(
                "error", f"{table.name}.{table.since.column}", "since is in another zone than the controller's",
                f"keep it in UTC or in {zone}, or declare the date alone",
            )  # fmt: skip
        for use in table.uses:
            yield from _use(table, use, purposes.get(use.purpose))
        yield from _without_purpose(table, purposes)


def _use(table: Table, use: Use, purpose: Purpose | None) -> Iterator[Problem]:
    where = f"{table.name}, {use.purpose}"
    if purpose is None:
        yield Problem(
            "error", where, "the statement has no such purpose", "correct the id, or put the purpose in the statement"
        )
        return
    if not purpose.active:
        yield Problem("info", where, "the purpose is not active, so it keeps nothing", "activate it, or remove the use")
        return
    if purpose.ground is None:
        yield Problem("warn", where, "the purpose has no ground, so it keeps nothing", "give it a ground of Art. 6")
    yield from _terms(table, use, purpose)
    yield from _ground(table, use, purpose, where)


def _terms(table: Table, use: Use, purpose: Purpose) -> Iterator[Problem]:
    where = f"{table.name}, {use.purpose}"
    if not purpose.terms:
        yield Problem("warn", where, "the purpose has no term, so it keeps nothing", "resolve its retention to a term")
    asked = {term.after for term in purpose.terms if _fits(table, term)}
    for event in sorted(asked):
        if table.event(use.event(event)) is None:
            yield Problem(
                "error", where, f"a term runs from «{event}», and the table has no such event",
                f"declare it under events, or name the event it is: events = {{ {event} = '…' }}",
            )  # fmt: skip
    for event in sorted({name for name, _ in use.events} - {term.after for term in purpose.terms}):
        yield Problem("warn", where, f"no term of the purpose runs from «{event}»", "remove it from the use's events")


def _fits(table: Table, term: Term) -> bool:
    """Whether some row of the table may be of the class that the term is for."""
    return not term.when or bool(table.row_class.column) or table.row_class.value == term.when


def _ground(table: Table, use: Use, purpose: Purpose, where: str) -> Iterator[Problem]:
    if purpose.ground in (Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK) and not purpose.balancing_test:
        yield Problem(
            "warn", where, "the interest has no balancing test, so it keeps nothing",
            "put the test on file (Art. 6(1)(f))",
        )  # fmt: skip
    parties = [name for name in use.links if table.link(name).party]
    if purpose.ground is Ground.CONTRACT and not parties:
        yield Problem(
            "warn", where, "nobody is a party to the contract, so that ground keeps nothing",
            "mark the link of the party with the event at which the agreement began: party = '…'",
        )  # fmt: skip


def _without_purpose(table: Table, purposes: dict[str, Purpose]) -> Iterator[Problem]:
    """Data without purpose (Art. 5(1)(b)): a column that no active purpose of its own links covers."""
    for column in table.personal:
        if column.on_end == "keep":
            continue
        deciding = {link.name for link in table.deciding(column)}
        uses = [use for use in table.uses if deciding & set(use.links)]
        active = [purposes[use.purpose] for use in uses if use.purpose in purposes and purposes[use.purpose].active]
        covered = {leaf for purpose in active for item in purpose.items for leaf in _leaves(item.category)}
        if not active or (column.category and column.category not in covered):
            what = f"no active purpose that the table is used for lists «{column.category}»"
            yield Problem(
                "warn", f"{table.name}.{column.name}",
                f"data without purpose: {what if active else 'the table is used for no active purpose'}",
                "name the purpose it serves, or let the sweep take it",
            )  # fmt: skip


def _leaves(category: str) -> frozenset[str]:
    return leaves(category) if category else frozenset()
