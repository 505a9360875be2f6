"""Why a request is refused, in whole or for a cell: a closed list of codes, each an article of the GDPR.

Art. 12(4): who is refused is told why. A refusal is a code, so that it holds no words about a person and is never
empty.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """The grounds of a refusal; the value is the code, an article of the GDPR."""

    NO_CONSENT = "7(3)"
    NOT_ABLE_TO_IDENTIFY = "12(2)"
    UNFOUNDED = "12(5)"
    NOT_IDENTIFIED = "12(6)"
    OTHERS_IN_COPY = "15(4)"
    ACCURATE = "16"
    STILL_NEEDED = "17(1)(a)"
    EXPRESSION = "17(3)(a)"
    STATUTORY = "17(3)(b)"
    PUBLIC_HEALTH = "17(3)(c)"
    ARCHIVE = "17(3)(d)"
    CLAIMS = "17(3)(e)"
    CONDITIONS_NOT_MET = "18(1)"
    RESTRICTED = "18(2)"
    OTHER_GROUND = "20(1)(a)"
    NOT_PROVIDED = "20(1)"
    NOT_AUTOMATED = "20(1)(b)"
    OTHERS_IN_EXPORT = "20(4)"
    COMPELLING = "21(1)"
    NOT_AUTOMATED_DECISION = "22(1)"
    PASSED_ON = "28(3)(e)"


MEANING = {
    Ground.NO_CONSENT: "the processing does not rest on consent",
    Ground.NOT_ABLE_TO_IDENTIFY: "the controller can show that nothing it holds identifies the person (Art. 11(2))",
    Ground.UNFOUNDED: "the request is manifestly unfounded or excessive",
    Ground.NOT_IDENTIFIED: "there is reasonable doubt who asks, and what was asked to end it was not given",
    Ground.OTHERS_IN_COPY: "a copy would harm the rights and freedoms of others",
    Ground.ACCURATE: "the data are accurate and complete",
    Ground.STILL_NEEDED: "the data are still needed for their purpose, whose ground holds",
    Ground.EXPRESSION: "needed for freedom of expression and information",
    Ground.STATUTORY: "a law obliges to keep the data until a day",
    Ground.PUBLIC_HEALTH: "needed in the public interest of public health",
    Ground.ARCHIVE: "needed for archiving, research or statistics, which erasure would make impossible",
    Ground.CLAIMS: "needed for legal claims; a hold stands",
    Ground.CONDITIONS_NOT_MET: "none of the four cases of a restriction",
    Ground.RESTRICTED: "a restriction keeps the data and blocks their use",
    Ground.OTHER_GROUND: "the processing rests neither on consent nor on a contract",
    Ground.NOT_PROVIDED: "the data were not provided by the person",
    Ground.NOT_AUTOMATED: "the processing is not automated",
    Ground.OTHERS_IN_EXPORT: "handing over would harm the rights and freedoms of others",
    Ground.COMPELLING: "compelling legitimate grounds prevail, and are on file",
    Ground.NOT_AUTOMATED_DECISION: "no decision was taken by automated means alone",
    Ground.PASSED_ON: "processed for a customer, who is the controller, and to whom the request was passed on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refusal: its ground, for the whole request (``place`` "") or for the cells of a place, "table.column".

    ``law`` and ``last_day`` tell which law keeps the data, and through which day (None: not known yet). Raises
    ValueError for a statutory retention or a hold that names no law.
    """

    ground: Ground
    place: str = ""
    law: str = ""
    last_day: date | None = None

    def __post_init__(self) -> None:
        if self.ground in (Ground.STATUTORY, Ground.CLAIMS) and not self.law:
            raise ValueError(f"a refusal under Art. {self.ground} names the law that keeps the data")

    def __str__(self) -> str:
        """The refusal as an answer tells it."""
        until = f", through {self.last_day}" if self.last_day else ""
        law = f" ({self.law}{until})" if self.law else ""
        return f"{self.place or 'the whole request'}: Art. {self.ground}: {MEANING[self.ground]}{law}"
