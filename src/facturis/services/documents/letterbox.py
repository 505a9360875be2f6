"""Documents by e-mail: a mail server puts each e-mail into a folder as a file, and it is taken in from there.

The address says under which agreement: ``doc-<agreement>-<mark>@…``. The sender must be somebody who may hand in under
it. What is refused stays in the folder ``refused`` for a fortnight, for a person to look at.
"""

import time
from contextlib import suppress
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from facturis.services.agreements import reads as agreements
from facturis.services.documents import actions, intake
from facturis.services.documents.intake import AlreadyThere
from facturis.services.documents.models import Document
from facturis.services.documents.reading.answers import Unreadable
from facturis.services.documents.reading.isolated.looks import storable
from facturis.services.documents.reading.limits import DEFAULT
from facturis.services.organisations.models import Mandate
from facturis.website.accounts import reads as accounts

HEADERS = 64 * 1024  # of which no honest e-mail has more
LOOKED_AT = 14 * 24 * 3600  # seconds in which somebody looks at what was refused
_TO = ("delivered-to", "x-original-to", "to", "cc")


def collect() -> tuple[int, int]:
    """Takes in every letter; returns how many, and how many were refused. What cannot be read now is left for later."""
    folder: Path = settings.FACTURIS_LETTERS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _forget(folder / "refused")
    taken = refused = 0
    for path in sorted(folder.glob("*.eml")):
        try:
            done = _take(path)
        except Unreadable as error:
            if error.note.code == "busy":
                continue
            done = False
        if done:
            path.unlink()
            taken += 1
        else:
            path.touch()
            path.rename(folder / "refused" / path.name)
            refused += 1
    return taken, refused


def _forget(folder: Path) -> None:
    """Takes away the letters that were refused a while ago: they are somebody's too."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - LOOKED_AT:
            path.unlink()


def _take(path: Path) -> bool:
    """Hands in one letter, and everything inside it; False where nobody may. Raises Unreadable."""
    with path.open("rb") as file:
        content = file.read(DEFAULT.bytes + 1)
    headers = BytesParser().parsebytes(content[:HEADERS], headersonly=True)
    user = accounts.keys_by_email(_addresses(headers, "from")[:1])
    person = accounts.person(next(iter(user.values()))) if user else None
    for address in (each for name in _TO for each in _addresses(headers, name)):
        key = actions.mailed_to(address.partition("@")[0])
        agreement = agreements.acting_on(person, key, Mandate.HAND_IN) if person and key else None
        if agreement and agreement.ended_at is None:
            with suppress(AlreadyThere):  # it was sent twice
                intake.hand_in(agreement, person, path.name, content, Document.Source.MAIL)
            return True
    return False


def _addresses(headers: Message, name: str) -> list[str]:
    """The addresses of a header in small letters; none of one that is malformed."""
    given = [storable(str(each)) for each in headers.get_all(name, [])]
    return [address.lower() for _, address in getaddresses(given) if address]
