"""What a difference between two versions is about: a noun for every field of the model, and why each noun counts.

A difference is *material* when it changes the processing for the person, or whom to turn to and how (WP260 rev.01 ¶29);
other words for the same, the order and the controller's own paperwork are not.
"""

from dataclasses import dataclass
from typing import Any

from grondslag.statement.model import (
    AutomatedDecision,
    ChangeClause,
    Contacts,
    Controller,
    CookieClaims,
    Device,
    EeaClaim,
    Group,
    Item,
    Link,
    Mention,
    Promise,
    Purpose,
    Recipient,
    Recipients,
    ResponsePromise,
    Right,
    SharingReason,
    Source,
    Statement,
    Technique,
    Transfer,
)

# No difference of content: a number of the version, or a key by which entries are matched.
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """What a difference is about, in Dutch and English, why it counts or not, and whether it is material."""

    words: tuple[str, str]
    reason: tuple[str, str]
    material: bool = True


# Noun, in Dutch and English, and what changes with it, in Dutch and English.
_MATERIAL = (
    ("purpose", "doeleinde", "purpose", "wat er met de gegevens gebeurt", "what is done with the data"),
    ("activity", "uitvoering", "activity", "of de verwerking plaatsvindt", "whether the processing takes place"),
    ("reach", "reikwijdte", "reach", "of het voor oudere gegevens geldt", "whether it holds for older data"),
    ("ground", "grondslag", "legal ground", "waar de verwerking op rust", "what the processing rests on"),
    ("interest", "belang", "interest", "welk belang wordt afgewogen", "which interest is weighed"),
    ("item", "gegeven", "data item", "welke gegevens worden gebruikt", "which data is used"),
    ("security", "beveiliging", "security", "hoe een gegeven is beschermd", "how data is protected"),
    ("retention", "bewaring", "retention", "hoe lang gegevens blijven", "how long data stays"),
    ("promise", "beloofde bewaring", "promised retention", "wat over de bewaring is beloofd",
     "what is promised of the retention"),
    ("recipient", "ontvanger", "recipient", "wie de gegevens krijgt", "who gets the data"),
    ("sharing", "reden om te delen", "reason to share", "waarom gegevens worden gedeeld", "why data is shared"),
    ("transfer", "doorgifte", "transfer", "of en hoe gegevens de EER verlaten", "whether and how data leaves the EEA"),
    ("role", "rol", "role", "wie over de verwerking beslist", "who decides on the processing"),
    ("controller", "verantwoordelijke", "controller", "wie verantwoordelijk is", "who is responsible"),
    ("contact", "contactgegeven", "contact", "waar iemand terecht kan", "where a person can turn"),
    ("source", "bron", "source", "waar gegevens vandaan komen", "where data comes from"),
    ("mention", "vermelde verwerking", "processing mentioned", "welke verwerking er is", "which processing there is"),
    ("device", "gebruik van het apparaat", "use of the device", "wat er op het apparaat gebeurt",
     "what happens on the device"),
    ("right", "recht", "right", "wat iemand kan vragen, of wanneer", "what a person may ask, or when"),
    ("response", "antwoord", "answer", "wanneer en hoe een antwoord komt", "when and how an answer comes"),
    ("decision", "geautomatiseerd besluit", "automated decision", "hoe besluiten vallen", "how decisions are made"),
    ("notice", "bericht van wijziging", "notice of change", "hoe iemand van een wijziging hoort",
     "how a person hears of a change"),
)  # fmt: skip
# What is the same although it looks different.
_IMMATERIAL = (
    ("wording", "woorden", "wording", "alleen de woorden verschillen; of ze hetzelfde zeggen, beoordeelt een mens",
     "only the words differ; whether they say the same is for a person to judge"),
    ("layout", "opmaak", "layout", "alleen de plaats in de tekst verschilt", "only the place in the text differs"),
    ("file", "dossier", "file", "alleen de eigen administratie verschilt", "only the controller's paperwork differs"),
)  # fmt: skip
NOUNS: dict[str, Noun] = {
    id: Noun((nl, en), (f"{why_nl}, wordt anders", f"{why_en} changes")) for id, nl, en, why_nl, why_en in _MATERIAL
} | {id: Noun((nl, en), (why_nl, why_en), material=False) for id, nl, en, why_nl, why_en in _IMMATERIAL}

ENTRIES: dict[type, str] = {
    Group: "layout", Purpose: "purpose", Item: "item", Source: "source", Recipient: "recipient",
    SharingReason: "sharing", Mention: "mention", Transfer: "transfer", Technique: "device", Right: "right",
    Link: "layout",
}  # fmt: skip


def _all(kind: Any, noun: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(kind.__dataclass_fields__, noun) | others


FIELDS: dict[type, dict[str, str]] = {
    Statement: _all(
        Statement, "wording", version=NOTHING, in_force=NOTHING, authority="contact", links="layout",
    ),
    Controller: _all(Controller, "controller", street="contact", postcode="contact", city="contact", country="contact",
                     zone="retention"),
    Contacts: _all(Contacts, "contact"),
    Group: _all(Group, "wording"),
    Purpose: _all(
        Purpose, "purpose", group="layout", ground="ground", ground_text="wording", interest="interest",
        interest_holder="interest", interest_specific="wording", balancing_test="file", description="wording",
        soft_opt_in="ground", marketing="right", joint_control_considered="file", active="activity", version="ground",
        role="role", processes_for="role", introduced="reach", compatible="reach",
    ),
    Item: _all(Item, "item", label="wording", protection="security"),
    Promise: _all(Promise, "promise", text="wording"),
    Recipients: _all(Recipients, "recipient", label="wording"),
    Device: _all(Device, "device"),
    Source: _all(Source, "source"),
    Recipient: _all(Recipient, "recipient", definition="wording"),
    SharingReason: _all(SharingReason, "sharing"),
    Mention: _all(Mention, "mention"),
    Transfer: _all(Transfer, "transfer"),
    EeaClaim: _all(EeaClaim, "transfer"),
    Technique: _all(Technique, "device"),
    CookieClaims: _all(CookieClaims, "device", statement_url="layout"),
    Right: _all(Right, "right", heading="wording", own_heading="layout"),
    ResponsePromise: _all(ResponsePromise, "response"),
    AutomatedDecision: _all(AutomatedDecision, "decision"),
    ChangeClause: _all(ChangeClause, "notice"),
    Link: _all(Link, "layout"),
}  # fmt: skip
