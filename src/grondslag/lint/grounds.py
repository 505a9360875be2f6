"""The legal ground of each purpose: rules 3 and 7 to 13."""

from collections.abc import Iterator
from itertools import combinations

from grondslag.lint.findings import Faults, Text, fail, warn
from grondslag.lint.rules import Case, has_trait, is_fiscal, is_marketing, leaves_of, rule
from grondslag.statement.model import Ground, Purpose, Role

SAME_PROCESSING = 0.7
ONE_FUNCTION = ("account",)


@rule(
    3, "E", "GDPR 13(1)(c)-(d), 13(2)(a)",
    Text("Elk doel heeft grondslag, belang en bewaartermijn", "Every purpose has ground, interest and retention"),
    Text("Vul het ontbrekende veld van dit doel in.", "Fill in the missing field of this purpose."),
)  # fmt: skip
def every_purpose_has_ground_interest_and_retention(case: Case) -> Faults:
    return (
        fail(
            (purpose.id for purpose in case.purposes if purpose.ground is None),
            Text("De grondslag ontbreekt.", "The legal ground is missing."),
        )
        + fail(
            (purpose.id for purpose in case.interests if not purpose.interest),
            Text("Het gerechtvaardigd belang is niet genoemd.", "The legitimate interest is not told."),
        )
        + fail(
            (purpose.id for purpose in case.purposes if purpose.promise.kind == "missing" and not purpose.terms),
            Text("De bewaartermijn ontbreekt.", "The retention is missing."),
        )
    )


@rule(
    7, "E", "GDPR 13(1)(d); C-394/23 Mousse; EDPB 1/2024",
    Text("Het gerechtvaardigd belang is specifiek", "The legitimate interest is specific"),
    Text("Beschrijf welk belang het precies is, en van wie.", "Describe which interest exactly it is, and whose."),
)  # fmt: skip
def interest_is_specific(case: Case) -> Faults:
    return fail(
        (purpose.id for purpose in case.interests if not purpose.interest_specific),
        Text("Het belang is een soortnaam, geen belang.", "The interest is a generic word, not an interest."),
    )


@rule(
    8, "W", "GDPR 5(2), 6(1)(f); C-621/22 KNLTB",
    Text("De belangenafweging is vastgelegd", "The balancing test is on file"),
    Text("Leg belang, noodzaak en afweging vast en verwijs ernaar.", "Record interest, need and balance; refer to it."),
)  # fmt: skip
def balancing_test_on_file(case: Case) -> Faults:
    return warn(
        (purpose.id for purpose in case.interests if not purpose.balancing_test),
        Text("Er is geen belangenafweging genoemd.", "No balancing test is referred to."),
    )


@rule(
    9, "W", "GDPR 6(1)(f) and 6(1)(e), recitals 47 and 49",
    Text(
        "Het belang is van de verantwoordelijke of van een derde",
        "The interest is the controller's or a third party's",
    ),
    Text(
        "Noem het eigen belang, of dat van een bepaalde derde.",
        "Name the own interest, or that of a given third party.",
    ),
)  # fmt: skip
def interest_belongs_to_controller_or_third_party(case: Case) -> Faults:
    return warn(
        (purpose.id for purpose in case.interests if purpose.interest_holder == "society"),
        Text("Het belang is dat van de samenleving.", "The interest is that of society."),
    )


@rule(
    10, "E", "GDPR 6(1)(b)",
    Text(
        "De grondslag overeenkomst geldt alleen tegenover de wederpartij",
        "Contract is a ground towards the party only",
    ),
    Text(
        "Geef de gegevens van anderen een eigen doel en grondslag, of verwerk ze als verwerker voor de klant.",
        "Give the data of others a purpose and ground of their own, or process them as the customer's processor.",
    ),
)  # fmt: skip
def contract_only_towards_the_contracting_person(case: Case) -> Faults:
    return fail(
        (purpose.id for purpose in case.purposes if _on_contract(purpose) and _holds_others(purpose)),
        Text(
            "Het doel omvat gegevens van anderen dan de wederpartij.",
            "The purpose holds data of others than the party.",
        ),
    )


def _on_contract(purpose: Purpose) -> bool:
    return purpose.ground is Ground.CONTRACT and purpose.role is not Role.PROCESSOR


def _holds_others(purpose: Purpose) -> bool:
    return any(item.subject != "customer" or item.category == "contact_person" for item in purpose.items)


@rule(
    11, "E", "GDPR 6(1)(c), 13(1)(c); AWR 52(4)",
    Text("Wettelijk bewaren rust op de wettelijke plicht", "Statutory retention rests on the legal obligation"),
    Text(
        "Noem de wettelijke plicht als grondslag, of geef het doel een termijn met de wet erbij.",
        "Name the legal obligation as the ground, or give the purpose a term that cites the law.",
    ),
)  # fmt: skip
def statutory_retention_rests_on_legal_obligation(case: Case) -> Faults:
    return fail(
        (purpose.id for purpose in case.purposes if _kept_by_law(purpose) and not _obliged(purpose)),
        Text(
            "De wet laat dit bewaren, maar de grondslag is een andere.",
            "A law has this kept, but the ground is another.",
        ),
    )


def _kept_by_law(purpose: Purpose) -> bool:
    return is_fiscal(purpose) or any(period.law or period.condition for period in purpose.promise.periods)


def _obliged(purpose: Purpose) -> bool:
    return purpose.ground is Ground.LEGAL_OBLIGATION or any(term.law for term in purpose.terms)


@rule(
    12, "E", "GDPR 5(1)(a), 13(1)(c); EDPB 05/2020",
    Text("Eén verwerking heeft één grondslag", "One processing has one ground"),
    Text(
        "Kies één grondslag, of scheid gegevens en functie.",
        "Choose one ground, or separate the data and the function.",
    ),
)  # fmt: skip
def no_second_ground_for_the_same_processing(case: Case) -> Faults:
    return fail(
        _twice_grounded(case.purposes),
        Text(
            "Dezelfde verwerking staat er tweemaal, op twee grondslagen.", "The same processing is told on two grounds."
        ),
    )


def _twice_grounded(purposes: tuple[Purpose, ...]) -> Iterator[str]:
    for one, other in combinations(purposes, 2):
        if one.ground is not other.ground and _same_function(one, other) and _overlap(one, other) >= SAME_PROCESSING:
            yield from (one.id, other.id)


def _same_function(one: Purpose, other: Purpose) -> bool:
    same_kind = one.kind != "" and one.kind == other.kind
    return same_kind or any(has_trait(one, trait) and has_trait(other, trait) for trait in ONE_FUNCTION)


def _overlap(one: Purpose, other: Purpose) -> float:
    ours, theirs = leaves_of(one), leaves_of(other)
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0


@rule(
    13, "E", "Tw 11.7(1) and (3); ePrivacy 13; C-654/23",
    Text(
        "Reclame per e-mail vraagt toestemming of een bestaande klant",
        "E-mail marketing needs consent or soft opt-in",
    ),
    Text(
        "Vraag toestemming, of beperk tot eigen klanten met afmelding.",
        "Ask consent, or limit to customers with opt-out.",
    ),
)  # fmt: skip
def email_marketing_needs_consent_or_soft_opt_in(case: Case) -> Faults:
    return fail(
        (
            purpose.id
            for purpose in case.purposes
            if _markets_by_email(purpose) and purpose.ground is not Ground.CONSENT and not purpose.soft_opt_in
        ),
        Text("Reclame per e-mail rust op een andere grondslag.", "Marketing by e-mail rests on another ground."),
    )


def _markets_by_email(purpose: Purpose) -> bool:
    return is_marketing(purpose) and (purpose.channel == "email" or has_trait(purpose, "email"))
