"""B3: access to and erasure of a customer with 6,049 rows, each against the same by hand."""

from collections.abc import Iterator

from bench.b01_access import checked
from bench.b02_erasure import agreed
from bench.floors import access, erasure
from bench.measure import ROUNDS, Row, Target, compared
from bench.shop.database import connected, copied, ready
from bench.shop.engine import engine
from bench.shop.people import HEAVY, Sizes

TARGET = Target(1.5, "floor")
ROWS = 5_000_000


def rows() -> Iterator[Row]:
    """A row for access and a row for erasure, which takes another customer each time."""
    url, heavy = ready(ROWS), Sizes(ROWS).ending(2 * ROUNDS + 2, heavy=True)
    with engine(url) as ours, connected(url) as floor:
        checked(ours, floor, heavy[0], sum(HEAVY))
        yield compared(
            "B3", "heavy customer, access",
            lambda: ours.access(heavy[0]), lambda: access.by_table(floor, heavy[0]), TARGET,
        )  # fmt: skip
    agreed(1_000_000, heavy=True)
    with copied(url) as copy, engine(copy) as ours, connected(copy) as floor:
        people = iter(heavy)
        yield compared(
            "B3", "heavy customer, erasure",
            lambda: ours.erase(next(people)), lambda: erasure.erase(floor, next(people)), TARGET,
        )  # fmt: skip
