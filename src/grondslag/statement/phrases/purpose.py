"""The phrases for one purpose, and the sentences of ours that feed no field: headings, notes and the marker."""

from types import NoneType

from grondslag.statement.model import Device, Ground, Item, Period, Promise, Purpose, Recipients, RightKind, Role, Term
from grondslag.statement.phrases.sheet import Phrase, Sheet

P = Phrase

PURPOSE_FIELDS = Sheet("purpose", Purpose, (
    P("Kenmerk van dit doeleinde: {id:text}", "Id of this purpose: {id:text}"),
    P("Groep van dit doeleinde: {group:text}", "Group of this purpose: {group:text}"),
    P("Opschrift van dit doeleinde: {label:text}", "Label of this purpose: {label:text}"),
    P("Wat dit inhoudt: {description:text}", "What this means: {description:text}"),
    P("Soort doeleinde: {kind:text}", "Kind of purpose: {kind:text}"),
    P("Gegevens bij dit doeleinde: geen", "Data for this purpose: none", items=()),
    P("Grondslag in de AVG: toestemming (artikel 6, lid 1, onder a)", "Ground in the GDPR: consent (Article 6(1)(a))",
      ground=Ground.CONSENT),
    P("Grondslag in de AVG: overeenkomst (artikel 6, lid 1, onder b)", "Ground in the GDPR: contract (Article 6(1)(b))",
      ground=Ground.CONTRACT),
    P("Grondslag in de AVG: wettelijke verplichting (artikel 6, lid 1, onder c)",
      "Ground in the GDPR: legal obligation (Article 6(1)(c))", ground=Ground.LEGAL_OBLIGATION),
    P("Grondslag in de AVG: vitaal belang (artikel 6, lid 1, onder d)",
      "Ground in the GDPR: vital interest (Article 6(1)(d))", ground=Ground.VITAL_INTEREST),
    P("Grondslag in de AVG: taak van algemeen belang (artikel 6, lid 1, onder e)",
      "Ground in the GDPR: public task (Article 6(1)(e))", ground=Ground.PUBLIC_TASK),
    P("Grondslag in de AVG: gerechtvaardigd belang (artikel 6, lid 1, onder f)",
      "Ground in the GDPR: legitimate interest (Article 6(1)(f))", ground=Ground.LEGITIMATE_INTEREST),
    P("Grondslag in de AVG: niet genoemd", "Ground in the GDPR: not told", ground=None),
    P("Woorden voor de grondslag: {ground_text:text}", "Words for the ground: {ground_text:text}"),
    P("Woorden voor het belang: {interest:text}", "Words for the interest: {interest:text}"),
    P("Van wie het belang is: van ons", "Whose interest: ours", interest_holder="controller"),
    P("Van wie het belang is: van een ander", "Whose interest: another's", interest_holder="third_party"),
    P("Van wie het belang is: van de samenleving", "Whose interest: society's", interest_holder="society"),
    P("Van wie het belang is: niet genoemd", "Whose interest: not told", interest_holder=""),
    P("Het belang is nauwkeurig genoemd: {interest_specific:answer}",
      "The interest is told precisely: {interest_specific:answer}"),
    P("Belangenafweging: {balancing_test:text}", "Balancing test: {balancing_test:text}"),
    P("Termijnen die wij toepassen: geen", "Terms that we apply: none", terms=()),
    P("Weg waarlangs wij u benaderen: e-mail", "How we reach you: e-mail", channel="email"),
    P("Weg waarlangs wij u benaderen: website", "How we reach you: website", channel="web"),
    P("Weg waarlangs wij u benaderen: telefoon", "How we reach you: telephone", channel="phone"),
    P("Weg waarlangs wij u benaderen: post", "How we reach you: post", channel="post"),
    P("Weg waarlangs wij u benaderen: niet genoemd", "How we reach you: not told", channel=""),
    P("Bericht aan klanten over eigen, gelijksoortige diensten: {soft_opt_in:answer}",
      "Messages to customers about our own similar services: {soft_opt_in:answer}"),
    P("Dit is reclame: {marketing:answer}", "This is advertising: {marketing:answer}"),
    P("Wij vormen hierbij een profiel en zeggen dat: {profiling_declared:answer}",
      "We form a profile here and say so: {profiling_declared:answer}"),
    P("Wat u plaatst is openbaar: {publishes:answer}", "What you post is public: {publishes:answer}"),
    P("Gezamenlijke verantwoordelijkheid is bekeken: {joint_control_considered:answer}",
      "Joint control has been considered: {joint_control_considered:answer}"),
    P("Dit doeleinde is in gebruik: {active:answer}", "This purpose is in use: {active:answer}"),
    P("Alleen voor onze eigen taken: {internal:answer}", "Only for our own duties: {internal:answer}"),
    P("Versie van dit doeleinde: {version:number}", "Version of this purpose: {version:number}"),
    P("Onze rol bij dit doeleinde: verantwoordelijke", "Our role in this purpose: controller", role=Role.CONTROLLER),
    P("Onze rol bij dit doeleinde: verwerker", "Our role in this purpose: processor", role=Role.PROCESSOR),
    P("Onze rol bij dit doeleinde: derde", "Our role in this purpose: third party", role=Role.THIRD_PARTY),
    P("Onze rol bij dit doeleinde: niet genoemd", "Our role in this purpose: not told", role=Role.UNSTATED),
    P("Wij verwerken voor: {processes_for:text}", "We process for: {processes_for:text}"),
    P("Dit doeleinde is ingevoerd op: {introduced:date}", "This purpose was introduced on: {introduced:date}"),
    P("Waarom het ook voor oudere gegevens past: {compatible:text}",
      "Why it also suits older data: {compatible:text}"),
))  # fmt: skip

ITEMS = Sheet("purpose.items", Item, (
    P("Gegeven {label:quoted}", "Piece of data {label:quoted}"),
    P("valt onder {category:category}", "falls under {category:category}"),
    P("van een contactpersoon", "of a contact person", subject="contact_person"),
    P("van iemand anders", "of someone else", subject="third_party"),
    P("mogelijk bijzondere gegevens of BSN", "possibly special categories or a citizen number", special="unknown"),
    P("met bijzondere gegevens of BSN", "with special categories or a citizen number", special="yes"),
    P("bewaard als {protection:quoted}", "stored as {protection:quoted}"),
), joined=True)  # fmt: skip

TERMS = Sheet("purpose.terms", Term, (
    P("Termijn die wij toepassen: {months:period} na {after:event}",
      "Term that we apply: {months:period} after {after:event}"),
    P("geteld vanaf 31 december van dat jaar", "counted from 31 December of that year", until_year_end=True),
    P("alleen voor de soort {when:quoted}", "only for the class {when:quoted}"),
    P("de wet eist dit in {law:quoted}", "the law demands this in {law:quoted}"),
    P("omdat {reason:quoted}", "because {reason:quoted}"),
    P("ook voor gebruik, niet alleen bewaren", "also for use, not only for keeping", use=True),
    P("ingevoerd op {introduced:date}", "introduced on {introduced:date}"),
    P("past bij oudere gegevens: {compatible:quoted}", "suits older data: {compatible:quoted}"),
), joined=True)  # fmt: skip

PERIODS = Sheet("purpose.promise.periods", Period, (
    P("Beloofde termijn van {months:period}", "Promised period of {months:period}"),
    P("als {condition:quoted}", "if {condition:quoted}"),
    P("volgens {law:quoted}", "under {law:quoted}"),
    P("gerekend vanaf {start:event}", "counted from {start:event}"),
), joined=True)  # fmt: skip

PROMISE = Sheet("purpose.promise", Promise, (
    P("Woorden voor de bewaartermijn: {text:text}", "Words for the retention: {text:text}"),
    P("Vorm van de belofte: een vaste tijd", "Form of the promise: a fixed time", kind="period"),
    P("Vorm van de belofte: een gebeurtenis die het eind bepaalt", "Form of the promise: an event that sets the end",
      kind="criterion"),
    P("Vorm van de belofte: zonder bepaald einde", "Form of the promise: without a definite end", kind="open"),
    P("Vorm van de belofte: er staat niets", "Form of the promise: nothing is told", kind="missing"),
    P("Beloofde termijnen: geen", "Promised periods: none", periods=()),
))  # fmt: skip

RECIPIENTS = Sheet("purpose.recipients", Recipients, (
    P("Opschrift boven de ontvangers: {label:text}", "Label above the recipients: {label:text}"),
    P("Ontvangers bij dit doeleinde: {names:list}", "Recipients for this purpose: {names:list}"),
    P("Rol van de ontvangers: verantwoordelijke", "Role of the recipients: controller", role=Role.CONTROLLER),
    P("Rol van de ontvangers: verwerker", "Role of the recipients: processor", role=Role.PROCESSOR),
    P("Rol van de ontvangers: derde", "Role of the recipients: third party", role=Role.THIRD_PARTY),
    P("Rol van de ontvangers: niet genoemd", "Role of the recipients: not told", role=Role.UNSTATED),
    P("Er staat met zoveel woorden dat er geen ontvangers zijn: {none_stated:answer}",
      "It says in so many words that there are no recipients: {none_stated:answer}"),
))  # fmt: skip

DEVICE = Sheet("purpose.device", Device, (
    P("Gebruik van uw apparaat: geen", "Use of your device: none", use="none"),
    P("Gebruik van uw apparaat: alleen om te werken", "Use of your device: only to work", use="functional"),
    P("Gebruik van uw apparaat: beperkt meten", "Use of your device: limited measuring", use="limited_analytics"),
    P("Gebruik van uw apparaat: volgen", "Use of your device: tracking", use="tracking"),
    P("Gebruik van uw apparaat: onbekend", "Use of your device: unknown", use="unknown"),
    P("Uw IP-adres wordt ingekort: {ip_masked:answer}", "Your IP address is shortened: {ip_masked:answer}"),
    P("Wij volgen over meer websites: {cross_site:answer}", "We follow across websites: {cross_site:answer}"),
    P("De meting gaat naar anderen: {shared:answer}", "The measurement goes to others: {shared:answer}"),
    P("De meting herkent gebruikers: {user_id:answer}", "The measurement recognises users: {user_id:answer}"),
))  # fmt: skip

RIGHT_HEADINGS: dict[RightKind, tuple[str, str]] = {
    RightKind.ACCESS: ("Zien wat wij hebben", "Seeing what we have"),
    RightKind.RECTIFICATION: ("Laten herstellen", "Having it mended"),
    RightKind.ERASURE: ("Laten wissen", "Having it erased"),
    RightKind.RESTRICTION: ("Laten stilzetten", "Having it put on hold"),
    RightKind.OBJECTION: ("Ertegen opkomen", "Objecting"),
    RightKind.PORTABILITY: ("Meenemen", "Taking it with you"),
    RightKind.AUTOMATED_DECISION: ("Een mens laten kijken", "Having a human look"),
    RightKind.WITHDRAWAL: ("Weer stoppen", "Stopping again"),
    RightKind.COMPLAINT: ("Een klacht indienen", "Lodging a complaint"),
}

NOTES: dict[str, Phrase] = {
    "title": P("Privacyverklaring van {name:text}", "Privacy statement of {name:text}"),
    "untitled": P("Privacyverklaring", "Privacy statement"),
    "intro": P("Hier leest u welke gegevens wij hebben, waarvoor, hoe lang en wie ze krijgt.",
               "Here you read which data we have, what for, how long and who gets them."),
    "controller": P("Wie wij zijn", "Who we are"),
    "contacts": P("Hoe u ons bereikt", "How to reach us"),
    "sources": P("Waar gegevens vandaan komen", "Where data come from"),
    "purposes": P("Waarvoor wij gegevens gebruiken", "What we use data for"),
    "timeline": P("Hoe lang wij bewaren, in één oogopslag", "How long we keep it, at a glance"),
    "rights": P("Wat u kunt vragen", "What you can ask"),
    "response": P("Wanneer u antwoord krijgt", "When you get an answer"),
    "recipients": P("Wie gegevens krijgt", "Who gets data"),
    "sharing_reasons": P("Waarom wij ze doorgeven", "Why we pass them on"),
    "mentions": P("Waar het verder nog om gaat", "What else is done"),
    "automated_decision": P("Besluiten door een computer", "Decisions by a computer"),
    "transfers": P("Landen buiten Europa", "Countries outside Europe"),
    "cookies": P("Cookies en wat erop lijkt", "Cookies and the like"),
    "change": P("Als deze tekst verandert", "If this text changes"),
    "about": P("Over deze tekst", "About this text"),
    "skip": P("Direct naar de tekst", "Straight to the text"),
    "contents": P("Wat hier staat", "What is here"),
    "proposal": P("Voorgesteld, zie wijziging {number:text}", "Proposed, see amendment {number:text}"),
    "removed": P("Weggehaald of teruggebracht, zie wijziging {number:text}",
                 "Taken away or put back, see amendment {number:text}"),
    "amendments": P("Wat er is veranderd, en waarom", "What has changed, and why"),
    "changed": P("Gewijzigd, zie wijziging {number:text}", "Changed, see amendment {number:text}"),
    "amendment": P("Wijziging {number:number}: {place:free}", "Amendment {number:number}: {place:free}"),
    "old": P("Er stond: {value:free}", "It said: {value:free}"),
    "new": P("Er komt te staan: {value:free}", "It comes to say: {value:free}"),
    "reason": P("Reden van de wijziging: {value:free}", "Reason of the change: {value:free}"),
    "rule": P("Regel die erom vraagt: {value:free}", "Rule that asks for it: {value:free}"),
    "adopted": P("Deze wijziging is aangenomen.", "This amendment is adopted."),
    "proposed": P("Deze wijziging is voorgesteld.", "This amendment is proposed."),
    **{f"right.{kind}": P(nl, en) for kind, (nl, en) in RIGHT_HEADINGS.items()},
}  # fmt: skip

MARKER = P("Deze tekst is gemaakt uit een gegevensbestand en laat zich daarin weer teruglezen.",
           "This text was made from a data file and can be read back into it.")  # fmt: skip

ORDER = P("Volgorde van de doeleinden in het bestand: {order:list}", "Order of the purposes in the file: {order:list}")

PURPOSE = (
    PURPOSE_FIELDS, ITEMS, TERMS, PERIODS, PROMISE, RECIPIENTS, DEVICE,
    Sheet("narrative", NoneType, tuple(NOTES.values())), Sheet("rendered", NoneType, (MARKER,)),
    Sheet("order", NoneType, (ORDER,)),
)  # fmt: skip
