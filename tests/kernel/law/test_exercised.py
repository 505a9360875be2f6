"""Which right there is against which purpose, and the sentence where there is none."""

from datetime import UTC, date, datetime

import pytest

from grondslag.law import exercised
from grondslag.law.exercised import RightRefused
from grondslag.law.facts import Facts, Objection, ObjectionState
from grondslag.statement.model import Ground, Purpose

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
GROUNDS = (*Ground, None)


def purpose(ground: Ground | None, marketing: bool = False) -> Purpose:
    return Purpose(id="P", group="I", label="P", ground=ground, marketing=marketing, version=3)


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_objection_is_pending_where_the_law_gives_one_and_refused_elsewhere(ground: Ground | None) -> None:
    if ground in (Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK):
        assert exercised.objection(purpose(ground), AT).state is ObjectionState.PENDING
    else:
        with pytest.raises(RightRefused, match=r"Art\. 21\(1\)"):
            exercised.objection(purpose(ground), AT)


@pytest.mark.parametrize("ground", GROUNDS)
def test_an_objection_to_marketing_is_upheld_at_once_under_any_ground(ground: Ground | None) -> None:
    assert exercised.objection(purpose(ground, marketing=True), AT).state is ObjectionState.UPHELD


@pytest.mark.parametrize("ground", GROUNDS)
def test_consent_is_given_and_withdrawn_where_consent_is_the_ground(ground: Ground | None) -> None:
    if ground is Ground.CONSENT:
        assert (exercised.consent(purpose(ground), AT).version, exercised.withdrawal(purpose(ground), AT).given) == (
            3,
            False,
        )
        return
    for right in (exercised.consent, exercised.withdrawal):
        with pytest.raises(RightRefused, match="consent"):
            right(purpose(ground), AT)


@pytest.mark.parametrize(
    ("state", "marketing", "grounds", "decided"),
    [
        (ObjectionState.PENDING, False, "LIA-7", ObjectionState.OVERRULED),
        (ObjectionState.PENDING, False, "", ObjectionState.UPHELD),
        (ObjectionState.PENDING, False, "omdat het moet", None),
        (ObjectionState.PENDING, True, "LIA-7", None),
        (ObjectionState.UPHELD, False, "LIA-7", None),
        (ObjectionState.OVERRULED, False, "", None),
        (None, False, "", None),
    ],
)
def test_only_a_pending_objection_is_decided_and_only_written_grounds_overrule_it(
    state: ObjectionState | None, marketing: bool, grounds: str, decided: ObjectionState | None
) -> None:
    objections = (Objection(at=AT, purpose="P", state=state),) if state is not None else ()
    asked = purpose(Ground.LEGITIMATE_INTEREST, marketing)
    if decided is None:
        with pytest.raises(RightRefused):
            exercised.decision(asked, Facts(objections=objections), AT, grounds)
    else:
        assert exercised.decision(asked, Facts(objections=objections), AT, grounds).state is decided


def test_a_restriction_names_a_mapped_place_or_everything() -> None:
    places = ("customer", "customer.email", "orders")
    assert exercised.restriction("a", "", places, AT).scope == ""
    assert exercised.restriction("b", "customer.email", places, AT).scope == "customer.email"
    for scope, near in (("customer.mail", "customer.email"), ("order", "customer, orders")):
        with pytest.raises(RightRefused, match=near):
            exercised.restriction("a", scope, places, AT)


def test_nobody_is_told_of_a_lifting_after_it() -> None:
    assert exercised.told_before(date(2026, 11, 20), date(2026, 11, 23)) == 3
    with pytest.raises(RightRefused, match=r"Art\. 18\(3\)"):
        exercised.told_before(date(2026, 11, 24), date(2026, 11, 23))
