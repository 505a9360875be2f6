"""What sentences of a narrative tell, as data: words that must all occur -> fields. Matched on text in lower case.

Each row is one rule: the section topics in which it counts (none: everywhere), the needles that must all be found, a
needle that must not, and the facts. ``{email}`` stands for the sentence's first e-mail address, ``{match}`` for the
words that the first needle found. Needles hold no nested repetition, so that matching stays linear.
"""

from dataclasses import dataclass

from grondslag.statement.model import Mention, Recipient, Role, SharingReason, Source, Technique

EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"
COMPANY = r"wij|we|ons|onze|ik"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: when ``needles`` all occur and ``never`` does not, the sentence tells ``facts``."""

    needles: tuple[str, ...]
    facts: tuple[tuple[str, object], ...]
    topics: tuple[str, ...] = ()
    never: str = ""


_OFFICER = r"functionaris (?:voor )?(?:de )?gegevensbescherming|data protection officer|privacy officer|\bdpo\b|\bfg\b"
_NOT = r"\b(?:niet|geen|nooit)\b"
_STATEMENT = (
    r"privacy ?-?(?:verklaring|statement|beleid|policy|reglement)|cookie(?:verklaring|beleid| ?statement)|verklaring"
)

_TOLD_TO = (
    r"derde|autoriteit|instantie|overheid|politie|belastingdienst",
    r"verstrekken|verstrekt|doorgeven|delen|te geven|afstaan",
)

RULES: tuple[Rule, ...] = (
    # who and where to turn
    Rule(
        (_OFFICER, r"aangesteld|benoemd|aangewezen|onze |heeft een|hebben een"),
        (("contacts.officer_appointed", True),),
        never=r"geen (?:functionaris|fg|dpo)|niet verplicht",
    ),
    Rule((_OFFICER, EMAIL), (("contacts.officer_appointed", True), ("contacts.officer", "{email}"))),
    Rule(
        (r"verwerkingsverantwoordelijke|verantwoordelijk voor de verwerking", r"\b(?:is|zijn|wij)\b"),
        (("controller", True),),
        never=r"andere verwerkingsverantwoordelijke",
    ),
    Rule((r"verzoek", EMAIL), (("contacts.requests", "{email}"),)),
    Rule((r"klacht", EMAIL), (("contacts.complaints", "{email}"),)),
    Rule(
        (r"\bvra(?:ag|gen)\b|contact|opmerking|e-mail:|e-mailadres:|mail:", EMAIL),
        (("contacts.general", "{email}"),),
        never=r"^ook als|" + _OFFICER,
    ),
    Rule(
        (EMAIL,), (("contacts.general", "{email}"),), topics=("contact", "controller", "introduction"), never=_OFFICER
    ),
    # where data comes from
    Rule(
        (
            r"andere partijen|derde partijen|\bderden\b|andere bronnen|openbare bronnen|databrokers?",
            r"verkregen|ontvang|afkomstig|verkrijg|krijgen wij|verzamel",
        ),
        (("sources", Source(label="{match}", kind="third_party")),),
        topics=("sources", "introduction", "personal", "purposes"),
        never=r"doorgegeven",
    ),
    Rule(
        (r"automatische (?:tools|hulpmiddelen|middelen|technieken|systemen)",),
        (
            ("sources", Source(label="{match}", kind="automatic")),
            ("techniques", Technique(name="{match}", kind="automatic_tool")),
        ),
    ),
    Rule(
        (r"automatisch", r"verzamel|geregistreerd|vastgelegd|gegenereerd"),
        (("sources", Source(label="{match}", kind="automatic")),),
        never=r"automatische tools|besluit|verwijder",
    ),
    Rule(
        (
            r"die (?:u|je) (?:zelf )?(?:aan ons )?(?:verstrekt|doorgeeft|invult|achterlaat)|door (?:u|jou) (?:zelf"
            r" )?verstrekt|zelf (?:aan ons )?(?:verstrekt|invult)|gegevens aan ons verstrekt",
        ),
        (("sources", Source(label="{match}", kind="subject")),),
        never=r":$",
    ),
    # whom it is told, and why
    Rule(
        (r"wettelijke (?:verplichting|plicht)|wettelijk verplicht", *_TOLD_TO),
        (
            ("sharing_reasons", SharingReason(label="{match}", kind="legal_duty")),
            ("mentions", Mention(label="{match}", kind="legal_duty")),
        ),
    ),
    Rule(
        (r"verplicht", *_TOLD_TO),
        (
            ("sharing_reasons", SharingReason(label="{match}", kind="legal_duty")),
            ("mentions", Mention(label="{match}", kind="legal_duty")),
        ),
        never=r"rechtszaak|wettelijke? (?:verplicht|plicht)|niet verplicht",
    ),
    Rule(
        (
            r"(?:bepaalde )?diensten voor (?:haar|hem|ons|onze) te verrichten|(?:bepaalde )?diensten te (?:laten"
            r" )?verrichten",
            r"\bderden\b|derde partijen",
        ),
        (("sharing_reasons", SharingReason(label="{match}", kind="service")),),
    ),
    Rule(
        (
            r"op basis van wet- en/of regelgeving|op grond van wet- en regelgeving|op grond van de wet|krachtens de"
            r" wet",
            r"\bderden\b|derde partijen|verstrekken",
            r"verplicht",
        ),
        (("sharing_reasons", SharingReason(label="{match}", kind="law")),),
    ),
    Rule(
        (
            r"rechtszaak|gerechtelijk bevel|rechterlijk(?:e uitspraak| bevel)|gerechtelijke procedure",
            r"verstrek|delen|gedeeld|genoodzaakt",
        ),
        (("sharing_reasons", SharingReason(label="{match}", kind="court")),),
    ),
    Rule(
        (
            r"bescherming van (?:haar|zijn|onze|de) (?:eigen )?rechten|onze rechten te beschermen|eigen rechten te"
            r" beschermen",
        ),
        (
            ("sharing_reasons", SharingReason(label="{match}", kind="own_rights")),
            ("mentions", Mention(label="{match}", kind="own_rights")),
        ),
    ),
    # automated decisions
    Rule(
        (
            r"geautomatiseerde besluit(?:vorming|en)|automatische besluitvorming",
            r"kan|kunnen|maakt|maken|gebruik|neemt|nemen",
            r"\b(?:wanneer|indien|gebruik|op basis van|neemt|nemen)\b",
        ),
        (("automated_decision.exists", True), ("mentions", Mention(label="{match}", kind="automated_decision"))),
        never=r"\b(?:niet|geen)\b|heeft u de rechten|recht om",
    ),
    Rule(
        (r"geautomatiseerd|automatisch", r"besluit", r"\b(?:niet|geen)\b"),
        (("automated_decision", False),),
        topics=("automated", "purposes", "personal", ""),
    ),
    Rule(
        (r"profiel|profilering", r"diensten|beschikbaar|besluit|aanbod"),
        (("automated_decision.uses_profile", True),),
        topics=("automated",),
        never=_NOT + r" profil",
    ),
    Rule(
        (r"geautomatiseerde besluitvorming", r"heeft u de rechten|hebt u de rechten|heroverweg|menselijke tussenkomst"),
        (("automated_decision.told", "safeguards"),),
        topics=("automated",),
    ),
    Rule((r"onderliggende logica|de logica",), (("automated_decision.told", "logic"),), topics=("automated",)),
    # change
    Rule(
        (
            _STATEMENT,
            r"gewijzigd|wijzigen|wijzigingen aan|aangepast|aanpassen|te passen",
            r"\b(?:kan|kunnen|mag|recht|mogen)\b",
        ),
        (("change.may_change", True),),
        never=r"gegevens (?:te )?(?:laten )?(?:wijzigen|aanpassen)",
    ),
    Rule(
        (r"regelmatig|van tijd tot tijd|geregeld|periodiek", r"lezen|raadplegen|bekijken|controleren|kijken|bezoeken"),
        (("change.pull_advice", True),),
        topics=("change", "introduction", "contact", ""),
    ),
    Rule(
        (
            r"wijzig|aanpass",
            r"(?:informeren|berichten|melden) (?:wij|we)|op de hoogte|ontvangt u|laten (?:wij|we) (?:u|je)|per e-mail",
        ),
        (("change.push_notice", True),),
        topics=("change", "introduction"),
        never=r"regelmatig",
    ),
    # cookies
    Rule(
        (r"cookies", r"uitsluitend|alleen|enkel", r"noodzakelijk|functionele|technische|kwaliteit|effectiviteit"),
        (("cookies.only_necessary_or_quality", True), ("techniques", Technique(name="cookies"))),
        never=r"niet alleen",
    ),
    Rule(
        (r"cookies", r"(?:hoeft|hoeven)[\w ]{0,60} geen toestemming|geen toestemming (?:nodig|vereist|voor nodig)"),
        (("cookies.no_consent_needed", True),),
    ),
    Rule(
        (r"geen of (?:een )?geringe?|nauwelijks (?:gevolg|inbreuk)|weinig gevolgen", r"gevolg|inbreuk|privacy"),
        (("cookies.little_impact", True),),
        topics=("cookies",),
    ),
    Rule(
        (r"cookies?", r"niet (?:be)?schadig|niet beschadigen|geen schade|niet schadelijk|beschadigen"),
        (("cookies.harmless", True),),
        topics=("cookies",),
    ),
    Rule(
        (r"fingerprinting|device fingerprint|browser ?fingerprint",),
        (("techniques", Technique(name="{fingerprint}", kind="fingerprinting")),),
        never=r"geen (?:gebruik van )?(?:device )?fingerprint",
    ),
    Rule(
        (r"(?:tracking |facebook[- ]|meta[- ]|web ?)?(?:pixels?|beacons?)\b",),
        (("techniques", Technique(name="{match}", kind="pixel")),),
        never=r"geen (?:gebruik van )?(?:tracking ?)?pixels",
    ),
    Rule((r"local ?storage|lokale opslag",), (("techniques", Technique(name="{match}", kind="local_storage")),)),
    Rule(
        (r"cookies", r"gebruikt|gebruiken|maakt gebruik|maken gebruik|plaatst|plaatsen"),
        (("techniques", Technique(name="cookies")),),
        never=r"geen (?:gebruik van )?(?:\w{1,20} )?cookies",
    ),
    # must the data be given
    Rule(
        (
            r"verstrek",
            r"(?:u|je|jij) (?:bent |ben )?(?:niet )?verplicht|bent u verplicht|niet verstrekt|noodzakelijke"
            r" voorwaarde|geen overeenkomst (?:aangaan|sluiten)",
            r"overeenkomst|dienst|gegevens",
        ),
        (("mandatory_told", True),),
        never=r"derde|autoriteit",
    ),
    # the supervisory authority
    Rule((r"autoriteit persoonsgegevens|gegevensbeschermingsautoriteit",), (("authority", "{authority}"),)),
)

# What an item in a list of recipients is: the first row of which a word occurs in it.
RECIPIENTS: tuple[tuple[str, Recipient], ...] = (
    (r"overname|fusie|koper", Recipient(name="", kind="takeover_candidate")),
    (r"advis|accountant|advoca|notaris|boekhouder", Recipient(name="", kind="adviser")),
    (
        r"verwerkers?\b|hosting|leverancier|dienstverlener|ict-|it-|softwarepartij",
        Recipient(name="", kind="processor", role=Role.PROCESSOR),
    ),
    (r"overeenkomst|partijen die betrokken|vervoerder|bezorg", Recipient(name="", kind="contract_party")),
    (
        r"autoriteit|toezichthouder|overheid|belastingdienst|politie|justitie|instantie",
        Recipient(name="", kind="authority"),
    ),
)
