"""The customers of the demonstration: persons and organisations, with agreements and mandates, made by the rooms.

All are plainly synthetic: Voornaam-001 of Bedrijf-01, at example.com.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from facturis.demo.company.numbers import account, kvk, vat
from facturis.guard import statement
from facturis.guard.ending import end
from facturis.guard.purpose import processing
from facturis.pages.prices import PLANS
from facturis.security.protection.actions import Event, record
from facturis.services.agreements import actions as agreements
from facturis.services.agreements import terms
from facturis.services.agreements.models import Agreement
from facturis.services.organisations import actions as organisations
from facturis.services.organisations.models import Mandate, Organisation
from facturis.services.organisations.reads import for_books
from facturis.website.accounts import actions as accounts
from facturis.website.accounts.models import Person

PASSWORD = "lantaarn in de mist"


@dataclass(slots=True)
class Somebody:
    """A person of the cast; ``person`` is there once they have an account."""

    number: int
    username: str
    _person: Person | None = None

    @property
    def person(self) -> Person:
        """Their account."""
        assert self._person, f"{self.username} has no account yet"
        return self._person

    def join(self, password: str) -> None:
        """Opens their account; ``password`` is hashed already, once for all: hashing is slow on purpose."""
        made = Person(
            username=self.username, password=password, name=f"Voornaam-{self.number:03d}", postcode="0000 AA",
            street=f"Straat-{self.number:03d} 1", city="Voorbeeldstad", country="Nederland", phone="+31600000000",
            language="en" if self.number % 10 == 0 else "nl",
        )  # fmt: skip
        with processing("III.C"):
            accounts.join(made, f"persoon-{self.number:03d}@example.com", statement.in_force().version)
        self._person = made
        self._log(Event.ACCOUNT_OPENED)

    def close(self, at: datetime) -> None:
        """Closes their account."""
        with processing("III.C"):
            end(self.person, closed_at=at)
        self._log(Event.ACCOUNT_CLOSED)

    def _log(self, event: Event) -> None:
        """Writes into the security log what would still stand in it: the gate refuses what is older."""
        if statement.gone_on("IV.B", timezone.now()) > date.today():  # noqa: DTZ011 - the clock of Django is set back
            record(self.person.pk, event)


@dataclass(slots=True)
class Customer:
    """A customer from ``begins`` to ``ends``: an organisation, or ``owner`` themselves where ``number`` is 0."""

    number: int
    owner: Somebody
    begins: datetime
    ends: datetime | None = None
    acting: list[tuple[Somebody, Mandate, datetime]] = field(default_factory=list)
    _agreement: Agreement | None = None

    @property
    def agreement(self) -> Agreement:
        """Their agreement, once it has begun."""
        assert self._agreement, f"customer {self.number} has no agreement yet"
        return self._agreement

    @property
    def name(self) -> str:
        """What they are called."""
        return f"Bedrijf-{self.number:02d}" if self.number else f"Voornaam-{self.owner.number:03d}"

    def runs(self, begin: datetime, days: int = 0) -> bool:
        """Whether they are a customer at a moment, and so many days later still."""
        return self.begins < begin and (self.ends is None or begin + timedelta(days=days) < self.ends)

    def who(self, at_least: Mandate, moment: datetime, draw: Random) -> Person:
        """One of those who may do so much for them at a moment."""
        may = [each for each, mandate, since in self.acting if mandate.allows(at_least) and since < moment]
        return draw.choice([self.owner, *may]).person

    def order(self, absolute: agreements.Absolute) -> None:
        """Enters into the agreement."""
        chosen, version = PLANS[1 + self.number % 2 if self.number else 0], terms.in_force().version
        if not self.number:
            self._agreement = agreements.order(self.owner.person, chosen, version, None, absolute)
            return
        new = Organisation(
            company=self.name, kvk_number=kvk(self.number), vat_number=vat(self.number), postcode="1000 AA",
            street=f"Bedrijfsstraat {self.number}", city="Voorbeeldstad", country="NL", phone="+31201234567",
            email=f"bedrijf-{self.number:02d}@example.com",
        )  # fmt: skip
        self._agreement = agreements.order_for_new(self.owner.person, chosen, version, new, absolute)
        with processing("I.C"):
            books = for_books(new.pk)
            assert books
            books.iban = account(self.number)
            organisations.correct(books, ["iban"])

    def mandate(self, to: Somebody, mandate: Mandate) -> None:
        """Has somebody act for them, by invitation."""
        organisation = self.agreement.organisation_id
        assert organisation
        token = organisations.inviting(self.owner.person, organisation, str(to.person.email), mandate)
        organisations.accept(to.person, token)
