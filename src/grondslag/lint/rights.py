"""The rights of the person and the answer to a request: rules 41 to 46."""

from grondslag.lint.findings import Fault, Faults, Result, Text, fail, info, warn
from grondslag.lint.rules import Case, is_marketing, rule
from grondslag.statement.model import Ground, Right, RightKind, Statement

ALWAYS = (
    RightKind.ACCESS, RightKind.RECTIFICATION, RightKind.ERASURE, RightKind.RESTRICTION, RightKind.COMPLAINT,
)  # fmt: skip
OWN_HEADING = tuple(kind for kind in RightKind if kind is not RightKind.COMPLAINT)


def right_of(statement: Statement, kind: RightKind) -> Right | None:
    """The right of this kind as told; None when the text does not tell it."""
    return next((right for right in statement.rights if right.kind is kind), None)


def _due(case: Case) -> tuple[RightKind, ...]:
    """The rights that must be told, given the grounds in use (Art. 13(2)(b)-(d))."""
    grounds = {purpose.ground for purpose in case.purposes}
    conditional = {
        RightKind.OBJECTION: bool(grounds & {Ground.LEGITIMATE_INTEREST, Ground.PUBLIC_TASK}) or _markets(case),
        RightKind.PORTABILITY: bool(grounds & {Ground.CONSENT, Ground.CONTRACT}),
        RightKind.WITHDRAWAL: Ground.CONSENT in grounds,
        RightKind.AUTOMATED_DECISION: case.statement.automated_decision.exists,
    }
    return ALWAYS + tuple(kind for kind, due in conditional.items() if due)


def _markets(case: Case) -> bool:
    return any(is_marketing(purpose) for purpose in case.purposes)


@rule(
    41, "W", "GDPR 12(1), 13(2)(b)",
    Text("Elk recht staat onder een eigen kop", "Each right stands under its own heading"),
    Text("Geef het recht een eigen kop en zeg wat het inhoudt.", "Give the right a heading and say what it holds."),
)  # fmt: skip
def each_right_under_its_own_heading(case: Case) -> Faults:
    told = case.statement.rights
    due = _due(case)
    hidden = [right.kind.value for right in told if right.kind in OWN_HEADING and not right.own_heading]
    decision = right_of(case.statement, RightKind.AUTOMATED_DECISION)
    if decision is not None and RightKind.AUTOMATED_DECISION in due and "not_subject" not in decision.told:
        hidden.append(RightKind.AUTOMATED_DECISION.value)
    return fail(
        (kind.value for kind in due if right_of(case.statement, kind) is None),
        Text("Dit recht is niet genoemd.", "This right is not told."),
    ) + warn(
        hidden,
        Text(
            "Dit recht is niet als zodanig of zonder eigen kop genoemd.",
            "This right is not told as such, or has no heading.",
        ),
    )


@rule(
    42, "E", "GDPR 12(2), 16, 17",
    Text("Geen voorwaarde die de wet niet kent", "No precondition that the law lacks"),
    Text("Schrap de voorwaarde.", "Strike the precondition."),
)  # fmt: skip
def no_precondition_that_the_law_lacks(case: Case) -> Faults:
    return fail(
        (right.kind.value for right in case.statement.rights if right.precondition),
        Text(
            "Het recht hangt van een voorwaarde af die de wet niet stelt.",
            "The right hangs on a condition not in the law.",
        ),
    )


@rule(
    43, "E", "GDPR 21(1)-(4)",
    Text("Bezwaar: reclame zonder meer, het gevolg, apart van de rest", "Objection: marketing, consequence, set apart"),
    Text(
        "Zet het recht van bezwaar apart, met reclame en gevolg.",
        "Set objection apart, with marketing and consequence.",
    ),
)  # fmt: skip
def objection_is_complete(case: Case) -> Faults:
    right = right_of(case.statement, RightKind.OBJECTION)
    if right is None:
        return ()
    parts = ("marketing", "consequence", "separate") if _markets(case) else ("consequence", "separate")
    return fail(
        (part for part in parts if part not in right.told),
        Text("Dit ontbreekt in het recht van bezwaar.", "This is missing from the right to object."),
    )


@rule(
    44, "W", "GDPR 18(1), 20(1)-(2)",
    Text("Voorwaarden genoemd, overdracht volledig", "Conditions named, portability complete"),
    Text("Noem de voorwaarden en alle onderdelen van het recht.", "Name the conditions and all parts of the right."),
)  # fmt: skip
def conditional_rights_are_complete(case: Case) -> Faults:
    restriction = right_of(case.statement, RightKind.RESTRICTION)
    portability = right_of(case.statement, RightKind.PORTABILITY)
    unnamed = restriction is not None and restriction.conditional and "conditions" not in restriction.told
    parts = ("machine_readable", "direct_transfer", "legal_scope")
    missing = [part for part in parts if portability is not None and part not in portability.told]
    return warn(
        ["restriction"] if unnamed else [],
        Text("De voorwaarden van beperking zijn niet genoemd.", "The conditions of restriction are not named."),
    ) + warn(
        ["portability", *missing] if missing else [],
        Text(
            "Dit ontbreekt bij overdracht; zonder grens is zij een ruimere, bindende belofte.",
            "This is missing from portability; without its limit it is a wider, binding promise.",
        ),
    )


@rule(
    45, "E", "GDPR 7(3)-(4); EDPB 05/2020",
    Text("Intrekken is zo eenvoudig als geven, zonder nadeel", "Withdrawing is as easy as giving, without detriment"),
    Text(
        "Laat langs dezelfde weg intrekken en noem precies welke dienst dan vervalt.",
        "Let people withdraw the same way, and name exactly which service ends.",
    ),
)  # fmt: skip
def withdrawal_is_as_easy_as_giving(case: Case) -> Faults:
    consented = [purpose for purpose in case.purposes if purpose.ground is Ground.CONSENT]
    right = right_of(case.statement, RightKind.WITHDRAWAL)
    if right is None:
        return fail(
            (purpose.id for purpose in consented),
            Text("Hoe toestemming is in te trekken, is niet genoemd.", "How to withdraw consent is not told."),
        )
    by_web = any(purpose.channel == "web" for purpose in consented)
    return fail(
        ["loss_of_service"] if "loss_of_service" in right.told and "loss_specific" not in right.told else [],
        Text("Welke diensten dan vervallen, is onbepaald.", "Which services then end is left open."),
    ) + fail(
        ["same_channel"] if by_web and "same_channel" not in right.told else [],
        Text("Toestemming gaat via het web, intrekken niet.", "Consent is given on the web, withdrawn elsewhere."),
    )


REFUSAL = {"complaint": "klacht", "court": "rechter"}
ASIDE = {"extension": "verlenging", "identity": "identiteit", "free": "kosteloos"}


@rule(
    46, "E", "GDPR 12(3)-(6)",
    Text("De paragraaf over het antwoord is volledig", "The section on the answer is complete"),
    Text(
        "Noem bij weigering klacht en rechter, en de overige regels.",
        "At refusal tell complaint and court, and the rest.",
    ),
)  # fmt: skip
def response_section_is_complete(case: Case) -> Faults:
    told = case.statement.response.told
    asides = tuple(
        Fault(
            result=Result.INFO,
            objects=(word,),
            message=Text(f"Niet genoemd: {dutch}.", f"Not told: {word}."),
        )
        for word, dutch in ASIDE.items()
        if word not in told
    )
    return (
        fail(
            (word for word in REFUSAL if word not in told),
            Text("Bij een weigering is deze weg niet genoemd.", "At a refusal this way is not told."),
        )
        + asides
        + info(
            ["months"] if case.statement.response.months is None else [],
            Text("Een termijn voor het antwoord is niet genoemd.", "No period for the answer is told."),
        )
    )
