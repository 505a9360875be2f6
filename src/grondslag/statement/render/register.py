"""The register of processing activities of GDPR Art. 30(1), one row a purpose, and its CSV (RFC 4180, UTF-8)."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Literal

from grondslag.statement.model import Purpose, Role, Statement
from grondslag.statement.phrases import event, period
from grondslag.statement.wording import GROUNDS

SUBJECTS = {"customer": "klanten en bezoekers", "contact_person": "contactpersonen", "third_party": "derden"}
ROLES = {
    Role.CONTROLLER: "verantwoordelijke", Role.PROCESSOR: "verwerker", Role.THIRD_PARTY: "derde", Role.UNSTATED: "",
}  # fmt: skip
COLUMNS = (
    "kenmerk", "verwerkingsverantwoordelijke", "contact", "functionaris_gegevensbescherming", "rol", "doeleinde",
    "categorieen_betrokkenen", "categorieen_gegevens", "grondslag", "ontvangers", "doorgiften", "waarborgen",
    "bewaartermijnen", "beveiliging",
)  # fmt: skip


def register(statement: Statement, article: Literal["30.1"] = "30.1") -> tuple[dict[str, str], ...]:
    """One row a purpose, with the keys of COLUMNS in order; what the statement does not tell is "".

    Source: GDPR Art. 30(1)(a)-(g); ground and role are added, as supervisory authorities advise. Raises ValueError for
    another article: the register of a processor, Art. 30(2), needs its customers, which a statement does not name.
    """
    if article != "30.1":
        raise ValueError(f"there is no register for article {article}: choose 30.1")
    return tuple(_row(statement, purpose) for purpose in statement.purposes)


def register_csv(rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as CSV: a header, commas, quotes where needed, lines ended by CR LF (RFC 4180).

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _row(statement: Statement, purpose: Purpose) -> dict[str, str]:
    controller, contacts = statement.controller, statement.contacts
    place = f"{controller.postcode} {controller.city}".strip()
    transfers = [transfer for transfer in statement.transfers if transfer.purpose == purpose.id]
    values = (
        purpose.id,
        _joined([controller.name, f"KvK {controller.kvk}" if controller.kvk else ""], ", "),
        _joined([controller.street, place, contacts.general], ", "),
        contacts.officer,
        ROLES[purpose.role] + (f" voor {purpose.processes_for}" if purpose.processes_for else ""),
        purpose.label,
        _joined(SUBJECTS[item.subject] for item in purpose.items),
        _joined(item.label for item in purpose.items),
        GROUNDS[purpose.ground][0] if purpose.ground else "",
        _joined([*purpose.recipients.names, *(r.name for r in statement.recipients if r.purpose == purpose.id)]),
        _joined(_joined([transfer.recipient, transfer.country], ", ") for transfer in transfers),
        _joined(transfer.mechanism for transfer in transfers),
        _limits(purpose),
        _joined(f"{item.label}: {item.protection}" for item in purpose.items if item.protection),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _limits(purpose: Purpose) -> str:
    """The envisaged time limits for erasure: the terms that are applied, or else the words of the promise."""
    limits = []
    for term in purpose.terms:
        counted = ", geteld vanaf het einde van dat jaar" if term.until_year_end else ""
        scope = f" (soort {term.when})" if term.when else ""
        law = f" [{term.law}]" if term.law else ""
        limits.append(f"{period(term.months)} na {event(term.after).strip('«»')}{counted}{scope}{law}")
    return _joined(limits) if limits else purpose.promise.text


def _joined(parts: Iterable[str], separator: str = "; ") -> str:
    return separator.join(dict.fromkeys(part for part in parts if part))
