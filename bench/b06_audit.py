"""B6: an audit, in cells judged, against one sequential scan of the same tables."""

from collections.abc import Iterator

from bench.floors.scan import scan
from bench.measure import Row, Target, compared
from bench.shop.database import connected, datamap, ready
from bench.shop.engine import engine

TARGET, ROUNDS = Target(3, "floor"), 10
ROWS = 5_000_000


def rows() -> Iterator[Row]:
    """One row; its case tells how many cells a second ours judges."""
    url, mapped = ready(ROWS), datamap()
    with engine(url) as ours, connected(url) as floor:
        judged, values = ours.audit().total.judged, scan(floor, mapped)
        if judged > values:
            raise AssertionError(f"the audit judged {judged} cells, and the scan found {values} values")
        yield compared(
            "B6", f"audit of {judged:,} cells", ours.audit, lambda: scan(floor, mapped), TARGET, rounds=ROUNDS
        )
