"""What the words in a purpose's fields mean: the ground, the interest, the retention, the recipients, the items."""

import re
from typing import Literal

from grondslag.statement.model import Ground, Period, Promise, Recipients, Role

GROUNDS: tuple[tuple[Ground, str], ...] = (
    (Ground.CONSENT, r"toestemming|\bconsent\b|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder |onderdeel )?[(]?a\b"),
    (Ground.CONTRACT, r"overeenkomst|contract|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder |onderdeel )?[(]?b\b"),
    (
        Ground.LEGAL_OBLIGATION,
        r"wettelijke? (?:\w{1,20} )?(?:verplicht|plicht|taak|eis)|wettelijk verplicht|legal obligation|bewaarplicht"
        r"|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder |onderdeel )?[(]?c\b",
    ),
    (
        Ground.VITAL_INTEREST,
        r"vita(?:al|le) belang|vital interest|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder |onderdeel )?[(]?d\b",
    ),
    (
        Ground.PUBLIC_TASK,
        r"algemeen belang|openbaar gezag|publi?e?k(?:rechtelijk)?e taak|public (?:task|interest)"
        r"|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder |onderdeel )?[(]?e\b",
    ),
    (
        Ground.LEGITIMATE_INTEREST,
        r"gerechtvaardigde? belang|gerechtvaardigd|legitimate interest|6[ (.,]*(?:lid )?1[ ).,]*(?:sub |onder "
        r"|onderdeel )?[(]?f\b",
    ),
)
GENERIC_INTEREST = re.compile(
    r"^(?:een |het |ons |onze |eigen )*(?:commerciële?|commercieel|maatschappelijk|zakelijk|bedrijfs?"
    r"|bedrijfseconomisch"
    r"|economisch|gerechtvaardigd|legitiem)e?[- ]?(?:belang|belangen)?[ .]*$"
)
_HOLDERS: tuple[tuple[Literal["controller", "third_party", "society"], str], ...] = (
    ("society", r"maatschappelijk|samenleving|algemeen belang"),
    ("third_party", r"\bderden?\b|van anderen"),
    ("controller", r"commerci|zakelijk|bedrijf|\bons\b|\bonze\b|\beigen\b"),
)
_NUMBERS = {"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "achttien": 18, "vierentwintig": 24, "anderhalf": 1.5, "half": 0.5,
    "twintig": 20, "dertig": 30}  # fmt: skip
_PERIOD = re.compile(
    r"\b(\d{1,4}|" + "|".join(_NUMBERS) + r")\s?(?:\(\w{1,15}\)\s?)?(?:volle |kalender|hele )?"
    r"(dag|dagen|we(?:ek|ken)|maand|maanden|ja(?:ar|ren)|uur|days?|weeks?|months?|years?)\b"
)
_CONDITION = re.compile(r"\b(?:indien|wanneer|als|tenzij|voor zover|mits|waar|ingeval|in geval)\b")
_START = re.compile(r"\b(?:na|vanaf|sinds|te rekenen|gerekend|nadat|volgend op|after)\b")
_LAW = re.compile(
    r"(?:art(?:ikel|\.) ?\d+[\w:.]*(?: ?(?:lid|sub|onder) ?\w{1,3})*,?(?: van)?(?: de| het)? )?"
    r"(?:AWR|UAVG|Algemene wet inzake rijksbelastingen|Wet op de omzetbelasting(?: 1968)?|Wet OB|Burgerlijk"
    r" Wetboek|BW\b|WGBO|Wwft"
    r"|[Ff]iscale bewaarplicht|[Ww]et op de loonbelasting|Archiefwet)"
)
_OPEN = re.compile(r"zo ?lang|niet langer|zo kort|onbepaald|as long as|strikt n|noodzakelijk|nodig")
_NEED = re.compile(r"nodig|noodzakelijk|necessary|needed|zo kort mogelijk|onbepaald")
_CRITERION = re.compile(
    r"\btot\b|totdat|zo ?lang|gedurende|duur van|tijdens|\bna\b|direct|onmiddellijk|looptijd|until|einde|bij"
    r" uitschrijving"
    r"|per sessie|\bsessie\b"
)
NOTHING = frozenset({"", "-", "–", "—", "--", "?", "n.n.b.", "onbekend", "…", "..."})
_NONE = re.compile(
    r"^(?:geen|niemand|n\.?v\.?t\.?|niet van toepassing|none|nee|wij (?:delen|verstrekken)[\w ]{0,60} (?:niet"
    r"|met niemand)"
    r"|(?:deze |uw |de )?(?:gegevens )?worden niet|niet gedeeld)\b"
)


def ground_of(text: str) -> tuple[Ground | None, bool]:
    """The ground that a text means, and whether it names more than one (then it is the first named)."""
    plain = text.casefold()
    found = sorted((match.start(), ground) for ground, words in GROUNDS if (match := re.search(words, plain)))
    return (found[0][1] if found else None), len(found) > 1


def interest_in_ground(text: str) -> str:
    """The interest told together with the ground: «Gerechtvaardigd belang (fraude voorkomen)» -> "fraude voorkomen"."""
    match = re.search(
        r"gerechtvaardigde? belang(?:en)?\s?(?:\(|:|,? namelijk|,? te weten| om | bij )\s?", text, re.IGNORECASE
    )
    told = text[match.end() :].strip(" .()") if match else ""
    return (
        "" if re.match(r"(?:art(?:ikel|\.)?|lid|onder|sub) ?\d?\b|AVG\b|GDPR\b|6[ .(]", told, re.IGNORECASE) else told
    )


def interest_holder(text: str) -> Literal["controller", "third_party", "society", ""]:
    """Whose interest the words name; "" when they do not say."""
    plain = text.casefold()
    return next((holder for holder, words in _HOLDERS if re.search(words, plain)), "")


def promise_of(text: str) -> tuple[Promise, str]:
    """The promise that a retention text makes, and a remark for a human ("" when there is nothing to say)."""
    plain = text.casefold()
    if plain.strip(" .") in NOTHING or plain in ("n.v.t.", "nvt"):
        return Promise(), ""
    found = list(_PERIOD.finditer(plain))
    if found and len(plain) == len(text):
        periods, remarks = [], []
        for match, following in zip(found, [*found[1:], None], strict=True):
            months, remark = _months(match[1], match[2])
            tail = text[match.end() : following.start() if following else len(text)]
            periods.append(_period(months, tail))
            remarks += [remark] if remark else []
        return Promise(text=text, kind="period", periods=tuple(periods)), "; ".join(dict.fromkeys(remarks))
    if _OPEN.search(plain) and _NEED.search(plain):
        return Promise(text=text, kind="open"), ""
    if _CRITERION.search(plain):
        return Promise(text=text, kind="criterion"), ""
    return Promise(text=text, kind="open"), f"retention «{text}» is neither a period nor a criterion: read as open"


def _months(number: str, unit: str) -> tuple[int, str]:
    amount = float(_NUMBERS.get(number, 0) or number if number in _NUMBERS else int(number))
    if unit.startswith(("jaar", "jaren", "year")):
        return round(amount * 12), ""
    if unit.startswith(("maand", "month")):
        return int(amount), ""
    days = amount * 7 if unit.startswith("we") else amount if unit.startswith("da") else 0
    months = int(days // 30)
    return (
        months,
        f"«{number} {unit}» counts as {months} months: rounded down, so that nothing is kept longer than told",
    )


def _period(months: int, tail: str) -> Period:
    tail = re.sub(r"[\s,;.]+$", "", tail)
    tail = re.sub(r"\s(?:of|en|or|,|;|danwel|dan wel|maximaal|uiterlijk)$", "", tail).strip(" ,;.")
    law = _LAW.search(tail)
    condition = _CONDITION.search(tail)
    start = _START.search(tail[: condition.start()] if condition else tail)
    ends = [match.start() for match in (condition, law) if match]
    begin = tail[start.start() : min([*ends, len(tail)])].strip(" ,;()") if start else ""
    begin = re.sub(r"\s?(?:op grond van|op basis van|volgens|krachtens|conform|ingevolge|\()$", "", begin)
    return Period(
        months=months,
        condition=tail[condition.start() :].strip(" ,;()") if condition else "",
        law=law[0].strip() if law else "",
        start=begin,
    )


def pieces(text: str) -> list[str]:
    """A list's parts: split on commas, semicolons and line breaks outside parentheses; empty parts are dropped."""
    balanced = _balanced(text)
    parts: list[str] = []
    part: list[str] = []
    depth = 0
    for character in text:
        if balanced and character in "()":
            depth += 1 if character == "(" else -1
        if character == "\n" or (character in ",;" and depth == 0):
            parts.append("".join(part))
            part.clear()
        else:
            part.append(character)
    parts.append("".join(part))
    stripped = (re.sub(r"^(?:[-*•·]|en|and)\s", "", p.strip()).strip() for p in parts)
    return [p for p in stripped if p.strip(" .")]


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def without_stop(text: str) -> str:
    """A value without the full stop that closes it; «B.V.» and «n.v.t.» keep theirs."""
    return (
        text
        if re.search(r"(?:\b\w\.\w|\b(?:etc|enz|Inc|Ltd|Co))\.$", text)
        else text.rstrip(". ")
        if text.endswith(".")
        else text
    )


def recipients_of(label: str, text: str) -> Recipients:
    """The recipients field of a purpose; the role is told only where label and words do not contradict each other."""
    plain = text.casefold().strip()
    if plain.strip(" .") in NOTHING:
        return Recipients(label=label)
    if _NONE.match(plain):
        return Recipients(label=label, none_stated=True)
    names = tuple(dict.fromkeys(without_stop(name) for name in pieces(text)))
    words = label.casefold()
    processor, third = "verwerker" in words, "derde" in words
    role = Role.UNSTATED if processor == third else Role.PROCESSOR if processor else Role.THIRD_PARTY
    return Recipients(label=label, names=names, role=role)
