"""B5: a sweep of 2,000,000 rows with four facts tables, against DELETE and UPDATE by hand with the same dates."""

from collections.abc import Iterator

from bench.floors import sweep
from bench.measure import Row, Target, compared_afresh
from bench.shop.contents import contents, same
from bench.shop.database import connected, copied, datamap, ready
from bench.shop.engine import engine

TARGET, ROUNDS = Target(1.25, "floor"), 10
ROWS = 2_000_000


def rows() -> Iterator[Row]:
    """One row; each sweep meets its own copy of the shop."""
    url = ready(ROWS)
    agreed(url)
    yield compared_afresh("B5", f"{ROWS:,} rows", lambda: copied(url), ours, by_hand, TARGET, ROUNDS)


def ours(url: str) -> None:
    """The kernel's sweep."""
    with engine(url) as opened:
        opened.sweep()


def by_hand(url: str) -> None:
    """The hand-written sweep."""
    with connected(url) as connection:
        sweep.sweep(connection)


def agreed(url: str) -> None:
    """Raises AssertionError unless both sweeps leave the same."""
    found = []
    for work in (by_hand, ours):
        with copied(url) as copy:
            work(copy)
            with connected(copy) as connection:
                found.append(contents(connection, datamap()))
    same(found[1], found[0], "a sweep")
