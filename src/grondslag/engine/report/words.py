"""Our own words on a person's page, Dutch and English."""

from typing import Final

from grondslag.statement.phrases import Language

# Why a cell is there, by the basis of the reason; {interest} and {law} are the statement's own words.
GROUNDS: Final[dict[str, tuple[str, str]]] = {
    "consent": (
        "U gaf er toestemming voor. Die kunt u op elk moment weer intrekken (artikel 6, lid 1, onder a, AVG).",
        "You gave consent for it, which you can withdraw at any time (Article 6(1)(a) GDPR).",
    ),
    "contract": (
        "Het is nodig voor de overeenkomst die u met ons heeft of had (artikel 6, lid 1, onder b, AVG).",
        "It is needed for the agreement that you have or had with us (Article 6(1)(b) GDPR).",
    ),
    "legal_obligation": (
        "De wet verplicht ons ertoe (artikel 6, lid 1, onder c, AVG).",
        "The law obliges us to (Article 6(1)(c) GDPR).",
    ),
    "vital_interest": (
        "Iemands leven of gezondheid hangt ervan af (artikel 6, lid 1, onder d, AVG).",
        "Somebody's life or health depends on it (Article 6(1)(d) GDPR).",
    ),
    "public_task": (
        "Het is nodig voor een publieke taak (artikel 6, lid 1, onder e, AVG). U kunt daartegen opkomen.",
        "It is needed for a public task (Article 6(1)(e) GDPR). You can object to it.",
    ),
    "legitimate_interest": (
        "Wij hebben er een gerechtvaardigd belang bij (artikel 6, lid 1, onder f, AVG). U kunt daartegen opkomen.",
        "We have a legitimate interest in it (Article 6(1)(f) GDPR). You can object to it.",
    ),
    "law": ("Een wet verplicht ons dit te bewaren.", "A law obliges us to keep this."),
    "hold": (
        "Wij moeten dit bewaren zolang er een zaak of een onderzoek loopt. Verder gebruiken wij het niet.",
        "We must keep this while a case or an inquiry lasts. We do not use it for anything else.",
    ),
    "restriction": (
        "Het gebruik hiervan staat stil. Wij bewaren het, en gebruiken het niet (artikel 18 AVG).",
        "The use of this is on hold. We keep it, and do not use it (Article 18 GDPR).",
    ),
}

WORDS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Wat wij van u bewaren", "What we keep about you"),
    "intro": ("Al uw gegevens bij {company}, waarvoor, hoe lang, en wat u ermee kunt.",
              "All your data at {company}, what for, how long, and what you can do about it."),
    "as_of": ("Opgemaakt naar de stand van {day}, volgens versie {version} van de privacyverklaring.",
              "As things stood on {day}, under version {version} of the privacy statement."),
    "as_of_unversioned": ("Opgemaakt naar de stand van {day}, volgens de privacyverklaring.",
                          "As things stood on {day}, under the privacy statement."),
    "subject": ("Uw kenmerk bij ons: {kind} {key}", "Your reference with us: {kind} {key}"),
    "skip": ("Direct naar uw gegevens", "Straight to your data"),
    "contents": ("Wat hier staat", "What is here"),
    "nothing": ("Wij bewaren niets van u.", "We keep nothing about you."),
    "holder": ("Wie uw gegevens heeft", "Who has your data"),
    "controller": ("Verantwoordelijke", "Controller"),
    "kvk": ("KvK-nummer", "Trade register number"),
    "address": ("Adres", "Address"),
    "questions": ("Voor vragen en verzoeken", "For questions and requests"),
    "officer": ("Functionaris gegevensbescherming", "Data protection officer"),
    "data": ("Uw gegevens, en waarvoor wij ze bewaren", "Your data, and what we keep them for"),
    "why": ("Waarom dat mag", "Why we may"),
    "interest": ("Ons belang", "Our interest"),
    "law": ("De wet", "The law"),
    "recipients": ("Wie ze kan krijgen", "Who may get them"),
    "no_recipients": ("Niemand buiten ons", "Nobody outside our company"),
    "source": ("Waar ze vandaan komen", "Where they come from"),
    "until": ("Wij bewaren dit tot en met {day}", "We keep this through {day}"),
    "waiting": ("Wij bewaren dit tot {period} na {event}", "We keep this until {period} after {event}"),
    "waiting_year": ("Wij bewaren dit tot {period} na het jaar van {event}",
                     "We keep this until {period} after the year of {event}"),
    "standing": ("Wij bewaren dit zolang die reden er is", "We keep this for as long as that reason lasts"),
    "times": ("{count} keer", "{count} times"),
    "secret": ("Onleesbaar bewaard; wij tonen het niet", "Stored so that it cannot be read; we do not show it"),
    "unlawful": ("Gegevens die weg moeten", "Data that must go"),
    "unlawful_why": (
        "Voor deze gegevens is geen doel, of de termijn is voorbij. Wij gebruiken ze niet en wissen ze uiterlijk "
        "bij de eerstvolgende opschoning.",
        "No purpose covers these data, or their term is over. We do not use them, and erase them at the next sweep.",
    ),
    "withheld": ("Gegevens die wij nog niet tonen", "Data that we do not show yet"),
    "withheld_why": (
        "Een adres of nummer past bij meer dan één persoon. Neem contact op, dan zoeken wij uit wat van u is: "
        "{count} regels.",
        "An address or number fits more than one person. Contact us, and we find out what is yours: {count} rows.",
    ),
    "more": ("Van «{table}» staan hier de eerste regels. Alle andere, nog {count}, staan in het bestand {file}.",
             "Of «{table}» the first rows are here. All others, {count} more, are in the file {file}."),
    "rights": ("Wat u kunt vragen", "What you can ask"),
    "ask": ("U vraagt het via {contact}. Vragen kost niets.", "Ask by way of {contact}. Asking is free."),
    "complain": ("U kunt ook een klacht indienen bij: {authority}.",
                 "You can also lodge a complaint with: {authority}."),
    "abroad": ("Buiten Europa", "Outside Europe"),
    "automated": ("Besluiten door een computer", "Decisions by a computer"),
    "automated_told": (
        "Er kunnen besluiten over u vallen die een computer neemt. U kunt vragen dat een mens ernaar kijkt.",
        "A computer may take decisions about you. You can ask a human to look at them.",
    ),
}  # fmt: skip

# The kind of source of a table; what follows the colon in the datamap is detail for its owner.
SOURCES: Final[dict[str, tuple[str, str]]] = {
    "subject": ("Van u zelf", "From you"),
    "third_party": ("Van een ander", "From somebody else"),
    "automatic": ("Vanzelf vastgelegd toen u onze dienst gebruikte", "Recorded automatically as you used our service"),
}


def said(name: str, language: Language, **values: object) -> str:
    """One of our sentences in a language, with its values filled in. Raises KeyError for a name that is not there."""
    return WORDS[name][language == "en"].format(**values)


def source(text: str, language: Language) -> str:
    """A table's source in words: «third_party:bank» is «Van een ander (bank)»."""
    kind, _, detail = text.partition(":")
    words = SOURCES[kind][language == "en"] if kind in SOURCES else kind
    return f"{words} ({detail})" if detail and kind == "third_party" else words
