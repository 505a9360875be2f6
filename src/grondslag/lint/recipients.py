"""Who receives the data, and where they came from: rules 29 to 34 and 40."""

import re

from grondslag.lint.findings import Faults, Text, fail, needs_input, warn
from grondslag.lint.rules import Case, has_trait, rule
from grondslag.statement.model import Purpose, Recipient, Role

# A name of such a word alone tells no sector, no activity and no place (WP260, annex).
A_GROUP = re.compile(
    r"\b(?:partners?|derden|partijen|verwerkers?|leveranciers?|third parties|processors?|suppliers?)\b", re.I
)


@rule(
    29, "E", "GDPR 13(1)(e), 14(1)(e)",
    Text("Het veld ontvangers is niet leeg", "The recipients field is not empty"),
    Text("Noem de ontvangers, of zeg dat er geen zijn.", "Name the recipients, or say that there are none."),
)  # fmt: skip
def recipients_field_is_not_empty(case: Case) -> Faults:
    return fail(
        (p.id for p in case.purposes if not p.recipients.names and not p.recipients.none_stated),
        Text("De ontvangers zijn niet genoemd.", "The recipients are not told."),
    )


@rule(
    30, "E", "GDPR 13(1)(e); WP260 Annex; C-413/23 P",
    Text("Een groep ontvangers is omschreven", "A group of recipients is defined"),
    Text(
        "Omschrijf de groep: sector, werk en plaats, of noem namen.",
        "Define the group: sector, work, place; or names.",
    ),
)  # fmt: skip
def recipient_group_is_defined(case: Case) -> Faults:
    return fail(
        (p.id for p in case.purposes if any(_undefined_group(name, case) for name in p.recipients.names)),
        Text("De groep ontvangers is nergens omschreven.", "The group of recipients is defined nowhere."),
    )


def _undefined_group(name: str, case: Case) -> bool:
    statement = case.statement
    defined = {term.casefold() for term in statement.defined_terms}
    defined |= {recipient.name.casefold() for recipient in statement.recipients if recipient.definition}
    group = A_GROUP.search(name) is not None or name in statement.used_terms
    return group and name.casefold() not in defined


@rule(
    31, "W", "GDPR 4(8), 4(10)",
    Text("Een verwerker heet geen derde", "A processor is not called a third party"),
    Text("Noem verwerkers en derden apart.", "Name processors and third parties apart."),
)  # fmt: skip
def processor_is_not_called_third_party(case: Case) -> Faults:
    return warn(
        (p.id for p in case.purposes if _both(p.recipients.label)),
        Text("Het veld noemt verwerkers derden.", "The field calls processors third parties."),
    )


def _both(label: str) -> bool:
    words = label.casefold()
    return ("verwerker" in words and "derde" in words) or ("processor" in words and "third part" in words)


@rule(
    32, "E", "GDPR 13(1)(e)",
    Text("Een ontvanger uit de tekst staat ook bij zijn doel", "A recipient in the text stands in its purpose too"),
    Text("Noem deze ontvanger bij het doel.", "Name this recipient in the purpose."),
)  # fmt: skip
def recipient_in_the_text_stands_in_its_purpose(case: Case) -> Faults:
    statement = case.statement
    told = [(recipient.name, recipient.purpose) for recipient in statement.recipients if _by_name(recipient)]
    told += [(transfer.recipient, transfer.purpose) for transfer in statement.transfers]
    faults: Faults = ()
    for purpose in case.purposes:
        missing = [name for name, id in told if id == purpose.id and not _among(name, purpose)]
        faults += fail(
            [purpose.id, *missing] if missing else [],
            Text(
                "De tekst noemt deze ontvanger, het doel niet.", "The text names this recipient, the purpose does not."
            ),
        )
    return faults + fail(
        (p.id for p in case.purposes if has_trait(p, "social") and not _named(p, case)),
        Text("Het doel noemt geen enkel netwerk bij naam.", "The purpose names no network."),
    )


def _by_name(recipient: Recipient) -> bool:
    """Whether the text names a party. A category, told with its purpose (rule 34), need not be told twice."""
    category = recipient.kind not in ("processor", "other")
    return not category and A_GROUP.fullmatch(recipient.name.strip()) is None


def _among(name: str, purpose: Purpose) -> bool:
    """Whether the purpose names the recipient, also with another legal form: «Google LLC» is «Google Inc.»."""
    first = re.split(r"[\s/,.]+", name.strip())[0].casefold()
    return any(first in other.casefold() for other in purpose.recipients.names)


def _named(purpose: Purpose, case: Case) -> bool:
    return any(not _undefined_group(name, case) for name in purpose.recipients.names)


@rule(
    33, "W", "GDPR 26; C-40/17 Fashion ID",
    Text("Gezamenlijke verantwoordelijkheid is overwogen", "Joint control has been considered"),
    Text("Leg vast wie waarvoor verantwoordelijk is (art. 26).", "Record who is responsible for what (Art. 26)."),
)  # fmt: skip
def joint_control_is_considered(case: Case) -> Faults:
    return needs_input(
        (p.id for p in case.purposes if has_trait(p, "joint_control") and not _role_settled(p)),
        Text(
            "De rol van de ontvangers van dit doel is onbekend.", "The role of this purpose's recipients is not known."
        ),
    )


def _role_settled(purpose: Purpose) -> bool:
    return purpose.joint_control_considered or purpose.recipients.role is not Role.UNSTATED


@rule(
    34, "E", "GDPR 13(1)(c) and (e)",
    Text("Algemene ontvangers horen bij een doel", "General recipients belong to a purpose"),
    Text("Zeg voor welk doel deze ontvanger gegevens krijgt.", "Say for which purpose this recipient gets data."),
)  # fmt: skip
def general_recipients_belong_to_a_purpose(case: Case) -> Faults:
    return fail(
        (r.name for r in case.statement.recipients if not r.purpose and r.kind != "processor"),
        Text("Deze ontvanger hoort bij geen doel.", "This recipient belongs to no purpose."),
    )


@rule(
    40, "E", "GDPR 14(1)(d), 14(2)(f)",
    Text("Een bron bij derden is genoemd, met de gegevens", "A third-party source is named, with its data"),
    Text(
        "Noem de bron, of zij openbaar is, en welke gegevens.",
        "Name the source, whether it is public, and which data.",
    ),
)  # fmt: skip
def third_party_source_is_named(case: Case) -> Faults:
    return fail(
        (s.label for s in case.statement.sources if s.kind == "third_party" and not (s.named and s.categories)),
        Text("De bron of haar gegevens zijn niet genoemd.", "The source or its data are not told."),
    )
