"""Facts in the kernel's own tables: registering subjects, recording events, reading them back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Table, func, insert, select, tuple_

from grondslag.datamap.times import Clock, written
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction
from grondslag.stores import temporary
from grondslag.stores.port import SubjectKey
from grondslag.stores.tables import CONSENT, ENDED, ERASURE, HOLD, METADATA, OBJECTION, RESTRICTION, SUBJECT

BATCH = 300
_FACTS = (CONSENT, OBJECTION, ERASURE, RESTRICTION, HOLD, ENDED)


def create(connection: Connection, lasting: bool = True) -> None:
    """Makes the kernel's tables where they are missing; when not ``lasting``, only for as long as the connection."""
    if lasting:
        METADATA.create_all(connection)
        return
    temporary.create(connection)


def register(connection: Connection, subjects: Iterable[SubjectKey]) -> dict[SubjectKey, int]:
    """The kernel's ids of these subjects, new ones for those that have none. Ids are never used again."""
    wanted = list(dict.fromkeys(subjects))
    known = _ids(connection, wanted)
    following = (connection.scalar(select(func.max(SUBJECT.c.id))) or 0) + 1
    new = [subject for subject in wanted if subject not in known]
    rows = [{"id": following + n, "kind": kind, "key": key} for n, (kind, key) in enumerate(new)]
    if rows:
        connection.execute(insert(SUBJECT), rows)
    return known | {subject: following + n for n, subject in enumerate(new)}


def record(connection: Connection, facts: Mapping[SubjectKey, Facts], zone: ZoneInfo) -> None:
    """Adds facts, in the caller's transaction. ``zone`` is the controller's, in which an erasure's day is a day."""
    ids = register(connection, facts)
    rows: dict[Table, list[dict[str, object]]] = {t: [] for t in (CONSENT, OBJECTION, ERASURE)}
    for subject, each in facts.items():
        base = {"subject": ids[subject]}
        rows[CONSENT] += [base | _common(c) | _of(c, "purpose", "given", "version") for c in each.consents]
        rows[OBJECTION] += [base | _common(o) | {"purpose": o.purpose, "state": int(o.state)} for o in each.objections]
        rows[ERASURE] += [base | _common(e) | {"ordered": e.ordered} | _bounds(e.at, zone) for e in each.erasures]
        for restriction in each.restrictions:
            values = base | _common(restriction) | _of(restriction, "ground", "scope")
            _add(connection, RESTRICTION, values, "restriction", restriction.lifted)
        for hold in each.holds:
            values = base | _common(hold) | _of(hold, "scope", "law", "reason", "approver")
            _add(connection, HOLD, values | {"review": hold.review.isoformat()}, "hold", hold.released)
    for table, batch in rows.items():
        if batch:
            connection.execute(insert(table), batch)


def end(connection: Connection, fact: str, subject: SubjectKey, at: datetime, scope: str | None = None) -> int:
    """Ends the restrictions or holds (``fact``) of a subject that stand at a moment, all or those of a scope.

    Returns how many, in the caller's transaction.
    """
    table = {"restriction": RESTRICTION, "hold": HOLD}[fact]
    ended = select(ENDED.c.of).where(ENDED.c.fact == fact, ENDED.c.at <= written(at))
    standing = select(table.c.id).where(table.c.at <= written(at), table.c.id.not_in(ended))
    if scope is not None:
        standing = standing.where(table.c.scope == scope)
    ids = set(_ids(connection, [subject]).values())
    found = connection.scalars(standing.where(table.c.subject.in_(ids))).all()
    if found:
        connection.execute(insert(ENDED), [{"fact": fact, "of": number, "at": written(at)} for number in found])
    return len(found)


def load(connection: Connection, subjects: Iterable[SubjectKey] | None = None) -> dict[SubjectKey, Facts]:
    """The facts of these subjects, or of all; a subject without facts is left out."""
    ids = _ids(connection, None if subjects is None else list(dict.fromkeys(subjects)))
    numbers = None if subjects is None else sorted(set(ids.values()))
    found = {table: _by_subject(connection, table, numbers) for table in (CONSENT, OBJECTION, ERASURE)}
    ended = {
        (row.fact, row.of): _read(row.at)
        for row in connection.execute(
            select(ENDED.c.fact, ENDED.c.of, func.min(ENDED.c.at).label("at")).group_by("fact", "of")
        )
    }
    restrictions = _by_subject(connection, RESTRICTION, numbers)
    holds = _by_subject(connection, HOLD, numbers)
    result: dict[SubjectKey, Facts] = {}
    for subject, number in ids.items():
        facts = Facts(
            consents=tuple(
                Consent(at=_read(r.at), purpose=r.purpose, given=bool(r.given), version=r.version, source=r.source)
                for r in found[CONSENT].get(number, ())
            ),
            objections=tuple(
                Objection(at=_read(r.at), purpose=r.purpose, state=ObjectionState(r.state), source=r.source)
                for r in found[OBJECTION].get(number, ())
            ),
            erasures=tuple(
                Erasure(at=_read(r.at), ordered=bool(r.ordered), source=r.source)
                for r in found[ERASURE].get(number, ())
            ),
            restrictions=tuple(
                Restriction(
                    at=_read(r.at),
                    ground=r.ground,
                    scope=r.scope,
                    lifted=ended.get(("restriction", r.id)),
                    source=r.source,
                )
                for r in restrictions.get(number, ())
            ),
            holds=tuple(_hold(r, ended.get(("hold", r.id))) for r in holds.get(number, ())),
        )
        if facts != Facts():
            result[subject] = facts
    return result


@dataclass(frozen=True, slots=True)
class OnFile:
    """Which facts there are at all, so that SQL asks only where there is something to find.

    ``restricted`` and ``held`` are the scopes of restrictions and of holds, ``objected`` the purposes objected to;
    ``last`` changes with every new fact.
    """

    restricted: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    objected: frozenset[str] = frozenset()
    erasures: bool = False
    last: tuple[int, ...] = ()


def on_file(connection: Connection) -> OnFile:
    """What is on file now: a few index look-ups."""
    last = tuple(connection.execute(select(*(select(func.max(t.c.id)).scalar_subquery() for t in _FACTS))).one())
    restricted, held, objected = (
        frozenset(row[0] for row in connection.execute(select(column).distinct()))
        for column in (RESTRICTION.c.scope, HOLD.c.scope, OBJECTION.c.purpose)
    )
    erasures = connection.execute(select(ERASURE.c.id).limit(1)).first() is not None
    return OnFile(restricted, held, objected, erasures, tuple(n or 0 for n in last))


def restricted_subjects(connection: Connection) -> dict[SubjectKey, int]:
    """The subjects with a restriction on file, lifted or not, with the kernel's ids."""
    query = select(SUBJECT.c.kind, SUBJECT.c.key, SUBJECT.c.id).join(RESTRICTION, RESTRICTION.c.subject == SUBJECT.c.id)
    return {
        (row.kind, row.key): row.id for row in connection.execute(query.where(SUBJECT.c.retired.is_(None)).distinct())
    }


def overdue_holds(connection: Connection, today: date, now: datetime) -> int:
    """How many holds stand whose day of review has passed."""
    ended = select(ENDED.c.of).where(ENDED.c.fact == "hold", ENDED.c.at <= written(now))
    query = select(func.count()).select_from(HOLD).where(HOLD.c.review < today.isoformat(), HOLD.c.at <= written(now))
    return connection.scalar(query.where(HOLD.c.id.not_in(ended))) or 0


def _hold(row: Row[tuple[object, ...]], released: datetime | None) -> Hold:
    return Hold(
        at=_read(row.at), law=row.law, reason=row.reason, approver=row.approver, scope=row.scope,
        review=date.fromisoformat(row.review), released=released, source=row.source,
    )  # fmt: skip


def _ids(connection: Connection, subjects: list[SubjectKey] | None) -> dict[SubjectKey, int]:
    query = select(SUBJECT.c.kind, SUBJECT.c.key, SUBJECT.c.id).where(SUBJECT.c.retired.is_(None))
    if subjects is None:
        return {(row.kind, row.key): row.id for row in connection.execute(query)}
    found: dict[SubjectKey, int] = {}
    for batch in batched(subjects, BATCH):
        rows = connection.execute(query.where(tuple_(SUBJECT.c.kind, SUBJECT.c.key).in_(batch)))
        found |= {(row.kind, row.key): row.id for row in rows}
    return found


def _by_subject(
    connection: Connection, table: Table, numbers: list[int] | None
) -> dict[int, list[Row[tuple[object, ...]]]]:
    query = select(table).order_by(table.c.at, table.c.id)
    found: dict[int, list[Row[tuple[object, ...]]]] = {}
    parts = [query] if numbers is None else [query.where(table.c.subject.in_(b)) for b in batched(numbers, BATCH)]
    for part in parts:
        for row in connection.execute(part):
            found.setdefault(row.subject, []).append(row)
    return found


def _add(connection: Connection, table: Table, values: dict[str, object], name: str, ended: datetime | None) -> None:
    number = connection.execute(insert(table).values(values)).inserted_primary_key
    if ended is not None and number is not None:
        connection.execute(insert(ENDED).values(fact=name, of=number[0], at=written(ended)))


def _common(fact: Consent | Objection | Erasure | Restriction | Hold) -> dict[str, object]:
    return {"at": written(fact.at), "source": fact.source}


def _of(fact: object, *names: str) -> dict[str, object]:
    return {name: getattr(fact, name) for name in names}


def _bounds(at: datetime, zone: ZoneInfo) -> dict[str, object]:
    return {"wall": Clock("datetime", zone, zone).upper(at), "day": Clock("date", zone, zone).upper(at)}


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
