"""A sweep and an erasure whose connection is cut, or whose process is killed, before every statement and every commit.

Each run comes to one statement or commit less than the next, from the same world, and what it leaves is finished by a
run in peace. In others the next run takes up what the cut left, and is cut in its turn, until one is left in peace:
between two reads nothing should be half done, so these come just before a write or a commit, or at the first statement
after a commit.
"""

import json
import os
import re
import signal
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import count
from select import select
from typing import Any, NoReturn

import pytest
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.exc import PendingRollbackError

from grondslag.engine.cells import empty
from grondslag.stores.asking import Answer, Asked
from grondslag.stores.port import StoreError
from grondslag.stores.sql import SqlStore
from tests.databases import SERVERS
from tests.kernel.engine.disturbed import State, at, erase, restored, state, sweep, world
from tests.kernel.engine.small import MAP

ACTS = {"sweep": sweep, "erase": erase}
KINDS = ("sqlite", "postgresql")
WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM) (\S+)")


class Disturbance:
    """Strikes at the n-th of the boundaries of a store's connection.

    Those are before each write and its commit, and after that; with ``every``, before each statement too.
    """

    def __init__(self, store: SqlStore, n: int, strike: Callable[[], object], every: bool = False) -> None:
        connection = store.connection
        self.lasting = frozenset(inspect(connection).get_table_names())
        connection.rollback()
        self.n, self.strike, self.every = n, strike, every
        self.seen, self.commits = 0, 0
        self.wrote, self.after = False, False
        event.listen(connection, "before_cursor_execute", self._executes)
        event.listen(connection, "commit", self._commits)
        self.ask, store.ask = store.ask, self._asks  # type: ignore[method-assign]

    def _asks(self, asked: Sequence[Asked]) -> list[Answer]:
        """Several statements at once, of which a driver need not tell."""
        self._sends("; ".join(statement for statement, _ in asked))
        return self.ask(asked)

    def _executes(self, _: Connection, __: object, statement: str, *___: object) -> None:
        self._sends(statement)

    def _sends(self, statement: str) -> None:
        writes = bool(self.lasting & {name.strip('"') for name in WRITES.findall(statement)})
        if self.after or self.every or writes:
            self._boundary()
        self.after = False
        self.wrote |= writes

    def _commits(self, _: Connection) -> None:
        if self.wrote:
            self._boundary()
            self.commits += self.seen <= self.n
            self.wrote, self.after = False, True

    def _boundary(self) -> None:
        if self.seen == self.n:
            self.strike()
        self.seen += 1


@contextmanager
def knife(kind: str) -> Iterator[Callable[[SqlStore], Callable[[], object]]]:
    """What cuts a store's connection, from outside."""
    if kind == "sqlite":
        yield lambda store: _driver(store).close  # type: ignore[no-any-return]
        return
    engine = create_engine(SERVERS[kind], isolation_level="AUTOCOMMIT")
    with engine.connect() as outside:

        def cut(driver: Any) -> None:
            outside.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": driver.info.backend_pid})
            assert select([driver], [], [], 10)[0], "the server says nothing of its end"

        yield lambda store: partial(cut, _driver(store))
    engine.dispose()


def _driver(store: SqlStore) -> Any:
    return store.connection.connection.driver_connection


def undisturbed(kind: str, act: Callable[[SqlStore], None]) -> tuple[State, State]:
    """What the world is before and after; the evidence tells of just that."""
    with world(kind) as url:
        before = state(url)
        with at(url) as store:
            act(store)
        after = state(url)
    assert evidence(after) == gone(before, after)
    return before, after


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_wherever_the_connection_is_cut_batches_are_whole_and_the_next_run_finishes(kind: str, act: str) -> None:
    assert_cuts_leave_whole_batches(kind, act)


def assert_cuts_leave_whole_batches(kind: str, act: str) -> None:
    """That an act of :data:`ACTS` is all or nothing by batch wherever it is cut, and is finished by the next run."""
    before, after = undisturbed(kind, ACTS[act])
    with world(kind) as url, knife(kind) as cuts:
        found, n, cut = state(url), 0, 0
        assert found == before
        while True:
            with at(url) as store:
                disturbance = Disturbance(store, n, cuts(store))
                try:
                    ACTS[act](store)
                except StoreError:
                    cut += 1
                else:
                    break
            left = state(url)
            assert evidence(left) == gone(before, left)
            assert (left == found) is not bool(disturbance.commits)
            # A batch that is whole is not cut again: the next one is, from before its first write.
            n = n + 1 if evidence(left) == evidence(found) else 1
            found = left
        assert_same_end(state(url), after)
        assert cut > 2 * len(after["grondslag_ledger"])


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", KINDS)
def test_cut_before_any_statement_a_run_leaves_whole_batches_and_the_next_finishes(kind: str, act: str) -> None:
    with knife(kind) as cuts:

        def peaceful(url: str, n: int) -> bool:
            with at(url) as store:
                Disturbance(store, n, cuts(store), every=True)
                # SQLite's reflection asks in another way where one fails, on the connection that is no more.
                with suppress(StoreError, PendingRollbackError):
                    ACTS[act](store)
                    return True
            return False

        assert_whole_batches_before_every_statement(kind, act, peaceful)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_killed_before_any_statement_a_run_leaves_whole_batches_and_the_next_finishes(kind: str, act: str) -> None:
    def peaceful(url: str, n: int) -> bool:
        process = os.fork()
        if not process:
            _killed(act, url, n)
        ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        assert ended in (0, -signal.SIGKILL)
        return ended == 0

    assert_whole_batches_before_every_statement(kind, act, peaceful)


def _killed(act: str, url: str, n: int) -> NoReturn:
    """The process that is killed at its n-th boundary, or ends without a trace of its own on the one it came from."""
    try:
        with at(url) as store:
            Disturbance(store, n, lambda: os.kill(os.getpid(), signal.SIGKILL), every=True)
            ACTS[act](store)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def assert_whole_batches_before_every_statement(kind: str, act: str, peaceful: Callable[[str, int], bool]) -> None:
    """That an act is all or nothing by batch, from the same world, whichever of its statements it does not come to.

    ``peaceful`` runs the act but for what comes after its n-th boundary, and says whether it came to its end. Each
    state that is left is finished by the next run.
    """
    before, after = undisturbed(kind, ACTS[act])
    with world(kind) as url:
        states = [before]
        for n in count():
            if peaceful(url, n):
                break
            left = state(url)
            assert evidence(left) == gone(before, left)
            if left not in states:
                states.append(left)
                with at(url) as store:
                    ACTS[act](store)
                assert_same_end(state(url), after)
            if left != before:
                restored(url)
        assert_same_end(end := state(url), after)
        assert len([*states, *([] if end in states else [end])]) == 1 + len(after["grondslag_ledger"])
        assert n > 30


def evidence(found: State) -> Counter[str]:
    """What the ledger says is gone: rows by table, cells by "table.column"."""
    counts: Counter[str] = Counter()
    for _, each in found["grondslag_ledger"]:
        counts += Counter(json.loads(str(each)))
    return counts


def gone(before: State, after: State) -> Counter[str]:
    """What is gone: rows by table, and by "table.column" the cells that held something."""
    counts: Counter[str] = Counter()
    for table in MAP.tables:
        names = [c.name for c in table.columns]
        left = {row[0]: dict(zip(names, row, strict=True)) for row in after[table.name]}
        for row in before[table.name]:
            counts[table.name] += row[0] not in left
            for column, value in zip(table.columns, row, strict=True):
                now = left.get(row[0], {}).get(column.name)
                if column.personal and not empty(column, value) and empty(column, now):
                    counts[f"{table.name}.{column.name}"] += 1
    return +counts


def assert_same_end(found: State, expected: State) -> None:
    """The tables of the world are as they are after an undisturbed run, and the ledger adds up to the same."""
    assert {t.name: found[t.name] for t in MAP.tables} == {t.name: expected[t.name] for t in MAP.tables}
    assert evidence(found) == evidence(expected)
