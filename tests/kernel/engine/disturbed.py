"""A world that is swept while something goes wrong, in a database of each kind: the small one, with more people in it.

Some have left so long ago that they go, some keep invoices by law, some still have an agreement that runs; most wrote
to each other. ``LEFT`` is one whose agreement ended lately, so that nothing but an erasure takes it all.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, column, delete, insert, inspect, make_url, table, text

from grondslag.cli.witness import Witness
from grondslag.engine.erase import EraseSubject
from grondslag.engine.sweep import Sweep
from grondslag.engine.swept import Evidence
from grondslag.evidence import ledger
from grondslag.law.rules import rules_of
from grondslag.statement.model import Ground, Item, Purpose, Statement, Term
from grondslag.stores.sql import SqlStore, connect, opened
from tests.databases import for_the_run, fresh, renew
from tests.kernel.engine.small import AT, FISCAL, MAP, SCHEMA, ZONE

LEFT = ("person", "4")
LONG_AGO, LATELY = "2012-01-01", "2026-06-30"


def _purpose(id: str, ground: Ground, term: Term, *categories: str, balancing_test: str = "") -> Purpose:
    items = tuple(Item(label=each, category=each) for each in categories)
    return Purpose(id=id, group="I", label=id, ground=ground, items=items, terms=(term,), balancing_test=balancing_test)


STATEMENT = Statement(
    purposes=(
        _purpose("I.D", Ground.CONTRACT, Term(after="ended", months=24), "name", "email", "message"),
        _purpose("F", Ground.LEGAL_OBLIGATION, FISCAL, "iban"),
        _purpose("C", Ground.LEGITIMATE_INTEREST, Term(after="sent", months=12), "message", balancing_test="filed"),
    )
)
RULES = rules_of(STATEMENT)
ENDED = {1: None, 2: "2020-01-01", 3: "2020-01-01", 4: LATELY}
ROWS: Mapping[str, list[tuple[object, ...]]] = {
    "customer": [(n, f"naam {n}", f"p{n}@example.com", LONG_AGO) for n in ENDED],
    "agreement": [(n, n, LONG_AGO, ended) for n, ended in ENDED.items()],
    "orders": [
        (10 * n + m, n, f"NL{n}{m}", f"wens {n}{m}", booked, f"{booked} 10:00:00")
        for n in ENDED
        for m, booked in enumerate(("2018-12-31", "2022-06-15"))
    ],
    "message": [
        (10 * n + m, n, m, f"van {n} aan {m}", sent, sent)
        for n, m in ((2, 3), (3, 3), (1, 4), (4, 4), (4, 2))
        for sent in (("2026-01-01" if 4 in (n, m) else "2024-01-01") + " 09:00:00",)
    ],
}
State = dict[str, list[tuple[object, ...]]]


@contextmanager
def world(kind: str) -> Iterator[str]:
    """The URL of a fresh database of a kind that holds the world, with the kernel's tables and an empty ledger."""
    if kind == "mariadb":
        with fresh(kind) as url:
            _fill(url)
            yield url
        return
    with fresh(kind, like=_filled(kind)) as url:
        yield url


def restored(url: str) -> None:
    """Makes the world anew in a database of SQLite or PostgreSQL that held it."""
    if make_url(url).get_backend_name() == "sqlite":
        renew(url, like=_filled("sqlite"))
        return
    engine = connect(url)
    with engine.begin() as connection:
        # What guards the ledger does not stand in the way of a replica. Rows come to lie as they lay, so that a sweep
        # takes them in the same batches.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in inspect(connection).get_table_names():
            if name not in ROWS:
                connection.execute(delete(table(name)))
        connection.execute(text(f"TRUNCATE {', '.join(ROWS)}"))
        _insert(connection)
    engine.dispose()


@cache
def _filled(kind: str) -> str:
    """The world of this process, of which others are copies."""
    url = for_the_run(kind, "disturbed")
    _fill(url)
    return url


def _fill(url: str) -> None:
    engine = connect(url)
    with engine.begin() as connection:
        for statement in SCHEMA.split(";")[:-1]:
            connection.execute(text(statement))
        _insert(connection)
    engine.dispose()
    with at(url) as store:
        store.prepare()
        with store.transaction() as connection:
            ledger.create(connection)


def _insert(connection: Connection) -> None:
    for name, rows in ROWS.items():
        names = [c.name for c in MAP.table(name).columns]
        values = [dict(zip(names, row, strict=True)) for row in rows]
        connection.execute(insert(table(name, *map(column, names))), values)


@contextmanager
def at(url: str) -> Iterator[SqlStore]:
    """A store on a connection of its own."""
    with opened(url, MAP, ZONE) as store:
        yield store


def sweep(store: SqlStore) -> None:
    """Sweeps everything, in batches of a few rows."""
    with store.transaction(write=False):
        live = store.reflect()
    Sweep(store, RULES, AT, live, size=3, evidence=witness(store)).run()


def erase(store: SqlStore) -> None:
    """Erases the one who left."""
    with store.transaction(write=False):
        live = store.reflect()
    EraseSubject(store, STATEMENT, AT, live, LEFT, evidence=witness(store)).run()


def witness(store: SqlStore) -> Evidence:
    """Puts what is done into the ledger."""
    return Witness(store.home, "0" * 64)


def state(url: str) -> State:
    """Every row of every table, of the kernel's too; of the ledger only what happened and how much."""
    engine = connect(url)
    try:
        with engine.connect() as connection:
            names = inspect(connection).get_table_names()
            quote = connection.dialect.identifier_preparer.quote
            shown = {"grondslag_ledger": "kind, counts"}
            return {
                name: sorted(
                    (
                        tuple(row)
                        for row in connection.execute(text(f"SELECT {shown.get(name, '*')} FROM {quote(name)}"))
                    ),
                    key=repr,
                )
                for name in names
            }
    finally:
        engine.dispose()
