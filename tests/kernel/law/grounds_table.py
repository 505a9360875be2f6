"""The first half of the law's page as cases: what a purpose covers, and when each ground holds."""

from datetime import date
from typing import Any

from grondslag.law.rules import NOT_YET, Rule
from grondslag.statement.model import Ground
from tests.kernel.law.cases import (
    CONSENT,
    CONTRACT,
    DUTY,
    FISCAL,
    GONE,
    INTEREST,
    KEPT,
    SEEN,
    TASK,
    USED,
    VITAL,
    Case,
    case,
    erasure,
    given,
    objection,
    on,
    rule,
    withdrawn,
)


def marketing(ground: Ground, **more: Any) -> Rule:
    """A rule of a purpose marked ``marketing``."""
    return rule(ground, SEEN, marketing=True, **more)


BESIDE = Rule("Q", Ground.LEGAL_OBLIGATION, frozenset({"email"}), (SEEN,))

COVERS = (
    case("a purpose that covers the cell may use it", USED, DUTY),
    case("a table that is not used for the purpose is not covered", GONE, DUTY, uses={}),
    case("a use that names another link does not cover this one", GONE, DUTY, uses={"Q": {}}),
    case("a category that the purpose does not list is not covered", GONE, DUTY, category="iban"),
    case("the column of the link itself is covered by every use of its table", USED, DUTY, category=None),
    case("the column of a link is not covered without a use", GONE, DUTY, category=None, uses={}),
    case("one purpose keeps what another may not use", KEPT, CONSENT, others=(BESIDE,)),
    case("one purpose does not keep what neither covers", GONE, CONSENT, others=(BESIDE,), category="iban"),
)

CONSENT_HOLDS = (
    case("consent: nothing was ever said", GONE, CONSENT),
    case("consent: the last event is given", USED, CONSENT, given(on(3))),
    case("consent: given at this very moment", USED, CONSENT, given(on(10))),
    case("consent: given later than now does not count", GONE, CONSENT, given(on(11))),
    case("consent: withdrawn later than now does not count", USED, CONSENT, given(on(3)), withdrawn(on(11))),
    case("consent: the last event is withdrawn", GONE, CONSENT, given(on(3)), withdrawn(on(4))),
    case("consent: facts come in any order", GONE, CONSENT, withdrawn(on(4)), given(on(3))),
    case("consent: given again after it was withdrawn", USED, CONSENT, withdrawn(on(3)), given(on(4))),
    case("consent: given and withdrawn at one moment is withdrawn", GONE, CONSENT, given(on(3)), withdrawn(on(3))),
    case("consent: to another version does not count", GONE, CONSENT, given(on(3), version=2)),
    case("consent: to a later version ends the earlier", GONE, CONSENT, given(on(3)), given(on(4), version=2)),
    case("consent: the last counts, to this version", USED, CONSENT, given(on(3), version=2), given(on(4))),
    case("consent: two versions at one moment, the refusing", GONE, CONSENT, given(on(3)), given(on(3), version=2)),
    case("consent: to another purpose does not count", GONE, CONSENT, given(on(3), purpose="Q")),
    case("consent: withdrawn from another purpose does not count", USED, CONSENT, given(on(3)), withdrawn(on(4), "Q")),
    case("consent: no objection ends it", USED, CONSENT, given(on(3)), objection(on(4), "upheld")),
)

CONTRACT_HOLDS = (
    case("contract: party to an agreement that has started", USED, CONTRACT),
    case("contract: a third party needs another purpose", GONE, CONTRACT, party=frozenset()),
    case("contract: an agreement that starts tomorrow", GONE, CONTRACT, party=frozenset({date(2026, 10, 2)})),
    case("contract: an agreement that starts today", USED, CONTRACT, party=frozenset({date(2026, 10, 1)})),
    case("contract: an agreement without a start yet", GONE, CONTRACT, party=frozenset({NOT_YET})),
    case("contract: one of two has started", USED, CONTRACT, party=frozenset({NOT_YET, date(2026, 1, 1)})),
    case("contract: no objection ends it", USED, CONTRACT, objection(on(4), "upheld")),
    case("contract: a withdrawal of consent does not touch it", USED, CONTRACT, withdrawn(on(4))),
)

PENDING, UPHELD, OVERRULED, BACK = (objection(on(4), s) for s in ("pending", "upheld", "overruled", "withdrawn"))
BALANCED = (
    *(
        row
        for of, name in ((INTEREST, "legitimate interest"), (TASK, "public task"))
        for row in (
            case(f"{name}: no objection stands", USED, of),
            case(f"{name}: an objection pending stops use", KEPT, of, PENDING),
            case(f"{name}: an objection upheld stops existence too", GONE, of, UPHELD),
            case(f"{name}: an objection overruled stops neither", USED, of, OVERRULED),
            case(f"{name}: an objection withdrawn stops neither", USED, of, objection(on(3), "upheld"), BACK),
        )
    ),
    case("legitimate interest: no balancing test on file", GONE, rule(Ground.LEGITIMATE_INTEREST)),
    case("public task: no balancing test on file", GONE, rule(Ground.PUBLIC_TASK)),
    case("objection: one later than now does not count", USED, INTEREST, objection(on(11), "upheld")),
    case("objection: one at this very moment counts", KEPT, INTEREST, objection(on(10), "pending")),
    case("objection: to another purpose does not count", USED, INTEREST, objection(on(4), "upheld", "Q")),
    case("objection: the last counts, pending then upheld", GONE, INTEREST, PENDING, objection(on(5), "upheld")),
    case("objection: the last counts, pending then overruled", USED, INTEREST, PENDING, objection(on(5), "overruled")),
    case("objection: the last counts, overruled then pending", KEPT, INTEREST, OVERRULED, objection(on(5), "pending")),
    case("objection: facts come in any order", KEPT, INTEREST, objection(on(5), "pending"), OVERRULED),
    case("objection: upheld is not undone by asking again", GONE, INTEREST, UPHELD, objection(on(5), "pending")),
    case("objection: upheld is undone by written grounds", USED, INTEREST, UPHELD, objection(on(5), "overruled")),
    case(
        "objection: what was upheld before it was withdrawn does not come back",
        KEPT,
        INTEREST,
        objection(on(3), "upheld"),
        BACK,
        objection(on(5), "pending"),
    ),
    case("objection: pending and upheld at one moment is upheld", GONE, INTEREST, PENDING, UPHELD),
    case("objection: pending and overruled at one moment is pending", KEPT, INTEREST, OVERRULED, PENDING),
    case("objection: upheld and overruled at one moment is upheld", GONE, INTEREST, UPHELD, OVERRULED),
    case("objection: pending and withdrawn at one moment is pending", KEPT, INTEREST, PENDING, BACK),
    case("objection: pending extends no term", GONE, INTEREST, PENDING, seen=[date(2024, 9, 30)]),
)

ALWAYS = (
    *(case(f"{of.ground.value}: always holds", USED, of) for of in (DUTY, VITAL)),
    *(case(f"{of.ground.value}: no objection ends it", USED, of, UPHELD) for of in (DUTY, VITAL)),
    *(case(f"{of.ground.value}: no withdrawal ends it", USED, of, withdrawn(on(4))) for of in (DUTY, VITAL)),
)

GIVEN = given(on(3))
MARKETING = (
    *(
        case(f"marketing: an objection {state} is upheld at once, under {ground.value}", GONE, of, GIVEN, fact)
        for ground in Ground
        for of in (marketing(ground, balanced=True),)
        for state, fact in (("pending", PENDING), ("upheld", UPHELD), ("overruled", OVERRULED))
    ),
    *(
        case(f"marketing: without an objection {ground.value} holds", USED, marketing(ground, balanced=True), GIVEN)
        for ground in Ground
    ),
    case(
        "marketing: consent given after the objection revives it",
        USED,
        marketing(Ground.CONSENT),
        PENDING,
        given(on(5)),
    ),
    case(
        "marketing: consent and objection at one moment, the objection",
        GONE,
        marketing(Ground.CONSENT),
        PENDING,
        given(on(4)),
    ),
    case(
        "marketing: an objection again after the new consent",
        GONE,
        marketing(Ground.CONSENT),
        objection(on(3), "upheld"),
        given(on(4)),
        objection(on(5), "pending"),
    ),
    case(
        "marketing: no consent undoes an objection under another ground",
        GONE,
        marketing(Ground.LEGITIMATE_INTEREST, balanced=True),
        PENDING,
        given(on(5)),
    ),
    case(
        "marketing: an objection that was withdrawn no longer stands",
        USED,
        marketing(Ground.LEGITIMATE_INTEREST, balanced=True),
        objection(on(3), "upheld"),
        BACK,
    ),
    case(
        "marketing: a term with a law stays",
        KEPT,
        rule(Ground.CONSENT, SEEN, FISCAL, marketing=True),
        GIVEN,
        UPHELD,
    ),
    case("marketing: an erasure ends consent too", GONE, marketing(Ground.CONSENT), GIVEN, erasure(on(4))),
)

GROUNDS: tuple[Case, ...] = (*COVERS, *CONSENT_HOLDS, *CONTRACT_HOLDS, *BALANCED, *ALWAYS, *MARKETING)
