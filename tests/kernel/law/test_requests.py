"""Requests as a state machine: what fits, what is refused and in which words, and both clocks with their vectors."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grondslag.law.clocks import Clocks, clocks
from grondslag.law.events import (
    ARTICLE,
    Answered,
    CarriedOut,
    Decided,
    Delay,
    Doubt,
    Event,
    ExtensionAnnounced,
    Failed,
    IdentityAsked,
    IdentityGiven,
    Kind,
    Outcome,
    Received,
    RequestError,
)
from grondslag.law.refusals import MEANING, Ground, Refusal
from grondslag.law.rights import TRANSITIONS, Request, State, diagram
from tests.kernel.law.calendar_table import DEADLINES

ZONE = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 3, 5, 10, tzinfo=UTC)
STATUTORY = Refusal(ground=Ground.STATUTORY, place="orders.iban", law="AWR art. 52(4)", last_day=date(2033, 12, 31))


def on(day: int) -> datetime:
    """The moment so many days after receipt."""
    return START + timedelta(days=day)


def received(at: datetime = START) -> Received:
    return Received(at=at, channel="email")


def granted(day: int = 2, *places: str) -> Decided:
    return Decided(at=on(day), outcome=Outcome.GRANTED, places=places or ("database",))


def refused(day: int = 2) -> Decided:
    return Decided(at=on(day), outcome=Outcome.REFUSED, refusals=(Refusal(ground=Ground.NOT_IDENTIFIED),))


def answered(day: int) -> Answered:
    return Answered(at=on(day), authority="Autoriteit Persoonsgegevens", court="rechtbank")


def request(*events: Event, kind: Kind = Kind.ERASE) -> Request:
    return Request.of(kind, (received(), *events))


def read(made: Request, day: int = 0) -> Clocks:
    return clocks(made, ZONE, on(day))


def test_a_request_runs_from_receipt_to_answer() -> None:
    made = request(
        IdentityAsked(at=on(1), reason=Doubt.UNKNOWN_CHANNEL), IdentityGiven(at=on(4)), granted(5),
        CarriedOut(at=on(6), place="database"), answered(7),
    )  # fmt: skip
    assert made.state is State.ANSWERED


def test_a_store_that_fails_leaves_the_request_open_until_a_retry() -> None:
    made = request(granted(2, "a", "b"), CarriedOut(at=on(3), place="a"), Failed(at=on(3), place="b"))
    assert (made.state, made.left) == (State.OPEN, {"b"})
    with pytest.raises(RequestError, match="decided, but open cannot be answered"):
        made.after(answered(4))
    assert made.after(CarriedOut(at=on(4), place="b")).state is State.CARRIED_OUT


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((answered(1),), "a request that is received cannot be answered: it may be identity asked, or"),
        ((IdentityGiven(at=on(1)),), "cannot be identity given"),
        ((granted(1), granted(2)), "cannot be decided"),
        ((refused(1), CarriedOut(at=on(2), place="database")), "cannot be carried out"),
        ((granted(1), CarriedOut(at=on(2), place="elders")), "nothing is left to do in elders"),
        ((granted(3), CarriedOut(at=on(2), place="database")), "is before what happened last"),
        ((refused(1), answered(2), granted(3)), "it is closed"),
        (tuple(ExtensionAnnounced(at=on(n), reason=Delay.NUMBER) for n in (1, 2)), "extended once"),
    ],
)  # fmt: skip
def test_an_event_that_does_not_fit_is_refused_in_one_sentence(events: tuple[Event, ...], said: str) -> None:
    with pytest.raises(RequestError, match=said) as raised:
        request(*events)
    assert "\n" not in str(raised.value)


def test_nothing_is_refused_without_a_code() -> None:
    for outcome in (Outcome.REFUSED, Outcome.PARTLY):
        with pytest.raises(RequestError, match="12"):
            Decided(at=START, outcome=outcome)
    with pytest.raises(RequestError, match="names its place"):
        Decided(at=START, outcome=Outcome.PARTLY, refusals=(Refusal(ground=Ground.ACCURATE),))
    with pytest.raises(RequestError, match="partly"):
        Decided(at=START, outcome=Outcome.GRANTED, refusals=(STATUTORY,))
    with pytest.raises(ValueError, match="names the law"):
        Refusal(ground=Ground.STATUTORY)


def test_a_refusal_tells_article_law_and_last_day() -> None:
    assert str(STATUTORY).startswith("orders.iban: Art. 17(3)(b): a law obliges to keep the data")
    assert str(STATUTORY).endswith("(AWR art. 52(4), through 2033-12-31)")
    assert set(MEANING) == set(Ground)
    assert set(ARTICLE) == set(Kind)


def test_a_fee_needs_a_request_recorded_as_unfounded() -> None:
    with pytest.raises(RequestError, match=r"12\(5\)"):
        Decided(at=START, outcome=Outcome.GRANTED, fee=500)
    assert Decided(at=START, outcome=Outcome.GRANTED, fee=500, fee_ground=Ground.UNFOUNDED).fee == 500


@pytest.mark.parametrize(("authority", "court"), [("", "rechtbank"), ("AP", " ")])
def test_every_answer_names_the_authority_and_the_court(authority: str, court: str) -> None:
    with pytest.raises(RequestError, match="authority and the court"):
        Answered(at=START, authority=authority, court=court)


@pytest.mark.parametrize(("day", "one", "three"), DEADLINES)
def test_both_clocks_follow_the_vectors(day: date, one: date, three: date) -> None:
    at = datetime.combine(day, datetime.min.time(), ZONE) + timedelta(hours=23, minutes=30)
    made = Request.of(Kind.ACCESS, (received(at),))
    found = clocks(made, ZONE, at)
    assert found.law is not None
    assert (found.promise.last, found.law.last) == (one, one)
    later = clocks(made.after(ExtensionAnnounced(at=at, reason=Delay.COMPLEXITY)), ZONE, at)
    assert later.law is not None
    assert (later.promise.last, later.law.last, later.extended) == (one, three, True)


def test_an_extension_breaks_the_promise_and_keeps_the_law() -> None:
    """RSP-3: the statement promises to grant within a month, whatever Art. 12(3) allows."""
    made = request(ExtensionAnnounced(at=on(20), reason=Delay.NUMBER), granted(30))
    assert read(made).breached(date(2026, 4, 7)) == ()
    assert read(made).breached(date(2026, 4, 8)) == ("promise",)
    done = made.after(CarriedOut(at=on(60), place="database")).after(answered(61))
    assert read(done).breached(date(2030, 1, 1)) == ("promise",)
    assert read(made).breached(date(2026, 6, 8)) == ("promise", "law")


def test_an_extension_that_is_announced_too_late_extends_nothing() -> None:
    law = read(request(ExtensionAnnounced(at=on(40), reason=Delay.NUMBER))).law
    assert law is not None
    assert law.last == date(2026, 4, 7)


def test_asking_who_it_is_without_delay_suspends_the_law_and_not_the_promise() -> None:
    asked = request(IdentityAsked(at=on(1), reason=Doubt.SEVERAL_FIT))
    done = read(asked.after(IdentityGiven(at=on(11))))
    assert done.law is not None
    assert (done.promise.last, done.law.due) == (date(2026, 4, 7), date(2026, 4, 15))
    still = read(asked, 21).law
    assert still is not None
    assert still.due == date(2026, 4, 25)
    late = read(request(IdentityAsked(at=on(8), reason=Doubt.SEVERAL_FIT), IdentityGiven(at=on(18)))).law
    assert late is not None
    assert late.last == date(2026, 4, 7)


def test_a_refusal_stops_both_clocks_when_it_is_answered() -> None:
    assert read(request(refused(2))).breached(date(2026, 5, 1)) == ("promise", "law")
    assert read(request(refused(2), answered(3))).breached(date(2026, 5, 1)) == ()


def test_a_question_has_the_promise_alone() -> None:
    assert clocks(request(kind=Kind.QUESTION), ZONE, START).law is None


def test_every_state_but_the_last_leads_on_and_all_are_in_the_diagram() -> None:
    reached = {to for steps in TRANSITIONS.values() for to in steps.values()}
    assert reached | {State.NEW} == set(State) == set(TRANSITIONS)
    drawn = diagram()
    assert drawn.count(" --> ") == sum(map(len, TRANSITIONS.values())) + 1


def happenings() -> st.SearchStrategy[list[tuple[str, int, str]]]:
    names = ("ask", "give", "extend", "grant", "partly", "refuse", "carry", "fail", "answer")
    return st.lists(st.tuples(st.sampled_from(names), st.integers(-1, 30), st.sampled_from("ab")), max_size=14)


def event(name: str, at: datetime, place: str) -> Event:
    partly = Decided(at=at, outcome=Outcome.PARTLY, refusals=(STATUTORY,), places=("a", "b"))
    made: dict[str, Event] = {
        "ask": IdentityAsked(at=at, reason=Doubt.ON_BEHALF), "give": IdentityGiven(at=at),
        "extend": ExtensionAnnounced(at=at, reason=Delay.NUMBER),
        "grant": Decided(at=at, outcome=Outcome.GRANTED, places=("a", "b")), "partly": partly,
        "refuse": Decided(at=at, outcome=Outcome.REFUSED, refusals=(Refusal(ground=Ground.UNFOUNDED),)),
        "carry": CarriedOut(at=at, place=place), "fail": Failed(at=at, place=place),
        "answer": Answered(at=at, authority="AP", court="rechtbank"),
    }  # fmt: skip
    return made[name]


@given(st.sampled_from(Kind), happenings())
def test_whatever_happens_the_law_holds(kind: Kind, happened: list[tuple[str, int, str]]) -> None:
    """Events at random, each taken or refused: nothing is answered undecided, nor refused without a code."""
    made, at = request(kind=kind), START
    for name, days, place in happened:
        at += timedelta(days=days)
        before = made
        try:
            made = made.after(event(name, at, place))
        except RequestError:
            assert made is before
            continue
        assert made.events == (*before.events, made.events[-1])
        then, now = clocks(before, ZONE, at), clocks(made, ZONE, at)
        assert then.promise.last == now.promise.last
        if then.law and now.law:
            assert now.promise.last <= now.law.last
            assert then.law.due <= now.law.due
            assert now.law.due <= now.law.last
    moments = [each.at for each in made.events]
    assert moments == sorted(moments)
    assert Request.of(kind, made.events) == made
    decision = made.decision
    if made.state in (State.ANSWERED, State.CARRIED_OUT, State.REFUSED):
        assert decision is not None
        assert bool(decision.refusals) is (decision.outcome is not Outcome.GRANTED)
        done = {e.place for e in made.events if isinstance(e, CarriedOut)}
        assert decision.outcome is Outcome.REFUSED or done == set(decision.places)


def test_the_guide_shows_the_table_of_states_and_every_code() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guide" / "requests.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{diagram()}```" in guide
    for code, meaning in MEANING.items():
        assert f"| {code} | {meaning} |" in guide
    for kind, article in ARTICLE.items():
        assert f"{kind} ({article})" in guide
