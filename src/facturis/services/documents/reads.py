"""Which documents there are, who may do what with them, and what is known of each. Every read opens its purpose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from facturis.guard import files, statement
from facturis.guard.purpose import processing
from facturis.services.agreements import reads as agreements
from facturis.services.documents.models import Delivery, Document, Dossier, Find, Share, Step
from facturis.services.documents.words import asked
from facturis.services.organisations import reads as organisations
from facturis.services.organisations.models import Mandate
from facturis.website.accounts import reads as accounts
from facturis.website.accounts.models import Person
from grondslag.law.calendar import last_day

PURPOSE = "I.A"
STORE = "documents"
# What a list shows; the text and the invoice may be long, and are left where they are.
LISTED = ("text", "invoice", "notes", "refusal")


@dataclass(frozen=True, slots=True)
class Receiver:
    """In whose portal a document arrives: the agreement, the person who is told, and the name to show."""

    agreement: int
    person: int
    name: str


@processing(PURPOSE)
def listed(
    person: Person, search: str = "", dossier: int | None = None, arrived: bool | None = None, named: bool = False
) -> QuerySet[Document]:
    """The documents that a person may see, the newest first: all, or those that a search, a dossier or a way narrows.

    ``arrived`` is whether others delivered them; ``named`` that somebody must say whom they name. Every word that is
    asked for must stand in a document.
    """
    found = Document.objects.defer(*LISTED).filter(agreement__in=_keys(person))
    if dossier is not None:
        found = found.filter(dossier=dossier)
    if arrived is not None:
        found = (
            found.filter(source=Document.Source.DELIVERY) if arrived else found.exclude(source=Document.Source.DELIVERY)
        )
    if named:
        found = found.filter(pk__in=_undecided().values("document"))
    for word in asked(search):
        found = found.filter(words__word=word)
    last = Step.objects.filter(document=OuterRef("pk")).order_by("-pk").values("action")[:1]
    return found.annotate(state=Subquery(last)).order_by("-received_at", "-pk")


@processing(PURPOSE)
def acting_on(person: Person, document: int, at_least: Mandate = Mandate.READ) -> Document | None:
    """A document that a person may see, and do so much with; None where not, and where there is none."""
    found = Document.objects.select_related("agreement").filter(pk=document).first()
    held = mandate(person, found) if found else None
    return found if held and held.allows(at_least) else None


def mandate(person: Person, document: Document) -> Mandate | None:
    """What a person may do with a document: everything where it is their own; None where it is not theirs."""
    agreement = document.agreement
    if agreement.organisation_id is None:
        return Mandate.OWNER if agreement.person_id == person.pk else None
    return organisations.mandates(person).get(agreement.organisation_id)


@processing(PURPOSE)
def dossiers(person: Person) -> list[Dossier]:
    """The dossiers that a person may see, by name, each with ``count``, how many documents lie in it."""
    found = Dossier.objects.filter(agreement__in=_keys(person)).annotate(count=Count("documents"))
    return list(found.order_by("name"))


@processing(PURPOSE)
def dossiers_of(document: Document) -> list[Dossier]:
    """The dossiers into which a document may be put."""
    return list(Dossier.objects.filter(agreement=document.agreement_id).order_by("name"))


@processing(PURPOSE)
def state(document: Document) -> str:
    """The last decision on a document; "" where there was none."""
    return Step.objects.filter(document=document).order_by("-pk").values_list("action", flat=True).first() or ""


@processing(PURPOSE)
def trail(document: Document) -> list[Step]:
    """The decisions on a document, in order."""
    return list(Step.objects.filter(document=document).order_by("pk"))


@processing(PURPOSE)
def finds(document: Document) -> list[Find]:
    """What names somebody in a document, what fits a customer first, then by kind and page."""
    return list(
        Find.objects.filter(document=document).order_by(F("organisation").asc(nulls_last=True), "kind", "page", "pk")
    )


@processing(PURPOSE)
def parts(document: Document) -> list[Document]:
    """The files that were inside a document."""
    return list(Document.objects.defer(*LISTED).filter(part_of=document).order_by("pk"))


@processing(PURPOSE)
def deliveries(document: Document) -> list[Delivery]:
    """To whom a document was delivered, the last first."""
    return list(Delivery.objects.filter(document=document).order_by("-pk"))


@processing(PURPOSE)
def sent_as(document: Document) -> Delivery | None:
    """How a document came here, where another customer delivered it and has it still."""
    return Delivery.objects.filter(arrived=document).first()


@processing(PURPOSE)
def answers(document: Document) -> dict[int, Step]:
    """The last decision of each receiver of a document, by the key of the delivery: it is meant for the sender."""
    theirs = dict(Delivery.objects.filter(document=document).values_list("arrived_id", "pk"))
    steps = Step.objects.filter(document__in=[key for key in theirs if key]).order_by("pk")
    return {theirs[step.document_id]: step for step in steps}


@processing(PURPOSE)
def shares(document: Document) -> list[Share]:
    """The links that open a document now, the last first."""
    return list(Share.objects.filter(document=document, expires_at__gt=timezone.now()).order_by("-pk"))


def names(users: Iterable[int | None]) -> dict[int, str]:
    """What those are called who did something with a document, by user id; they did it with an account (III.C)."""
    return accounts.names(user for user in users if user)


def receivers(sent: list[Delivery]) -> dict[int, str]:
    """What the receivers are called, by the key of the delivery: the organisation for which it came, or the person."""
    with processing(PURPOSE):
        arrived = Document.objects.filter(pk__in=[each.arrived_id for each in sent if each.arrived_id])
        organised = dict(arrived.values_list("pk", "agreement__organisation"))
    companies = organisations.names(key for key in organised.values() if key)
    persons = names(each.receiver_id for each in sent)
    return {
        each.pk: companies.get(organised.get(each.arrived_id or 0) or 0, "") or persons.get(each.receiver_id or 0, "")
        for each in sent
    }


def customers(found: list[Find]) -> dict[int, str]:
    """What the customers are called that a document names, by key."""
    return organisations.names(each.organisation_id for each in found if each.organisation_id)


def receiver(email: str) -> Receiver | None:
    """In whose portal a document for this address arrives; None where nobody with it has an agreement that runs."""
    user = accounts.keys_by_email([email.strip().lower()]).get(email.strip().lower())
    person = accounts.person(user) if user else None
    if person is None:
        return None
    running = (each for each in agreements.acting(person) if each.ended_at is None)
    # Their own before one of an organisation: an address is a person's.
    found = min(running, key=lambda each: each.organisation_id is not None, default=None)
    return Receiver(found.pk, person.pk, email.strip()) if found else None


def receiver_at(organisation: int) -> Receiver | None:
    """In whose portal a document for a customer arrives, of whom an owner is told; None where its agreement ended."""
    found = agreements.of_organisation(organisation)
    owners = [each.user for each in organisations.people(organisation) if each.mandate is Mandate.OWNER]
    told = found.person_id if found and found.person_id in owners else next(iter(owners), None)
    if found is None or told is None:
        return None
    return Receiver(found.pk, told, organisations.names([organisation]).get(organisation, ""))


@processing(PURPOSE)
def content(document: Document) -> Iterator[bytes]:
    """The bytes of a document, as they were handed in. Raises DocumentError."""
    return files.store(STORE).open(document.content or "")


@processing(PURPOSE)
def waiting(person: Person) -> tuple[int, int]:
    """How many documents were delivered and not opened, and how many finds nobody decided on yet."""
    keys = _keys(person)
    unopened = Delivery.objects.filter(arrived__agreement__in=keys, opened_at__isnull=True).count()
    return unopened, _undecided().filter(document__agreement__in=keys).count()


def kept_until(document: Document, track: str, ended: datetime | None) -> date | None:
    """The last day on which a document is kept on a track, once its agreement ended; None while that runs."""
    days = []
    for term in statement.in_force().purpose(PURPOSE).terms:
        if term.when and term.when != track:
            continue
        event = ended if term.after == "contract_ended" else document.booked_on
        if event is None:
            return None
        days.append(last_day(_day(event), term.months, term.until_year_end))
    return max(days)


def _day(event: date) -> date:
    return timezone.localdate(event) if isinstance(event, datetime) else event


def _undecided() -> QuerySet[Find]:
    """What may name a customer, and nobody said whether it does."""
    return Find.objects.filter(organisation__isnull=False, state=Find.State.PROPOSED)


def _keys(person: Person, at_least: Mandate = Mandate.READ) -> list[int]:
    return [each.pk for each in agreements.acting(person, at_least)]
