"""Identifiers of people: for each kind a pure normaliser, so that one address written in two ways is one identifier.

Page and SQL compare the ends of an «~» step with ``lower(trim(x))``. Two e-mail addresses, user names or customer
numbers in printable ASCII that those find alike are one here, and no others are. Beyond ASCII a normaliser finds more
alike (one accent written in two ways, a domain in its own script), and it never tells apart what page and SQL join.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

LONGEST = 255
_WIDE = re.compile(r"\s")
_ADDRESS = re.compile(r"(\d{4}\s?[A-Za-z]{2})[\s,]*(\d{1,5})[\s/-]*([A-Za-z0-9]{0,6}(?:[\s-][A-Za-z0-9]{1,4})?)")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in its normal form, with the moments from and until which it was the person's (None: always)."""

    kind: str
    value: str
    since: datetime | None = None
    until: datetime | None = None


def normalised(kind: str, text: str, region: str = "NL") -> str | None:
    """The normal form of an identifier; None for a text that is none and so identifies nobody.

    ``region`` is the country (ISO 3166) of telephone and VAT numbers that name none. Raises ValueError for a kind that
    is not in :data:`KINDS`.
    """
    if kind not in KINDS:
        raise ValueError(f"«{kind}» is no kind of identifier: choose one of {', '.join(KINDS)}")
    plain = unicodedata.normalize("NFC", text).strip()
    if not plain or any(unicodedata.category(c) == "Cc" for c in plain):
        return None
    found = KINDS[kind](plain, region)
    return found if found and len(found) <= LONGEST else None


def identifier(text: str, region: str = "NL") -> Identifier:
    """An identifier written as «kind:text», such as «email:naam@example.com».

    Raises ValueError, in a sentence that does not repeat the text, for a kind or text that is none.
    """
    kind, _, raw = text.partition(":")
    value = normalised(kind.strip(), raw, region)
    if value is None:
        raise ValueError(f"the text after «{kind.strip()}:» is no such identifier: correct it")
    return Identifier(kind.strip(), value)


def _email(text: str, _: str) -> str | None:
    """The local part in lower case: RFC 5321 lets a host tell case apart, no provider of note does, and SQL does not.

    Dots and +tags stay, since what they mean is the host's own affair. The domain becomes ASCII (IDNA).
    """
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or _WIDE.search(text) or ("@" in local and not local.startswith('"')):
        return None
    labels = [_label(part) for part in domain.split(".")]
    return f"{local.lower()}@{'.'.join(labels)}" if all(0 < len(label) < 64 for label in labels) else None


def _label(text: str) -> str:
    """A label of a domain name as the name system has it, mapped as in UTS 46, non-transitional: «ß» stays itself."""
    mapped = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    return mapped if mapped.isascii() else "xn--" + mapped.encode("punycode").decode("ascii")


def _phone(text: str, region: str) -> str | None:
    """E.164, with the extension of RFC 3966: two desks behind one number are two."""
    import phonenumbers as numbers

    try:
        found = numbers.parse(text, region)
    except numbers.NumberParseException:
        return None
    if not numbers.is_valid_number(found):
        return None
    plain = numbers.format_number(found, numbers.PhoneNumberFormat.E164)
    return f"{plain};ext={found.extension}" if found.extension else plain


def _iban(text: str, _: str) -> str | None:
    from stdnum import iban

    return _valid(iban.validate, text)


def _bsn(text: str, _: str) -> str | None:
    from stdnum.nl import bsn

    return _valid(bsn.validate, text)


def _btw(text: str, region: str) -> str | None:
    """A VAT number with its country, as VIES has it (Council Implementing Regulation (EU) 79/2012)."""
    from stdnum.eu import vat

    return _valid(vat.validate, text if text[:2].isalpha() else region + text)


def _kvk(text: str, _: str) -> str | None:
    """The eight digits of the Dutch trade register (Handelsregisterbesluit 2008, art. 6); they have no check digit."""
    digits = re.sub(r"[\s.-]", "", text)
    return digits if re.fullmatch(r"[0-9]{8}", digits) and digits.strip("0") else None


def _username(text: str, _: str) -> str | None:
    """As in the UsernameCaseMapped profile of RFC 8265: width mapped, lower case, no spaces inside."""
    mapped = unicodedata.normalize("NFC", "".join(_narrow(c) for c in text).lower())
    return None if _WIDE.search(mapped) else mapped


def _narrow(character: str) -> str:
    wide = unicodedata.decomposition(character).startswith(("<wide>", "<narrow>"))
    return unicodedata.normalize("NFKC", character) if wide else character


def _number(text: str, _: str) -> str | None:
    """A customer's number as it was given, in lower case: hyphens and leading zeros may tell two customers apart."""
    return text.lower()


def _address(text: str, _: str) -> str | None:
    """A Dutch postal code with a house number and its addition: «1234AB 12-A» (the BAG's order). It is a household."""
    from stdnum.nl import postcode

    if not (found := _ADDRESS.fullmatch(text)):
        return None
    code = _valid(postcode.validate, found[1])
    addition = re.sub(r"[\s-]", "", found[3]).upper()
    return f"{code.replace(' ', '')} {int(found[2])}{f'-{addition}' if addition else ''}" if code else None


def _valid(validate: Callable[[str], str], text: str) -> str | None:
    """What a validator of python-stdnum makes of a text: a compact form; None where it refuses."""
    try:
        return validate(text).upper()
    except ValueError:
        return None


KINDS: dict[str, Callable[[str, str], str | None]] = {
    "email": _email,
    "phone": _phone,
    "iban": _iban,
    "kvk": _kvk,
    "btw": _btw,
    "bsn": _bsn,
    "username": _username,
    "customer_number": _number,
    "address": _address,
}
# Kinds whose normal form is, in ASCII, what SQL's lower(trim(x)) gives, so that SQL finds them by itself.
SPELLED = ("email", "username", "customer_number")
