"""The measurements themselves: the shop has the sizes it claims, and both sides of a ratio do the same work."""

import pytest

from bench.b05_sweep import by_hand, ours
from bench.floors import erasure
from bench.measure import Row, Target
from bench.shop.contents import contents
from bench.shop.database import connected, datamap, fill, statement
from bench.shop.engine import engine
from bench.shop.people import HEAVY, LIGHT, TYPICAL, Sizes
from grondslag.datamap.check import check, errors
from tests.databases import fresh

SMALL = 20_000


@pytest.mark.parametrize("rows", [SMALL, 100_000, 1_000_000, 5_000_000])
def test_a_shop_has_exactly_the_rows_it_is_asked_for(rows: int) -> None:
    assert sum(sum(person.rows) for person in Sizes(rows).people()) == rows
    assert (sum(TYPICAL), sum(HEAVY), sum(LIGHT)) == (51, 6049, 21)


@pytest.mark.parametrize(("of", "met"), [("floor", False), ("itself", True)])
def test_a_target_is_a_ratio_or_a_time(of: str, met: bool) -> None:
    row = Row("B", "case", ours=1.2, floor=0.4, spread=(1, 2), target=Target(1.5, of))  # type: ignore[arg-type]
    assert row.met is met


def test_by_hand_and_by_the_kernel_the_same_is_left_of_the_shop() -> None:
    left = []
    for kernel in (False, True):
        with fresh("postgresql") as url:
            fill(url, SMALL)
            (person,) = Sizes(SMALL).ending(1)
            with connected(url) as connection, engine(url) as opened:
                assert not errors(check(datamap(), statement(), opened.live))
                before = contents(connection, datamap())
                if kernel:
                    opened.erase(person)
                else:
                    erasure.erase(connection, person)
                erased = contents(connection, datamap())
            (ours if kernel else by_hand)(url)
            with connected(url) as connection:
                left.append((before, erased, contents(connection, datamap())))
    assert left[0] == left[1]
    assert left[0][0] != left[0][1] != left[0][2]
