"""The gate's condition on a row and the law's page on its cells: what is open may be used, what may be used is open."""

from collections import Counter

import pytest
from hypothesis import given, seed
from sqlalchemy import case, select

from grondslag.datamap.model import PSEUDONYM, Table
from grondslag.engine.cells import Judge, JudgedCell
from grondslag.engine.gate import Gate, GateError, covered
from grondslag.engine.moments import now
from grondslag.stores.paths import clause
from grondslag.stores.port import Key
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import SEED, agreed, memory
from tests.agree.world import World


def opened(store: SqlStore, world: World, gate: Gate, purpose: str, table: Table, native: bool) -> set[Key]:
    """The keys of the rows that a purpose may use, as the database tells them."""
    start, permit = clause(table, "row_"), gate.permits[purpose, table.name]
    whole, without = (permit.condition(start, now(world.at), native, facts) for facts in (True, False))
    keys = [start.c[k] for k in table.key]
    short = case((permit.touched(start), whole), else_=without)
    found, again = (
        {tuple(row) for row in store.connection.execute(select(*keys).where(condition))} for condition in (whole, short)
    )
    assert found == again, "facts are asked where there are any that matter"
    return found


def empty(cell: JudgedCell) -> bool:
    """Whether a cell holds nothing: NULL, its constant, or a pseudonym."""
    value = cell.value
    return value is None or (isinstance(value, str) and value.startswith(PSEUDONYM)) or value == cell.column.erased


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_row_is_open_to_a_purpose_exactly_where_the_page_lets_it_use_what_it_covers(kind: str) -> None:
    seen = Counter[str]()

    @seed(SEED)
    @agreed
    @given(worlds())
    def agree(world: World) -> None:
        native = kind == "postgresql"
        gate = Gate(world.statement, world.datamap)
        judge = Judge(world.datamap, world.rules, memory(world), world.at)
        with placed(world, kind, native) as store:
            for (purpose, _), permit in gate.permits.items():
                names = {column.name for column in covered(permit.rule, permit.table)}
                try:
                    found = opened(store, world, gate, purpose, permit.table, native)
                except GateError:
                    continue
                for row in judge.rows(permit.table):
                    cells = [cell for cell in row.cells if cell.column.name in names]
                    if row.key in found:
                        assert all(purpose in cell.usable for cell in cells if not empty(cell))
                        seen["open"] += 1
                    else:
                        assert not cells or not all(purpose in cell.usable for cell in cells)
                        seen["shut"] += bool(cells)

    agree()
    assert min(seen["open"], seen["shut"]) > 0, "the drawn worlds show both"
