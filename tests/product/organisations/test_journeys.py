"""An organisation corrected, and persons who are invited to act for it, by the pages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.db import IntegrityError, transaction

from facturis.services.organisations import actions, reads
from facturis.services.organisations.actions import InvitationRefused, LastOwner
from facturis.services.organisations.models import Mandate, Member, Organisation
from facturis.website.accounts.models import Person
from tests.product.cast import BANK, DETAILS, browser, customer, mails, mate, person, rows
from tests.product.databases import OWNER

ORDER = [Mandate.READ, Mandate.HAND_IN, Mandate.APPROVE, Mandate.OWNER]


def at(key: int | None, what: str = "") -> str:
    return f"/portal/organisations/{key}/{what}"


def key(owner: Person, name: str = "een") -> int:
    found = customer(owner, name).organisation_id
    assert found
    return found


def link(outbox: Path) -> str:
    """The path of the link in the newest mail."""
    (found,) = re.findall(r"^https://localhost(/\S+)$", mails(outbox)[-1].replace("=\n", ""), re.MULTILINE)
    return str(found)


def test_each_mandate_holds_those_before_it() -> None:
    assert [[each.allows(asked) for asked in ORDER] for each in ORDER] == [[n >= m for m in range(4)] for n in range(4)]


@pytest.mark.usefixtures("outbox")
def test_the_owner_corrects_what_invoices_say() -> None:
    one = person("een")
    organisation = key(one)
    client = browser(one)
    given = DETAILS | {
        "company": "Bedrijf-anders",
        "country": "BE",
        "postcode": "1000",
        "vat_number": "BE 0203.201.340",
    }
    assert client.post(at(organisation, "details"), given).headers["Location"] == at(organisation)
    shown = client.get(at(organisation)).text
    assert [each in shown for each in ("Bedrijf-anders", "BE0203201340", "90000001", "100")] == [True] * 4


@pytest.mark.usefixtures("outbox")
def test_the_owner_says_where_it_pays_from() -> None:
    one = person("een")
    organisation = key(one)
    client = browser(one)
    given = {"iban": "nl91 abna 0417 1643 00", "bic": "abnanl2a"}
    assert client.post(at(organisation, "bank"), given).status_code == 302
    kept = rows(Organisation).get()
    assert {"iban": kept.iban, "bic": kept.bic} == BANK
    assert BANK["iban"] in client.get(at(organisation, "bank")).text
    assert kept.company == "Bedrijf-een"
    assert client.post(at(organisation, "bank"), {"iban": "", "bic": ""}).status_code == 302
    assert rows(Organisation).get().iban is None


WRONG = {
    "kvk_number": ["1234567", "123456789", "00000000", "12E45678"],
    "vat_number": ["NL000099998B58", "123", "XX123456789"],
    "phone": ["1", "niet"],
    "postcode": ["0000 AA", "1000"],
    "country": ["US", ""],
    "company": [""],
    "email": ["niemand"],
}


@pytest.mark.usefixtures("outbox")
def test_what_is_wrong_is_told_and_kept_nowhere() -> None:
    """T-IC-2, T-ID-2."""
    one = person("een", "en")
    organisation = key(one)
    client = browser(one)
    right = DETAILS | {"company": "Bedrijf-een"}
    for field, values in WRONG.items():
        for value in values:
            answer = client.post(at(organisation, "details"), right | {field: value, "city": "Elders"})
            assert (field, value, answer.status_code) == (field, value, 200)
            assert f'id="id_{field}_error"' in answer.text, (field, value)
            assert "Elders" in answer.text
    for given in ({"iban": "NL91ABNA0417164301"}, {"iban": "NL91"}, {"bic": "ABNANL2"}, {"bic": "ABNANL2A1"}):
        answer = client.post(at(organisation, "bank"), given)
        assert (given, answer.status_code) == (given, 200)
        assert "This is no" in answer.text
    kept = rows(Organisation).get()
    assert ({name: getattr(kept, name) for name in DETAILS}, kept.iban, kept.bic) == (DETAILS, None, None)


def test_an_invitation_is_accepted_by_whoever_has_the_address(outbox: Path) -> None:
    one, two, three = person("een"), person("twee", "en"), person("drie")
    organisation = key(one)
    client = browser(one)
    given = {"email": "Twee@Example.com", "mandate": "hand_in"}
    assert client.post(at(organisation, "people"), given).status_code == 302
    assert rows(Member).count() == 1  # nothing is kept of who does not accept
    assert "To: twee@example.com" in mails(outbox)[-1]
    url = link(outbox)
    assert browser(three).post(url).status_code == 410
    invited = browser(two)
    assert "Bedrijf-een" in invited.get(url).text
    assert rows(Member).count() == 1
    assert invited.post(url).headers["Location"] == at(organisation)
    made = rows(Member).get(person=two)
    assert (made.mandate, made.given_by, made.until) == (Mandate.HAND_IN, one, None)
    assert invited.get(url).status_code == 410  # a link works once
    assert "Voornaam-twee" in client.get(at(organisation, "people")).text
    assert "Bedrijf-een" in invited.get("/portal/").text


@pytest.mark.usefixtures("outbox")
def test_an_address_is_not_invited_without_end() -> None:
    one = person("een", "en")
    organisation = key(one)
    client = browser(one)
    given = {"email": "twee@example.com", "mandate": "read"}
    answers = [client.post(at(organisation, "people"), given).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 200]


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("given", [{"email": "twee@example.com"}, {"email": "", "mandate": "read"},
                                   {"email": "twee@example.com", "mandate": "king"}])  # fmt: skip
def test_nobody_is_invited_to_nothing(given: dict[str, str], outbox: Path) -> None:
    one = person("een")
    organisation = key(one)
    before = mails(outbox)
    assert browser(one).post(at(organisation, "people"), given).status_code == 200
    assert mails(outbox) == before


@pytest.mark.usefixtures("outbox")
def test_an_invitation_that_is_old_or_forged_or_of_who_is_no_owner_any_more_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = person("een"), person("twee")
    organisation = key(one)
    token = actions.inviting(one, organisation, "twee@example.com", Mandate.OWNER)
    monkeypatch.setattr(actions, "DAYS", -1)
    assert browser(two).post(f"/portal/organisations/invitation/{token}").status_code == 410
    monkeypatch.undo()
    assert browser(two).post("/portal/organisations/invitation/nothing").status_code == 410
    forged = signing.dumps([organisation, one.pk, "owner", "twee@example.com", "2026-01-01T00:00:00+00:00"], salt="x")
    assert browser(two).post(f"/portal/organisations/invitation/{forged}").status_code == 410
    assert actions.invited(two, token).mandate is Mandate.OWNER
    mate(rows(Member).get().organisation.agreements.get(), "drie", Mandate.OWNER)
    actions.end(organisation, one.pk)
    with pytest.raises(InvitationRefused):
        actions.accept(two, token)
    assert two.pk not in {each.user for each in reads.people(organisation)}


@pytest.mark.usefixtures("outbox")
def test_an_invitation_does_not_outlive_the_mandate_that_it_began() -> None:
    one, two = person("een"), person("twee")
    organisation = key(one)
    token = actions.inviting(one, organisation, "twee@example.com", Mandate.READ)
    actions.accept(two, token)
    actions.end(organisation, two.pk)
    with pytest.raises(InvitationRefused):
        actions.accept(two, token)
    actions.accept(two, actions.inviting(one, organisation, "twee@example.com", Mandate.APPROVE))
    assert reads.mandates(two) == {organisation: Mandate.APPROVE}


@pytest.mark.usefixtures("outbox")
def test_another_mandate_takes_the_place_of_the_first() -> None:
    one, two = person("een"), person("twee")
    organisation = key(one)
    for mandate in (Mandate.READ, Mandate.OWNER):
        actions.accept(two, actions.inviting(one, organisation, "twee@example.com", mandate))
    assert reads.mandates(two) == {organisation: Mandate.OWNER}
    actions.accept(one, actions.inviting(two, organisation, "een@example.com", Mandate.READ))
    assert (reads.mandates(one), rows(Organisation).get().owner) == ({organisation: Mandate.READ}, two)
    assert rows(Member).filter(until__isnull=False).count() == 2


@pytest.mark.usefixtures("outbox")
def test_nobody_acts_twice_for_one_organisation() -> None:
    one = person("een")
    made = customer(one)
    with pytest.raises(IntegrityError), transaction.atomic(using=OWNER):
        rows(Member).create(person=one, organisation_id=made.organisation_id, mandate=Mandate.READ)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("by", ["owner", "themselves"])
def test_a_mandate_ends_and_access_with_it(by: str) -> None:
    one = person("een")
    made = customer(one)
    two = mate(made, "twee", Mandate.APPROVE)
    organisation = made.organisation_id
    there = browser(two)
    assert there.get(at(organisation)).status_code == 200
    client, path = (browser(one), f"people/{two.pk}") if by == "owner" else (there, "leave")
    assert client.get(at(organisation, path)).status_code == 200
    assert there.get(at(organisation)).status_code == 200  # a question ends nothing
    assert client.post(at(organisation, path)).status_code == 302
    for each in (at(organisation), at(organisation, "leave"), f"/portal/agreements/{made.pk}/"):
        assert there.get(each).status_code == 404
    assert "Bedrijf-een" not in there.get("/portal/").text
    assert reads.mandates(two) == {}


@pytest.mark.usefixtures("outbox")
def test_an_organisation_keeps_an_owner_and_hands_its_data_over() -> None:
    one = person("een")
    made = customer(one)
    organisation = made.organisation_id
    assert organisation
    client = browser(one)
    for path in ("leave", f"people/{one.pk}"):
        assert "ten minste één eigenaar" in client.post(at(organisation, path), follow=True).text
    two = mate(made, "twee", Mandate.OWNER)
    assert client.post(at(organisation, "leave")).headers["Location"] == "/portal/"
    assert rows(Organisation).get().owner == two
    with pytest.raises(LastOwner):
        actions.end(organisation, two.pk)
    assert browser(two).get(at(organisation, f"people/{one.pk}")).status_code == 404  # who acts for it no more


@pytest.mark.usefixtures("outbox")
def test_organisations_are_found_by_what_documents_name_them() -> None:
    one, two = person("een"), person("twee")
    first = key(one)
    customer(two, "twee")
    second = rows(Organisation).exclude(pk=first).get().pk
    rows(Organisation).filter(pk=first).update(**BANK)
    rows(Organisation).filter(pk=second).update(kvk_number="90000002", vat_number=None)
    assert reads.matching(kvk="9000.0001") == reads.matching(vat="nl 0000.99998.B57") == {first}
    assert reads.matching(iban="NL91 ABNA 0417 1643 00") == {first}
    assert reads.matching(kvk="90000002", iban=BANK["iban"]) == {first, second}
    assert reads.matching() == reads.matching(kvk="wrong", vat="wrong", iban="wrong") == set()


@pytest.mark.usefixtures("outbox")
def test_a_mandate_given_later_does_not_count_before() -> None:
    one = person("een")
    made = customer(one)
    two = mate(made, "twee")
    rows(Member).filter(person=two).update(until=rows(Member).get(person=two).since + timedelta(seconds=1))
    assert [each.key for each in reads.acting_for(one)] == [made.organisation_id]
    assert (reads.acting_for(two), reads.acting_for(one, Mandate.OWNER)[0].company) == ([], "Bedrijf-een")
