"""B2: erasure of one typical customer in a copy of the shop, against verdict, write and read-back by hand."""

from collections.abc import Iterator

from bench.floors import erasure
from bench.measure import ROUNDS, Row, Target, compared
from bench.shop.contents import contents, same
from bench.shop.database import connected, copied, datamap, ready
from bench.shop.engine import engine
from bench.shop.people import Sizes

TARGET = Target(1.5, "floor")
ROWS = 5_000_000


def rows() -> Iterator[Row]:
    """One row. Each call erases another customer; equal customers fall to ours and to the floor by turns."""
    url, sizes = ready(ROWS), Sizes(ROWS)
    agreed(1_000_000)
    with copied(url) as copy, engine(copy) as ours, connected(copy) as floor:
        people = iter(sizes.ending(2 * ROUNDS + 2))
        yield compared(
            "B2", "typical customer, the transaction",
            lambda: ours.erase(next(people)), lambda: erasure.erase(floor, next(people)), TARGET,
        )  # fmt: skip


def agreed(rows: int, heavy: bool = False) -> None:
    """Raises AssertionError unless ours and the floor leave the same of a few customers of a smaller shop."""
    url, customers = ready(rows), Sizes(rows).ending(3, heavy)
    with copied(url) as copy, connected(copy) as floor:
        for customer in customers:
            erasure.erase(floor, customer)
        by_hand = contents(floor, datamap())
    with copied(url) as copy, connected(copy) as floor:
        with engine(copy) as ours:
            for customer in customers:
                ours.erase(customer)
        same(contents(floor, datamap()), by_hand, "an erasure")
