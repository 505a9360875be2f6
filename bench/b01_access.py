"""B1: access to one typical customer of 51 rows in 11 tables, against one SELECT a table by hand."""

from collections.abc import Iterator
from typing import Any

from bench.floors import access
from bench.measure import Row, Target, compared
from bench.shop.database import connected, ready
from bench.shop.engine import Engine, engine
from bench.shop.people import TYPICAL, Sizes

TARGET = Target(1.5, "floor")
ROWS = 5_000_000


def rows() -> Iterator[Row]:
    """One row."""
    url = ready(ROWS)
    with engine(url) as ours, connected(url) as floor:
        customer = Sizes(ROWS).ending(1)[0]
        checked(ours, floor, customer, sum(TYPICAL))
        yield compared(
            "B1", "typical customer, one SELECT a table",
            lambda: ours.access(customer), lambda: access.by_table(floor, customer), TARGET, times=3,
        )  # fmt: skip


def checked(ours: Engine, floor: access.Connection, customer: int, expected: int) -> None:
    """Raises AssertionError unless ours and the floor find the rows that the customer has."""
    found: list[dict[str, Any]] = ours.access(customer)["tables"]
    mine = {part["table"]: len(part["rows"]) for part in found}
    theirs = {table: len(found) for table, found in access.by_table(floor, customer).items() if found}
    if mine != theirs or sum(mine.values()) != expected:
        raise AssertionError(f"customer {customer}: {mine} is not {theirs}, together {expected}")
