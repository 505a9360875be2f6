"""B9: a decision of `may_use` in Python, with its why, against a look-up in a dict."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bench.measure import Row, Target, compared
from grondslag.law.facts import NO_FACTS, Consent, Erasure, Facts, Objection, ObjectionState
from grondslag.law.lawful import may_use
from grondslag.law.rules import Cell, Moment, Rule, rules_of
from grondslag.statement import toml
from grondslag.statements import shipped

TARGET, TIMES = Target(2e-6), 20_000
AT = Moment(datetime(2026, 11, 23, 12, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
BEFORE, DAY = datetime(2026, 1, 1, 12, tzinfo=UTC), date(2026, 1, 1)
EVENTS = dict.fromkeys(
    ("contract_ended", "booked", "last_contact", "closed", "ticket_closed", "seen"), frozenset({DAY})
)
PURPOSES = ("I.A", "I.B", "I.E", "II.A", "IV.B")
CONSENT = Consent(at=BEFORE, purpose="II.A", given=True)
OBJECTION = Objection(at=BEFORE, purpose="I.E", state=ObjectionState.UPHELD)
CASES: tuple[tuple[str, str, str, Facts, bool], ...] = (
    ("contract, no facts", "I.A", "name", NO_FACTS, True),
    ("legitimate interest, no facts", "I.E", "email", NO_FACTS, True),
    ("consent given", "II.A", "email", Facts(consents=(CONSENT,)), True),
    ("refused: no consent", "II.A", "email", NO_FACTS, False),
    ("refused: category not listed", "I.A", "national_id", NO_FACTS, False),
    ("refused: objection upheld", "I.E", "email", Facts(objections=(OBJECTION,)), False),
    ("refused: erased", "I.E", "email", Facts(erasures=(Erasure(at=BEFORE),)), False),
)


def rows() -> Iterator[Row]:
    """A row for each case, under the rules of the shipped statement."""
    rules = {rule.id: rule for rule in rules_of(toml.loads(shipped()).in_force)}
    for name, purpose, category, facts, allowed in CASES:
        cell = Cell(
            place=f"customer.{category}", category=category, uses=dict.fromkeys(PURPOSES, EVENTS), since=BEFORE,
            party=frozenset({DAY}), row_class="",
        )  # fmt: skip
        yield _row(name, rules[purpose], cell, facts, allowed)


def _row(name: str, rule: Rule, cell: Cell, facts: Facts, allowed: bool) -> Row:
    if (may_use(cell, rule, facts, AT) is not None) is not allowed:
        raise AssertionError(f"{name}: the case is not what its name says")
    known = {(rule.id, cell.place): allowed}
    return compared(
        "B9", name, lambda: may_use(cell, rule, facts, AT), lambda: known[rule.id, cell.place], TARGET, TIMES
    )
