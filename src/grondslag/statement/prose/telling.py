"""What one sentence, or one item of a list, tells: the patterns applied."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from grondslag.statement.model import Mention, Recipient, Right, RightKind, Source
from grondslag.statement.prose import patterns, right_words
from grondslag.statement.prose.facts import Fact
from grondslag.statement.prose.identity import identity_facts
from grondslag.statement.prose.sections import right_of
from grondslag.statement.prose.transfers import transfer_facts

_URL = re.compile(r"(?:https?://|www\.)[\w./-]{0,120}cookie[\w/-]{0,40}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def found(pattern: str, text: str) -> re.Match[str] | None:
    """The first place where a pattern occurs."""
    return _compiled(pattern).search(text)


def facts_of(sentence: str, before: str, topic: str, heading: str, around: str) -> list[Fact]:
    """The facts that a sentence tells; ``before`` is the sentence before it, the rest its section."""
    plain = sentence.casefold()
    facts = [*identity_facts(sentence, topic), *_ruled(sentence, plain, before.casefold(), topic)]
    facts += transfer_facts(sentence, plain)
    facts += _rights(plain, topic, heading, around)
    facts += _response(plain, topic, around)
    if topic == "automated":
        facts += _bases(plain)
    if url := _URL.search(plain):
        facts.append(("cookies.statement_url", url[0].rstrip(".")))
    return facts


def _ruled(sentence: str, plain: str, before: str, topic: str) -> Iterator[Fact]:
    email = found(patterns.EMAIL, sentence)
    officer = email and found(r"\b(?:hem|haar|deze functionaris|de functionaris)\b", plain) and "functionaris" in before
    if email and officer:
        yield "contacts.officer", email[0].rstrip(".")
    for rule in patterns.RULES:
        if rule.topics and topic not in rule.topics:
            continue
        first = found(rule.needles[0], plain)
        if not first or not all(found(needle, plain) for needle in rule.needles[1:]):
            continue
        if rule.never and found(rule.never, plain):
            continue
        for path, value in rule.facts:
            if officer and path == "contacts.general":
                continue
            yield path, _filled(value, sentence, first, email[0].rstrip(".") if email else "")


def _filled(value: object, sentence: str, match: re.Match[str], email: str) -> object:
    words = sentence[match.start() : match.end()] if len(sentence) == len(match.string) else match[0]
    if value == "{email}":
        return email
    if value == "{authority}":
        return " ".join(word.capitalize() for word in words.split())
    for name in ("label", "name"):
        if getattr(value, name, "") == "{match}":
            return replace(value, **{name: words})  # type: ignore[type-var]
    if getattr(value, "name", "") == "{fingerprint}":
        full = found(r"(?:device |browser )?fingerprint(?:ing)?", match.string)
        return replace(value, name=full[0] if full else words)  # type: ignore[type-var]
    return value


def _rights(plain: str, topic: str, heading: str, around: str) -> Iterator[Fact]:
    own = right_of(topic)
    asks = found(r"\brecht\b|\brechten\b|verzoek|kunt u|u kunt|je kunt|kun je|contact opnemen", plain)
    kinds = [kind for kind, words in right_words.RIGHT_WORDS if asks and found(words, plain)]
    told = {
        kind: [word for right, word, words in right_words.TOLD if right is kind and found(words, plain)]
        for kind in RightKind
    }
    conditional = found(right_words.CONDITIONAL, plain) is not None
    precondition = found(right_words.PRECONDITION, plain)
    if own and (own in kinds or told[own] or conditional or asks):
        kinds = list(dict.fromkeys([own, *kinds]))
    elif (
        not own and topic not in ("rights", "complaints", "contact", "response", "introduction") and around != "rights"
    ):
        kinds = [kind for kind in kinds if found(r"recht (?:op|om|van)|het recht", plain)]
    related = {RightKind.RECTIFICATION: (RightKind.ERASURE,)}
    for kind in kinds:
        mine = kind is own or (kind is RightKind.COMPLAINT and topic == "complaints")
        if own and not mine and kind not in related.get(own, ()) and not found(r"\brecht (?:op|om)\b|verzoeken", plain):
            continue
        yield (
            "rights",
            Right(
                kind=kind,
                heading=heading,
                own_heading=mine,
                conditional=conditional and (mine or not own),
                precondition=precondition[0] if precondition and (mine or not own) else "",
                told=tuple(told[kind]) if mine or not own else (),
            ),
        )


def _response(plain: str, topic: str, around: str) -> Iterator[Fact]:
    about = topic == "response" or around == "rights" or topic in ("rights", "contact")
    if not about or not found(r"verzoek|reactie|antwoord|reager", plain):
        return
    told = [word for word, needles in right_words.RESPONSE_TOLD if all(found(needle, plain) for needle in needles)]
    if months := found(r"(?:\b(?:één|een|1|1 \(één\))|\(1\)) maand\b", plain):
        yield "response.months", 1
        if found(r"inwillig|gehoor|uitvoer|uitgevoerd", plain) and not found(
            r"reager|beantwoord|op uw verzoek reag", plain
        ):
            yield "response.granted", True
    for word in told:
        yield "response.told", word
    if topic == "response" and (months or told or found(patterns.EMAIL, plain)):
        yield "mentions", Mention(label="verzoeken van betrokkenen", kind="rights_requests")


def _bases(plain: str) -> Iterator[Fact]:
    places = {
        "consent": found(r"toestemming", plain),
        "law": found(r"(?:op basis van|krachtens|door|bij|op grond van) (?:de )?wet", plain),
        "contract": found(r"overeenkomst", plain),
    }
    bases = sorted((match.start(), base) for base, match in places.items() if match)
    if not bases or found(r"\bgeen\b|\bniet\b", plain):
        return
    yield "automated_decision.bases", tuple(base for _, base in bases)
    between = plain[bases[0][0] : bases[-1][0]]
    joined = [
        "and_or" if word == "en/of" else "and" if word == "en" else "or"
        for word in re.findall(r"\b(en/of|en|of)\b", between)
    ]
    same = joined[0] if len(set(joined)) == 1 else ""
    connector = "and_or_and" if joined == ["and_or", "and"] else same
    if connector:
        yield "automated_decision.connector", connector
    if found(r"uitdrukkelijke toestemming", plain):
        yield "automated_decision.explicit_consent", True


def listed_facts(text: str, topic: str, lead: str, heading: str) -> list[Fact]:
    """The facts of an item in a list, by the sentence that leads to the list and the section it stands in."""
    plain = text[:2_000].casefold()
    head = re.split(r" [-–—] |: ", text, maxsplit=1)[0].strip(" .;")
    facts: list[Fact] = []
    about_recipients = found(
        r"(?:doorgegeven|verstrekt|gedeeld|delen|doorgeven|verstrekken)[\w ]{0,60}(?:aan|met)?", lead
    )
    if topic in ("recipients", "sharing") and (about_recipients or not lead):
        known = next((recipient for words, recipient in patterns.RECIPIENTS if found(words, plain)), None)
        kind = known or (Recipient(name="") if about_recipients else None)
        if kind and len(head) <= 160:
            facts.append(("recipients", replace(kind, name=head)))
            if kind.kind == "takeover_candidate":
                facts.append(("mentions", Mention(label=head, kind="acquisition")))
    elif (
        topic == "sources"
        and found(r"verstrek|middelen|ontvang|verkrijg|verkregen|verzamel|volgende", lead)
        and len(head) <= 80
    ):
        facts.append(("sources", Source(label=head, kind="subject")))
    elif topic in ("rights",) and len(head) <= 90:
        for right, words in right_words.RIGHT_WORDS:
            if found(words, head.casefold()):
                told = tuple(word for kind, word, needle in right_words.TOLD if kind is right and found(needle, plain))
                own = len(head) < len(text.strip(" .;"))
                facts.append(
                    ("rights", Right(kind=right, heading=head if own else heading, own_heading=own, told=told))
                )
    return facts
