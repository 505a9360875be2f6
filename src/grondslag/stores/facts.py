"""Facts in the kernel's own tables: registering subjects, recording events, reading them back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

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
    new = [subject for subject in wanted if subject not in known]
    if not new:
        return known
    following = (connection.scalar(select(func.max(SUBJECT.c.id))) or 0) + 1
    rows = [{"id": following + n, "kind": kind, "key": key} for n, (kind, key) in enumerate(new)]
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
    if subjects is None:
        return facts_of(connection.execute(_EVERYONE))
    kinds: dict[str, list[str]] = {}
    for kind, key in dict.fromkeys(subjects):
        kinds.setdefault(kind, []).append(key)
    found: dict[SubjectKey, Facts] = {}
    for kind, keys in kinds.items():
        for batch in batched(keys, BATCH):
            found |= facts_of(connection.execute(_THESE, {"kind": kind, "keys": list(batch)}))
    return found


def facts_of(rows: Iterable[Sequence[Any]]) -> dict[SubjectKey, Facts]:
    """The facts that the answer to :data:`OF_ONE`, or to what is made as it is, tells of each subject."""
    found: dict[SubjectKey, dict[str, list[Any]]] = {}
    for row in sorted(rows, key=lambda row: (row[4], row[3])):
        fact, kind, key, *more = row
        found.setdefault((kind, key), {}).setdefault(fact, []).append(_FACT[fact](*more))
    return {subject: Facts(**{name: tuple(each) for name, each in of.items()}) for subject, of in found.items()}


def _told(fact: str, table: Table, condition: ColumnElement[bool], **columns: ColumnElement[Any]) -> Select[Any]:
    """The facts of one kind: what it is, whose, its number, moment and source, and what it says."""
    ended = select(func.min(ENDED.c.at)).where(ENDED.c.fact == fact.removesuffix("s"), ENDED.c.of == table.c.id)
    may_end = table is RESTRICTION or table is HOLD
    text: ColumnElement[Any] = literal_column("''")
    number: ColumnElement[Any] = literal_column("0")
    end: ColumnElement[Any] = ended.scalar_subquery() if may_end else null()
    said = {"word": text, "scope": text, "code": number, "version": number, "law": text, "reason": text}
    said |= {"approver": text, "review": text, "ended": end} | columns
    told: tuple[ColumnElement[Any], ...]
    told = (literal_column(f"'{fact}'"), SUBJECT.c.kind, SUBJECT.c.key, table.c.id, table.c.at, table.c.source)
    return select(*told, *said.values()).join_from(SUBJECT, table, table.c.subject == SUBJECT.c.id).where(condition)


def _question(*conditions: ColumnElement[bool]) -> CompoundSelect[Any]:
    living = and_(SUBJECT.c.retired.is_(None), *conditions)
    of = {"scope": RESTRICTION.c.scope, "word": RESTRICTION.c.ground}
    held = {name: HOLD.c[name] for name in ("scope", "law", "reason", "approver", "review")}
    given = {"word": CONSENT.c.purpose, "code": cast(CONSENT.c.given, Integer), "version": CONSENT.c.version}
    return union_all(
        _told("consents", CONSENT, living, **given),
        _told("objections", OBJECTION, living, word=OBJECTION.c.purpose, code=OBJECTION.c.state),
        _told("erasures", ERASURE, living, code=cast(ERASURE.c.ordered, Integer)),
        _told("restrictions", RESTRICTION, living, **of),
        _told("holds", HOLD, living, **held),
    )


_EVERYONE = _question()
_THESE = _question(SUBJECT.c.kind == bindparam("kind"), SUBJECT.c.key.in_(bindparam("keys", expanding=True)))
OF_ONE = _question(SUBJECT.c.kind == bindparam("kind"), SUBJECT.c.key == bindparam("key"))


def _consent(_id: int, at: str, source: str, purpose: str, _: str, given: int, version: int, *_more: object) -> Consent:
    return Consent(at=_read(at), purpose=purpose, given=bool(given), version=version, source=source)


def _objection(_id: int, at: str, source: str, purpose: str, _: str, state: int, *_more: object) -> Objection:
    return Objection(at=_read(at), purpose=purpose, state=ObjectionState(state), source=source)


def _erasure(_id: int, at: str, source: str, _word: str, _scope: str, ordered: int, *_more: object) -> Erasure:
    return Erasure(at=_read(at), ordered=bool(ordered), source=source)


def _restriction(_id: int, at: str, source: str, ground: Any, scope: str, *more: Any) -> Restriction:
    return Restriction(at=_read(at), ground=ground, scope=scope, lifted=_ended(more[-1]), source=source)


def _hold(_id: int, at: str, source: str, _word: str, scope: str, *more: Any) -> Hold:
    _code, _version, law, reason, approver, review, released = more
    return Hold(
        at=_read(at), law=law, reason=reason, approver=approver, scope=scope,
        review=date.fromisoformat(review), released=_ended(released), source=source,
    )  # fmt: skip


def _ended(at: str | None) -> datetime | None:
    return None if at is None else _read(at)


_FACT: dict[str, Callable[..., object]] = {
    "consents": _consent, "objections": _objection, "erasures": _erasure, "restrictions": _restriction, "holds": _hold,
}  # fmt: skip


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


def _ids(connection: Connection, subjects: list[SubjectKey] | None) -> dict[SubjectKey, int]:
    query = select(SUBJECT.c.kind, SUBJECT.c.key, SUBJECT.c.id).where(SUBJECT.c.retired.is_(None))
    if subjects is None:
        return {(row.kind, row.key): row.id for row in connection.execute(query)}
    found: dict[SubjectKey, int] = {}
    for batch in batched(subjects, BATCH):
        rows = connection.execute(query.where(tuple_(SUBJECT.c.kind, SUBJECT.c.key).in_(batch)))
        found |= {(row.kind, row.key): row.id for row in rows}
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
