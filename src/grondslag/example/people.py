"""The people of the example: plainly synthetic, seeded, each with a history relative to today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

DOMAINS = ("example.com", "example.org", "example.net", "post.test", "kantoor.test")
STATUS = {"current": "active", "ended": "former", "gone": "former", "lead": "lead"}


@dataclass(frozen=True, slots=True)
class Person:
    """A customer: ``stage`` is current, ended (within the term), gone (past it) or lead; ``company`` a business.

    ``first`` and ``last`` are the first and last day on which anything happened between the person and the company.
    """

    id: int
    stage: str
    company: bool
    email: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """A name that nobody has."""
        return f"Voornaam-{self.id:04d} Achternaam-{self.id:04d}"

    @property
    def phone(self) -> str:
        """A number outside every numbering plan."""
        return f"000-{self.id:07d}"


def everyone(rng: Random, today: date, count: int) -> Iterator[Person]:
    """``count`` people with ids from 1: half of them customers now, the others gone, leaving or never arrived."""
    stages = rng.choices(("current", "ended", "gone", "lead"), weights=(48, 14, 24, 14), k=count)
    email = ""
    for number, stage in enumerate(stages, start=1):
        shared = email and rng.random() < 0.02
        email = email if shared else f"v.achternaam-{number:04d}@{rng.choice(DOMAINS)}"
        last = today - timedelta(days=_days_since(rng, stage))
        first = last - timedelta(days=rng.randint(20, 3000 if stage != "lead" else 400))
        yield Person(number, stage, stage != "lead" and rng.random() < 0.35, email, first, last)


def _days_since(rng: Random, stage: str) -> int:
    match stage:
        case "current":
            return rng.randint(1, 90)
        case "ended":
            return rng.randint(10, 700)
        case "gone":
            return rng.randint(760, 4500)
        case _:
            return rng.randint(5, 2200)
