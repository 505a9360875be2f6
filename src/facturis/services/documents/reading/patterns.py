"""What numbers, addresses and names look like in a text, and the words that announce them, as data.

Every pattern takes linear time: its repetitions are bounded, and no two of them can take the same character in a row.
"""

import re

UP = r"[A-ZÀ-ÖØ-Þ]"
BEGINS, ENDS = r"(?<![^\W_])", r"(?![^\W_])"
_WORD = rf"{UP}[^\W\d_]{{1,30}}(?:['’-][^\W\d_]{{1,30}}){{0,3}}"
_INITIALS = rf"(?:{UP}\.){{1,5}}"
_PREFIX = r"(?:(?:van|de|der|den|het|ten|ter|te|von|el|al|'t|in|op)[ ]){0,3}"
_PERSON = rf"{_PREFIX}(?:{_INITIALS}|{_WORD})(?:[ ]?{_PREFIX}(?:{_INITIALS}|{_WORD})){{0,4}}"
_TOKEN = rf"(?:{UP}|\d)[\w&'’-]{{0,30}}"
_TOKENS = rf"{_TOKEN}(?:[ ](?:{_TOKEN}|en|van|voor|de|der|het|&|\+)){{0,5}}"
_TITLE = r"(?:dhr\.?|mw\.?|mevr\.?|(?:de )?heer|mevrouw|mr\.|mrs\.|ms\.)"

KVK_CUE = r"k\.?v\.?k\.?(?:[- ]?(?:nummer|nr))?|kamer van koophandel|handelsregister(?:nummer)?|chamber of commerce|coc"
KVK = re.compile(
    rf"{BEGINS}(?P<cue>(?i:{KVK_CUE})){ENDS}[^\d]{{0,30}}"
    rf"(?P<value>\d{{8}}|\d{{2}}[ .]\d{{3}}[ .]\d{{3}}|\d{{4}} \d{{4}}){ENDS}"
)
BTW = re.compile(rf"{BEGINS}NL[ .]?(?:\d[ .]?){{9}}B[ .]?\d{{2}}{ENDS}")
VAT = re.compile(
    rf"{BEGINS}(?P<cue>(?i:btw|vat|tva|mwst|ust-?id))(?i:[ -]?(?:nummer|number|nr|no|id))?[ .:\n-]{{0,6}}"
    rf"(?P<value>(?!NL)[A-Z]{{2}}[0-9A-Z]{{2,13}}){ENDS}"
)
IBAN = re.compile(rf"{BEGINS}(?P<country>[A-Z]{{2}})\d{{2}}(?= ?[A-Z0-9])")
# Of each country the length of an IBAN, by the registry of ISO 13616: without it, the next words would be taken along.
IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21,
    "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24,
    "SI": 19, "SK": 24, "SM": 27, "TR": 26, "VA": 22,
}  # fmt: skip
IBAN_REST = {
    country: re.compile(rf"(?:[ \xa0]?[A-Z0-9]){{{length}}}{ENDS}") for country, length in IBAN_LENGTHS.items()
}
EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9](?:[\w.+-]{0,62}[\w+-])?@(?:[A-Za-z0-9][A-Za-z0-9-]{0,61}\.){1,5}[A-Za-z]{2,24}(?![\w-])",
    re.ASCII,
)
PHONE = re.compile(r"(?<![\w+/.-])(?:\+|00)?\(?\d(?:[ ()./-]{0,3}\d){7,14}(?!\w)", re.ASCII)
MOBILE = re.compile(r"06[ -]?(?:\d[ -]?){8}", re.ASCII)
PERSON = re.compile(
    rf"{BEGINS}(?P<cue>(?i:t\.?a\.?v\.?|ter attentie van|attn\.?|attention|contactpersoon|geachte|{_TITLE}))"
    rf"[ :]{{1,3}}(?i:{_TITLE}[ ]{{1,2}})?(?P<value>{_PERSON}){ENDS}"
)
COMPANY = re.compile(
    rf"{BEGINS}(?P<value>{_TOKENS})[ ,]{{1,2}}"
    rf"(?P<cue>B\.V\.|BV|N\.V\.|NV|V\.O\.F\.|VOF|C\.V\.|U\.A\.|GmbH|Ltd\.?){ENDS}"
)
FOUNDATION = re.compile(rf"{BEGINS}(?P<cue>Stichting|Vereniging|Coöperatie)[ ](?P<value>{_TOKENS}){ENDS}")
ADDRESSEE = re.compile(
    rf"{BEGINS}(?P<cue>(?i:factuuradres|bezorgadres|afleveradres|postadres|billing address|bill to))"
    rf"[ \t]{{0,3}}:?[ \t]{{0,3}}\n?[ \t]{{0,9}}(?P<value>{UP}[^\n\d,;:@]{{1,60}})(?=\n|\Z)"
)
# What announces a number that stands after it.
NEAR = 30
CUES = {
    "iban": re.compile(r"iban|(?:bank)?rekening(?:nummer)?|rek\. ?nr|bank account|account", re.IGNORECASE),
    "btw": re.compile(r"btw|vat|omzetbelasting", re.IGNORECASE),
    "phone": re.compile(r"telefoon(?:nummer)?|tel\b|mobiel|gsm|phone|fax|(?:\bT|\bM)(?= ?:)", re.IGNORECASE),
}
