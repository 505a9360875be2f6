"""What the organisations of the demonstration are known by: right by every check, and nobody's.

No trade register number begins with «00», no legal person's number with five zeros, and no bank has the code «DEMO».
"""

from stdnum import iban
from stdnum.nl import btw


def kvk(number: int) -> str:
    """A trade register number (KvK)."""
    return f"{number:08d}"


def vat(number: int) -> str:
    """A Dutch VAT number, whose last two digits are the check (mod 97)."""
    tried = (f"NL{number:09d}B{check:02d}" for check in range(2, 99))
    return next(each for each in tried if btw.is_valid(each))


def account(number: int) -> str:
    """An IBAN (ISO 13616)."""
    rest = f"DEMO{number:010d}"
    return f"NL{iban.calc_check_digits(f'NL00{rest}')}{rest}"
