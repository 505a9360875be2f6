"""Who the demonstration is about, and when each came, acted, changed and went."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from facturis.demo.company.parties import PASSWORD, Customer, Somebody
from facturis.demo.company.timeline import Timeline
from facturis.pages.prices import PLANS
from facturis.services.agreements import actions as agreements
from facturis.services.organisations import actions as organisations
from facturis.services.organisations.models import Mandate

LONGEST, SHORTEST = 725, 60  # how many days ago somebody became a customer
ENDED, CHANGED, LEFT = 8, 5, 9  # one in so many
# Of the accounts of nobody's customers: days ago that each was opened and closed. The term of a closed one is a month.
CLOSED = ((400, 90), (300, 45), (200, 5))
MANDATES = (Mandate.APPROVE, Mandate.HAND_IN, Mandate.READ, Mandate.OWNER)


@dataclass(frozen=True, slots=True)
class Login:
    """An account with which to look around, and as what."""

    role: str
    username: str


@dataclass(slots=True)
class Cast:
    """Everybody, in order; ``draw`` gives the same in the same order each time."""

    timeline: Timeline
    draw: Random
    absolute: agreements.Absolute
    password: str = field(default_factory=lambda: make_password(PASSWORD))
    customers: list[Customer] = field(default_factory=list)
    logins: list[Login] = field(default_factory=list)
    _persons: int = 0

    def joins(self, moment: datetime, role: str = "") -> Somebody:
        """Somebody who opens an account at a moment; with a role they are one to sign in as, named after it."""
        self._persons += 1
        somebody = Somebody(self._persons, role.rpartition(" ")[2] or f"voornaam-{self._persons:03d}")
        self.timeline.at(moment, lambda: somebody.join(self.password))
        if role:
            self.logins.append(Login(role, somebody.username))
        return somebody

    def begins(self, number: int, days: int, role: str = "") -> Customer:
        """A customer since so many days ago, for an organisation where there is a number."""
        moment = self.timeline.day(days, self.draw.randrange(500))
        customer = Customer(number, self.joins(moment - timedelta(minutes=20), role), moment)
        self.timeline.at(moment, lambda: customer.order(self.absolute))
        self.customers.append(customer)
        return customer


def cast(cast: Cast, served: int, persons: int) -> None:
    """Plans so many customers that are organisations, some that are persons, and so many persons in all."""
    days = [round(LONGEST - (LONGEST - SHORTEST) * n / served) for n in range(served)]
    for number, ago in enumerate(days, 1):
        customer = cast.begins(number, ago, "customer and owner" if number == 1 else "")
        if number % ENDED == 0:
            _ends(cast, customer, cast.draw.randrange(3, ago - 30))
    for n in range(max(2, served // 8)):
        customer = cast.begins(0, LONGEST - 40 * n, "customer for themselves, private" if n == 0 else "")
        if n == 1:
            _ends(cast, customer, 100)
    for n, (opened, closed) in enumerate(CLOSED, 1):
        _closes(cast, cast.joins(cast.timeline.day(opened), "account closed" if n == len(CLOSED) else ""), closed)
    _delegates(cast, persons - len(cast.customers) - len(CLOSED))
    for number, customer in enumerate(cast.customers, 1):
        if number % CHANGED == 2:
            _changes(cast, customer)


def _delegates(cast: Cast, count: int) -> None:
    """So many who act for organisations by mandate, the first of all for the first; one in LEFT leaves again."""
    organised = [each for each in cast.customers if each.number and each.ends is None]
    for n, customer in enumerate(islice(cycle(organised), count)):
        mandate = MANDATES[(n + n // len(organised)) % len(MANDATES)]
        moment = customer.begins + timedelta(days=cast.draw.randrange(1, 50), minutes=n)
        delegate = cast.joins(moment - timedelta(minutes=30), "delegate who may approve, delegate" if n == 0 else "")
        cast.timeline.at(moment, lambda c=customer, d=delegate, m=mandate: c.mandate(d, m))  # type: ignore[misc]
        if n % LEFT == LEFT - 1:
            _leaves(cast, customer, delegate, moment + timedelta(days=200))
        else:
            customer.acting.append((delegate, mandate, moment))


def _leaves(cast: Cast, customer: Customer, delegate: Somebody, moment: datetime) -> None:
    def leave() -> None:
        organisation = customer.agreement.organisation_id
        assert organisation
        organisations.end(organisation, delegate.person.pk)

    cast.timeline.at(moment, leave)


def _ends(cast: Cast, customer: Customer, ago: int) -> None:
    """The agreement ends so many days ago, and with every other the account a week later."""
    customer.ends = cast.timeline.day(ago)
    cast.timeline.at(customer.ends, lambda: agreements.end(customer.agreement, customer.owner.person, cast.absolute))
    if customer.number % (2 * ENDED) == 0:
        _closes(cast, customer.owner, ago - 7)


def _closes(cast: Cast, somebody: Somebody, ago: int) -> None:
    cast.timeline.at(cast.timeline.day(max(ago, 1), 300), lambda: somebody.close(timezone.now()))


def _changes(cast: Cast, customer: Customer) -> None:
    """Another service is agreed on, a month later."""

    def change() -> None:
        before = customer.agreement.service
        after = next(plan for plan in PLANS[1:] if plan.code != before)
        agreements.change(customer.agreement, after, customer.owner.person)

    moment = customer.begins + timedelta(days=30)
    if customer.runs(moment):
        cast.timeline.at(moment, change)
