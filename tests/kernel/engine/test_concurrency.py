"""Sweeps and erasures while others write: what they miss the next sweep takes, and nobody else is hurt or kept waiting.

Each actor is a thread with a connection of its own, and every wait has an end.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import count
from threading import Barrier, Thread
from time import sleep

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grondslag.engine.audit import Audit, Audited
from grondslag.engine.compile import Compiler, Judgement
from grondslag.engine.forecast import Draft, Forecast
from grondslag.engine.sweep import Sweep
from grondslag.engine.verdicts import Turn, Verdicts
from grondslag.stores.port import ConflictError
from grondslag.stores.sql import SqlStore, connect
from tests.databases import KINDS
from tests.kernel.engine.disturbed import RULES, State, at, erase, state, sweep, world
from tests.kernel.engine.small import AT, MAP
from tests.kernel.engine.test_crash import Disturbance, evidence, gone, undisturbed

SERVERS = ("postgresql", "mariadb")
PATIENCE = 60


class Together:
    """Threads that start at once; what one of them raises is raised by ``ended``."""

    def __init__(self, *acts: Callable[[], None]) -> None:
        self.barrier, self.errors = Barrier(len(acts)), list[BaseException]()
        self.threads = [Thread(target=self._run, args=(act,), daemon=True) for act in acts]
        for thread in self.threads:
            thread.start()

    def _run(self, act: Callable[[], None]) -> None:
        try:
            self.barrier.wait(PATIENCE)
            act()
        except BaseException as error:
            self.errors.append(error)

    def ended(self, patience: float = PATIENCE) -> bool:
        """Whether all have ended, within so many seconds."""
        for thread in self.threads:
            thread.join(patience)
        if self.errors:
            raise self.errors[0]
        return not any(thread.is_alive() for thread in self.threads)


def on(url: str, act: Callable[[SqlStore], None]) -> Callable[[], None]:
    """An act on a store of its own."""

    def run() -> None:
        with at(url) as store:
            act(store)

    return run


def writes(url: str, *statements: str) -> None:
    """Another program's transaction, which is run again where it was the victim of a deadlock, as programs must."""
    engine = connect(url)
    try:
        for _ in range(5):
            try:
                with engine.begin() as connection:
                    for statement in statements:
                        connection.execute(text(statement))
                        sleep(0.3 if len(statements) > 1 else 0)
                return
            except DBAPIError as error:
                if "eadlock" not in str(error):
                    raise
        raise AssertionError("the other program never got its turn")
    finally:
        engine.dispose()


def message(n: int, sender: int) -> str:
    """The statement that adds a message."""
    return f"INSERT INTO message VALUES ({n}, {sender}, 1, 'nieuw', '2026-11-01 09:00:00', '2026-11-01 09:00:00')"


def named(found: State, person: int) -> list[object]:
    """The messages that name a person."""
    return [row[0] for row in found["message"] if person in row[1:3]]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_during_an_erasure_goes_by_it_or_by_the_next_sweep_and_nobody_else_is_hurt(kind: str) -> None:
    with world(kind) as url:
        for n in count():
            before, during, other = (1000 * n + 100 + m for m in range(3))
            writes(url, message(before, 4))
            writer: list[Together] = []

            def strike(during: int = during, other: int = other, writer: list[Together] = writer) -> None:
                acts = (
                    message(during, 4),
                    message(other, 1),
                    f"UPDATE customer SET name = 'naam {other}' WHERE id = 1",
                )
                writer.append(Together(lambda: [writes(url, act) for act in acts] and None))
                writer[0].ended(0.5)

            with at(url) as store:
                Disturbance(store, n, strike)
                erase(store)
            left = state(url)
            assert before not in named(left, 4)
            if not writer:
                break
            assert writer[0].ended()
            on(url, sweep)()
            left = state(url)
            assert named(left, 4) == []
            assert [row[1:4] for row in left["message"] if row[0] == other] == [(1, 1, "nieuw")]
            assert next(row[1] for row in left["customer"] if row[0] == 1) == f"naam {other}"
        assert n > 2


@pytest.mark.parametrize("acts", [(sweep, sweep), (erase, sweep), (erase, erase)])
@pytest.mark.parametrize("kind", KINDS)
def test_two_at_once_end_as_one_after_the_other_and_the_evidence_adds_up(
    kind: str, acts: tuple[Callable[[SqlStore], None], ...]
) -> None:
    def in_turn(store: SqlStore) -> None:
        for act in acts:
            act(store)

    before, after = undisturbed(kind, in_turn)
    with world(kind) as url:
        assert Together(*(on(url, act) for act in acts)).ended()
        found = state(url)
    assert {t.name: found[t.name] for t in MAP.tables} == {t.name: after[t.name] for t in MAP.tables}
    assert evidence(found) == gone(before, found)


@pytest.mark.parametrize("order", [(20, 21, 30, 31), (31, 30, 21, 20)])
@pytest.mark.parametrize("kind", SERVERS)
def test_a_writer_that_locks_the_same_rows_in_another_order_costs_nobody_anything(
    kind: str, order: tuple[int, ...]
) -> None:
    statements = [f"UPDATE orders SET created = '2022-06-15 11:11:11' WHERE id = {n}" for n in order]
    _, after = undisturbed(kind, sweep)
    with world(kind) as url:
        assert Together(on(url, sweep), lambda: writes(url, *statements)).ended()
        found = state(url)
    assert [row[:5] for row in found["orders"]] == [row[:5] for row in after["orders"]]
    assert {row[5] for row in found["orders"] if row[0] in order} == {"2022-06-15 11:11:11"}


def test_a_judgement_that_others_get_in_the_way_of_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    judge, refused = Sweep.judge, [ConflictError("a deadlock"), ConflictError("a deadlock")]

    def hindered(self: Sweep, names: Collection[str] | None = None) -> int:
        total = judge(self, names)
        if refused:
            raise refused.pop()
        return total

    _, expected = undisturbed("sqlite", sweep)
    monkeypatch.setattr(Sweep, "judge", hindered)
    assert undisturbed("sqlite", sweep)[1] == expected
    assert refused == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_forecast_that_others_get_in_the_way_of_is_made_again(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turn, refused = Verdicts.turn, list[ConflictError]()

    def hindered(self: Verdicts, compiler: Compiler) -> Iterator[Turn]:
        yield from turn(self, compiler)
        if refused:
            raise refused.pop()

    with world(kind) as url, at(url) as store:
        draft = (replace(RULES[0], terms=()), *RULES[1:])
        acts = (Forecast(store, RULES, AT, months=2).run, Draft(store, RULES, draft, AT).run)
        for act in acts:
            expected = act()
            refused[:] = [ConflictError("a deadlock")] * 2
            monkeypatch.setattr(Verdicts, "turn", hindered)
            assert (act(), refused) == (expected, [])
            monkeypatch.undo()


@pytest.mark.parametrize("kind", KINDS)
def test_an_audit_that_others_get_in_the_way_of_is_made_again(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    count, refused = Audit._count, [ConflictError("a deadlock"), ConflictError("a deadlock")]

    def hindered(self: Audit, judgement: Judgement, compiler: Compiler, found: Audited) -> None:
        count(self, judgement, compiler, found)
        if refused:
            raise refused.pop()

    with world(kind) as url, at(url) as store:
        expected = Audit(store, RULES, AT).run(sample=5)
        monkeypatch.setattr(Audit, "_count", hindered)
        assert Audit(store, RULES, AT).run(sample=5) == expected
    assert (refused, expected.total.unlawful > 0) == ([], True)
