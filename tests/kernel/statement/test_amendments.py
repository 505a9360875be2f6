"""Amendments: one mechanism walks a path, compares what stands there, and replaces it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from grondslag.statement.amendments import Amendment, applied, changed
from grondslag.statement.errors import StatementError
from grondslag.statement.model import Controller, Group, Item, Purpose, Recipients, Statement, Term, Transfer
from grondslag.statement.toml import Document, dumps, loads
from tests.kernel.statement.strategies import statements

TERM = Term(after="ticket_closed", months=24)
PUBLISHED = Statement(
    controller=Controller(name="Voorbeeld B.V."),
    groups=(Group(id="I", label="Diensten"),),
    purposes=(
        Purpose(id="I.A", group="I", label="Levering", items=(Item(label="Adres (bijv. thuis)", category="address"),)),
        Purpose(id="I.B", group="I", label="Klachten", recipients=Recipients(names=("Partners",))),
    ),
    transfers=(Transfer(recipient="Google", country="US"),),
)


def amendment(path: str, old: object, new: object, *, id: str = "A1", status: str = "adopted") -> Amendment:
    return Amendment(id=id, rule="L25", path=path, old=old, new=new, reason="Because.", status=status)  # type: ignore[arg-type]


def test_a_field_an_entry_and_a_removal() -> None:
    added = Purpose(id="V.A", group="I", label="Verzoeken")
    result = applied(
        PUBLISHED,
        [
            amendment("controller.zone", "Europe/Amsterdam", "Europe/Brussels"),
            amendment("purposes.I.B.terms", (), (TERM,)),
            amendment("purposes.I.B.recipients.names", ("Partners",), ()),
            amendment("purposes.I.A.items.Adres (bijv. thuis).category", "address", "name"),
            amendment("purposes.V.A", None, added),
            amendment("transfers.Google", PUBLISHED.transfers[0], None),
            amendment("in_force", None, date(2026, 11, 1)),
        ],
    )
    assert result.controller.zone == "Europe/Brussels"
    assert result.purpose("I.B").terms == (TERM,)
    assert result.purpose("I.B").recipients.names == ()
    assert result.purpose("I.A").items[0].category == "name"
    assert result.purpose("V.A") == added
    assert result.transfers == ()
    assert result.in_force == date(2026, 11, 1)
    assert PUBLISHED.transfers != ()


def test_none_for_a_field_gives_its_default_back() -> None:
    result = changed(PUBLISHED, "controller.name", lambda _kind, _present: None)
    assert result.controller == Controller()
    with pytest.raises(StatementError, match="'label' of Group cannot be left out"):
        changed(PUBLISHED, "groups.I.label", lambda _kind, _present: None)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("controler.zone", "did you mean 'controller'"),
        ("purposes.I.C.terms", "no purpose is called 'I.C.terms'"),
        ("purposes.I.B.terms.0", "the path goes on with '0'"),
        ("title.nl", "the path goes on with 'nl'"),
        ("purposes", "is not what stands at purposes"),
    ],
)
def test_a_path_that_leads_nowhere(path: str, message: str) -> None:
    with pytest.raises(StatementError, match=message):
        applied(PUBLISHED, [amendment(path, None, None)])


def test_two_entries_of_one_name_cannot_be_told_apart() -> None:
    twice = Statement(transfers=PUBLISHED.transfers * 2)
    with pytest.raises(StatementError, match="a path cannot tell them apart"):
        applied(twice, [amendment("transfers.Google.country", "US", "NL")])


def test_adopted_ones_are_in_force_and_proposed_ones_are_not() -> None:
    document = Document(
        PUBLISHED,
        (
            amendment("purposes.I.B.terms", (), (TERM,)),
            amendment("title", "", "Nieuw", id="A2", status="proposed"),
        ),
    )
    assert document.in_force.title == ""
    assert document.in_force.purpose("I.B").terms == (TERM,)
    assert document.proposed.title == "Nieuw"
    assert loads(dumps(document)) == document


def test_an_adopted_amendment_may_not_rest_on_a_proposed_one() -> None:
    text = dumps(
        Document(
            PUBLISHED,
            (
                amendment("title", "", "Een", status="proposed"),
                amendment("title", "Een", "Twee", id="A2"),
            ),
        )
    )
    with pytest.raises(StatementError, match="amendment A2: 'old' is not what stands at title"):
        loads(text)


def test_ids_are_unique() -> None:
    text = dumps(Document(PUBLISHED, (amendment("title", "", "Een"), amendment("title", "Een", "Twee"))))
    with pytest.raises(StatementError, match="amendment A1: this id is used twice"):
        loads(text)


def test_an_added_purpose_is_written_as_a_block() -> None:
    added = Purpose(
        id="I.C", group="I", label="Verzoeken", description="x" * 100, items=(Item(label="Naam", category="name"),)
    )
    text = dumps(Document(PUBLISHED, (amendment("purposes.I.C", None, added),)))
    assert '[amendments.new]\nid = "I.C"' in text
    assert '  { label = "Naam", category = "name" },  # Name' in text
    assert loads(text).in_force.purpose("I.C") == added


def test_the_difference_is_told_in_words() -> None:
    new = (TERM, Term(after="booked", months=84, until_year_end=True, when="fiscal", law="AWR art. 52(4)"))
    document = Document(
        PUBLISHED,
        (amendment("purposes.I.B.terms", (), new), amendment("purposes.I.A.active", True, False, id="A2")),
    )
    english, dutch = document.differences("en"), document.differences("nl")
    assert (english[0].place, english[0].old) == ("purpose I.B, retention terms", "—")
    assert english[0].new == (
        "24 months after the closing of the ticket; "
        "7 years after the end of the year of the booking (only «fiscal»; AWR art. 52(4))"
    )
    assert dutch[0].place == "doel I.B, bewaartermijnen"
    assert dutch[0].new.startswith("24 maanden na het sluiten van de melding; 7 jaar na het einde van het jaar")
    assert (english[1].old, english[1].new, english[1].status) == ("yes", "no", "adopted")


FREE_FIELDS = (
    "controller", "contacts", "version", "in_force", "title", "languages", "eea", "cookies", "rights", "response",
    "change", "mandatory_told", "authority", "links", "defined_terms", "used_terms", "instruments",
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statements(), statements())
def test_amendments_lead_from_any_statement_to_any_other(one: Statement, other: Statement) -> None:
    """Of fields that no other field refers to; through the TOML and back."""
    amendments = tuple(
        amendment(field, getattr(one, field), getattr(other, field), id=field)
        for field in FREE_FIELDS
        if getattr(one, field) != getattr(other, field)
    )
    document = loads(dumps(Document(one, amendments)))
    assert document == Document(one, amendments)
    assert all(getattr(document.in_force, field) == getattr(other, field) for field in FREE_FIELDS)
    assert document.in_force.purposes == one.purposes
