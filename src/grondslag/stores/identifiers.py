"""Identifiers of subjects in the kernel's own tables: registering, resolving to whoever is meant, joining aliases."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    and_,
    cast,
    column,
    delete,
    insert,
    or_,
    select,
    table,
    tuple_,
    update,
)

from grondslag.datamap.identifiers import SPELLED, Identifier, normalised
from grondslag.datamap.model import DataMap, Subject
from grondslag.datamap.times import written
from grondslag.law.aliases import joined, refusals
from grondslag.law.facts import NO_FACTS
from grondslag.stores import facts as fact_tables
from grondslag.stores.expressions import alike
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.tables import IDENTIFIER, METADATA, SUBJECT

BATCH = 300


class JointIdentifier(StoreError):
    """An identifier that fits more than one person, such as a household's address: somebody must confirm who asks."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Whoever identifiers lead to, each person with all keys under which it is known."""

    people: tuple[frozenset[SubjectKey], ...]

    @property
    def joint(self) -> bool:
        """Whether more than one person is meant."""
        return len(self.people) > 1

    def among(self, confirmed: frozenset[SubjectKey] = frozenset()) -> frozenset[SubjectKey]:
        """The person's keys, empty for nobody; where several are meant, those of whom one key was confirmed.

        Raises JointIdentifier where several are meant and none was confirmed, or somebody was who is not meant.
        """
        if strange := confirmed - frozenset().union(*self.people):
            raise JointIdentifier(f"{':'.join(min(strange))} is not among those whom the identifiers fit")
        if confirmed:
            return frozenset().union(*(keys for keys in self.people if keys & confirmed))
        if self.joint:
            asked = ", ".join(sorted(":".join(min(keys)) for keys in self.people))
            raise JointIdentifier(f"the identifiers fit {len(self.people)} people ({asked}): confirm who is meant")
        return self.people[0] if self.people else frozenset()


def register(connection: Connection, known: Mapping[SubjectKey, Iterable[Identifier]]) -> None:
    """Adds identifiers of subjects, in the caller's transaction; what is on file already is not added again."""
    ids = fact_tables.register(connection, known)
    wanted = {
        (ids[subject], each.kind, each.value, _text(each.since), _text(each.until))
        for subject, found in known.items()
        for each in found
    }
    names = ("subject", "kind", "value", "since", "until")
    columns = [IDENTIFIER.c[name] for name in names]
    for batch in batched(sorted({row[0] for row in wanted}), BATCH):
        wanted -= {tuple(row) for row in connection.execute(select(*columns).where(IDENTIFIER.c.subject.in_(batch)))}
    if wanted:
        rows = [dict(zip(names, row, strict=True)) for row in sorted(wanted, key=repr)]
        connection.execute(insert(IDENTIFIER), rows)


def of(connection: Connection, subject: SubjectKey, at: datetime | None = None) -> tuple[Identifier, ...]:
    """The identifiers on file of a subject under all its keys; with ``at``, those that were the person's then."""
    query = select(IDENTIFIER).join(SUBJECT, SUBJECT.c.id == IDENTIFIER.c.subject)
    query = query.where(SUBJECT.c.kind == subject[0], SUBJECT.c.key == subject[1], SUBJECT.c.retired.is_(None))
    query = query.where(*((_valid(at),) if at else ())).order_by(IDENTIFIER.c.id)
    return tuple(Identifier(r.kind, r.value, _moment(r.since), _moment(r.until)) for r in connection.execute(query))


def resolve(connection: Connection, identifiers: Iterable[Identifier], at: datetime) -> Resolved:
    """The people whose identifiers on file these were at a moment."""
    pairs = sorted({(each.kind, each.value) for each in identifiers})
    if not pairs:
        return Resolved(())
    meant = select(IDENTIFIER.c.subject).where(tuple_(IDENTIFIER.c.kind, IDENTIFIER.c.value).in_(pairs), _valid(at))
    query = select(SUBJECT.c.id, SUBJECT.c.kind, SUBJECT.c.key).where(
        SUBJECT.c.retired.is_(None), SUBJECT.c.id.in_(meant)
    )
    people: dict[int, set[SubjectKey]] = {}
    for row in connection.execute(query):
        people.setdefault(row.id, set()).add((row.kind, row.key))
    return Resolved(tuple(frozenset(people[n]) for n in sorted(people)))


def aliases(connection: Connection, subject: SubjectKey) -> frozenset[SubjectKey]:
    """All keys under which a subject is known, its own among them."""
    kind, key = subject
    ids = select(SUBJECT.c.id).where(SUBJECT.c.kind == kind, SUBJECT.c.key == key, SUBJECT.c.retired.is_(None))
    query = select(SUBJECT.c.kind, SUBJECT.c.key).where(SUBJECT.c.id.in_(ids), SUBJECT.c.retired.is_(None))
    return frozenset({subject, *((row.kind, row.key) for row in connection.execute(query))})


def gather(connection: Connection, datamap: DataMap, identifiers: Iterable[Identifier]) -> dict[SubjectKey, Identifier]:
    """The subjects in whose own rows these identifiers stand, by the columns that the datamap declares.

    SQL looks up what it can spell by itself; of the other kinds every row is read and normalised, in bounded memory.
    """
    wanted = {(each.kind, each.value): each for each in identifiers}
    found: dict[SubjectKey, Identifier] = {}
    for subject in datamap.subjects:
        for kind, name in subject.identifiers:
            values = [value for of_kind, value in wanted if of_kind == kind]
            for key, value in _cells(connection, subject, kind, name, values) if values else ():
                if (kind, value) in wanted:
                    found[subject.kind, key] = wanted[kind, value]
    return found


def in_row(connection: Connection, datamap: DataMap, subject: SubjectKey) -> tuple[Identifier, ...]:
    """The identifiers that stand in a subject's own row."""
    declared = datamap.subject(subject[0])
    found = []
    for kind, name in declared.identifiers:
        source = table(declared.table, column(name), column(declared.key))
        query = select(source.c[name]).where(cast(source.c[declared.key], String(255)) == subject[1])
        values = (normalised(kind, str(text)) for text in connection.scalars(query) if text is not None)
        found += [Identifier(kind, value) for value in values if value]
    return tuple(found)


def merge(connection: Connection, one: SubjectKey, other: SubjectKey, now: datetime, zone: ZoneInfo) -> int:
    """Makes two subjects one, whose facts merge and whose refusals win; returns the id that both have from now on.

    In the caller's transaction. See :mod:`grondslag.law.aliases`.
    """
    ids = fact_tables.register(connection, (one, other))
    # The higher id stays, so that no new subject is ever given the one that goes.
    goes, stays = sorted((ids[one], ids[other]))
    if stays == goes:
        return stays
    known = fact_tables.load(connection, (one, other))
    first, second = known.get(one, NO_FACTS), known.get(other, NO_FACTS)
    both = joined(first, second)
    again = joined(refusals(first, second, both, now), refusals(second, first, both, now))
    for each in METADATA.sorted_tables:
        if "subject" in each.c:
            connection.execute(update(each).where(each.c.subject == goes).values(subject=stays))
    connection.execute(update(SUBJECT).where(SUBJECT.c.id == goes).values(id=stays))
    fact_tables.record(connection, {one: again}, zone)
    return stays


def forget(connection: Connection, subject: SubjectKey) -> int:
    """Deletes the identifiers on file of a subject, in the caller's transaction; returns how many there were."""
    kind, key = subject
    ids = select(SUBJECT.c.id).where(SUBJECT.c.kind == kind, SUBJECT.c.key == key, SUBJECT.c.retired.is_(None))
    return connection.execute(delete(IDENTIFIER).where(IDENTIFIER.c.subject.in_(ids))).rowcount


def _cells(
    connection: Connection, subject: Subject, kind: str, name: str, values: list[str]
) -> Iterator[tuple[str, str]]:
    source = table(subject.table, column(name), column(subject.key))
    text = source.c[name]
    query = select(cast(source.c[subject.key], String(255)), text).where(text.is_not(None))
    if kind in SPELLED and all(value.isascii() and "xn--" not in value for value in values):
        query = query.where(alike(text).in_(values))
    for key, raw in connection.execute(query, execution_options={"yield_per": BATCH}):
        if value := normalised(kind, str(raw)):
            yield str(key), value


def _valid(at: datetime) -> ColumnElement[bool]:
    begun = or_(IDENTIFIER.c.since.is_(None), IDENTIFIER.c.since <= written(at))
    return and_(begun, or_(IDENTIFIER.c.until.is_(None), IDENTIFIER.c.until > written(at)))


def _text(moment: datetime | None) -> str | None:
    return written(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
