"""The fixed words that findings use as objects, as people read them. Purpose ids and labels stay as they are."""

from grondslag.lint.findings import Language, Text

WORDS: dict[str, Text] = {
    "controller.name": Text("naam van de verantwoordelijke", "name of the controller"),
    "contacts.general": Text("contactgegevens", "contact details"),
    "contacts.officer": Text("adres van de functionaris", "address of the officer"),
    "version": Text("versie", "version"),
    "in_force": Text("datum van ingang", "date in force"),
    "full_ip": Text("volledig IP-adres", "full IP address"),
    "cross_site": Text("over sites heen", "across sites"),
    "shared": Text("gedeeld", "shared"),
    "user_id": Text("een ID per gebruiker", "an ID per user"),
    "location": Text("locatie", "location"),
    "start": Text("begin van de termijn", "start of the term"),
    "law": Text("de wet", "the law"),
    "access": Text("inzage", "access"),
    "rectification": Text("rectificatie", "rectification"),
    "erasure": Text("wissen", "erasure"),
    "restriction": Text("beperking", "restriction"),
    "objection": Text("bezwaar", "objection"),
    "portability": Text("overdraagbaarheid", "portability"),
    "automated_decision": Text("geautomatiseerd besluit", "automated decision"),
    "withdrawal": Text("intrekken van toestemming", "withdrawal of consent"),
    "marketing": Text("direct marketing", "direct marketing"),
    "consequence": Text("het gevolg van bezwaar", "the consequence of objecting"),
    "separate": Text("apart van andere informatie", "apart from other information"),
    "machine_readable": Text("machineleesbaar", "machine-readable"),
    "direct_transfer": Text("rechtstreeks naar een ander", "directly to another controller"),
    "legal_scope": Text("de grens die de wet stelt", "the limit of the law"),
    "loss_of_service": Text("verlies van diensten", "loss of services"),
    "same_channel": Text("langs dezelfde weg", "by the same way"),
    "complaint": Text("klacht bij de toezichthouder", "complaint to the authority"),
    "court": Text("beroep op de rechter", "recourse to the court"),
    "extension": Text("verlenging", "extension"),
    "identity": Text("vaststellen van de identiteit", "establishing identity"),
    "free": Text("kosteloos", "free of charge"),
    "months": Text("termijn", "period"),
    "types": Text("soorten besluiten", "types of decision"),
    "logic": Text("de logica", "the logic"),
    "significance": Text("het belang", "the significance"),
    "consequences": Text("de gevolgen", "the consequences"),
    "connector": Text("de verbinding van de gronden", "the joining of the grounds"),
    "consent": Text("uitdrukkelijke toestemming", "explicit consent"),
    "bases": Text("de gronden", "the grounds"),
    "partners": Text("register van partners", "register of partners"),
    "change": Text("wijziging", "change"),
}


def in_words(object: str, language: Language) -> str:
    """The object of a finding as people read it; what is no fixed word stays as it is."""
    return WORDS[object].in_language(language) if object in WORDS else object
