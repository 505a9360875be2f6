"""The terms as cases: past, not yet and missing events, classes of rows, laws, and what came in later."""

from datetime import UTC, date, datetime

from grondslag.law.rules import NOT_YET, Rule
from grondslag.statement.model import Ground, Term
from tests.kernel.law.cases import (
    CONSENT,
    CONTRACT,
    DUTY,
    ENDED,
    FISCAL,
    GONE,
    INTEREST,
    KEPT,
    SEEN,
    SOON,
    USED,
    Case,
    case,
    erasure,
    given,
    hold,
    objection,
    on,
    restriction,
    rule,
    withdrawn,
)

FISCAL_USE = Term(after="seen", months=84, law="AWR art. 52(4)", use=True)
YEAR_END = Term(after="seen", months=84, until_year_end=True)
BOOKED = [date(2022, 6, 15)]


def _law(ground: Ground, term: Term = FISCAL) -> Rule:
    return rule(ground, term, balanced=True)


RUNS = (
    case("term: runs on its last day", USED, DUTY, seen=[date(2024, 10, 1)]),
    case("term: is over on the day after its last", GONE, DUTY, seen=[date(2024, 9, 30)]),
    case("term: an event today", USED, DUTY, seen=[date(2026, 10, 1)]),
    case("term: the event is a later date, so not yet", USED, DUTY, seen=[date(2030, 1, 1)]),
    case("term: the event has not happened yet", USED, DUTY, seen=[NOT_YET]),
    case("term: the event is missing", GONE, DUTY, seen=[]),
    case("term: the table has no such event", GONE, DUTY, uses={"P": {}}),
    case("term: one of two events still lets it run", USED, DUTY, seen=[date(2020, 1, 1), date(2026, 1, 1)]),
    case("term: one of two events is still to come", USED, DUTY, seen=[date(2020, 1, 1), NOT_YET]),
    case("term: none of two events lets it run", GONE, DUTY, seen=[date(2020, 1, 1), date(2021, 1, 1)]),
    case(
        "term: today is today in the controller's zone, a minute before midnight",
        USED,
        DUTY,
        now=datetime(2026, 9, 30, 21, 59, tzinfo=UTC),
        seen=[date(2024, 9, 30)],
    ),
    case(
        "term: today is today in the controller's zone, at midnight",
        GONE,
        DUTY,
        now=datetime(2026, 9, 30, 22, 0, tzinfo=UTC),
        seen=[date(2024, 9, 30)],
    ),
    case(
        "year end: a booking of 15-06-2022 is kept through 31-12-2029",
        USED,
        rule(Ground.LEGAL_OBLIGATION, YEAR_END),
        now=datetime(2029, 12, 31, 22, 59, tzinfo=UTC),
        seen=BOOKED,
    ),
    case(
        "year end: a booking of 15-06-2022 is gone on 01-01-2030",
        GONE,
        rule(Ground.LEGAL_OBLIGATION, YEAR_END),
        now=datetime(2029, 12, 31, 23, 0, tzinfo=UTC),
        seen=BOOKED,
    ),
    case(
        "months: a term that ends on a day that the month does not have ends on its last",
        USED,
        rule(Ground.LEGAL_OBLIGATION, Term(after="seen", months=1)),
        now=datetime(2027, 2, 28, 12, tzinfo=UTC),
        seen=[date(2027, 1, 31)],
    ),
    case(
        "months: a term does not run into the next month",
        GONE,
        rule(Ground.LEGAL_OBLIGATION, Term(after="seen", months=1)),
        now=datetime(2027, 3, 1, 12, tzinfo=UTC),
        seen=[date(2027, 1, 31)],
    ),
)

ALONE = (
    case("terms: the longest of two that run from one event", USED, rule(Ground.LEGAL_OBLIGATION, SOON, SEEN)),
    case("terms: any one that runs is enough", USED, rule(Ground.LEGAL_OBLIGATION, SOON, ENDED)),
    case(
        "terms: none runs",
        GONE,
        rule(Ground.LEGAL_OBLIGATION, SOON, ENDED),
        ended=[date(2020, 1, 1)],
    ),
    case(
        "terms: each purpose loses its own use at its own end",
        KEPT,
        rule(Ground.LEGAL_OBLIGATION, SOON),
        others=(Rule("Q", Ground.LEGAL_OBLIGATION, frozenset({"email"}), (SEEN,)),),
    ),
)

GONE_LONG = [date(2024, 1, 1)]
FOR_CHAT = rule(Ground.LEGAL_OBLIGATION, SEEN, Term(after="seen", months=84, when="chat"))
CLASSES = (
    case("class: a term for the row's class runs", USED, FOR_CHAT, seen=GONE_LONG, row_class="chat"),
    case("class: a term for another class does not", GONE, FOR_CHAT, seen=GONE_LONG, row_class="letter"),
    case("class: a row without a class has no special term", GONE, FOR_CHAT, seen=GONE_LONG, row_class=""),
    case("class: a class of NULL fits every term", USED, FOR_CHAT, seen=GONE_LONG, row_class=None),
    case("class: a class of NULL does not make a term run", GONE, FOR_CHAT, seen=[date(2010, 1, 1)], row_class=None),
    case("class: a term without a class fits every row", USED, FOR_CHAT, row_class="letter"),
)

LAW = (
    case("law: keeps without licensing use", KEPT, _law(Ground.LEGAL_OBLIGATION)),
    case("law: licenses use where it says so", USED, _law(Ground.LEGAL_OBLIGATION, FISCAL_USE)),
    case("law: keeps without any consent", KEPT, _law(Ground.CONSENT)),
    case("law: licenses use without any consent, where it says so", USED, _law(Ground.CONSENT, FISCAL_USE)),
    case("law: no withdrawal ends it", KEPT, _law(Ground.CONSENT), given(on(3)), withdrawn(on(4))),
    case("law: no objection ends it", KEPT, _law(Ground.LEGITIMATE_INTEREST), objection(on(4), "upheld")),
    case("law: no objection ends its use, where it says so", USED, _law(Ground.PUBLIC_TASK, FISCAL_USE),
         objection(on(4), "upheld")),
    case("law: no erasure ends it", KEPT, _law(Ground.CONTRACT), erasure(on(4))),
    case("law: no ordered erasure ends it", KEPT, _law(Ground.CONTRACT), erasure(on(4), ordered=True)),
    case("law: it keeps for somebody who is no party", KEPT, _law(Ground.CONTRACT), party=frozenset()),
    case("law: it ends on its last day", GONE, _law(Ground.CONTRACT), seen=[date(2019, 9, 30)]),
    case("law: it keeps only what the purpose covers", GONE, _law(Ground.CONTRACT), category="message"),
    case("law: another term of the purpose licenses use while its ground holds", USED,
         rule(Ground.CONTRACT, FISCAL, ENDED)),
    case("law: what licenses use where the purpose's own term is over is the law alone", KEPT,
         rule(Ground.CONTRACT, FISCAL, ENDED), ended=[date(2020, 1, 1)]),
    case("law: a purpose without balancing test keeps by law", KEPT, rule(Ground.LEGITIMATE_INTEREST, FISCAL)),
)  # fmt: skip

NEW = date(2026, 6, 1)
NEW_TERM = Term(after="seen", months=84, introduced=NEW)
LATER = (
    case("new purpose: it does not reach older rows", GONE, rule(Ground.LEGAL_OBLIGATION, introduced=NEW)),
    case("new purpose: it reaches rows of its first day", USED, rule(Ground.LEGAL_OBLIGATION, introduced=NEW),
         since=datetime(2026, 5, 31, 22, tzinfo=UTC)),
    case("new purpose: it does not reach rows of the day before", GONE, rule(Ground.LEGAL_OBLIGATION, introduced=NEW),
         since=datetime(2026, 5, 31, 21, 59, tzinfo=UTC)),
    case("new purpose: it does not reach rows of an unknown day", GONE, rule(Ground.LEGAL_OBLIGATION, introduced=NEW),
         since=None),
    case("new purpose: with a compatibility reason it reaches older rows", USED,
         rule(Ground.LEGAL_OBLIGATION, introduced=NEW, compatible=True)),
    case("new purpose: with a reason it reaches rows of an unknown day", USED,
         rule(Ground.LEGAL_OBLIGATION, introduced=NEW, compatible=True), since=None),
    case("longer term: it does not reach older rows", GONE, rule(Ground.LEGAL_OBLIGATION, SOON, NEW_TERM)),
    case("longer term: it reaches newer rows", USED, rule(Ground.LEGAL_OBLIGATION, SOON, NEW_TERM), since=on(7)),
    case("longer term: with a compatibility reason it reaches older rows", USED,
         rule(Ground.LEGAL_OBLIGATION, SOON,
              Term(after="seen", months=84, introduced=NEW, compatible="art. 6(4)"))),
    case("longer term: a new law does not reach older rows by itself", GONE,
         rule(Ground.LEGAL_OBLIGATION, SOON, Term(after="seen", months=84, law="Wwft art. 33", introduced=NEW))),
)  # fmt: skip

MONEY = rule(Ground.CONTRACT, ENDED, FISCAL)
PAST = [date(2026, 3, 1)]
TOGETHER = (
    case("an ex-customer's booking is kept after erasure, not used", KEPT, MONEY, erasure(on(4)), ended=PAST),
    case("a restriction blocks what the law lets use", KEPT, _law(Ground.CONSENT, FISCAL_USE), restriction(on(4))),
    case("a hold keeps what every purpose lost", KEPT, CONSENT, hold(on(4)), given(on(3)), withdrawn(on(4))),
    case("a hold ends no use", USED, CONTRACT, hold(on(4))),
    case("an objection does not end what a hold keeps", KEPT, INTEREST, hold(on(4)), objection(on(4), "upheld")),
)

TERMS: tuple[Case, ...] = (*RUNS, *ALONE, *CLASSES, *LAW, *LATER, *TOGETHER)
