"""The fixed cast of the rooms' tests, owner, team-mate, stranger and nobody, each with a browser of their own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db.models import Model, QuerySet
from django.test import Client
from sqlalchemy import text

from facturis.guard import files, statement, store
from facturis.guard.purpose import processing
from facturis.pages.prices import PLANS
from facturis.security.protection.models import Incident, SecurityEntry
from facturis.services.agreements import actions as agreements
from facturis.services.agreements import terms
from facturis.services.agreements.models import Agreement, ServiceChange
from facturis.services.documents import actions as documents
from facturis.services.documents import intake, reads
from facturis.services.documents.models import Delivery, Document, Dossier, Find, Share, Step, Word
from facturis.services.organisations.models import Mandate, Member, Organisation
from facturis.website.accounts import actions
from facturis.website.accounts.models import CodeSource, Passkey, Person, RecoveryCode
from grondslag.engine.access import Access
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.law.rules import Moment
from tests.product.databases import OWNER

PASSWORD = "lantaarn onder water"
LETTERBOX, OFFICE, MAILROOM = PLANS
DETAILS = {
    "kvk_number": "90000001", "vat_number": "NL000099998B57", "street": "Bedrijfsstraat 1", "country": "NL",
    "postcode": "1000 AA", "city": "Bedrijfsplaats", "email": "bedrijf@example.com", "phone": "+31201234567",
}  # fmt: skip
BANK = {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A"}


def person(name: str = "een", language: str = "nl", **more: Any) -> Person:
    """A person with an account, whose every detail is told from everybody else's by the name."""
    made = Person(
        username=name, name=f"Voornaam-{name}", street=f"Straat-{name} 1", postcode="0000 AA", city=f"Plaats-{name}",
        country="Nederland", phone="+31600000000", language=language, **more,
    )  # fmt: skip
    with processing("III.C"):
        return actions.sign_up(made, f"{name}@example.com", PASSWORD, statement.in_force().version)


def absolute(path: str) -> str:
    """A path as mails name it."""
    return f"https://localhost{path}"


def agreement(of: Person) -> Agreement:
    """An agreement of a person for themselves, which began now."""
    return agreements.order(of, OFFICE, terms.in_force().version, None, absolute)


def customer(owner: Person, name: str = "een", **more: Any) -> Agreement:
    """The agreement of an organisation that is a customer since now."""
    new = Organisation(company=f"Bedrijf-{name}", **DETAILS)
    made = agreements.order_for_new(owner, OFFICE, terms.in_force().version, new, absolute)
    if more:
        rows(Organisation).filter(pk=made.organisation_id).update(**more)
    return made


def mate(of: Agreement, name: str = "twee", mandate: Mandate = Mandate.READ) -> Person:
    """A person who acts for the organisation of an agreement."""
    made = person(name)
    rows(Member).create(person=made, organisation_id=of.organisation_id, mandate=mandate, given_by_id=of.person_id)
    return made


LETTER = b"Geachte lezer, dit is een brief over lantaarns."


def handed_in(under: Agreement, by: Person | None, content: bytes = LETTER, name: str = "brief.txt") -> Document:
    """A document that somebody handed in under an agreement."""
    return intake.hand_in(under, by, name, content, Document.Source.UPLOAD)


def delivered(document: Document, by: Person, to: Person) -> Document:
    """What a person has of a document that was delivered to them."""
    receiver = reads.receiver(str(to.email))
    assert receiver
    made = documents.deliver(document, receiver, by, absolute)
    arrived: Document = rows(Document).get(pk=made.arrived_id)
    return arrived


def kept_files() -> list[str]:
    """The ids of the documents that can be opened still: those of which there is a key."""
    return sorted(path.stem for path in files.store("documents").keys.iterdir())


class Browser(Client):
    """A browser that speaks HTTPS."""

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        return super().generic(*args, **{**kwargs, "secure": True})


def browser(of: Person | None = None, **headers: str) -> Browser:
    """A browser of nobody, or in which somebody is signed in."""
    client = Browser(headers={"host": "localhost", **headers})
    if of:
        client.force_login(of)
    return client


def rows(model: type[Model]) -> QuerySet[Any]:
    """All rows of a model, as the owner of the database sees them."""
    return model._base_manager.using(OWNER)


def access(of: Person) -> dict[str, Any]:
    """What the person is told that is held of them."""
    with store.opened(store.owner()) as opened, opened.transaction(write=False):
        at = Moment(datetime.now(UTC), opened.zone)
        told: dict[str, Any] = Access(opened, statement.in_force(), at, store.subject(of)).report()
    return told


def erase(of: Person) -> Erased:
    """Erases the person, as the rights desk will."""
    with store.opened(store.owner()) as opened:
        with opened.transaction(write=False):
            live = opened.reflect()
        at = Moment(datetime.now(UTC), opened.zone)
        return EraseSubject(opened, statement.in_force(), at, live, store.subject(of), files=files.stores()).run()


def mails(folder: Path) -> list[str]:
    """The mails in a folder, the newest last; two of one second may share a file."""
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return [mail for path in files for mail in path.read_text(encoding="utf-8").split("-" * 79)[:-1]]


DOCUMENTS = (Word, Find, Share, Step, Delivery, Document, Dossier)


def forget_all() -> None:
    """Empties what the rooms keep, the log too, as the kernel alone may."""
    cache.clear()
    with store.opened(store.owner()) as opened, opened.transaction() as held:
        accounts = (Passkey, CodeSource, RecoveryCode, Person)
        for table in (*DOCUMENTS, ServiceChange, Agreement, Member, Organisation, SecurityEntry, Incident, *accounts):
            held.execute(text(f"DELETE FROM {table._meta.db_table}"))
        for fact in ("consent", "erasure", "objection", "subject"):
            held.execute(text(f"DELETE FROM grondslag_{fact}"))
    for name in kept_files():
        files.store("documents").destroy(name)
