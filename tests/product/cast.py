"""The fixed cast of the rooms' tests, owner, stranger and nobody, each with a browser of their own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db.models import Model, QuerySet
from django.test import Client
from sqlalchemy import text

from facturis.guard import statement, store
from facturis.guard.purpose import processing
from facturis.security.protection.models import Incident, SecurityEntry
from facturis.website.accounts import actions
from facturis.website.accounts.models import CodeSource, Passkey, Person, RecoveryCode
from grondslag.engine.access import Access
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.law.rules import Moment
from tests.product.databases import OWNER

PASSWORD = "lantaarn onder water"


def person(name: str = "een", language: str = "nl", **more: Any) -> Person:
    """A person with an account, whose every detail is told from everybody else's by the name."""
    made = Person(
        username=name, name=f"Voornaam-{name}", street=f"Straat-{name} 1", postcode="0000 AA", city=f"Plaats-{name}",
        country="Nederland", phone="+31600000000", language=language, **more,
    )  # fmt: skip
    with processing("III.C"):
        return actions.sign_up(made, f"{name}@example.com", PASSWORD, statement.in_force().version)


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
        return EraseSubject(opened, statement.in_force(), at, live, store.subject(of)).run()


def mails(folder: Path) -> list[str]:
    """The mails in a folder, the newest last; two of one second may share a file."""
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    return [mail for path in files for mail in path.read_text(encoding="utf-8").split("-" * 79)[:-1]]


def forget_all() -> None:
    """Empties what the rooms keep, the log too, as the kernel alone may."""
    cache.clear()
    with store.opened(store.owner()) as opened, opened.transaction() as held:
        for table in (SecurityEntry, Incident, Passkey, CodeSource, RecoveryCode, Person):
            held.execute(text(f"DELETE FROM {table._meta.db_table}"))
        for fact in ("consent", "erasure", "objection", "subject"):
            held.execute(text(f"DELETE FROM grondslag_{fact}"))
