"""How long the data are kept: rules 25 to 27."""

from collections.abc import Iterator

from grondslag.lint.dated import FiscalLaw
from grondslag.lint.findings import Faults, Text, fail
from grondslag.lint.rules import Case, is_fiscal, rule
from grondslag.statement.model import Purpose

MONTHS_A_YEAR = 12
ORDINARY_RECORDS = ("fiscal",)


@rule(
    25, "E", "GDPR 5(1)(e), 13(2)(a); WP260 Annex",
    Text("De bewaartermijn is een periode of een criterium", "Retention is a period or a criterion"),
    Text("Bepaal een termijn met gebeurtenis, duur en reden.", "Resolve it to a term with event, length and reason."),
)  # fmt: skip
def retention_is_a_period_or_a_criterion(case: Case) -> Faults:
    return fail(
        (purpose.id for purpose in case.purposes if purpose.promise.kind == "open" and not purpose.terms),
        Text(
            "«Zo lang als nodig» is geen termijn en geen criterium.",
            "«As long as necessary» is no period, no criterion.",
        ),
    )


@rule(
    26, "E", "GDPR 13(2)(a), 30(1)(f)",
    Text("Een periode heeft een begin, een voorwaarde een wet", "A period has a start, a condition its law"),
    Text(
        "Noem de gebeurtenis waarna de termijn loopt, en de wet.",
        "Name the event that starts the term, and the law.",
    ),
)  # fmt: skip
def period_has_a_start_and_its_condition_a_law(case: Case) -> Faults:
    faults: Faults = ()
    for purpose in case.purposes:
        lacking = list(_lacking(purpose))
        faults += fail(
            [purpose.id, *lacking] if lacking else [],
            Text(
                "Van de beloofde periode ontbreekt het begin of de wet.",
                "The promised period lacks its start or its law.",
            ),
        )
    return faults


def _lacking(purpose: Purpose) -> Iterator[str]:
    """What the promised periods lack; a resolved term always has an event, and may bring the law."""
    periods = purpose.promise.periods if purpose.promise.kind == "period" else ()
    if any(not period.start for period in periods) and not purpose.terms:
        yield "start"
    if any(period.condition and not period.law for period in periods) and not any(term.law for term in purpose.terms):
        yield "law"


@rule(
    27, "E", "AWR 52(4); Wet OB 34a, 28rl, 28sj, 28tn; BW 2:10",
    Text("Fiscale gegevens blijven zo lang als de wet eist", "Fiscal data are kept as long as the law demands"),
    Text(
        "Geef het doel een termijn met de wet: 7 jaar na het boekjaar; 9 bij onroerende zaken, 10 bij OSS.",
        "Give the purpose a term with the law: 7 years after the year; 9 for real estate, 10 for OSS.",
    ),
)  # fmt: skip
def fiscal_data_kept_as_long_as_the_law_demands(case: Case) -> Faults:
    return fail(
        (purpose.id for purpose in case.purposes if is_fiscal(purpose) and not _long_enough(purpose, case)),
        Text("De fiscale gegevens zijn niet zo lang verzekerd.", "The fiscal data are not kept that long."),
    )


def _long_enough(purpose: Purpose, case: Case) -> bool:
    """The longest term reaches the ordinary minimum, and each term that cites a fiscal law reaches that law's own."""
    laws = [law for law in case.registers.fiscal_laws if law.in_force(case.on)]
    ordinary = max((law.minimum_years for law in laws if law.records in ORDINARY_RECORDS), default=0)
    terms = [(term.months, term.law) for term in purpose.terms]
    terms = terms or [(period.months, period.law) for period in purpose.promise.periods]
    short = any(
        _cites(cited, law) and months < law.minimum_years * MONTHS_A_YEAR for months, cited in terms for law in laws
    )
    return not short and max((months for months, _ in terms), default=0) >= ordinary * MONTHS_A_YEAR


def _cites(cited: str, law: FiscalLaw) -> bool:
    """Whether a citation names this law: «Wet OB 1968 art. 34a» has all the words of «Wet OB 34a»."""
    return all(word in cited for word in law.law.partition("(")[0].split())
