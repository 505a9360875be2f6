"""Two versions compared: every edit is found as what it is, in both directions, and material or not."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from grondslag.statement.amendments import fields_of
from grondslag.statement.change_table import ENTRIES, FIELDS, NOUNS
from grondslag.statement.changes import Change, changes, told
from grondslag.statement.model import (
    Contacts,
    Controller,
    Device,
    Ground,
    Group,
    Item,
    Link,
    Promise,
    Purpose,
    Recipient,
    Recipients,
    Right,
    RightKind,
    Statement,
    Term,
    Transfer,
)
from grondslag.statement.toml import loads
from grondslag.statement.wording import FIELDS as WORDS
from grondslag.statements import shipped
from tests.kernel.statement.strategies import statements

FACTURIS = loads(shipped())
INVERSE = {"added": "removed", "removed": "added", "longer": "shorter", "shorter": "longer", "changed": "changed"}
TERM = Term(after="booked", months=24)
LAW = Term(after="booked", months=84, law="AWR art. 52(4)", until_year_end=True)
PURPOSE = Purpose(
    id="I.A", group="I", label="Facturatie", ground=Ground.CONTRACT, terms=(TERM, LAW), kind="invoicing",
    items=(Item(label="IBAN", category="iban"), Item(label="Naam", category="name")),
    promise=Promise(text="twee jaar", kind="period"), recipients=Recipients(names=("Drukker", "Bank")),
)  # fmt: skip
STATEMENT = Statement(
    title="Verklaring", groups=(Group(id="I", label="Werk"),),
    purposes=(PURPOSE, Purpose(id="I.B", group="I", label="CRM")),
    recipients=(Recipient(name="Accountant"),), transfers=(Transfer(recipient="Wolk", country="US"),),
    rights=(Right(kind=RightKind.ACCESS, told=("self_service",)), Right(kind=RightKind.ERASURE)),
    links=(Link(text="hier", target="#"),),
)  # fmt: skip


def purpose(**fields: Any) -> Statement:
    return replace(STATEMENT, purposes=(replace(PURPOSE, **fields), *STATEMENT.purposes[1:]))


IBAN, NAME = PURPOSE.items
ACCESS, ERASURE = STATEMENT.rights
EDITS: dict[str, tuple[Statement, str, str]] = {
    "a purpose is added": (
        replace(STATEMENT, purposes=(*STATEMENT.purposes, Purpose(id="I.C", group="I", label="Chat"))),
        "purpose_added", "purposes.I.C",
    ),
    "a purpose is called otherwise": (purpose(label="Facturen verkopen"), "purpose_changed", "purposes.I.A.label"),
    "a purpose is known by another name": (purpose(label="Factureren"), "wording_changed", "purposes.I.A.label"),
    "it is described otherwise": (purpose(description="per post"), "wording_changed", "purposes.I.A.description"),
    "a purpose stops": (purpose(active=False), "activity_changed", "purposes.I.A.active"),
    "consent must be asked anew": (purpose(version=2), "ground_changed", "purposes.I.A.version"),
    "another ground": (purpose(ground=Ground.CONSENT), "ground_changed", "purposes.I.A.ground"),
    "a balancing test is filed": (purpose(balancing_test="LIA-1"), "file_changed", "purposes.I.A.balancing_test"),
    "an item is added": (
        purpose(items=(IBAN, NAME, Item(label="E-mail", category="email"))), "item_added", "purposes.I.A.items.E-mail"
    ),
    "an item gets another label": (
        purpose(items=(replace(IBAN, label="Rekeningnummer"), NAME)), "wording_changed", "purposes.I.A.items.IBAN.label"
    ),
    "an item becomes another category": (
        purpose(items=(replace(IBAN, category="bic"), NAME)), "item_changed", "purposes.I.A.items.IBAN.category"
    ),
    "an item is protected": (
        purpose(items=(replace(IBAN, protection="aes"), NAME)), "security_changed", "purposes.I.A.items.IBAN.protection"
    ),
    "items change places": (purpose(items=(NAME, IBAN)), "layout_changed", "purposes.I.A.items"),
    "a term grows": (purpose(terms=(replace(TERM, months=36), LAW)), "retention_longer", "purposes.I.A.terms"),
    "a term runs to the year's end": (
        purpose(terms=(replace(TERM, until_year_end=True), LAW)), "retention_longer", "purposes.I.A.terms"
    ),
    "a term is added": (
        purpose(terms=(TERM, LAW, Term(after="ended", months=1))), "retention_longer", "purposes.I.A.terms"
    ),
    "all terms go": (purpose(terms=()), "retention_longer", "purposes.I.A.terms"),
    "a term counts from elsewhere": (
        purpose(terms=(replace(TERM, after="ended"), LAW)), "retention_changed", "purposes.I.A.terms"
    ),
    "a longer term no longer runs to the year's end": (
        purpose(terms=(TERM, replace(LAW, months=90, until_year_end=False))), "retention_changed", "purposes.I.A.terms"
    ),
    "a term gets a reason": (purpose(terms=(replace(TERM, reason="Zo."), LAW)), "file_changed", "purposes.I.A.terms"),
    "a term licenses use": (purpose(terms=(TERM, replace(LAW, use=True))), "purpose_changed", "purposes.I.A.terms"),
    "a promise is worded otherwise": (
        purpose(promise=Promise(text="24 maanden", kind="period")), "wording_changed", "purposes.I.A.promise.text"
    ),
    "a promise opens": (
        purpose(promise=Promise(text="twee jaar", kind="open")), "promise_changed", "purposes.I.A.promise.kind"
    ),
    "a recipient is added": (
        purpose(recipients=Recipients(names=("Drukker", "Bank", "Post"))),
        "recipient_added", "purposes.I.A.recipients.names",
    ),
    "the device is used": (purpose(device=Device(use="tracking")), "device_changed", "purposes.I.A.device.use"),
    "a general recipient is added": (
        replace(STATEMENT, recipients=(*STATEMENT.recipients, Recipient(name="Notaris"))),
        "recipient_added", "recipients.Notaris",
    ),
    "a transfer is added": (
        replace(STATEMENT, transfers=(*STATEMENT.transfers, Transfer(recipient="Post"))),
        "transfer_added", "transfers.Post",
    ),
    "a transfer gets a mechanism": (
        replace(STATEMENT, transfers=(replace(STATEMENT.transfers[0], mechanism="SCC"),)),
        "transfer_changed", "transfers.Wolk.mechanism",
    ),
    "a right is added": (
        replace(STATEMENT, rights=(ACCESS, ERASURE, Right(kind=RightKind.OBJECTION))), "right_added", "rights.objection"
    ),
    "a right gets a condition": (
        replace(STATEMENT, rights=(replace(ACCESS, precondition="na betaling"), ERASURE)),
        "right_changed", "rights.access.precondition",
    ),
    "rights change places": (replace(STATEMENT, rights=(ERASURE, ACCESS)), "layout_changed", "rights"),
    "requests go elsewhere": (
        replace(STATEMENT, contacts=Contacts(requests="a@example.org")), "contact_changed", "contacts.requests"
    ),
    "the controller is another": (
        replace(STATEMENT, controller=Controller(name="Ander B.V.")), "controller_changed", "controller.name"
    ),
    "a link leads somewhere": (
        replace(STATEMENT, links=(Link(text="hier", target="/p"),)), "layout_changed", "links.hier.target"
    ),
    "the title is another": (replace(STATEMENT, title="Privacy"), "wording_changed", "title"),
}  # fmt: skip
IMMATERIAL = ("wording", "layout", "file")


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_found_as_what_it_is_in_both_directions(edit: str) -> None:
    edited, kind, path = EDITS[edit]
    [found] = changes(STATEMENT, edited)
    assert (found.kind, found.path) == (kind, path)
    assert found.material == (found.noun not in IMMATERIAL)
    [back] = changes(edited, STATEMENT)
    assert (back.noun, back.verb) == (found.noun, INVERSE[found.verb])
    assert (back.old, back.new) == (found.new, found.old)


def kinds(found: tuple[Change, ...], turn: Callable[[str], str] = str) -> list[tuple[str, str]]:
    return sorted((change.noun, turn(change.verb)) for change in found)


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(old=statements(), new=statements())
def test_versions_differ_exactly_when_their_content_does_and_the_way_back_is_the_inverse(
    old: Statement, new: Statement
) -> None:
    assert changes(old, old) == ()
    found = changes(old, new)
    assert bool(found) == (old.content_hash != new.content_hash)
    assert kinds(changes(new, old)) == kinds(found, INVERSE.__getitem__)


@st.composite
def single_edits(draw: st.DrawFn) -> tuple[Statement, Statement, str]:
    """Two versions between which one field of one purpose, or of the statement, was given another value."""
    old, other = draw(statements()), draw(statements())
    assume(old.purposes and other.purposes)
    if draw(st.booleans()):
        index = draw(st.integers(0, len(old.purposes) - 1))
        name = draw(st.sampled_from([f.name for f in fields(Purpose) if f.name not in ("id", "group")]))
        value = getattr(draw(st.sampled_from(other.purposes)), name)
        edited = (*old.purposes[:index], replace(old.purposes[index], **{name: value}), *old.purposes[index + 1 :])
        return old, replace(old, purposes=edited), f"purposes.{old.purposes[index].id}.{name}"
    name = draw(
        st.sampled_from([f.name for f in fields(Statement) if f.name not in ("purposes", "version", "in_force")])
    )
    return old, replace(old, **{name: getattr(other, name)}), name


@settings(max_examples=80, deadline=None, suppress_health_check=[*SLOW, HealthCheck.filter_too_much])
@given(edit=single_edits(), english=st.booleans())
def test_a_single_edit_is_found_where_it_was_made(edit: tuple[Statement, Statement, str], english: bool) -> None:
    old, new, path = edit
    found = changes(old, new)
    assert bool(found) == (old != new)
    assert all(change.path == path or change.path.startswith(f"{path}.") for change in found)
    for entry, change in zip(told(old, new, "en" if english else "nl"), found, strict=True):
        assert (entry["kind"], entry["material"], entry["path"]) == (change.kind, change.material, change.path)
        assert all(isinstance(entry[name], str) and entry[name] for name in ("place", "what", "old", "new", "reason"))


def test_every_field_of_the_model_has_a_noun_and_every_noun_is_used() -> None:
    """A new field is red until it is said what a difference in it means."""
    known, waiting = set[type](), [Statement]
    while waiting:
        kind: Any = waiting.pop()
        known.add(kind)
        for hint in fields_of(kind).values():
            parts = getattr(hint, "__args__", ()) if getattr(hint, "__origin__", None) is tuple else (hint,)
            waiting += [part for part in parts if is_dataclass(part) and part not in known]
    leaves = {kind for kind in known if kind not in FIELDS}
    assert {kind.__name__ for kind in leaves} == {"Term", "Period"}, "these are compared whole"
    for kind in known - leaves:
        assert set(FIELDS[kind]) == {field.name for field in fields(kind)}
    nouns = {noun for table in FIELDS.values() for noun in table.values()} | set(ENTRIES.values())
    assert nouns - {""} == set(NOUNS)


def test_every_field_has_words_in_both_languages() -> None:
    names = {field for table in FIELDS.values() for field in table}
    assert names <= set(WORDS)
    assert all(nl and en for nl, en in WORDS.values())


def test_what_the_amendments_of_the_shipped_statement_change_is_mostly_material() -> None:
    found = changes(FACTURIS.published, FACTURIS.in_force)
    assert {"purpose_added", "retention_shorter", "item_changed", "right_changed"} <= {change.kind for change in found}
    published = {purpose.id for purpose in FACTURIS.published.purposes}
    assert [change.path for change in found if change.kind == "purpose_added"] == [
        f"purposes.{purpose.id}" for purpose in FACTURIS.in_force.purposes if purpose.id not in published
    ]
    assert sum(change.material for change in found) > len(found) / 2
