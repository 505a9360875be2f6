"""What a sweep did, and who is told of it while it goes on."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grondslag.stores.residue import Left

Progress = Callable[[int, int], None]
Evidence = Callable[[str, Mapping[str, int]], None]
Ceiling = Callable[["Swept", "Swept"], None]


@dataclass
class Swept:
    """What a sweep did, or would do: cells by "table.column", rows by table, documents by files store, and how."""

    cells: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    batches: int = 0
    passes: int = 0
    cleared: tuple[str, ...] = ()
    pending: tuple[Left, ...] = ()
    documents: Counter[str] = field(default_factory=Counter)

    @property
    def changes(self) -> int:
        """Cells redacted and rows deleted together."""
        return sum(self.cells.values()) + sum(self.rows.values())

    def add(self, other: "Swept") -> None:
        """Counts what another sweep did as well; ``passes`` and ``cleared`` stay this one's."""
        self.cells.update(other.cells)
        self.rows.update(other.rows)
        self.batches += other.batches


def silent(done: int, total: int) -> None:
    """Shows nothing."""


def unwitnessed(kind: str, counts: Mapping[str, int]) -> None:
    """Keeps no evidence."""


def unlimited(done: Swept, coming: Swept) -> None:
    """Stops nothing."""
