"""What only the whole text tells: links, terms, stale instruments, and which purpose a fact belongs to."""

import re
from dataclasses import replace

from grondslag.statement.model import Mention, Purpose, Recipient, Statement, Transfer
from grondslag.statement.prose.identity import DEFINED
from grondslag.statement.prose.layout import Page

INSTRUMENTS = re.compile(
    r"Privacy[ -]Shield|Safe Harbou?r|\bWbp\b|\bWBP\b|Wet bescherming persoonsgegevens|\bCBP\b|College"
    r" bescherming persoonsgegevens"
    r"|Richtlijn 95/46(?:/EG)?|Google Inc\./LLC|Google Inc\b\.?|Universal Analytics|Data Privacy Framework",
    re.IGNORECASE,
)
# Ordinary nouns that, with a capital inside a sentence, are a term that wants a definition.
_TERM = re.compile(
    r"(?<![\w'’-])(?:[a-zà-ÿ][\w'’-]{0,40},?|[A-Z][a-z]{0,3}) (?<!Autoriteit )(Diensten|Dienst|Websites|Website"
    r"|Apparaat|Gebruikers|Gebruiker|Klanten|Klant|Platform|Applicatie|App|Opdrachtgever"
    r"|Overeenkomst|Producten|Product|Betrokkenen|Betrokkene|Persoonsgegevens|Verwerkingsverantwoordelijke|Leden|Partijen|Partner|Partners)\b"
)
_OF_PURPOSE: dict[str, str] = {
    "acquisition": "acquisition", "own_rights": "legal_claims", "legal_duty": "lawful_disclosure",
    "automated_decision": "automated_decisions", "rights_requests": "rights_requests",
}  # fmt: skip


def finish(statement: Statement, page: Page) -> tuple[Statement, list[str]]:
    """Adds what the whole text tells; gives the statement and notes for a human on what was inferred."""
    text = "\n".join(row.raw for row in page.rows)
    trade = _trade_name(statement, page)
    defined = tuple(dict.fromkeys(match[1].strip() for match in DEFINED.finditer(text)))
    notes: list[str] = []
    eea = statement.eea
    transfers = tuple(_placed_transfer(transfer, statement, notes) for transfer in statement.transfers)
    recipients = []
    for recipient in statement.recipients:
        own = next((t for t in transfers if t.recipient and t.recipient == recipient.name), None)
        recipients.append(replace(recipient, purpose=own.purpose) if own and not recipient.purpose else recipient)
    for name in eea.exceptions:
        if not any(recipient.name in name for recipient in recipients if recipient.name):
            recipients.append(Recipient(name=name, purpose=_purpose_like(name, statement, notes)))
    return replace(
        statement,
        controller=replace(statement.controller, trade_name=trade),
        links=tuple(dict.fromkeys(page.links)),
        defined_terms=tuple(term for term in defined if term != trade),
        used_terms=_used(text, trade),
        instruments=_instruments(text),
        transfers=transfers,
        recipients=tuple(recipients),
        mentions=tuple(_placed_mention(mention, statement) for mention in _one_of_each(statement.mentions)),
    ), notes


def _trade_name(statement: Statement, page: Page) -> str:
    if statement.controller.trade_name:
        return statement.controller.trade_name
    for row in page.rows:
        if row.fed or len(row.text) > 80:
            title = re.match(
                r"(?:Privacy|Cookie)[\w-]*(?: (?:en|&) \w+)?(?: (?:verklaring|statement|policy|beleid))?(?: (?:van"
                r"|voor))?[ :–-]+([A-Z].{0,50})$",
                row.text,
            )
            if title and "title" in row.fed:
                return title[1].strip()
        if asked := re.match(r"(?:\W|\d)*Wie is ([A-Z][^?]{1,40})\?$", row.text):
            return asked[1].strip()
    return ""


def _used(text: str, trade: str) -> tuple[str, ...]:
    terms = dict.fromkeys(match[1] for match in _TERM.finditer(text))
    if trade:
        compound = re.compile(rf"\b{re.escape(trade)} ([A-Z][a-zà-ÿ]{{2,30}})\b(?! [A-Z]\.)")
        for match in compound.finditer(text):
            if match[1] in ("Partners", "Partner") or not _TERM.fullmatch(f"de {match[1]}"):
                terms[f"{trade} {match[1]}"] = None
    doubles = {term for term in terms for one in terms if term != one and term in (f"{one}s", f"{one}en")}
    return tuple(term for term in terms if term not in doubles)


def _instruments(text: str) -> tuple[str, ...]:
    found = list(dict.fromkeys(match[0] for match in INSTRUMENTS.finditer(text)))
    return tuple(name for name in found if not any(name != other and name in other for other in found))


def _one_of_each(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """One mention of each kind: a duty told twice is one duty."""
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.label if mention.kind == "other" else mention.kind, mention)
    return tuple(first.values())


def _placed_mention(mention: Mention, statement: Statement) -> Mention:
    purpose = next((p for p in statement.purposes if p.kind and p.kind == _OF_PURPOSE.get(mention.kind)), None)
    return replace(mention, purpose=purpose.id) if purpose and not mention.purpose else mention


def _placed_transfer(transfer: Transfer, statement: Statement, notes: list[str]) -> Transfer:
    """A transfer whose recipient an exception to the EEA claim names belongs to the purpose that exception means."""
    for name in statement.eea.exceptions:
        if not transfer.purpose and transfer.recipient and transfer.recipient in name:
            return replace(transfer, purpose=_purpose_like(name, statement, notes))
    return transfer


def _purpose_like(name: str, statement: Statement, notes: list[str]) -> str:
    """The one purpose whose label shares a word with a recipient's product: «Google Analytics», «Website Analytics»."""
    words = {word.casefold() for word in name.split()[1:]}
    like: list[Purpose] = [p for p in statement.purposes if words & {word.casefold() for word in p.label.split()}]
    if len(like) != 1:
        return ""
    notes.append(f"«{name}» is read as a recipient of purpose {like[0].id} «{like[0].label}»")
    return like[0].id
