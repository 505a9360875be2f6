"""The phrases for everything in a statement but its purposes, and the sentences of ours that feed no field."""

from grondslag.statement.model import (
    AutomatedDecision,
    ChangeClause,
    Contacts,
    Controller,
    CookieClaims,
    EeaClaim,
    Group,
    Link,
    Mention,
    Recipient,
    ResponsePromise,
    Right,
    RightKind,
    Role,
    SharingReason,
    Source,
    Statement,
    Technique,
    Transfer,
)
from grondslag.statement.phrases.sheet import Phrase, Sheet

P = Phrase

ABOUT = Sheet("", Statement, (
    P("Titel van deze verklaring: {title:text}", "Title of this statement: {title:text}"),
    P("Versie van deze verklaring: {version:text}", "Version of this statement: {version:text}"),
    P("Deze verklaring geldt vanaf: {in_force:date}", "This statement is in force from: {in_force:date}"),
    P("Talen van deze verklaring: {languages:list}", "Languages of this statement: {languages:list}"),
    P("Per gegeven vertellen wij of u het moet geven, en wat er gebeurt als u dat niet doet.",
      "For each piece of data we tell whether you must give it, and what happens if you do not.", mandatory_told=True),
    P("Toezichthouder op privacy: {authority:text}", "Privacy supervisory authority: {authority:text}"),
    P("Woorden die de tekst uitlegt: {defined_terms:list}", "Words that the text explains: {defined_terms:list}"),
    P("Woorden die de tekst met een hoofdletter gebruikt: {used_terms:list}",
      "Words that the text uses with a capital letter: {used_terms:list}"),
    P("Regelingen en instanties in de tekst: {instruments:list}",
      "Legal instruments and bodies in the text: {instruments:list}"),
))  # fmt: skip

CONTROLLER = Sheet("controller", Controller, (
    P("Naam van de verantwoordelijke: {name:text}", "Name of the controller: {name:text}"),
    P("Handelsnaam: {trade_name:text}", "Trade name: {trade_name:text}"),
    P("Rechtsvorm: {legal_form:text}", "Legal form: {legal_form:text}"),
    P("Straat en huisnummer: {street:text}", "Street and number: {street:text}"),
    P("Postcode: {postcode:text}", "Postcode: {postcode:text}"),
    P("Vestigingsplaats: {city:text}", "City: {city:text}"),
    P("Vestigingsland: {country:text}", "Country: {country:text}"),
    P("KvK-nummer van de verantwoordelijke: {kvk:text}", "Trade register number of the controller: {kvk:text}"),
    P("Tijdzone waarin onze termijnen lopen: {zone:text}", "Time zone of our periods: {zone:text}"),
))  # fmt: skip

CONTACTS = Sheet("contacts", Contacts, (
    P("Adres voor vragen: {general:text}", "Address for questions: {general:text}"),
    P("Adres voor verzoeken: {requests:text}", "Address for requests: {requests:text}"),
    P("Adres voor klachten: {complaints:text}", "Address for complaints: {complaints:text}"),
    P("Een functionaris gegevensbescherming ziet bij ons onafhankelijk toe op privacy.",
      "A data protection officer watches over privacy with us independently.", officer_appointed=True),
    P("Adres van de functionaris gegevensbescherming: {officer:text}",
      "Address of the data protection officer: {officer:text}"),
))  # fmt: skip

_FOR = P("bij doeleinde {purpose:quoted}", "for purpose {purpose:quoted}")
_ROLES = (
    P("als verantwoordelijke", "as controller", role=Role.CONTROLLER),
    P("als verwerker", "as processor", role=Role.PROCESSOR),
    P("als derde", "as third party", role=Role.THIRD_PARTY),
)

GROUPS = Sheet("groups", Group, (
    P("Groep {id:quoted} heet {label:quoted}", "Group {id:quoted} is called {label:quoted}"),
), joined=True)  # fmt: skip

SOURCES = Sheet("sources", Source, (
    P("Herkomst {label:quoted}", "Source {label:quoted}"),
    P("u geeft ze zelf", "you give them yourself", kind="subject"),
    P("een ander geeft ze", "someone else gives them", kind="third_party"),
    P("ze ontstaan vanzelf bij het gebruik", "they arise by themselves in use", kind="automatic"),
    P("die ander noemen wij met naam", "we name that other party", named=True),
    P("het gaat om {categories:categories}", "this is about {categories:categories}"),
    _FOR,
), joined=True)  # fmt: skip

RECIPIENTS = Sheet("recipients", Recipient, (
    P("Ontvanger {name:quoted}", "Recipient {name:quoted}"),
    P("werkt in onze opdracht", "works on our instructions", kind="processor"),
    P("doet mee aan de overeenkomst met u", "takes part in the agreement with you", kind="contract_party"),
    P("geeft ons advies", "advises us", kind="adviser"),
    P("onderzoekt of het ons bedrijf wil kopen", "considers buying our business", kind="takeover_candidate"),
    P("is een overheid of rechter", "is an authority or a court", kind="authority"),
    *_ROLES,
    P("gevestigd in {country:quoted}", "established in {country:quoted}"),
    P("dat wil zeggen {definition:quoted}", "that is {definition:quoted}"),
    _FOR,
), joined=True)  # fmt: skip

SHARING = Sheet("sharing_reasons", SharingReason, (
    P("Reden om te delen {label:quoted}", "Reason to share {label:quoted}"),
    P("voor werk dat een ander voor ons doet", "for work that another does for us", kind="service"),
    P("omdat een wet of regel het eist", "because an act or rule demands it", kind="law"),
    P("vanwege een zaak bij de rechter", "because of a court case", kind="court"),
    P("om onze eigen rechten te verdedigen", "to defend our own rights", kind="own_rights"),
    P("vanwege een plicht die wij hebben", "because of a duty that we have", kind="legal_duty"),
    _FOR,
), joined=True)  # fmt: skip

MENTIONS = Sheet("mentions", Mention, (
    P("Ook gebruik van gegevens: {label:quoted}", "Also use of data: {label:quoted}"),
    P("bij een mogelijke verkoop van het bedrijf", "at a possible sale of the business", kind="acquisition"),
    P("voor de verdediging van onze rechten", "for the defence of our rights", kind="own_rights"),
    P("voor een plicht uit de wet", "for a duty under the law", kind="legal_duty"),
    P("voor een besluit door een computer", "for a decision by a computer", kind="automated_decision"),
    P("om uw verzoeken te behandelen", "to handle your requests", kind="rights_requests"),
    _FOR,
), joined=True)  # fmt: skip

TRANSFERS = Sheet("transfers", Transfer, (
    P("Doorgifte buiten de EER aan {recipient:quoted}", "Transfer outside the EEA to {recipient:quoted}"),
    P("in {country:quoted}", "in {country:quoted}"),
    P("met als waarborg {mechanism:quoted}", "with the safeguard {mechanism:quoted}"),
    P("een kopie krijgt u via {copy_means:quoted}", "you get a copy by {copy_means:quoted}"),
    _FOR,
), joined=True)  # fmt: skip

EEA = Sheet("eea", EeaClaim, (
    P("Uw gegevens blijven binnen de Europese Economische Ruimte (EER).",
      "Your data stay within the European Economic Area (EEA).", eea_only=True),
    P("Uitzondering op de EER: {exceptions:text}", "Exception to the EEA: {exceptions:text}"),
))  # fmt: skip

TECHNIQUES = Sheet("techniques", Technique, (
    P("Techniek op uw apparaat {name:quoted}", "Technique on your device {name:quoted}"),
    P("herkennen aan kenmerken van het apparaat", "recognising by traits of the device", kind="fingerprinting"),
    P("een meetpunt in een beeld", "a measuring point in an image", kind="pixel"),
    P("opslag in de browser", "storage in the browser", kind="local_storage"),
    P("automatisch hulpmiddel", "automatic tool", kind="automatic_tool"),
    P("een ander soort techniek", "another kind of technique", kind="other"),
    P("nodig om te werken", "needed to work", use="functional"),
    P("om beperkt te meten", "for limited measuring", use="limited_analytics"),
    P("om u te volgen", "to follow you", use="tracking"),
    P("bewaard tot {lifetime_days:number} dagen", "kept for {lifetime_days:number} days"),
    P("anderen kunnen erbij: {third_party_access:answer}", "others have access: {third_party_access:answer}"),
    _FOR,
), joined=True)  # fmt: skip

COOKIES = Sheet("cookies", CookieClaims, (
    P("Er zijn alleen cookies die nodig zijn of die kwaliteit meten.",
      "There are only cookies that are needed or that measure quality.", only_necessary_or_quality=True),
    P("Voor deze cookies vragen wij u niets vooraf.", "For these cookies we ask you nothing beforehand.",
      no_consent_needed=True),
    P("Van deze cookies merkt uw privacy weinig of niets.", "These cookies touch your privacy little or not at all.",
      little_impact=True),
    P("Op uw apparaat richten ze geen schade aan.", "They do no damage on your device.", harmless=True),
    P("Cookieverklaring: {statement_url:text}", "Cookie statement: {statement_url:text}"),
))  # fmt: skip

RIGHTS = Sheet("rights", Right, (
    P("U mag weten welke gegevens van u wij hebben, en er een kopie van krijgen (artikel 15 AVG).",
      "You may know which data about you we have, and get a copy of them (Article 15 GDPR).", kind=RightKind.ACCESS),
    P("U mag fouten laten herstellen en ontbrekende gegevens laten toevoegen (artikel 16 AVG).",
      "You may have errors mended and missing data added (Article 16 GDPR).", kind=RightKind.RECTIFICATION),
    P("U mag ons vragen uw gegevens te wissen (artikel 17 AVG).",
      "You may ask us to erase your data (Article 17 GDPR).", kind=RightKind.ERASURE),
    P("U mag het gebruik van uw gegevens laten stilzetten (artikel 18 AVG).",
      "You may have the use of your data put on hold (Article 18 GDPR).", kind=RightKind.RESTRICTION),
    P("U mag ertegen opkomen dat wij uw gegevens gebruiken (artikel 21 AVG).",
      "You may object to our use of your data (Article 21 GDPR).", kind=RightKind.OBJECTION),
    P("U mag uw gegevens meekrijgen als digitaal bestand (artikel 20 AVG).",
      "You may take your data with you as a digital file (Article 20 GDPR).", kind=RightKind.PORTABILITY),
    P("Over besluiten die alleen een computer neemt, houdt u iets te zeggen (artikel 22 AVG).",
      "You keep a say in decisions that a computer alone takes (Article 22 GDPR).", kind=RightKind.AUTOMATED_DECISION),
    P("Wat u ons hebt toegestaan, mag u op elk moment weer stoppen (artikel 7, lid 3, AVG).",
      "What you allowed us you may stop at any time (Article 7(3) GDPR).", kind=RightKind.WITHDRAWAL),
    P("U mag een klacht indienen bij de toezichthouder (artikel 77 AVG).",
      "You may lodge a complaint with the supervisory authority (Article 77 GDPR).", kind=RightKind.COMPLAINT),
    P("Kopje in de gepubliceerde tekst: {heading:text}", "Heading in the published text: {heading:text}"),
    P("Dit recht heeft in de gepubliceerde tekst een eigen kopje.",
      "This right has a heading of its own in the published text.", own_heading=True),
    P("Voor dit recht gelden voorwaarden.", "Conditions apply to this right.", conditional=True),
    P("Vereiste vooraf: {precondition:text}", "Required beforehand: {precondition:text}"),
    P("Veel regelt u zelf, direct in uw account.", "Much you can arrange yourself, at once in your account.",
      told="self_service"),
    P("Hier staat ook wanneer dit recht geldt en wanneer niet, zoals de wet het noemt.",
      "This also tells when this right applies and when not, as the law has it.", told="conditions"),
    P("Komt u op tegen reclame, dan stopt die altijd, zonder afweging.",
      "If you object to advertising, it always stops, without any weighing.", told="marketing"),
    P("Daarna gebruiken wij die gegevens niet meer voor dat doel, tenzij wij dwingende redenen aantonen.",
      "After that we no longer use those data for that purpose, unless we show compelling reasons.",
      told="consequence"),
    P("Dit recht staat los van al het andere, zodat u het niet kunt missen.",
      "This right stands apart from everything else, so that you cannot miss it.", told="separate"),
    P("Een computer kan het bestand inlezen.", "A computer can read the file.", told="machine_readable"),
    P("Als het technisch kan, sturen wij het rechtstreeks door naar de partij die u kiest.",
      "Where technically possible we send it straight to the party you choose.", told="direct_transfer"),
    P("Het bestand heeft een vaste opbouw die veel programma's kennen.",
      "The file has a fixed structure that many programs know.", told="common_format"),
    P("Daarmee kunt u terecht bij een ander bedrijf.", "With it you can turn to another company.",
      told="other_provider"),
    P("Het gaat om gegevens die u zelf gaf, met uw instemming of voor een overeenkomst.",
      "This is about data that you gave yourself, with your consent or for an agreement.", told="legal_scope"),
    P("Een mens kijkt op uw verzoek opnieuw.", "At your request a human looks at it again.", told="human_review"),
    P("U mag zeggen hoe u het ziet.", "You may say how you see it.", told="viewpoint"),
    P("U mag het besluit aanvechten.", "You may contest the decision.", told="contest"),
    P("Zo'n besluit mag u in beginsel niet zomaar treffen.", "In principle you need not be subject to such a decision.",
      told="not_subject"),
    P("Wat wij tot dat moment deden, blijft geldig.", "What we did until then remains valid.",
      told="past_unaffected"),
    P("Sommige onderdelen van onze dienst werken daarna mogelijk niet.",
      "Some parts of our service may not work after that.", told="loss_of_service"),
    P("Welke onderdelen dat zijn, staat er precies bij.", "Which parts those are is told exactly.",
      told="loss_specific"),
    P("Stoppen gaat langs dezelfde weg als toestaan, en even makkelijk.",
      "Stopping goes by the same way as allowing, and as easily.", told="same_channel"),
    P("Over dit recht staat er ook: {told:text}", "About this right it also says: {told:text}"),
), opening="kind")  # fmt: skip

RESPONSE = Sheet("response", ResponsePromise, (
    P("Aantal maanden waarbinnen u antwoord hebt: {months:number}",
      "Number of months within which you have an answer: {months:number}"),
    P("Binnen die tijd doen wij ook wat u vraagt.", "Within that time we also do what you ask.", granted=True),
    P("Wij wachten niet onnodig.", "We do not wait needlessly.", told="without_delay"),
    P("Zeggen wij nee, dan leest u waarom.", "If we say no, you read why.", told="reason"),
    P("Daarbij staat hoe u een klacht indient bij de toezichthouder.",
      "It says how to lodge a complaint with the supervisory authority.", told="complaint"),
    P("Daarbij staat ook dat u naar de rechter kunt.", "It also says that you can go to court.", told="court"),
    P("Is het ingewikkeld, dan kan er tijd bij komen; dat hoort u op tijd.",
      "If it is complicated there may be more time; you hear so in time.", told="extension"),
    P("Alleen bij twijfel vragen wij u te tonen wie u bent.", "Only in doubt do we ask you to show who you are.",
      told="identity"),
    P("Het kost u niets.", "It costs you nothing.", told="free"),
    P("Over ons antwoord staat er ook: {told:text}", "About our answer it also says: {told:text}"),
))  # fmt: skip

DECISION = Sheet("automated_decision", AutomatedDecision, (
    P("Soms besluit een computer over u, zonder dat een mens meekijkt.",
      "Sometimes a computer decides about you without a human looking on.", exists=True),
    P("Zo'n besluit rust op: uw instemming.", "Such a decision rests on: your consent.", bases="consent"),
    P("Zo'n besluit rust op: een wet.", "Such a decision rests on: an act.", bases="law"),
    P("Zo'n besluit rust op: een overeenkomst met u.", "Such a decision rests on: an agreement with you.",
      bases="contract"),
    P("Eén daarvan is genoeg.", "One of these is enough.", connector="or"),
    P("De eerste twee wisselen elkaar af of gaan samen, en de laatste moet er altijd bij.",
      "The first two alternate or go together, and the last must always be there.", connector="and_or_and"),
    P("Ze moeten er alle zijn.", "All of them must be there.", connector="and"),
    P("Het kan er één zijn of meer tegelijk.", "It may be one or several at once.", connector="and_or"),
    P("Uw instemming geeft u daarvoor uitdrukkelijk.", "You give your consent to it explicitly.",
      explicit_consent=True),
    P("Daarbij telt een beeld dat wij van u vormen (een profiel).",
      "A picture that we form of you (a profile) counts in it.", uses_profile=True),
    P("Eist een wet het besluit, dan blijft een profiel erbuiten.",
      "If an act demands the decision, a profile stays out of it.", law_without_profile=True),
    P("Deze besluiten horen bij doeleinde {purpose:quoted}.", "These decisions belong to purpose {purpose:quoted}."),
    P("Er staat bij welke besluiten het zijn.", "It says which decisions these are.", told="types"),
    P("Er staat bij hoe de computer tot zijn uitkomst komt.", "It says how the computer comes to its result.",
      told="logic"),
    P("Er staat bij hoe zwaar zo'n besluit weegt.", "It says how much such a decision weighs.", told="significance"),
    P("Er staat bij wat het voor u betekent.", "It says what it means for you.", told="consequences"),
    P("Er staat bij hoe u beschermd bent.", "It says how you are protected.", told="safeguards"),
    P("Over deze besluiten staat er ook: {told:text}", "About these decisions it also says: {told:text}"),
))  # fmt: skip

CHANGE = Sheet("change", ChangeClause, (
    P("Deze verklaring kan later anders worden.", "This statement may become different later.", may_change=True),
    P("Bij een belangrijke verandering krijgt u vooraf bericht van ons.",
      "At an important change you get a message from us beforehand.", push_notice=True),
    P("Kijk af en toe zelf of er iets nieuws staat.", "Look yourself now and then whether there is anything new.",
      pull_advice=True),
))  # fmt: skip

LINKS = Sheet("links", Link, (
    P("Verwijzing {text:quoted} naar {target:quoted}", "Link {text:quoted} to {target:quoted}"),
), joined=True)  # fmt: skip

NARRATIVE = (ABOUT, CONTROLLER, CONTACTS, GROUPS, SOURCES, RECIPIENTS, SHARING, MENTIONS, TRANSFERS, EEA, TECHNIQUES,
             COOKIES, RIGHTS, RESPONSE, DECISION, CHANGE, LINKS)  # fmt: skip
