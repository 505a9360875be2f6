"""The law in SQL, clause by clause beside ``law/lawful.py``: how a ground stands, which terms run, what blocks use."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, FromClause, and_, false, not_, or_, true

from grondslag.datamap.model import Column, Link, Table, Time, Use
from grondslag.datamap.times import Clock
from grondslag.engine.moments import SqlMoment
from grondslag.engine.sight import Condition, Outlook, Person, Since, called, some
from grondslag.law.facts import ObjectionState, in_scope
from grondslag.law.rules import Moment, Rule
from grondslag.statement.model import Ground, Term
from grondslag.stores.expressions import as_is
from grondslag.stores.facts import OnFile
from grondslag.stores.tables import CONSENT, ENDED, ERASURE, HOLD, OBJECTION, RESTRICTION


@dataclass(frozen=True)
class View:
    """One row of a table as seen from one link, at a moment: what the law asks about."""

    row: Outlook
    since: Since
    link: Link
    person: Person
    moment: Moment
    on_file: OnFile

    @property
    def table(self) -> Table:
        """The table of the row."""
        return self.row.table

    def clock(self, time: Time) -> Clock:
        """How to read a time of this row."""
        return Clock.of(time, self.row.datamap.zone, self.moment.zone)


def erased(view: View, at: SqlMoment, ordered: bool = False) -> Condition:
    """Whether an erasure covers the row; ``ordered`` counts only those because of unlawfulness or by order."""
    if not view.on_file.erasures:
        return false()
    erasure = called("erased", ERASURE)
    kind = (erasure.c.ordered.is_(True),) if ordered else ()
    return _covering(view, at, ("erased", ordered), erasure, *kind)


def _covering(
    view: View, at: SqlMoment, asked: tuple[object, ...], erasure: FromClause, *which: Condition
) -> Condition:
    """Whether an erasure of these covers the row: then the last of them does."""
    happened = erasure.c.at <= at.text
    return view.since.covered_by(view.person.latest((*asked, at.name), erasure, view.since.bound, happened, *which))


def objected(view: View, rule: Rule, at: SqlMoment, states: tuple[ObjectionState, ...]) -> Condition:
    """Whether the last objection event to a purpose at a moment is in one of these states."""
    if rule.id not in view.on_file.objected:
        return false()
    objection = called("objected", OBJECTION)
    asked = ("objected", rule.id, states, at.name)
    return view.person.fact(asked, objection, *_objects(objection, rule, at.text, states))


def _objects(
    objection: FromClause, rule: Rule, at: ColumnElement[str], states: tuple[ObjectionState, ...]
) -> tuple[Condition, ...]:
    """That an objection event is to a purpose, stands at a moment, and is in one of these states."""
    in_state = objection.c.state.in_([int(s) for s in states])
    return (objection.c.purpose == rule.id, in_state, _stands(objection, at))


def _stands(objection: FromClause, at: ColumnElement[str]) -> Condition:
    """That an objection event counts at a moment: none undoes it later, and none since is more refusing."""
    other = called(f"{objection.name}_later", OBJECTION)  # type: ignore[attr-defined]
    undone = and_(other.c.at > objection.c.at, other.c.state <= int(ObjectionState.OVERRULED))
    outdone = and_(other.c.at >= objection.c.at, other.c.state > objection.c.state)
    same = (other.c.subject == objection.c.subject, other.c.purpose == objection.c.purpose)
    return and_(objection.c.at <= at, ~some((other,), *same, other.c.at <= at, or_(undone, outdone)))


STANDING = (ObjectionState.OVERRULED, ObjectionState.PENDING, ObjectionState.UPHELD)


def consented(view: View, rule: Rule, at: SqlMoment) -> Condition:
    """Whether consent to this version stands, is newer than every erasure, and than an objection to marketing."""
    consent, erasure, objection = (
        called("consented", CONSENT),
        called("erasure", ERASURE),
        called("objection", OBJECTION),
    )
    fits = and_(consent.c.given.is_(True), consent.c.version == rule.version)

    later = called("consent_later", CONSENT)
    refuses = or_(later.c.given.is_(False), later.c.version != rule.version)
    newer = or_(later.c.at > consent.c.at, and_(later.c.at == consent.c.at, refuses))
    same = (later.c.subject == consent.c.subject, later.c.purpose == consent.c.purpose)
    ended = some(
        (erasure,), erasure.c.subject == consent.c.subject, erasure.c.at <= at.text, erasure.c.at >= consent.c.at
    )
    unasked = some(
        (objection,),
        objection.c.subject == consent.c.subject,
        objection.c.at >= consent.c.at,
        *_objects(objection, rule, at.text, STANDING),
    )
    return view.person.fact(
        ("consented", rule.id, at.name),
        consent,
        consent.c.purpose == rule.id,
        fits,
        consent.c.at <= at.text,
        ~some((later,), *same, later.c.at <= at.text, newer),
        ~ended if view.on_file.erasures else true(),
        ~unasked if rule.marketing and rule.id in view.on_file.objected else true(),
    )


def ground(view: View, rule: Rule, at: SqlMoment) -> Condition:
    """Whether the ground lets the cell exist. A contract under erasure is cut further by :func:`until_event`."""
    allowed: Condition
    match rule.ground:
        case Ground.CONSENT:
            return and_(consented(view, rule, at), not_(erased(view, at)))
        case Ground.CONTRACT:
            allowed = and_(party(view, at), not_(erased(view, at, ordered=True)))
        case Ground.LEGITIMATE_INTEREST | Ground.PUBLIC_TASK:
            allowed = interest(view, rule, at) if rule.balanced else false()
        case Ground.LEGAL_OBLIGATION | Ground.VITAL_INTEREST:
            allowed = not_(erased(view, at))
    return and_(allowed, not_(objected(view, rule, at, STANDING))) if rule.marketing else allowed


def party(view: View, at: SqlMoment) -> Condition:
    """Whether the link makes the person a party to an agreement that has started."""
    time = view.table.event(view.link.party) if view.link.party else None
    if time is None:
        return false()
    found = view.row.walk(time.via)
    started = found.end.c[time.column]
    return found.any(started.is_not(None), not_(at.to_come(started, view.clock(time))))


def interest(view: View, rule: Rule, at: SqlMoment) -> Condition:
    """Whether no objection stands upheld, and every erasure of the row met compelling grounds on file."""
    upheld = objected(view, rule, at, (ObjectionState.UPHELD,))
    if rule.id not in view.on_file.objected:
        return not_(erased(view, at))
    erasure, objection = called("erased", ERASURE), called("objection", OBJECTION)
    overruled = _objects(objection, rule, erasure.c.at, (ObjectionState.OVERRULED,))
    compelling = some((objection,), objection.c.subject == erasure.c.subject, *overruled)
    unmet = or_(erasure.c.ordered.is_(True), not_(compelling))
    against = _covering(view, at, ("against", rule.id), erasure, unmet) if view.on_file.erasures else false()
    return and_(not_(upheld), not_(against))


def uses(view: View, rule: Rule, at: SqlMoment) -> Condition:
    """What use asks of a ground beyond existence: no objection is pending."""
    if rule.ground in (Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK):
        return not_(objected(view, rule, at, (ObjectionState.PENDING,)))
    return true()


def runs(view: View, use: Use, term: Term, at: SqlMoment) -> Condition:
    """Whether a term fits the row, reaches it, and runs from any value of its event."""
    return and_(
        _fits(view, term), reaches(view, term.introduced, bool(term.compatible)), _event(view, use, term, at, False)
    )


def until_event(view: View, use: Use, term: Term, at: SqlMoment) -> Condition:
    """Whether a term's event is still to come, for a row and term that :func:`runs` has let through."""
    return and_(
        _fits(view, term), reaches(view, term.introduced, bool(term.compatible)), _event(view, use, term, at, True)
    )


def licence(view: View, rule: Rule, use: Use, term: Term, at: SqlMoment) -> Condition:
    """Whether this term of this purpose lets the cell exist."""
    if term.law:
        return runs(view, use, term, at)
    stands = ground(view, rule, at)
    if rule.ground is Ground.CONTRACT:
        if not view.on_file.erasures:  # what is still to come runs too
            return and_(stands, runs(view, use, term, at))
        tail = and_(runs(view, use, term, at), not_(erased(view, at)))
        return and_(stands, or_(tail, until_event(view, use, term, at)))
    return and_(runs(view, use, term, at), stands)


def reaches(view: View, introduced: date | None, compatible: bool) -> Condition:
    """Whether a purpose or term that came in later reaches the row."""
    if introduced is None or compatible:
        return true()
    if view.since.value is None or view.table.since is None:
        return false()
    return view.since.value >= as_is(view.clock(view.table.since).lower(introduced))


def held(view: View, scopes: tuple[str, ...], at: SqlMoment) -> Condition:
    """Whether a hold stands whose scope is one of these."""
    hold = called("held", HOLD)
    stands = (hold.c.scope.in_(scopes), hold.c.at <= at.text, not_(_ended(hold, "hold", at)))
    return view.person.fact(("held", scopes, at.name), hold, *stands)


def restricted(view: View, scopes: tuple[str, ...], at: SqlMoment) -> Condition:
    """Whether a restriction stands whose scope is one of these."""
    restriction = called("restricted", RESTRICTION)
    return view.person.fact(
        ("restricted", scopes, at.name),
        restriction,
        restriction.c.scope.in_(scopes),
        restriction.c.at <= at.text,
        not_(_ended(restriction, "restriction", at)),
    )


def _ended(fact: FromClause, name: str, at: SqlMoment) -> Condition:
    ended = called("ended", ENDED)
    return some((ended,), ended.c.fact == name, ended.c.of == fact.c.id, ended.c.at <= at.text)


def _fits(view: View, term: Term) -> Condition:
    row_class = view.table.row_class
    if not term.when:
        return true()
    if not row_class.column:
        return true() if row_class.value == term.when else false()
    listed = dict(row_class.values)
    raw = [value for value, name in listed.items() if name == term.when]
    if term.when not in listed:
        raw.append(term.when)
    value = view.row.start.c[row_class.column]
    return or_(value.is_(None), value.in_(raw))


def _event(view: View, use: Use, term: Term, at: SqlMoment, to_come: bool) -> Condition:
    time = view.table.event(use.event(term.after))
    if time is None:
        return false()
    clock = view.clock(time)
    found = view.row.walk(time.via)
    value = found.end.c[time.column]
    late = at.to_come(value, clock) if to_come else at.runs(value, term, clock)
    return found.any(or_(late, value.is_(None)) if time.null == "not_yet" else late)


def scopes_for(table: Table, column: Column, known: frozenset[str]) -> tuple[str, ...]:
    """Those of the scopes in use that take in a column, in a fixed order; a link is in those of its table's columns."""
    place = f"{table.name}." if column.link else f"{table.name}.{column.name}"
    found = {scope for scope in known if in_scope(scope, place)}
    return tuple(sorted(found | {place} if found and column.link else found))
