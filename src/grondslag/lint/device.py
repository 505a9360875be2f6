"""What is stored on and read from the device: rules 14 to 16, 28 and 49."""

from grondslag.lint.findings import Faults, Text, fail, needs_input, warn
from grondslag.lint.rules import Case, device_use, leaves_of, rule
from grondslag.statement.model import Ground, Purpose, Technique

STORED = ("cookie", "local_storage")
CHECKS = ("full_ip", "cross_site", "shared", "user_id", "location")


@rule(
    14, "E", "Tw 11.7a(1); GDPR 4(11), 7",
    Text("Volgen op het apparaat vraagt toestemming", "Tracking on the device needs consent"),
    Text("Vraag vooraf toestemming, of zet dit doel uit.", "Ask consent beforehand, or switch this purpose off."),
)  # fmt: skip
def tracking_needs_consent(case: Case) -> Faults:
    unconsented = [p for p in case.purposes if p.ground is not Ground.CONSENT]
    return fail(
        (p.id for p in unconsented if device_use(p) == "tracking"),
        Text("Het doel volgt mensen zonder toestemming.", "The purpose tracks people without consent."),
    ) + needs_input(
        (p.id for p in unconsented if device_use(p) == "unknown"),
        Text("Onbekend is of een plugin of pixel wordt gebruikt.", "It is unknown whether a plugin or pixel is used."),
        Text("Geef aan wat dit doel op het apparaat doet.", "State what this purpose does on the device."),
    )


@rule(
    15, "E", "Tw 11.7a(3)(b)",
    Text("Analyse zonder toestemming heeft geen of geringe gevolgen", "Analytics without consent have little impact"),
    Text(
        "Maskeer het IP-adres, deel niets, volg niet over sites en zonder ID; of vraag toestemming.",
        "Mask the IP address, share nothing, do not follow across sites or by ID; or ask consent.",
    ),
)  # fmt: skip
def analytics_exemption_checklist(case: Case) -> Faults:
    faults: Faults = ()
    for purpose in case.purposes:
        if device_use(purpose) != "limited_analytics" or purpose.ground is Ground.CONSENT:
            continue
        checks = _checks(purpose, case)
        bad = [name for name, value in checks.items() if value]
        unknown = [] if bad else [name for name, value in checks.items() if value is None]
        faults += fail(
            [purpose.id, *bad] if bad else [],
            Text("Deze analyse is meer dan gering.", "These analytics are more than limited."),
        ) + needs_input(
            [purpose.id] if unknown else [],
            Text("Niet bekend is hoe beperkt de analyse is.", "It is not known how limited the analytics are."),
            Text("Vul in: IP gemaskeerd, delen, over sites, ID.", "Fill in: IP masked, shared, cross-site, user ID."),
        )
    return faults


def _checks(purpose: Purpose, case: Case) -> dict[str, bool | None]:
    """What would void the exemption: True it does, False it does not, None unknown. What is declared goes first."""
    device, items = purpose.device, leaves_of(purpose)
    masked = None if device.ip_masked is None else not device.ip_masked
    elsewhere = any(transfer.purpose == purpose.id for transfer in case.statement.transfers)
    return {
        "full_ip": _declared_or(masked, "ip_address" in items),
        "cross_site": device.cross_site,
        "shared": _declared_or(device.shared, elsewhere),
        "user_id": _declared_or(device.user_id, bool(items & {"client_id", "user_id"})),
        "location": "location" in items and masked is not False,
    }


def _declared_or(declared: bool | None, seen: bool) -> bool | None:
    return declared if declared is not None else (True if seen else None)


@rule(
    16, "E", "GDPR 6, 13; Tw 11.7a(3)",
    Text("Ook een vrijgestelde techniek hoort bij een doel", "An exempt technique belongs to a purpose too"),
    Text("Zeg bij welk doel en welke grondslag dit hoort.", "Say which purpose and ground this belongs to."),
)  # fmt: skip
def exempt_technique_belongs_to_a_purpose(case: Case) -> Faults:
    statement = case.statement
    sources = [s.label for s in statement.sources if s.kind == "automatic" and not s.purpose]
    techniques = [
        t.name for t in statement.techniques if t.use in ("functional", "limited_analytics") and not t.purpose
    ]
    return needs_input(
        sources,
        Text("Onbekend is welk doel deze bron dient.", "It is unknown which purpose this source serves."),
    ) + fail(techniques, Text("Deze techniek hoort bij geen doel.", "This technique belongs to no purpose."))


@rule(
    28, "W", "GDPR 13(2)(a); Tw 11.7a(1)(a); C-673/17 Planet49",
    Text("Elke cookie heeft een levensduur en zegt wie meeleest", "Every cookie has a lifetime and says who reads it"),
    Text(
        "Noem per cookie de levensduur en de toegang van derden.",
        "Give each cookie's lifetime and third-party access.",
    ),
)  # fmt: skip
def cookies_have_lifetime_and_access(case: Case) -> Faults:
    registered = {t.name.casefold(): t for t in case.registers.techniques or ()}
    told = [t for t in case.statement.techniques if t.kind in STORED]
    lacking = [t.name for t in registered.values() if t.kind in STORED and not _complete(t)]
    unknown = [t.name for t in told if not _complete(t) and t.name.casefold() not in registered]
    if not told and not registered and _stores_something(case):
        unknown = ["cookies"]
    return warn(
        lacking,
        Text("Levensduur of toegang van derden ontbreekt.", "Lifetime or third-party access is missing."),
    ) + needs_input(
        unknown,
        Text(
            "De lijst van cookies met hun levensduur is niet gegeven.",
            "The list of cookies and lifetimes is not given.",
        ),
        Text("Geef het register van cookies.", "Give the register of cookies."),
    )


def _complete(technique: Technique) -> bool:
    return technique.lifetime_days is not None and technique.third_party_access is not None


def _stores_something(case: Case) -> bool:
    claims = case.statement.cookies
    told = claims.only_necessary_or_quality or claims.no_consent_needed or claims.statement_url != ""
    return told or any(device_use(purpose) != "none" for purpose in case.purposes)


@rule(
    49, "E", "GDPR 5(1)(a); Tw 11.7a; EDPB 2/2023",
    Text("Wat over cookies is beloofd klopt met de doelen", "What is claimed of cookies agrees with the purposes"),
    Text(
        "Vraag toestemming, of zet volgen en fingerprinting uit.",
        "Ask consent, or switch tracking and fingerprinting off.",
    ),
)  # fmt: skip
def cookie_claims_agree_with_purposes(case: Case) -> Faults:
    if not case.statement.cookies.no_consent_needed:
        return ()
    techniques = [t for t in case.statement.techniques if t.kind == "fingerprinting" or t.use == "tracking"]
    tracking = [p.id for p in case.purposes if device_use(p) == "tracking"]
    return fail(
        [*tracking, *("fingerprinting" if t.kind == "fingerprinting" else t.name for t in techniques)],
        Text(
            "De tekst zegt dat toestemming niet nodig is; hier is zij dat.",
            "The text denies any need of consent; here it is.",
        ),
    )
