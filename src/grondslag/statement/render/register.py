"""The registers of processing activities of GDPR Art. 30(1) and 30(2) as one value, from which every format is made."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from grondslag.statement.dictionary import categories, purpose_kinds
from grondslag.statement.model import Item, Purpose, Role, Statement, Transfer
from grondslag.statement.particulars import NONE, Mandate, Particulars, mandated
from grondslag.statement.phrases import Language, event, period
from grondslag.statement.phrases.slots import NONE as NOBODY
from grondslag.statement.wording import GROUNDS

type Article = Literal["30.1", "30.2"]

SUBJECTS = {
    "customer": ("klanten en bezoekers", "customers and visitors"),
    "contact_person": ("contactpersonen", "contact persons"),
    "third_party": ("derden", "third parties"),
}
ROLES = {
    Role.CONTROLLER: ("verantwoordelijke", "controller"), Role.PROCESSOR: ("verwerker", "processor"),
    Role.THIRD_PARTY: ("derde", "third party"), Role.UNSTATED: ("", ""),
}  # fmt: skip
TITLES = {
    "30.1": ("Register van verwerkingsactiviteiten (art. 30 lid 1 AVG)", "Record of processing (GDPR Art. 30(1))"),
    "30.2": ("Register van de verwerker (art. 30 lid 2 AVG)", "Record of the processor (GDPR Art. 30(2))"),
}
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "30.1": (
        ("kenmerk", "reference"), ("verwerkingsverantwoordelijke", "controller"), ("contact", "contact"),
        ("gezamenlijke verantwoordelijken", "joint controllers"), ("vertegenwoordiger", "representative"),
        ("functionaris gegevensbescherming", "data protection officer"), ("rol", "role"), ("doeleinde", "purpose"),
        ("categorieën betrokkenen", "categories of data subjects"), ("categorieën gegevens", "categories of data"),
        ("grondslag", "legal ground"), ("ontvangers", "recipients"), ("doorgiften", "transfers"),
        ("waarborgen", "safeguards"), ("bewaartermijnen", "time limits"), ("beveiliging", "security"),
    ),
    "30.2": (
        ("kenmerk", "reference"), ("verwerker", "processor"), ("contact verwerker", "contact of the processor"),
        ("vertegenwoordiger verwerker", "representative of the processor"),
        ("functionaris verwerker", "data protection officer of the processor"),
        ("verwerkingsverantwoordelijke", "controller"), ("contact", "contact"), ("vertegenwoordiger", "representative"),
        ("functionaris gegevensbescherming", "data protection officer"), ("doeleinde", "purpose"),
        ("categorieën verwerkingen", "categories of processing"), ("andere verwerkers", "other processors"),
        ("doorgiften", "transfers"), ("waarborgen", "safeguards"), ("beveiliging", "security"),
    ),
}  # fmt: skip
NAMING = {"30.1": 7, "30.2": 5}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its title, its columns in words, and rows with a cell, on one line and printable, for each.

    The first column and the one numbered ``naming`` together say which row it is.
    """

    title: str
    language: Language
    naming: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def register(
    statement: Statement, article: Article = "30.1", language: Language = "nl", particulars: Particulars = NONE
) -> Register:
    """The register of a statement; what neither the statement nor the particulars tell is "".

    Art. 30(1)(a)-(g): one row a purpose; ground and role are added, as supervisory authorities advise. Art.
    30(2)(a)-(d): one row for each controller and each purpose whose role is processor; where the particulars name no
    controller, a row a purpose says in the statement's own words for whom it is. Raises StatementError for a controller
    whose purpose the statement does not have, and ValueError for another article.
    """
    if article not in COLUMNS:
        raise ValueError(f"there is no register for article {article}: choose {' or '.join(COLUMNS)}")
    words = _Words(statement, particulars, language)
    rows = words.of_controller() if article == "30.1" else words.of_processor()
    columns = tuple(pair[words.english] for pair in COLUMNS[article])
    cells = tuple(tuple(_cell(text) for text in row) for row in rows)
    return Register(TITLES[article][words.english], language, NAMING[article], columns, cells)


def _cell(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def _joined(parts: Iterable[str], separator: str = "; ") -> str:
    return separator.join(dict.fromkeys(part for part in parts if part))


class _Words:
    """The rows of one statement in one language."""

    def __init__(self, statement: Statement, particulars: Particulars, language: Language) -> None:
        self.statement, self.particulars, self.language = statement, particulars, language
        self.english = language == "en"

    def of_controller(self) -> Iterator[tuple[str, ...]]:
        name, contact, representative, officer = self._controller()
        joint = _joined(self.particulars.joint_controllers)
        for purpose in self.statement.purposes:
            transfers = self._transfers(purpose)
            yield (
                purpose.id, name, contact, joint, representative, officer, self._role(purpose), self._label(purpose),
                _joined(SUBJECTS[item.subject][self.english] for item in purpose.items),
                _joined(self._item(item) for item in purpose.items),
                GROUNDS[purpose.ground][self.english] if purpose.ground else "", self._recipients(purpose),
                _places(transfers), _safeguards(transfers), self._limits(purpose), self._security(purpose),
            )  # fmt: skip

    def of_processor(self) -> Iterator[tuple[str, ...]]:
        us = self._controller()
        mandates = [(mandate, mandated(self.statement, mandate)) for mandate in self.particulars.controllers]
        for purpose in self.statement.purposes:
            if purpose.role is not Role.PROCESSOR:
                continue
            for mandate, ids in mandates or [(Mandate(name=purpose.processes_for), (purpose.id,))]:
                if purpose.id not in ids:
                    continue
                transfers = (*self._transfers(purpose), *mandate.transfers)
                yield (
                    purpose.id, *us, mandate.name, mandate.contact, mandate.representative, mandate.officer,
                    self._label(purpose), _joined(mandate.processing) or purpose.description,
                    self._recipients(purpose), _places(transfers), _safeguards(transfers), self._security(purpose),
                )  # fmt: skip

    def _controller(self) -> tuple[str, str, str, str]:
        controller, contacts = self.statement.controller, self.statement.contacts
        place = f"{controller.postcode} {controller.city}".strip()
        return (
            _joined([controller.name, f"KvK {controller.kvk}" if controller.kvk else ""], ", "),
            _joined([controller.street, place, contacts.general], ", "),
            self.particulars.representative,
            contacts.officer,
        )

    def _role(self, purpose: Purpose) -> str:
        behalf = f" {'for' if self.english else 'voor'} {purpose.processes_for}" if purpose.processes_for else ""
        return ROLES[purpose.role][self.english] + behalf

    def _label(self, purpose: Purpose) -> str:
        kind = purpose_kinds().get(purpose.kind)
        return f"{kind.en} ({purpose.label})" if kind and self.english else purpose.label

    def _item(self, item: Item) -> str:
        known = categories().get(item.category)
        return known.en if known and self.english else item.label

    def _recipients(self, purpose: Purpose) -> str:
        others = (r for r in self.statement.recipients if r.purpose == purpose.id)
        names = _joined([*purpose.recipients.names, *(_joined([r.name, r.country], ", ") for r in others)])
        return names or (NOBODY[self.language] if purpose.recipients.none_stated else "")

    def _transfers(self, purpose: Purpose) -> tuple[Transfer, ...]:
        return tuple(transfer for transfer in self.statement.transfers if transfer.purpose == purpose.id)

    def _limits(self, purpose: Purpose) -> str:
        """The envisaged time limits for erasure: the terms that are applied, or else the words of the promise."""
        counted = (", geteld vanaf het einde van dat jaar", ", counted from the end of that year")[self.english]
        limits = []
        for term in purpose.terms:
            length = period(term.months, self.language)
            start = event(term.after, self.language).strip("«»")
            scope = f" ({'class' if self.english else 'soort'} {term.when})" if term.when else ""
            law = f" [{term.law}]" if term.law else ""
            after = f"{length} {'after' if self.english else 'na'} {start}"
            limits.append(f"{after}{counted if term.until_year_end else ''}{scope}{law}")
        return _joined(limits) if limits else purpose.promise.text

    def _security(self, purpose: Purpose) -> str:
        own = (f"{self._item(item)}: {item.protection}" for item in purpose.items if item.protection)
        return _joined([*self.particulars.measures, *own])


def _places(transfers: Iterable[Transfer]) -> str:
    return _joined(_joined([transfer.recipient, transfer.country], ", ") for transfer in transfers)


def _safeguards(transfers: Iterable[Transfer]) -> str:
    return _joined(transfer.mechanism for transfer in transfers)
