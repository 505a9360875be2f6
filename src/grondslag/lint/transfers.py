"""Transfers outside the EEA and the names the text uses for them: rules 35 to 39."""

import re

from grondslag.lint.dated import Mechanism
from grondslag.lint.findings import Faults, Text, fail, info, needs_input, warn
from grondslag.lint.mechanisms import EEA
from grondslag.lint.rules import Case, rule
from grondslag.statement.model import Transfer


def _relied_on(transfer: Transfer, case: Case) -> tuple[Mechanism, ...]:
    """The mechanisms of that name that cover the country; several where a name outlived its first decision."""
    name = _plain(transfer.mechanism)
    return tuple(
        mechanism
        for mechanism in case.registers.mechanisms
        if name in {_plain(known) for known in (mechanism.name, *mechanism.aliases)}
        and (not mechanism.countries or not transfer.country or transfer.country in mechanism.countries)
    )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _valid(transfer: Transfer, case: Case) -> tuple[Mechanism, ...]:
    return tuple(mechanism for mechanism in _relied_on(transfer, case) if mechanism.valid(case.on))


@rule(
    35, "E", "GDPR 44-46; C-311/18",
    Text("Het doorgifte-instrument geldt op deze dag", "The transfer mechanism is valid on this day"),
    Text(
        "Leg een geldig besluit of passende waarborg vast, of stop.",
        "Record a valid decision or safeguard, or stop.",
    ),
)  # fmt: skip
def transfer_mechanism_is_valid(case: Case) -> Faults:
    faults: Faults = ()
    for transfer in case.statement.transfers:
        if transfer.mechanism and not _valid(transfer, case):
            faults += fail([transfer.mechanism], _why_invalid(transfer, case))
    return faults


def _why_invalid(transfer: Transfer, case: Case) -> Text:
    ended = [m for m in _relied_on(transfer, case) if m.valid_to is not None and m.valid_to <= case.on]
    if ended:
        last = max(ended, key=lambda mechanism: mechanism.valid_to or case.on)
        return Text(
            f"Ongeldig sinds {last.valid_to} ({last.ended_by or last.source}).",
            f"Not valid since {last.valid_to} ({last.ended_by or last.source}).",
        )
    early = [m.valid_from for m in _relied_on(transfer, case)]
    if early:
        return Text(f"Geldt pas vanaf {min(early)}.", f"Valid only from {min(early)}.")
    return Text(
        "Dit instrument is niet bekend, of dekt dit land niet.",
        "This mechanism is not known, or does not cover this country.",
    )


@rule(
    36, "E", "GDPR 13(1)(f)",
    Text(
        "Een doorgifte noemt besluit of waarborg, en hoe een kopie",
        "A transfer tells decision or safeguard, and copy",
    ),
    Text(
        "Noem het besluit of de waarborg, en bij een waarborg waar een kopie te krijgen is.",
        "Name the decision or the safeguard, and for a safeguard where to get a copy.",
    ),
)  # fmt: skip
def transfer_tells_safeguard_and_copy(case: Case) -> Faults:
    without = [t.recipient for t in case.statement.transfers if not _valid(t, case)]
    uncopied = [
        t.recipient
        for t in case.statement.transfers
        if not t.copy_means and (valid := _valid(t, case)) and all(m.article == "46" for m in valid)
    ]
    return fail(
        without,
        Text("Er is geen geldig besluit of geldige waarborg genoemd.", "No valid decision or safeguard is told."),
    ) + fail(
        uncopied,
        Text(
            "Hoe een kopie van de waarborg te krijgen is, ontbreekt.", "How to get a copy of the safeguard is missing."
        ),
    )


@rule(
    37, "I", "Decision (EU) 2023/1795; C-703/25 P",
    Text("Het instrument wordt niet aangevochten", "The mechanism is not under challenge"),
    Text("Houd een tweede instrument gereed.", "Keep a second mechanism ready."),
)  # fmt: skip
def mechanism_under_challenge(case: Case) -> Faults:
    faults: Faults = ()
    for transfer in case.statement.transfers:
        challenges = [c for m in _valid(transfer, case) for c in m.challenges if c.pending(case.on)]
        cases = ", ".join(challenge.case for challenge in challenges)
        faults += info(
            [transfer.mechanism] if challenges else [],
            Text(f"Bij de rechter aanhangig: {cases}.", f"Pending in court: {cases}."),
        )
    return faults


@rule(
    38, "E", "GDPR 5(1)(a), 13(1)(f)",
    Text("De belofte «alleen in de EER» klopt met de partners", "The promise «only in the EEA» fits the partners"),
    Text("Kies een partner in de EER, of noem de uitzondering.", "Choose a partner in the EEA, or tell the exception."),
)  # fmt: skip
def eea_claim_fits_the_partners(case: Case) -> Faults:
    claim, partners = case.statement.eea, case.registers.partners
    if not claim.eea_only:
        return ()
    if partners is None:
        return needs_input(
            ["partners"],
            Text("Het register van partners met hun landen is niet gegeven.", "The register of partners is not given."),
            Text(
                "Geef het register van partners met hun landen.", "Give the register of partners with their countries."
            ),
        )
    excepted = {_plain(name) for name in claim.exceptions}
    return fail(
        (p.name for p in partners if p.country.upper() not in EEA and _plain(p.name) not in excepted),
        Text("Deze partner staat buiten de EER.", "This partner is outside the EEA."),
    )


@rule(
    39, "W", "GDPR 5(1)(d), 12(1)",
    Text("Geen verouderde wetten en namen", "No stale laws and names"),
    Text("Vervang de naam door wat er nu geldt.", "Replace the name by what holds now."),
)  # fmt: skip
def no_stale_laws_and_names(case: Case) -> Faults:
    faults: Faults = ()
    for stale in case.registers.stale_names:
        if stale.since <= case.on:
            faults += warn(
                (word for word in case.statement.instruments if re.search(stale.pattern, word, re.IGNORECASE)),
                Text(f"Bestaat niet meer sinds {stale.since}.", f"No longer exists since {stale.since}."),
                Text(f"Gebruik: {stale.instead}.", f"Use: {stale.instead}."),
            )
    return faults
