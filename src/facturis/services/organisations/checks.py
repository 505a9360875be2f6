"""What an organisation is known by, checked as the body that gives it out prescribes, with what to mend in words.

KvK: Handelsregisterbesluit 2008, art. 6. VAT: Council Implementing Regulation (EU) 79/2012. IBAN: ISO 13616. BIC: ISO
9362. Telephone: E.164.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum import bic
from stdnum.exceptions import ValidationError as Invalid
from stdnum.nl import postcode

from grondslag.datamap.identifiers import normalised
from grondslag.lint.authorities import AUTHORITIES

_MENDS = {
    "kvk": _("This is no KvK number: it has eight digits, as 12345678."),
    "btw": _("This is no VAT number: write the country and the number, as NL123456789B01, and compare each digit."),
    "iban": _("This is no IBAN: compare each letter and digit with your bank's, as NL00 BANK 0123 4567 89."),
    "phone": _("This is no telephone number: write it as +31 20 1234567."),
}


def known_by(kind: str, text: str | None, country: str = "NL") -> str | None:
    """An identifier of a kind («kvk», «btw», «iban», «phone») in its normal form, or none for an empty text.

    Raises ValidationError.
    """
    if not text:
        return None
    if (found := normalised(kind, text, country)) is None:
        raise ValidationError(_MENDS[kind], code=kind)
    return found


def bank_code(text: str | None) -> str | None:
    """A BIC of 8 or 11 places, or none. Raises ValidationError."""
    if not text:
        return None
    try:
        return str(bic.validate(text))
    except Invalid:
        raise ValidationError(_("This is no BIC: it has 8 or 11 places, as BANKNL2A."), code="bic") from None


def post_code(text: str, country: str) -> str:
    """A postcode as the country writes it: that of the Netherlands is checked. Raises ValidationError."""
    if country != "NL":
        return text.strip()
    try:
        return str(postcode.validate(text))
    except Invalid:
        raise ValidationError(_("This is no Dutch postcode: write it as 1234 AB."), code="postcode") from None


def countries() -> list[tuple[str, str]]:
    """The states of the European Economic Area by code, in the language of the reader."""
    english = get_language() == "en"
    named = [(each.country, each.country_en if english else each.country_nl) for each in AUTHORITIES]
    return sorted(named, key=lambda each: each[1])
