"""Retiring subjects of whom nothing is held any more: from that moment the term of what the kernel knows of them runs.

A fact may be dropped only if no verdict becomes more permissive by it. Facts of a subject that is on file are therefore
never dropped. A subject is retired when no row of any mapped table is linked to them, so that no verdict depends on
their facts; when nothing of them is kept or asked; and when what they refused is on the suppression list, since else an
import would find it forgotten.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import batched

from sqlalchemy import String, cast, func, or_, select, update

from grondslag.datamap.model import DataMap
from grondslag.datamap.times import written
from grondslag.engine.sight import Condition, people
from grondslag.law.facts import NO_FACTS, Facts, ObjectionState
from grondslag.law.rules import Moment
from grondslag.stores import facts as fact_tables
from grondslag.stores.paths import clause
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from grondslag.stores.tables import REQUEST, SUBJECT

BATCH = 250
TakenOver = Callable[[SubjectKey, Facts], bool]


def forgotten(_subject: SubjectKey, _facts: Facts) -> bool:
    """Takes no refusal over: whoever refused something stays on file."""
    return False


def retire(store: SqlStore, at: Moment, taken_over: TakenOver = forgotten) -> int:
    """Retires the subjects of whom nothing is held any more; returns how many. Each batch is one transaction.

    ``taken_over`` puts a subject's refusals on the suppression list, in that transaction, and says whether it did.
    """
    with store.transaction(write=False):
        gone = list(_without_own_row(store))
    retired = 0
    for batch in batched(gone, BATCH):
        with store.transaction() as connection:
            free = _unlinked(store, [number for number, _ in batch])
            facts = fact_tables.load(connection, [subject for _, subject in batch])
            ready = [
                number
                for number, subject in batch
                if number in free and _settled(subject, facts.get(subject, NO_FACTS), at.now, taken_over)
            ]
            retired += connection.execute(
                update(SUBJECT).where(SUBJECT.c.id.in_(ready)).values(retired=written(at.now))
            ).rowcount
    return retired


def refuses(facts: Facts) -> bool:
    """Whether a person has refused something that an import or a new consent must not pass over."""
    last: dict[str, tuple[datetime, bool]] = {}
    for each in facts.consents:
        last[each.purpose] = max(last.get(each.purpose, (each.at, False)), (each.at, not each.given))
    objected = any(each.state is not ObjectionState.WITHDRAWN for each in facts.objections)
    return objected or bool(facts.erasures) or any(refused for _, refused in last.values())


def _settled(subject: SubjectKey, facts: Facts, now: datetime, taken_over: TakenOver) -> bool:
    kept = any(h.released is None or h.released > now for h in facts.holds)
    restricted = any(r.lifted is None or r.lifted > now for r in facts.restrictions)
    return not kept and not restricted and (not refuses(facts) or taken_over(subject, facts))


def _without_own_row(store: SqlStore) -> Iterator[tuple[int, SubjectKey]]:
    """The subjects, with the kernel's ids, who have no row of their own any more, and one name only.

    A first look that costs one pass over each table of subjects; who has aliases is left alone.
    """
    several = select(SUBJECT.c.id).group_by(SUBJECT.c.id).having(func.count() > 1)
    for each in store.datamap.subjects:
        own = clause(store.datamap.table(each.table), "own")
        key = own.c[each.key]
        query = select(SUBJECT.c.id, SUBJECT.c.kind, SUBJECT.c.key).where(
            SUBJECT.c.kind == each.kind,
            SUBJECT.c.retired.is_(None),
            SUBJECT.c.key.not_in(select(cast(key, String)).where(key.is_not(None))),
            SUBJECT.c.id.not_in(several),
        )
        for row in store.connection.execute(query):
            yield row.id, (row.kind, row.key)


def _unlinked(store: SqlStore, numbers: list[int]) -> frozenset[int]:
    """Those of these subjects to whom no row is linked, and who have no request that is open."""
    asked = select(REQUEST.c.id).where(REQUEST.c.subject == SUBJECT.c.id, REQUEST.c.closed.is_(None)).exists()
    query = select(SUBJECT.c.id).where(SUBJECT.c.id.in_(numbers), ~or_(asked, *_links(store.datamap)))
    return frozenset(store.connection.scalars(query))


def _links(datamap: DataMap) -> Iterator[Condition]:
    for table in datamap.tables:
        for link in table.links:
            start = clause(table, f"linked_{table.name}")
            person, asks = people(datamap, start, link, table.name)
            found = select(1).select_from(start).where(asks(person.key == SUBJECT.c.key)).correlate(SUBJECT).exists()
            yield (SUBJECT.c.kind == link.subject) & found
