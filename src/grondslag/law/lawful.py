"""The law on one page.

    A cell of personal data may exist only while some purpose of the statement covers it, that purpose's ground holds
    for the person, and a term of that purpose runs, or while a law, a restriction or a hold keeps it.

    A purpose may use a cell only if that same purpose covers it, its ground holds, one of its terms runs, and the
    cell is not restricted.

Everything else in this package is faster, and is compared with this page for ever. The words in brackets are articles
of the GDPR.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from grondslag.law.calendar import last_day
from grondslag.law.facts import Facts, ObjectionState, in_scope, keeps
from grondslag.law.rules import NOT_YET, Cell, Event, Moment, Rule, Why, reaches
from grondslag.statement.model import Ground, Term


class Standing(NamedTuple):
    """How a ground stands: may the cell exist, may it be used, and only while the event is still to come."""

    exists: bool
    uses: bool
    only_until_event: bool = False


HOLDS = Standing(exists=True, uses=True)
PENDING = Standing(exists=True, uses=False)
RUNNING_CONTRACT = Standing(exists=True, uses=True, only_until_event=True)
REFUSED = Standing(exists=False, uses=False)


def may_exist(cell: Cell, rules: Iterable[Rule], facts: Facts, at: Moment) -> tuple[Why, ...]:
    """Every reason for which a cell may exist; none means that it must go. (5(1)(b), 5(1)(e), 6, 17, 18)"""
    return tuple(_reasons(cell, tuple(rules), facts, at, before=None))


def may_use(cell: Cell, rule: Rule, facts: Facts, at: Moment) -> Why | None:
    """Why a purpose may use a cell now; None when it may not. (5(1)(b), 6, 18(2), 21)"""
    if not covers(rule, cell, at) or (facts.restrictions and restricted(cell, facts, at.now)):
        return None
    standing = ground(rule, cell, facts, at)
    for term, event in running(rule, cell, at):
        if term.law:
            if term.use:
                return Why("law", rule.id, term, event, term.law)
        elif standing.uses and not (standing.only_until_event and past(event, at)):
            return Why(rule.ground, rule.id, term, event)
    return None


def covers(rule: Rule, cell: Cell, at: Moment) -> bool:
    """The table is used for the purpose, that use names the link, and the purpose lists the column's category."""
    named = rule.id in cell.uses and (cell.category is None or cell.category in rule.covers)
    return named and (rule.introduced is None or reaches(rule.introduced, rule.compatible, cell.since, at.zone))


def running(rule: Rule, cell: Cell, at: Moment) -> Iterator[tuple[Term, Event]]:
    """The terms of a purpose that run for this cell, each judged alone, with the event that it runs from."""
    events = cell.uses[rule.id]
    for term in rule.terms:
        fits = not term.when or cell.row_class is None or cell.row_class == term.when
        if fits and (term.introduced is None or reaches(term.introduced, bool(term.compatible), cell.since, at.zone)):
            for event in events.get(term.after, ()):
                if event is NOT_YET or last_day(event, term.months, term.until_year_end) >= at.today:
                    yield term, event


def past(event: Event, at: Moment) -> bool:
    """Whether an event has happened: not a later date, not one that is still to come."""
    return isinstance(event, date) and event <= at.today


def ground(rule: Rule, cell: Cell, facts: Facts, at: Moment) -> Standing:
    """How the purpose's ground stands for this person and this row. (6(1), 7(3), 17(1), 21)"""
    objection = facts.objection(rule.id, at.now) if facts.objections else None
    consent = facts.consented(rule.id, rule.version, at.now) if facts.consents else None
    if objection and rule.marketing and not (rule.ground is Ground.CONSENT and consent and consent > objection[0]):
        return REFUSED  # 21(3): an objection to marketing is upheld at once, under any ground
    erasures = [e for e in facts.erasures if e.at <= at.now and (cell.since is None or cell.since <= e.at)]
    ordered = [e for e in erasures if e.ordered]
    match rule.ground:
        case Ground.CONSENT:  # 7(3); a row that an erasure covered is not revived by consent that is given later
            fresh = consent and not [e for e in facts.erasures if consent <= e.at <= at.now]
            return HOLDS if fresh and not erasures else REFUSED
        case Ground.CONTRACT:  # 6(1)(b): the person is a party; an erasure cuts the tail of what has ended
            started = [start for start in cell.party if past(start, at)]
            if not started or ordered:
                return REFUSED
            return RUNNING_CONTRACT if erasures else HOLDS
        case Ground.LEGITIMATE_INTEREST | Ground.PUBLIC_TASK:  # 21(1), 17(1)(c)
            state = objection[1] if objection else None
            prevailing = [e for e in erasures if not _overruled(facts, rule.id, e.at)]
            if not rule.balanced or state is ObjectionState.UPHELD or ordered or prevailing:
                return REFUSED
            return PENDING if state is ObjectionState.PENDING else HOLDS
        case Ground.LEGAL_OBLIGATION | Ground.VITAL_INTEREST:  # after an erasure only terms with a law remain
            return REFUSED if erasures else HOLDS


def restricted(cell: Cell, facts: Facts, now: datetime) -> bool:
    """Whether a restriction blocks every use of the cell. (18(1), 18(2))"""
    for r in facts.restrictions:
        if r.at <= now and (r.lifted is None or r.lifted > now) and in_scope(r.scope, cell.place):
            return True
    return False


def _reasons(cell: Cell, rules: tuple[Rule, ...], facts: Facts, at: Moment, before: datetime | None) -> Iterator[Why]:
    for rule in rules:
        if covers(rule, cell, at):
            standing = ground(rule, cell, facts, at)
            for term, event in running(rule, cell, at):
                if term.law:  # 17(3)(b): no withdrawal, objection or erasure ends a statutory term
                    yield Why("law", rule.id, term, event, term.law)
                elif standing.exists and not (standing.only_until_event and past(event, at)):
                    yield Why(rule.ground, rule.id, term, event)
    for hold in facts.holds:
        standing_hold = hold.at <= at.now and (hold.released is None or hold.released > at.now)
        if standing_hold and in_scope(hold.scope, cell.place):
            yield Why("hold", law=hold.law)
    for restriction in facts.restrictions:
        begun = restriction.at <= at.now if before is None else restriction.at < before
        ordered = any(
            e.ordered and e.at <= at.now and (cell.since is None or cell.since <= e.at) for e in facts.erasures
        )
        if begun and not ordered and in_scope(restriction.scope, cell.place) and keeps(restriction, facts, at.now):
            named = restriction.ground in "bc" and restriction.scope  # 18(1)(b)-(c): what is named is kept as it is
            then = _reasons(cell, rules, facts, at.at(restriction.at), before=restriction.at)
            if named or any(True for _ in then):
                yield Why("restriction", law=f"art. 18(1)({restriction.ground})")


def _overruled(facts: Facts, purpose: str, at: datetime) -> bool:
    objection = facts.objection(purpose, at)
    return objection is not None and objection[1] is ObjectionState.OVERRULED
