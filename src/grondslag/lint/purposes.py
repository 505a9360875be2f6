"""What is processed, and for what: rules 4 and 17 to 24."""

import re
from collections.abc import Iterator

from grondslag.lint.findings import Faults, Text, fail, info, warn
from grondslag.lint.rules import Case, has_trait, kinds_in, leaves_of, rule
from grondslag.statement.model import Item, Purpose, Role

NETWORK_TRACES = frozenset({"ip_address", "security_log", "client_id"})
THE_PUBLIC = re.compile(r"publiek|openbaar|iedereen|bezoekers|lezers|public|everyone|visitors", re.IGNORECASE)


def _documents(purpose: Purpose) -> tuple[Item, ...]:
    return tuple(item for item in purpose.items if "document" in kinds_in(item))


@rule(
    4, "E", "GDPR 4(7)-(8), 26, 28",
    Text("De rol voor aangeleverde documenten is benoemd", "The role for documents handed in is told"),
    Text(
        "Verwerk documenten van de klant in een eigen doel als verwerker, en zeg voor wie.",
        "Process the customer's documents under a purpose of their own as processor, and say for whom.",
    ),
)  # fmt: skip
def role_for_documents_handed_in(case: Case) -> Faults:
    return fail(
        (
            purpose.id
            for purpose in case.purposes
            if purpose.role is not Role.PROCESSOR and any(item.subject == "third_party" for item in _documents(purpose))
        ),
        Text("Documenten over anderen zonder rol van verwerker.", "Documents about others without a processor's role."),
    )


@rule(
    17, "E", "GDPR 5(1)(b), 13(1)(c)",
    Text("Geen verwerking buiten de doelen", "No processing outside the purposes"),
    Text("Neem voor deze verwerking een doel met grondslag op.", "Add a purpose with a ground for this processing."),
)  # fmt: skip
def no_processing_outside_the_purposes(case: Case) -> Faults:
    return fail(
        (mention.label for mention in case.statement.mentions if not mention.purpose),
        Text(
            "De tekst noemt deze verwerking, maar geen doel ervoor.", "The text tells this processing, but no purpose."
        ),
    )


@rule(
    18, "W", "GDPR 5(1)(b); WP260 ¶12",
    Text("Een doel is meer dan een etiket", "A purpose is more than a label"),
    Text("Leg in één zin uit wat er voor dit doel gebeurt.", "Explain in one sentence what happens for this purpose."),
)  # fmt: skip
def purpose_is_more_than_a_label(case: Case) -> Faults:
    return warn(
        (purpose.id for purpose in case.purposes if not purpose.description),
        Text("Het doel heeft geen omschrijving.", "The purpose has no description."),
    )


@rule(
    19, "E", "GDPR 5(1)(c), 12(1), 14(1)(d)",
    Text("Geen vergaarbak onder de gegevens", "No catch-all among the data"),
    Text("Noem de gegevens zelf.", "Name the data themselves."),
)  # fmt: skip
def no_catch_all_item(case: Case) -> Faults:
    faults: Faults = ()
    for purpose in case.purposes:
        labels = [item.label for item in purpose.items if "catch_all" in kinds_in(item)]
        faults += fail(
            [purpose.id, *labels] if labels else [],
            Text("Dit gegeven kan van alles omvatten.", "This item may cover anything."),
        )
    return faults


@rule(
    20, "W", "GDPR 5(1)(f), 32(1)(a)",
    Text("Een wachtwoord is geen gewoon gegeven", "A credential is not ordinary data"),
    Text("Vermeld dat alleen een hash wordt bewaard, en welke.", "Say that only a hash is kept, and which."),
)  # fmt: skip
def credential_is_not_ordinary_data(case: Case) -> Faults:
    return warn(
        (
            purpose.id
            for purpose in case.purposes
            if any("credential" in kinds_in(item) and not item.protection for item in purpose.items)
        ),
        Text(
            "Een wachtwoord staat er zonder hoe het is beschermd.", "A credential stands without how it is protected."
        ),
    )


@rule(
    21, "E", "GDPR 9, 10, 87; UAVG 46",
    Text("Bijzondere gegevens en BSN in documenten zijn besproken", "Special categories in documents are addressed"),
    Text(
        "Zeg of documenten zulke gegevens bevatten en wat ermee gebeurt.",
        "Say if documents hold such data, and what then.",
    ),
)  # fmt: skip
def special_categories_in_documents(case: Case) -> Faults:
    return fail(
        (p.id for p in case.purposes if any(item.special == "unknown" for item in _documents(p))),
        Text(
            "Onbekend is of de documenten bijzondere gegevens of een BSN bevatten.",
            "It is unknown whether the documents hold special categories or a national number.",
        ),
    )


@rule(
    22, "E", "GDPR 4(4), 13(2)(f), 21(1)-(2)",
    Text("Afgeleide interesses en groepen heten profilering", "Inferred interests and segments are told as profiling"),
    Text(
        "Noem de profilering, de logica en het recht van bezwaar.",
        "Tell the profiling, its logic and the right to object.",
    ),
)  # fmt: skip
def inferred_data_is_declared_as_profiling(case: Case) -> Faults:
    return fail(
        (p.id for p in case.purposes if _profiles(p) and not p.profiling_declared),
        Text("Het doel profileert zonder dat de tekst het zegt.", "The purpose profiles and the text does not say so."),
    )


def _profiles(purpose: Purpose) -> bool:
    return has_trait(purpose, "profiling") or any("inferred" in kinds_in(item) for item in purpose.items)


@rule(
    23, "W", "GDPR 5(1)(a), 5(1)(d), 12(1)",
    Text("Wie personen onderscheidt, noemt een kenmerk", "What singles out a person lists an identifier"),
    Text(
        "Noem het kenmerk dat wordt gebruikt, zoals een cookie-ID.",
        "List the identifier in use, such as a cookie ID.",
    ),
)  # fmt: skip
def singling_out_lists_an_identifier(case: Case) -> Faults:
    return warn(
        (p.id for p in case.purposes if has_trait(p, "singles_out") and not _has_identifier(p)),
        Text(
            "Zonder kenmerk kan dit doel niet worden bereikt.", "Without an identifier this purpose cannot be reached."
        ),
    ) + info(
        (p.id for p in case.purposes if has_trait(p, "abuse") and not leaves_of(p) & NETWORK_TRACES),
        Text(
            "Misbruik signaleren zonder IP-adres of log is ongewoon; is de lijst volledig?",
            "Detecting abuse without an IP address or log is unusual; is the list complete?",
        ),
    )


def _has_identifier(purpose: Purpose) -> bool:
    return any("identifier" in kinds_in(item) for item in purpose.items)


@rule(
    24, "E", "GDPR 13(1)(e)",
    Text("Wat openbaar wordt, noemt het publiek als ontvanger", "Publication names the public as recipient"),
    Text("Noem het publiek als ontvanger.", "Name the public as a recipient."),
)  # fmt: skip
def publication_names_the_public(case: Case) -> Faults:
    return fail(
        _published_to_nobody(case.purposes),
        Text(
            "Het doel maakt gegevens openbaar; het publiek is geen ontvanger.",
            "Data are published; the public is not told.",
        ),
    )


def _published_to_nobody(purposes: tuple[Purpose, ...]) -> Iterator[str]:
    for purpose in purposes:
        publishes = purpose.publishes or has_trait(purpose, "publishes")
        if publishes and not any(THE_PUBLIC.search(name) for name in purpose.recipients.names):
            yield purpose.id
