"""What happens to a request of a person (GDPR Art. 12, 7(3), 15 to 22): typed events that hold codes alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from grondslag.law.refusals import Ground, Refusal


class RequestError(ValueError):
    """An event that the law does not allow, or that does not fit the request: one sentence for people."""


class Kind(StrEnum):
    """What a person asks for."""

    ACCESS = "access"
    RECTIFY = "rectify"
    COMPLETE = "complete"
    ERASE = "erase"
    RESTRICT = "restrict"
    OBJECT = "object"
    PORT = "port"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    VIEWPOINT = "viewpoint"
    QUESTION = "question"
    COMPLAINT = "complaint"


ARTICLE = {
    Kind.ACCESS: "15", Kind.RECTIFY: "16", Kind.COMPLETE: "16", Kind.ERASE: "17", Kind.RESTRICT: "18",
    Kind.OBJECT: "21", Kind.PORT: "20", Kind.WITHDRAW: "7(3)", Kind.REVIEW: "22(3)", Kind.VIEWPOINT: "22(3)",
    Kind.QUESTION: "38(4)", Kind.COMPLAINT: "38(4)",
}  # fmt: skip


class Doubt(StrEnum):
    """Reasonable doubt about who asks (Art. 12(6)): what it rests on. Without one no identity may be asked for."""

    UNKNOWN_CHANNEL = "unknown_channel"
    CONTRADICTING = "contradicting"
    SEVERAL_FIT = "several_fit"
    ON_BEHALF = "on_behalf"


class Delay(StrEnum):
    """Why more time is needed: the two reasons that Art. 12(3) knows."""

    COMPLEXITY = "complexity"
    NUMBER = "number"


class Outcome(StrEnum):
    """What is decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The moment at which the request reached any official channel, not the one at which it was opened."""

    at: datetime
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityAsked:
    """Asked who the person is, on a recorded reasonable doubt (Art. 12(6))."""

    at: datetime
    reason: Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityGiven:
    """The person has shown who they are."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionAnnounced:
    """The person was told that up to two months more are needed, and why (Art. 12(3))."""

    at: datetime
    reason: Delay


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decision. ``places`` are the stores in which what is granted is to be carried out.

    ``fee`` (in cents) is asked only where ``fee_ground`` records that the request is manifestly unfounded or excessive.
    Raises RequestError for a refusal without a code (12(4)), for one that is granted, for a fee without that record
    (12(5)), and for a grant with no place to carry it out in.
    """

    at: datetime
    outcome: Outcome
    refusals: tuple[Refusal, ...] = ()
    places: tuple[str, ...] = ("database",)
    fee: int = 0
    fee_ground: Ground | None = None

    def __post_init__(self) -> None:
        if self.outcome is Outcome.GRANTED and self.refusals:
            raise RequestError("what is refused is not granted in whole: decide «partly»")
        if self.outcome is not Outcome.GRANTED and not self.refusals:
            raise RequestError("refused without a reason is impossible (Art. 12(4)): name the code of each refusal")
        if self.outcome is Outcome.PARTLY and not all(refusal.place for refusal in self.refusals):
            raise RequestError("what is refused in part names its place: table.column")
        if self.outcome is not Outcome.REFUSED and not self.places:
            raise RequestError("what is granted is carried out somewhere: name the stores")
        if self.fee < 0 or (self.fee and self.fee_ground is not Ground.UNFOUNDED):
            raise RequestError(
                "a fee is asked only for a request recorded as manifestly unfounded or excessive (12(5))"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What was granted has been carried out in one place."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Carrying out failed in one place; the others keep what they did, and a retry finishes."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The person was told what was done. Every answer names the authority and the court (Art. 12(4), 77, 79).

    Raises RequestError for an answer that names either of them not.
    """

    at: datetime
    authority: str
    court: str

    def __post_init__(self) -> None:
        if not (self.authority.strip() and self.court.strip()):
            raise RequestError("every answer names the supervisory authority and the court (Art. 12(4))")


Event = Received | IdentityAsked | IdentityGiven | ExtensionAnnounced | Decided | CarriedOut | Failed | Answered
