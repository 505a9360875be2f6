"""A company with customers and two years of documents, all synthetic and relative to today, made by the rooms' actions.

What a room does is done here as it is on its pages, with the clock set back; then the sweep leaves what two years of
nightly sweeps would have left. So no row is of another make than those of the product.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from facturis.demo.company import casting, dealings
from facturis.demo.company.casting import Cast, Login
from facturis.demo.company.timeline import Timeline
from facturis.guard import files, statement, store
from facturis.guard.judged import judged
from facturis.website.accounts.models import Person
from grondslag.cli.databases import carried_out
from grondslag.cli.failures import InputError
from grondslag.engine.swept import Progress, silent, unlimited

SEED = "Facturis"
ADDRESS = "http://127.0.0.1:8000"  # under which the links in the mails lead to the product


@dataclass(frozen=True, slots=True)
class Size:
    """How many customers that are organisations, how many persons in all, and how many documents are handed in."""

    organisations: int = 40
    persons: int = 120
    documents: int = 330


type Part = Callable[[Cast, Size], None]
# What the company is made of, each of which plans its share. A room whose people sign in otherwise adds a part here.
PARTS: tuple[Part, ...] = (
    lambda cast, size: casting.cast(cast, size.organisations, size.persons),
    lambda cast, size: dealings.deal(cast, size.documents),
)  # fmt: skip


def make(today: date, size: Size = Size(), progress: Progress = silent) -> list[Login]:
    """Fills the empty database that Django is set up with, and returns the accounts to look around with.

    The same for the same day, but for what is secret: keys, the salt of the password, the links that share. Raises
    InputError, touching nothing, where the settings are not those of a demonstration or somebody is stored already.
    """
    if not settings.FACTURIS_DEMO:
        raise InputError("the demonstration is made with FACTURIS_DEMO=1 alone, in a database of its own")
    if Person.objects.using(store.owner()).exists():
        raise InputError("the database holds people already: the demonstration is made in an empty one")
    timeline = Timeline(today, ZoneInfo(statement.in_force().controller.zone))
    cast = Cast(timeline, Random(SEED), lambda path: ADDRESS + path)
    for part in PARTS:
        part(cast, size)
    timeline.run(progress)
    with judged() as run:
        carried_out(run, False, unlimited, files.stores())
    return cast.logins
