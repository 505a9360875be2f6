"""Who the statement is from and whom to ask: rules 1, 2, 5 and 6."""

from grondslag.lint.findings import Faults, Text, fail, warn
from grondslag.lint.rules import Case, rule


@rule(
    1, "E", "GDPR 13(1)(a), 14(1)(a)",
    Text("De verantwoordelijke is met naam en contactgegevens bekend", "The controller is told with name and contact"),
    Text("Noem naam en contactgegevens van de verantwoordelijke.", "Give the controller's name and contact details."),
)  # fmt: skip
def controller_identity_and_contact(case: Case) -> Faults:
    controller, contacts = case.statement.controller, case.statement.contacts
    missing = {
        "controller.name": not controller.name,
        "contacts.general": not (contacts.general or contacts.requests or (controller.street and controller.city)),
    }
    return fail(
        (name for name, absent in missing.items() if absent),
        Text("Dit gegeven van de verantwoordelijke ontbreekt.", "This detail of the controller is missing."),
    )


@rule(
    2, "E", "GDPR 13(1)(b), 37(7), 38(4)-(5)",
    Text("De functionaris is bereikbaar, los van de algemene postbus", "The officer is reached apart from the mailbox"),
    Text(
        "Geef de functionaris een eigen, vertrouwelijk adres.",
        "Give the officer a confidential address of their own.",
    ),
)  # fmt: skip
def officer_has_a_contact_of_their_own(case: Case) -> Faults:
    contacts = case.statement.contacts
    if not contacts.officer_appointed:
        return ()
    if not contacts.officer:
        return fail(["contacts.officer"], Text("De functionaris heeft geen adres.", "The officer has no address."))
    shared = contacts.officer == contacts.general == contacts.requests == contacts.complaints
    return warn(
        [contacts.officer] if shared else [],
        Text(
            "Eén adres dient de functionaris, de vragen, de verzoeken en de klachten.",
            "One address serves the officer, the questions, the requests and the complaints.",
        ),
    )


@rule(
    5, "E", "GDPR 5(2), 12(1); WP260 ¶29",
    Text("Versie en datum van ingang zijn vermeld", "Version and date in force are given"),
    Text("Nummer de versie en noem de dag waarop zij ingaat.", "Number the version and give the day it takes effect."),
)  # fmt: skip
def version_and_date_in_force(case: Case) -> Faults:
    missing = {"version": not case.statement.version, "in_force": case.statement.in_force is None}
    return fail(
        (name for name, absent in missing.items() if absent),
        Text("De verklaring vermeldt dit niet.", "The statement does not give this."),
    )


@rule(
    6, "W", "GDPR 12(1)",
    Text("Begrippen met een hoofdletter zijn omschreven", "Capitalised terms are defined"),
    Text("Omschrijf het begrip of gebruik een gewoon woord.", "Define the term or use a plain word."),
)  # fmt: skip
def capitalised_terms_are_defined(case: Case) -> Faults:
    defined = {term.casefold() for term in case.statement.defined_terms}
    return warn(
        (term for term in case.statement.used_terms if term.casefold() not in defined),
        Text("Dit begrip is gebruikt maar nergens omschreven.", "This term is used but defined nowhere."),
    )
