"""SYS-4: documents by e-mail, from a folder into which a mail server puts them; hostile ones do no harm."""

import os
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import override_settings

from facturis.services.agreements.actions import end
from facturis.services.agreements.models import Agreement
from facturis.services.documents import actions, jobs, letterbox, reads
from facturis.services.documents.models import Document
from facturis.services.documents.reading.limits import DEFAULT
from facturis.services.organisations.models import Mandate
from tests.product.cast import LETTER, absolute, agreement, browser, customer, kept_files, mate, person, rows
from tests.product.documents.reading.made import UBL


@pytest.fixture
def letters(outbox: Path, tmp_path: Path) -> Iterator[Path]:
    """The folder of the mail server."""
    assert outbox.is_dir()
    folder = tmp_path / "letters"
    folder.mkdir()
    with override_settings(FACTURIS_LETTERS=folder):
        yield folder


def letter(to: str, sender: str = "een@example.com", attached: bytes = UBL) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Voornaam-een <{sender}>", to, "Factuur"
    mail.set_content("Hierbij de factuur.")
    mail.add_attachment(attached, maintype="application", subtype="xml", filename="factuur.xml")
    return mail.as_bytes()


def put(folder: Path, content: bytes, name: str = "1.eml") -> None:
    (folder / name).write_bytes(content)


def left(folder: Path) -> tuple[list[str], list[str]]:
    """The names that are waiting, and those that were refused."""
    return sorted(path.name for path in folder.glob("*.eml")), sorted(path.name for path in folder.glob("refused/*"))


def test_a_letter_is_kept_with_what_is_in_it_and_leaves_the_folder(letters: Path) -> None:
    one = person("een")
    made = agreement(one)
    put(letters, letter(f"Facturen <{actions.address(made).upper()}>"))
    jobs.collect.enqueue()
    assert left(letters) == ([], [])
    mail = rows(Document).get(part_of=None)
    assert (mail.source, mail.given_by_id, mail.kind) == ("mail", one.pk, "MAIL")
    inner = rows(Document).get(part_of=mail)
    assert (inner.name, b"".join(reads.content(inner))) == ("factuur.xml", UBL)
    assert inner.invoice["number"] == "VOORBEELD-0001"
    shown = browser(one).get("/portal/documents/").text
    assert actions.address(made) in shown


def test_a_letter_that_is_sent_twice_is_kept_once(letters: Path) -> None:
    sent = letter(actions.address(agreement(person("een"))))
    for name in ("1.eml", "2.eml"):
        put(letters, sent, name)
    assert letterbox.collect() == (2, 0)
    assert rows(Document).count() == 2  # the mail, and what is in it


@pytest.mark.parametrize("sender", ["niemand@example.com", "twee@example.com", ""])
def test_a_letter_from_whoever_may_not_hand_in_is_refused(letters: Path, sender: str) -> None:
    made = agreement(person("een"))
    person("twee")
    put(letters, letter(actions.address(made), sender))
    assert letterbox.collect() == (0, 1)
    assert (left(letters), rows(Document).count(), kept_files()) == (([], ["1.eml"]), 0, [])


def wrong(made: Agreement) -> list[str]:
    name, _, mark = actions.letterbox(made).rpartition("-")
    other = "a" if mark[0] != "a" else "b"
    return [f"{name}-{other}{mark[1:]}@localhost", f"{name}-@localhost", f"doc-{made.pk + 1}-{mark}@localhost",
            f"doc-{'9' * 30}-{mark}@localhost", f"doc-²-{mark}@localhost", "info@localhost", "doc-@", ""]  # fmt: skip


@pytest.mark.parametrize("number", range(8))
def test_a_letter_to_an_address_that_is_nobodys_is_refused(letters: Path, number: int) -> None:
    made = agreement(person("een"))
    address = wrong(made)[number]
    put(letters, f"From: een@example.com\nTo: {address}\nSubject: x\n\nDag".encode())
    assert letterbox.collect() == (0, 1)
    assert rows(Document).count() == 0


@pytest.mark.parametrize(("mandate", "taken"), [(Mandate.READ, 0), (Mandate.HAND_IN, 1)])
def test_who_mails_for_an_organisation_needs_the_mandate(letters: Path, mandate: Mandate, taken: int) -> None:
    made = customer(person("een"))
    mate(made, mandate=mandate)
    put(letters, letter(actions.address(made), "twee@example.com"))
    assert letterbox.collect() == (taken, 1 - taken)


def test_nothing_is_taken_in_under_an_agreement_that_ended(letters: Path) -> None:
    one = person("een")
    made = agreement(one)
    end(made, one, absolute)
    put(letters, letter(actions.address(made)))
    assert letterbox.collect() == (0, 1)


HOSTILE = (
    b"",
    b"\x00" * 1000,
    b"From: een@example.com, twee@example.com (\xff\xfe\nTo: =?utf-8?q?doc-1-a=40localhost?= <\n\nx",
    b'From: "een@example.com" <een@example.com> <\nTo: ' + b"(" * 5000 + b"\n\nx",
    b"From: een@example.com\nTo: " + b"doc-1-a@localhost, " * 5000 + b"\n\nx",
    b"From: een@example.com\x00\nTo: <@@,;:[>\n\nx",
    b"From: =?x?x?x?=\nTo: =?utf-8?b?////?=\nDelivered-To:\n\nx",
)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_hostile_letter_is_refused_and_the_next_is_taken_in(letters: Path, number: int) -> None:
    made = agreement(person("een"))
    put(letters, HOSTILE[number], "0.eml")
    put(letters, letter(actions.address(made)))
    assert letterbox.collect() == (1, 1)
    assert left(letters) == ([], ["0.eml"])


def test_a_letter_that_is_too_large_is_refused(letters: Path) -> None:
    made = agreement(person("een"))
    put(letters, letter(actions.address(made)) + b"a" * DEFAULT.bytes)
    assert letterbox.collect() == (0, 1)
    assert kept_files() == []


def test_what_was_refused_is_looked_at_for_a_fortnight(letters: Path) -> None:
    put(letters, LETTER)
    os.utime(letters / "1.eml", (0, 0))
    assert letterbox.collect() == (0, 1)
    assert letterbox.collect() == (0, 0)
    assert left(letters)[1] == ["1.eml"]  # the fortnight begins with the refusal
    then = time.time() - letterbox.LOOKED_AT - 1
    os.utime(letters / "refused" / "1.eml", (then, then))
    letterbox.collect()
    assert left(letters) == ([], [])
