"""What sampled values look like, counted and at once forgotten: no value outlives the function that counts it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

from stdnum import bic, iban
from stdnum.nl import bsn

MOST = 0.8
FEWEST = 3
LONG = 60

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]+$")
_PHONE = re.compile(r"^(?:\+|0)[\d\s().-]{7,}$")
_HASH = re.compile(r"^\$(?:2[abxy]|argon2\w+|scrypt|5|6|y)\$|^(?:pbkdf2|bcrypt|argon2|scrypt)\w*[$:]|^\{\w+\}")
_VAT = re.compile(r"^(?:NL\d{9}B\d{2}|(?:BE|DE|FR|AT|LU|ES|IT|DK|SE|FI|PL|PT|IE)[0-9A-Z]{8,12})$")
_NAME = re.compile(r"^[A-Z][\w'’-]+(?: (?:van|de|der|den|von|le|la|du))*(?: [A-Z][\w'’-]+)+$")
_DATETIME = re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")


def _is_iban(value: str) -> bool:
    try:
        iban.validate(value, check_country=False)
    except ValueError:
        return False
    return True


def _is_ip(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return "." in value or ":" in value


LOOKS: Mapping[str, Callable[[str], object]] = {
    "email": _EMAIL.match,
    "iban": lambda v: v[:2].isalpha() and _is_iban(v),
    "bic": lambda v: v.isupper() and bic.is_valid(v),
    "vat_number": lambda v: _VAT.match(v.replace(".", "").replace(" ", "")),
    "national_id": lambda v: len(v) == 9 and v.isdigit() and bsn.is_valid(v),
    "kvk_number": lambda v: len(v) == 8 and v.isdigit(),
    "phone": _PHONE.match,
    "ip_address": _is_ip,
    "postcode": re.compile(r"^[1-9]\d{3} ?[A-Z]{2}$").match,
    "password": _HASH.match,
    "browser": re.compile(r"^Mozilla/\d|^Opera/\d").match,
    "date": re.compile(r"^\d{4}-\d\d-\d\d$").match,
    "datetime": _DATETIME.match,
    "name": _NAME.match,
    "text": lambda v: len(v) >= LONG and " " in v,
}


@dataclass(frozen=True, slots=True)
class Looks:
    """Of ``n`` sampled values that are not NULL or blank, how many look like what, and how many differ."""

    n: int = 0
    hits: Mapping[str, int] = field(default_factory=dict)
    distinct: int = 0

    def most(self, kind: str) -> bool:
        """Whether enough of the values look like this."""
        return self.n >= FEWEST and self.hits.get(kind, 0) >= MOST * self.n

    def of(self, kind: str) -> str:
        """How many do, in words."""
        return f"{self.hits.get(kind, 0)} of {self.n} values"


def looks(values: Iterable[object]) -> Looks:
    """What the values of one column look like."""
    hits: Counter[str] = Counter()
    seen: set[int] = set()
    n = 0
    for value in values:
        text = "" if value is None or isinstance(value, bytes) else str(value).strip()
        if text:
            n += 1
            seen.add(hash(text))
            hits.update(kind for kind, like in LOOKS.items() if like(text))
    return Looks(n, dict(hits), len(seen))
