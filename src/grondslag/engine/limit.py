"""An approved forecast as the limit of a sweep: it stops before the batch that would go beyond what was foreseen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from grondslag.engine.swept import Swept


class LimitExceeded(Exception):
    """A sweep would do more than was approved: one sentence with the table, the counts and what to do."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many cells and whole rows of each table; of a table that is not named, none."""

    cells: Mapping[str, int]
    rows: Mapping[str, int]

    def __call__(self, done: Swept, coming: Swept) -> None:
        """Raises LimitExceeded when what was done and what comes now are together more than may go."""
        cells: Counter[str] = Counter()
        for place, count in (*done.cells.items(), *coming.cells.items()):
            cells[place.partition(".")[0]] += count
        for kind, counts, most in (("cells", cells, self.cells), ("rows", done.rows + coming.rows, self.rows)):
            for table, count in sorted(counts.items()):
                if count > most.get(table, 0):
                    raise LimitExceeded(
                        f"stopped: {table} would lose {count:,} {kind}, and the approved limit is "
                        f"{most.get(table, 0):,}: look at what changed, then forecast and approve again"
                    )
