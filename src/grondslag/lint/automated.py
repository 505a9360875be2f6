"""Automated decisions: rules 47 and 48."""

from grondslag.lint.findings import Faults, Text, fail
from grondslag.lint.rules import Case, rule

PARTS = ("types", "logic", "significance", "consequences")


@rule(
    47, "E", "GDPR 13(2)(f), 15(1)(h); C-203/22, C-634/21",
    Text("Geautomatiseerde besluiten zijn volledig verteld", "Automated decisions are told in full"),
    Text(
        "Noem de soorten besluiten, de logica, het belang en de gevolgen.",
        "Tell the types of decision, the logic, the significance and the consequences.",
    ),
)  # fmt: skip
def automated_decisions_are_told_in_full(case: Case) -> Faults:
    decision = case.statement.automated_decision
    return fail(
        (part for part in PARTS if decision.exists and part not in decision.told),
        Text("Dit is over de besluiten niet verteld.", "This is not told of the decisions."),
    )


@rule(
    48, "E", "GDPR 22(1)-(3); UAVG 40(1)",
    Text("De gronden voor besluiten zijn die van artikel 22(2)", "The grounds for decisions are those of Art. 22(2)"),
    Text(
        "Verbind de gronden met «of», vraag uitdrukkelijke toestemming, en profileer niet op de wet alleen.",
        "Join the grounds by «or», ask explicit consent, and do not profile on the law alone.",
    ),
)  # fmt: skip
def decision_grounds_are_those_of_the_law(case: Case) -> Faults:
    decision = case.statement.automated_decision
    if not decision.exists:
        return ()
    by_law = "law" in decision.bases and decision.uses_profile and not decision.law_without_profile
    wrong = {
        "connector": len(decision.bases) > 1 and decision.connector != "or",
        "consent": "consent" in decision.bases and not decision.explicit_consent,
        "law": by_law,
        "bases": not decision.bases,
    }
    return fail(
        (part for part, defective in wrong.items() if defective),
        Text("Op dit punt wijken de gronden van de wet af.", "On this point the grounds depart from the law."),
    )
