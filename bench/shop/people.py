"""The people of the shop: so many that the rows come out exactly, each with a history that its number decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

TODAY: Final = date(2026, 11, 23)
NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLES: Final = (
    "customer", "address", "orders", "order_item", "payment_card", "login", "service_request", "review",
    "chat_message", "document", "event",
)  # fmt: skip
# Rows in each table, in the order of TABLES: of a typical customer 51, of a heavy one 6,049, of a light one 21.
TYPICAL: Final = (1, 2, 6, 15, 1, 8, 2, 2, 8, 3, 3)
HEAVY: Final = (1, 8, 600, 1800, 5, 1200, 60, 75, 1200, 300, 800)
LIGHT: Final = (1, 1, 2, 5, 1, 3, 1, 1, 3, 1, 2)
PER_CUSTOMER: Final = 50
PER_HEAVY: Final = 2500
# Ids modulo 50 of whom there may be an objection, an erasure or a hold: see bench/shop/known.py.
ODD: Final = (4, 8, 9, 19)


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: rows in each table, and days before today: made, and the end of the agreement (0: it runs)."""

    id: int
    rows: tuple[int, ...]
    made: int
    ended: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many customers of each kind make so many rows; ids run heavy first, then typical, then light."""

    rows: int

    @property
    def customers(self) -> int:
        """All customers."""
        return self.rows // PER_CUSTOMER

    @property
    def heavy(self) -> int:
        """Those with 6,049 rows."""
        return max(1, self.customers // PER_HEAVY)

    @property
    def light(self) -> int:
        """Those with 21 rows, as many as bring the sum down to ``rows`` or just below."""
        return -(-self._excess // (sum(TYPICAL) - sum(LIGHT)))

    @property
    def extra(self) -> int:
        """Events that the last customer has besides, so that the sum is ``rows``."""
        return self.light * (sum(TYPICAL) - sum(LIGHT)) - self._excess

    @property
    def _excess(self) -> int:
        return self.customers * sum(TYPICAL) + self.heavy * (sum(HEAVY) - sum(TYPICAL)) - self.rows

    def people(self) -> Iterator[Person]:
        """Everyone, in order of id."""
        for id in range(1, self.customers + 1):
            rows = HEAVY if id <= self.heavy else TYPICAL if id <= self.customers - self.light else LIGHT
            if id == self.customers:
                rows = (*rows[:-1], rows[-1] + self.extra)
            yield Person(id, rows, 1200 + id * 37 % 2000, _ended(id, self.heavy))

    def ending(self, number: int, heavy: bool = False) -> tuple[int, ...]:
        """So many customers, heavy or typical, whose agreement ended within its term and of whom no odd fact is."""
        first, last = (1, self.heavy) if heavy else (self.heavy + 1, self.customers - self.light)
        ended = (id for id in range(first, last + 1) if heavy or id % 5 in (1, 2))
        found = tuple(id for id in ended if id % 50 not in ODD)[:number]
        if len(found) < number:
            raise ValueError(f"a shop of {self.rows} rows has only {len(found)} such customers, not {number}")
        return found


def _ended(id: int, heavy: int) -> int:
    """Of five customers two have an agreement that runs, two one that ended within its term, one whose term is over."""
    if id <= heavy or id % 5 in (1, 2):
        return 30 + id * 11 % 600
    return 800 + id * 11 % 300 if id % 5 == 3 else 0


def day(ago: int) -> str:
    """A day so many days before today."""
    return (TODAY - timedelta(days=ago)).isoformat()
