"""A statement as linked data: JSON-LD 1.1 in the W3C Data Privacy Vocabulary 2.3, which an RDF library reads.

Terms are those of https://w3id.org/dpv, its lists of personal data (pd) and locations (loc), and its extension for the
GDPR (eu-gdpr); periods are those of https://www.w3.org/TR/owl-time/. A purpose is a ``dpv:Process``, as the
vocabulary's guide on notices and records advises. What the statement does not tell is left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote

from grondslag.statement.dictionary import categories, purpose_kinds
from grondslag.statement.model import (
    Controller,
    Ground,
    Item,
    Period,
    Purpose,
    RightKind,
    Role,
    Statement,
    Term,
    Transfer,
)
from grondslag.statement.wording import EVENTS

type Node = dict[str, Any]

CONTEXT: Final[Node] = {
    "@version": 1.1,
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
GROUNDS = {
    Ground.CONSENT: "eu-gdpr:A6-1-a", Ground.CONTRACT: "eu-gdpr:A6-1-b", Ground.LEGAL_OBLIGATION: "eu-gdpr:A6-1-c",
    Ground.VITAL_INTEREST: "eu-gdpr:A6-1-d", Ground.PUBLIC_TASK: "eu-gdpr:A6-1-e",
    Ground.LEGITIMATE_INTEREST: "eu-gdpr:A6-1-f",
}  # fmt: skip
RIGHTS = {
    RightKind.ACCESS: "eu-gdpr:A15", RightKind.RECTIFICATION: "eu-gdpr:A16", RightKind.ERASURE: "eu-gdpr:A17",
    RightKind.RESTRICTION: "eu-gdpr:A18", RightKind.PORTABILITY: "eu-gdpr:A20", RightKind.OBJECTION: "eu-gdpr:A21",
    RightKind.AUTOMATED_DECISION: "eu-gdpr:A22", RightKind.WITHDRAWAL: "eu-gdpr:A7-3",
    RightKind.COMPLAINT: "eu-gdpr:A77",
}  # fmt: skip
RECIPIENTS = {
    Role.CONTROLLER: "dpv:DataController", Role.PROCESSOR: "dpv:DataProcessor", Role.THIRD_PARTY: "dpv:ThirdParty",
    Role.UNSTATED: "dpv:Recipient",
}  # fmt: skip
SUBJECTS = {"customer": "dpv:Customer", "contact_person": "dpv:DataSubject", "third_party": "dpv:DataSubject"}
# What the text promises without a length of time; a missing promise has no node.
PROMISES = {"open": "dpv:IndeterminateDuration", "criterion": "dpv:UntilEventDuration"}


def dpv(statement: Statement, base: str = "") -> Node:
    """The JSON-LD document of a statement, as JSON values.

    Its nodes are named ``base#…``; without a base that is the hash of the content as a URN, so that equal statements
    have equal names and nothing has to be published first. Words of the statement are tagged as Dutch.
    """
    root = base or f"urn:sha256:{statement.content_hash}"
    people = (r for r in statement.recipients if not r.purpose)
    return {"@context": CONTEXT} | _told(
        {
            "@id": root,
            "@type": "dpv:PrivacyNotice",
            "dct:title": _dutch(statement.title),
            "dct:identifier": statement.content_hash,
            "dct:hasVersion": statement.version,
            "dct:valid": _typed(statement.in_force.isoformat(), "xsd:date") if statement.in_force else "",
            "dct:language": list(statement.languages),
            "dpv:hasDataController": _controller(statement, root),
            "dpv:hasAuthority": _party("dpv:DataProtectionAuthority", statement.authority, f"{root}#authority"),
            "dpv:hasRight": list(dict.fromkeys(RIGHTS[right.kind] for right in statement.rights)),
            "dpv:hasRecipient": [
                _party(RECIPIENTS[r.role], r.name, f"{root}#recipients.{n}", r.country) for n, r in enumerate(people)
            ],
            "dpv:hasProcess": [_process(statement, purpose, root) for purpose in statement.purposes],
        },
        # Rights are terms of the vocabulary and have to be read as names, not as text.
        names=("dpv:hasRight",),
    )


def _controller(statement: Statement, root: str) -> Node:
    controller, contacts = statement.controller, statement.contacts
    officer = _party("dpv:DataProtectionOfficer", "", f"{root}#officer") | _told({"dpv:hasContact": contacts.officer})
    return _told(
        {
            "@id": f"{root}#controller",
            "@type": "dpv:DataController",
            "dpv:hasName": controller.name or controller.trade_name,
            "dpv:hasIdentifier": controller.kvk,
            "dpv:hasAddress": _address(controller),
            "dpv:hasCountry": _country(controller.country),
            "dpv:hasContact": list(dict.fromkeys((contacts.general, contacts.requests, contacts.complaints))),
            "dpv:hasDataProtectionOfficer": officer if contacts.officer or contacts.officer_appointed else "",
        }
    )


def _process(statement: Statement, purpose: Purpose, root: str) -> Node:
    place = f"{root}#purposes.{quote(purpose.id)}"
    kind = purpose_kinds().get(purpose.kind)
    return _told(
        {
            "@id": place,
            "@type": "dpv:Process",
            "dct:identifier": purpose.id,
            "dct:title": _dutch(purpose.label),
            "dct:description": _dutch(purpose.description),
            "dpv:hasPurpose": list(kind.dpv) if kind else ["dpv:Purpose"],
            "dpv:hasLegalBasis": _basis(purpose),
            "dpv:hasPersonalData": [_data(item, f"{place}.items.{n}") for n, item in enumerate(purpose.items)],
            "dpv:hasDataSubject": [
                {"@id": f"{root}#subjects.{subject}", "@type": SUBJECTS[subject], "dct:identifier": subject}
                for subject in dict.fromkeys(item.subject for item in purpose.items)
            ],
            "dpv:hasRecipient": list(_recipients(statement, purpose, place)),
            "dpv:hasDataImporter": [
                _importer(transfer, f"{place}.transfers.{n}")
                for n, transfer in enumerate(t for t in statement.transfers if t.purpose == purpose.id)
            ],
            "dpv:hasStorageCondition": list(_storage(purpose, place)),
        },
        names=("dpv:hasPurpose", "dpv:hasLegalBasis"),
    )


def _basis(purpose: Purpose) -> str:
    if purpose.ground is None:
        return ""
    holder = {"controller": "-controller", "third_party": "-third-party"}.get(purpose.interest_holder, "")
    return GROUNDS[purpose.ground] + (holder if purpose.ground is Ground.LEGITIMATE_INTEREST else "")


def _data(item: Item, place: str) -> Node:
    known = categories().get(item.category)
    terms = [categories()[leaf].dpv for leaf in known.leaves] if known else ["dpv:PersonalData"]
    special = ["dpv:SpecialCategoryPersonalData"] if item.special == "yes" else []
    return _told({"@id": place, "@type": [*dict.fromkeys(terms), *special], "dct:title": _dutch(item.label)})


def _recipients(statement: Statement, purpose: Purpose, place: str) -> Iterator[Node]:
    given = [(purpose.recipients.role, name, "") for name in purpose.recipients.names]
    given += [(r.role, r.name, r.country) for r in statement.recipients if r.purpose == purpose.id]
    for number, (role, name, country) in enumerate(given):
        yield _party(RECIPIENTS[role], name, f"{place}.recipients.{number}", country)


def _importer(transfer: Transfer, place: str) -> Node:
    found = _party("dpv:DataImporter", transfer.recipient, place)
    return found | _told(
        {"dpv:hasThirdCountry": _country(transfer.country), "dct:description": _dutch(transfer.mechanism)}
    )


def _storage(purpose: Purpose, place: str) -> Iterator[Node]:
    """How long data stay: the terms that are applied, or else the periods or the words of the promise."""
    lengths: Iterable[Term | Period] = purpose.terms or purpose.promise.periods
    for number, length in enumerate(lengths):
        yield _told(
            {
                "@id": f"{place}.storage.{number}",
                "@type": "dpv:StorageCondition",
                "dct:description": _words(length),
                "dpv:hasApplicableLaw": {"@type": "dpv:Law", "dct:title": length.law} if length.law else "",
                "dpv:hasDuration": {
                    "@id": f"{place}.storage.{number}.duration",
                    "@type": ["dpv:TemporalDuration", "time:Duration"],
                    "time:numericDuration": _typed(str(length.months), "xsd:decimal"),
                    "time:unitType": {"@id": "time:unitMonth"},
                },
            }
        )
    if not lengths and purpose.promise.kind in PROMISES:
        yield _told(
            {
                "@id": f"{place}.storage.0",
                "@type": "dpv:StorageCondition",
                "dct:description": _dutch(purpose.promise.text),
                "dpv:hasDuration": {"@id": PROMISES[purpose.promise.kind]},
            }
        )


def _words(length: Term | Period) -> Any:
    """From when a period counts and for what, in Dutch, so that a reader of the number is not misled by it."""
    start = length.after if isinstance(length, Term) else length.start
    scope = length.when if isinstance(length, Term) else length.condition
    year = "het einde van het jaar van " if isinstance(length, Term) and length.until_year_end else ""
    counted = f"na {year}{EVENTS[start][0] if start in EVENTS else start}" if start else ""
    return _dutch("; ".join(part for part in (counted, scope) if part))


def _party(kind: str, name: str, place: str, country: str = "") -> Node:
    return _told({"@id": place, "@type": kind, "dpv:hasName": name, "dpv:hasCountry": _country(country)})


def _address(controller: Controller) -> str:
    place = f"{controller.postcode} {controller.city}".strip()
    return ", ".join(part for part in (controller.street, place) if part)


def _country(code: str) -> Any:
    """A country as a term of the list of locations when it is an ISO 3166 code of two letters, else as it is told."""
    return {"@id": f"loc:{code}"} if re.fullmatch("[A-Z]{2}", code) else code


def _dutch(text: str) -> Any:
    return {"@value": text, "@language": "nl"} if text else ""


def _typed(value: str, kind: str) -> Node:
    return {"@value": value, "@type": kind}


def _told(node: Node, names: tuple[str, ...] = ()) -> Node:
    """The node without what is not told; the values of ``names`` are IRIs."""
    found = {}
    for key, value in node.items():
        values = [entry for entry in value if entry not in ("", {})] if isinstance(value, list) else value
        if values not in ("", [], {}):
            found[key] = [{"@id": entry} for entry in _listed(values)] if key in names else values
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
