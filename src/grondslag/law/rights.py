"""A request of a person (GDPR Art. 12, 7(3), 15 to 22): the table of states that its events lead through.

A request is the fold of its events, which are only added; an event that does not fit is refused in one sentence.
``diagram`` draws the table; docs/guide/requests.md shows it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from grondslag.law.events import (
    Answered,
    CarriedOut,
    Decided,
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


class State(StrEnum):
    """Where a request stands."""

    NEW = "new"
    RECEIVED = "received"
    IDENTITY = "identity asked"
    DECIDED = "decided"
    OPEN = "decided, but open"
    REFUSED = "refused"
    CARRIED_OUT = "carried out"
    ANSWERED = "answered"


class Step(StrEnum):
    """What an event does to a request; the same event may be another step, as for the last place of several."""

    RECEIVE = "received"
    ASK_IDENTITY = "identity asked"
    GIVE_IDENTITY = "identity given"
    EXTEND = "extension announced"
    GRANT = "decided: granted or partly"
    REFUSE = "decided: refused"
    CARRY_OUT = "carried out in one place"
    COMPLETE = "carried out in the last place"
    FAIL = "failed in a place"
    ANSWER = "answered"


TRANSITIONS: dict[State, dict[Step, State]] = {
    State.NEW: {Step.RECEIVE: State.RECEIVED},
    State.RECEIVED: {
        Step.ASK_IDENTITY: State.IDENTITY,
        Step.EXTEND: State.RECEIVED,
        Step.GRANT: State.DECIDED,
        Step.REFUSE: State.REFUSED,
    },
    State.IDENTITY: {
        Step.GIVE_IDENTITY: State.RECEIVED,
        Step.EXTEND: State.IDENTITY,
        Step.REFUSE: State.REFUSED,
    },
    State.DECIDED: {
        Step.EXTEND: State.DECIDED,
        Step.CARRY_OUT: State.DECIDED,
        Step.COMPLETE: State.CARRIED_OUT,
        Step.FAIL: State.OPEN,
    },
    State.OPEN: {
        Step.EXTEND: State.OPEN,
        Step.CARRY_OUT: State.OPEN,
        Step.COMPLETE: State.CARRIED_OUT,
        Step.FAIL: State.OPEN,
    },
    State.REFUSED: {Step.ANSWER: State.ANSWERED},
    State.CARRIED_OUT: {Step.ANSWER: State.ANSWERED},
    State.ANSWERED: {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: its kind, its events in order, and where they led."""

    kind: Kind
    events: tuple[Event, ...] = ()
    state: State = State.NEW
    left: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, kind: Kind, events: Iterable[Event]) -> "Request":
        """The fold of events. Raises RequestError at the first that does not fit."""
        found = cls(kind=kind)
        for event in events:
            found = found.after(event)
        return found

    def after(self, event: Event) -> "Request":
        """The request after one more event. Raises RequestError, with what may happen now, when it does not fit."""
        if self.events and event.at < self.events[-1].at:
            raise RequestError(f"{self._step(event)} at {event.at:%Y-%m-%d %H:%M} is before what happened last")
        step = self._step(event)
        if step not in TRANSITIONS[self.state]:
            raise RequestError(f"a request that is {self.state} cannot be {step}: {_may(self.state)}")
        if step is Step.EXTEND and any(isinstance(each, ExtensionAnnounced) for each in self.events):
            raise RequestError("the period is extended once (Art. 12(3)): this request's was already")
        left = self.left
        if isinstance(event, Decided) and event.outcome is not Outcome.REFUSED:
            left = frozenset(event.places)
        elif isinstance(event, CarriedOut):
            left = left - {event.place}
        return replace(self, events=(*self.events, event), state=TRANSITIONS[self.state][step], left=left)

    @property
    def decision(self) -> Decided | None:
        """The decision, once there is one."""
        return next((event for event in self.events if isinstance(event, Decided)), None)

    def _step(self, event: Event) -> Step:
        match event:
            case Decided():
                return Step.REFUSE if event.outcome is Outcome.REFUSED else Step.GRANT
            case CarriedOut() | Failed():
                if self.state in (State.DECIDED, State.OPEN) and event.place not in self.left:
                    left = ", ".join(sorted(self.left))
                    raise RequestError(f"nothing is left to do in {event.place}: it is left in {left}")
                if isinstance(event, Failed):
                    return Step.FAIL
                return Step.COMPLETE if self.left == {event.place} else Step.CARRY_OUT
            case _:
                return STEPS[type(event)]


STEPS: dict[type[Event], Step] = {
    Received: Step.RECEIVE,
    IdentityAsked: Step.ASK_IDENTITY,
    IdentityGiven: Step.GIVE_IDENTITY,
    ExtensionAnnounced: Step.EXTEND,
    Answered: Step.ANSWER,
}


def diagram() -> str:
    """The table of states as a Mermaid diagram."""
    names = {state: state.name.lower() for state in State}
    lines = [f'    state "{state}" as {names[state]}' for state in State if state is not State.NEW]
    for state, steps in TRANSITIONS.items():
        start = "[*]" if state is State.NEW else names[state]
        lines += [f"    {start} --> {names[to]}: {step}" for step, to in steps.items()]
        lines += [] if steps else [f"    {names[state]} --> [*]"]
    return "\n".join(("stateDiagram-v2", *lines)) + "\n"


def _may(state: State) -> str:
    return f"it may be {', or '.join(TRANSITIONS[state])}" if TRANSITIONS[state] else "it is closed"
