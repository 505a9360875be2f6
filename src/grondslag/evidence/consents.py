"""Consent records and receipts in the shape of ISO/IEC TS 27560:2023, clauses 6.3 and 6.4: the proof of GDPR Art. 7(1).

A record is about one person and one purpose, so that every event in it is about that purpose. The fields, and which of
them are required, follow the guide to the standard of the W3C's Data Privacy Vocabularies group. Filled:

* header: schema_version, record_id, pii_principal_id; of a receipt also receipt_id;
* PII processing: privacy_notice (version and hash of the statement), language, purpose, purpose_type (DPV),
  lawful_basis, pii_information (pii_type, its DPV terms in pii_attribute_id, special_pii_category), pii_controllers,
  collection_method, storage_locations (the EEA, where the statement promises it), retention_period, jurisdiction,
  geographic_restrictions (transfers), recipient_third_parties, withdrawal_method, privacy_rights, authority_party;
* parties: party_id, party_name, party_address, party_email, party_contact, party_role, party_type;
* events: event_time (UTC), event_type, event_state, validity_duration, entity_id. Added to what the standard names:
  purpose_version, the version that was consented to, and event_method, the code of the channel.

Always empty, because neither statement nor facts tell it: processing_method, processing_locations, services,
codes_of_conduct, impact_assessment, pii_optional, sensitive_pii_category, party_url, party_phone.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any, Final

from grondslag.law.facts import Consent
from grondslag.statement.dictionary import categories, purpose_kinds
from grondslag.statement.model import Item, Purpose, Statement

type Record = dict[str, Any]

SCHEMA_VERSION = "ISO/IEC TS 27560:2023"
UNTIL = "until withdrawn, or until another version of the purpose"
CONTROLLER = "controller"

# The shape as data: each field is text, a section in { }, or a list in [ ] of entries of one shape. All must be there;
# a required one must not be empty.
REQUIRED, OPTIONAL = True, False
SHAPE: Final[dict[str, Any]] = {
    "header": {"schema_version": REQUIRED, "record_id": REQUIRED, "pii_principal_id": REQUIRED},
    "pii_processing": {
        "privacy_notice": REQUIRED, "language": REQUIRED, "purpose": REQUIRED, "purpose_type": [OPTIONAL],
        "lawful_basis": OPTIONAL, "pii_information": [{
            "pii_type": REQUIRED, "pii_attribute_id": [OPTIONAL], "pii_optional": OPTIONAL,
            "sensitive_pii_category": OPTIONAL, "special_pii_category": OPTIONAL,
        }],
        "pii_controllers": [REQUIRED], "collection_method": [OPTIONAL], "processing_method": [OPTIONAL],
        "storage_locations": [REQUIRED], "retention_period": [REQUIRED], "processing_locations": [OPTIONAL],
        "geographic_restrictions": [OPTIONAL], "services": [OPTIONAL], "jurisdiction": REQUIRED,
        "recipient_third_parties": [OPTIONAL], "withdrawal_method": REQUIRED, "privacy_rights": [OPTIONAL],
        "codes_of_conduct": [OPTIONAL], "impact_assessment": OPTIONAL, "authority_party": OPTIONAL,
    },
    "party_identification": [{
        "party_id": REQUIRED, "party_name": REQUIRED, "party_address": REQUIRED, "party_email": OPTIONAL,
        "party_url": OPTIONAL, "party_phone": OPTIONAL, "party_role": OPTIONAL, "party_contact": REQUIRED,
        "party_type": REQUIRED,
    }],
    "events": [{
        "event_time": REQUIRED, "validity_duration": OPTIONAL, "entity_id": REQUIRED, "event_type": REQUIRED,
        "event_state": REQUIRED, "event_method": OPTIONAL, "purpose_version": REQUIRED,
    }],
}  # fmt: skip


def consent_record(
    statement: Statement, consents: Iterable[Consent], purpose: str, principal: str, record_id: str
) -> Record:
    """The record of one person's consents to one purpose, as JSON values, the events in order of time.

    ``consents`` are the events of one person; those to other purposes are left out. At equal times the refusing one
    comes last, as it counts. A purpose that the statement no longer has is told by its id alone.
    """
    known = next((p for p in statement.purposes if p.id == purpose), None)
    events = sorted((c for c in consents if c.purpose == purpose), key=lambda c: (c.at, not c.given))
    return {
        "header": {"schema_version": SCHEMA_VERSION, "record_id": record_id, "pii_principal_id": principal},
        "pii_processing": _processing(statement, known or Purpose(id=purpose, group="", label=purpose)),
        "party_identification": list(_parties(statement)),
        "events": [_event(event, principal) for event in events],
    }


def consent_receipt(record: Record, receipt_id: str) -> Record:
    """What the person gets of a record: the whole of it, under the receipt's own number (clause 6.4)."""
    return record | {"header": record["header"] | {"receipt_id": receipt_id}}


def consented_purposes(consents: Iterable[Consent]) -> tuple[str, ...]:
    """The purposes that a person was ever asked for, in the order of the first event."""
    return tuple(dict.fromkeys(event.purpose for event in sorted(consents, key=lambda c: c.at)))


def problems(record: Mapping[str, Any]) -> list[str]:
    """What in a record or receipt is not of the shape: each place with what is wrong there; none when it fits."""
    header = record.get("header")
    numbered = {"receipt_id": REQUIRED} if isinstance(header, Mapping) and "receipt_id" in header else {}
    return list(_problems(record, SHAPE | {"header": SHAPE["header"] | numbered}, ""))


def _problems(value: Any, shape: Any, place: str) -> Iterator[str]:
    if isinstance(shape, Mapping):
        if not isinstance(value, Mapping):
            yield f"{place}: not a section"
            return
        yield from (f"{place}.{name}: unknown".lstrip(".") for name in value if name not in shape)
        for name, inner in shape.items():
            where = f"{place}.{name}".lstrip(".")
            yield from _problems(value[name], inner, where) if name in value else (f"{where}: missing",)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: not a list"
            return
        if not value and shape != [OPTIONAL]:
            yield f"{place}: empty"
        for index, entry in enumerate(value):
            yield from _problems(entry, REQUIRED if shape == [OPTIONAL] else shape[0], f"{place}[{index}]")
    elif not isinstance(value, str):
        yield f"{place}: not text"
    elif shape is REQUIRED and not value:
        yield f"{place}: empty"


def _processing(statement: Statement, purpose: Purpose) -> Record:
    kind = purpose_kinds().get(purpose.kind)
    sources = (source.label for source in statement.sources if source.purpose in ("", purpose.id))
    transfers = [transfer for transfer in statement.transfers if transfer.purpose == purpose.id]
    others = (recipient.name for recipient in statement.recipients if recipient.purpose == purpose.id)
    version = f"{statement.version or 'without number'}, sha256:{statement.content_hash}"
    return {
        "privacy_notice": version,
        "language": next(filter(None, statement.languages), "nl"),
        "purpose": purpose.label or purpose.id,
        "purpose_type": list(kind.dpv) if kind else [],
        "lawful_basis": purpose.ground.value if purpose.ground else "",
        "pii_information": [_information(item) for item in purpose.items],
        "pii_controllers": [CONTROLLER],
        "collection_method": _given(sources),
        "processing_method": [],
        "storage_locations": ["EEA"] if statement.eea.eea_only else [],
        "retention_period": _retention(purpose),
        "processing_locations": [],
        "geographic_restrictions": _given(
            ", ".join(_given((each.recipient, each.country, each.mechanism))) for each in transfers
        ),
        "services": [],
        "jurisdiction": statement.controller.country or "unknown",
        "recipient_third_parties": _given((*purpose.recipients.names, *others)),
        "withdrawal_method": statement.contacts.requests or statement.contacts.general or "not told",
        "privacy_rights": list(dict.fromkeys(right.kind.value for right in statement.rights)),
        "codes_of_conduct": [],
        "impact_assessment": "",
        "authority_party": statement.authority,
    }  # fmt: skip


def _given(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]


def _information(item: Item) -> Record:
    known = categories().get(item.category)
    return {
        "pii_type": item.label or item.category or "unknown",
        "pii_attribute_id": [categories()[leaf].dpv for leaf in known.leaves] if known else [],
        "pii_optional": "",
        "sensitive_pii_category": "",
        "special_pii_category": "" if item.special == "no" else item.special,
    }


def _retention(purpose: Purpose) -> list[str]:
    """The terms as ISO 8601 durations with their event, or else the words of the promise."""
    terms = [
        f"P{term.months}M after {term.after}{' year end' if term.until_year_end else ''}" for term in purpose.terms
    ]
    return terms or _given((purpose.promise.text,))


def _parties(statement: Statement) -> Iterator[Record]:
    controller, contacts = statement.controller, statement.contacts
    place = f"{controller.postcode} {controller.city}".strip()
    yield {
        "party_id": CONTROLLER,
        "party_name": controller.name or controller.trade_name or "not told",
        "party_address": ", ".join(_given((controller.street, place, controller.country))) or "not told",
        "party_email": contacts.general,
        "party_url": "",
        "party_phone": "",
        "party_role": CONTROLLER,
        "party_contact": contacts.requests or contacts.general or contacts.officer or "not told",
        "party_type": "organisation",
    }


def _event(event: Consent, principal: str) -> Record:
    return {
        "event_time": event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "validity_duration": UNTIL if event.given else "",
        "entity_id": principal,
        "event_type": "expressed",
        "event_state": "given" if event.given else "withdrawn",
        "event_method": event.source,
        "purpose_version": str(event.version),
    }
