"""What identifies a person or company in a text, each with the reason for which it was taken for that.

Found is what a checksum, the words around it or its own form make certain enough; a name that nothing announces is not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import phonenumbers
from stdnum import iban
from stdnum.eu import vat
from stdnum.nl import btw

from facturis.services.documents.reading import patterns
from facturis.services.documents.reading.answers import Note

type What = Literal["kvk", "btw", "iban", "email", "phone", "person", "company", "name"]
# A telephone number takes long to judge; no document has more.
PHONES = 2000


@dataclass(frozen=True, slots=True)
class Find:
    """What was found: its normal form, its place (``text[start:end]`` of ``page``, from 1), and why.

    ``name`` is a person or a company, where an address is announced and nothing says which.
    """

    what: What
    value: str
    page: int
    start: int
    end: int
    reason: Note


type Candidate = tuple[What, str, int, int, Note]


def finds(pages: Sequence[str], most: int) -> list[Find]:
    """What is found in the text of some pages, by page and place, at most ``most``. No part of a text counts twice."""
    found: list[Find] = []
    for page, text in enumerate(pages, 1):
        taken = bytearray(len(text))
        here: list[Find] = []
        for finder in FINDERS:
            for what, value, start, end, reason in finder(text):
                if len(found) + len(here) >= most:
                    break
                if not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    here.append(Find(what, value, page, start, end, reason))
        found += sorted(here, key=lambda each: each.start)
    return found


def _ibans(text: str) -> Iterator[Candidate]:
    for head in patterns.IBAN.finditer(text):
        rest = patterns.IBAN_REST.get(head["country"])
        if rest and (whole := rest.match(text, head.start())):
            value = re.sub(r"\s", "", whole[0])
            if iban.is_valid(value, check_country=False):
                yield "iban", value, *whole.span(), _checked(text, head.start(), "iban", "mod 97")


def _vat_ids(text: str) -> Iterator[Candidate]:
    for found in patterns.BTW.finditer(text):
        if btw.is_valid(found[0]):
            value = f"NL{btw.compact(found[0])}"
            yield "btw", value, *found.span(), _checked(text, found.start(), "btw", "mod 11, mod 97")
    for found in patterns.VAT.finditer(text):
        if vat.is_valid(found["value"]):
            reason = Note("checksum after cue", {"cue": found["cue"], "scheme": found["value"][:2]})
            yield "btw", vat.compact(found["value"]), *found.span("value"), reason


def _kvk_numbers(text: str) -> Iterator[Candidate]:
    for found in patterns.KVK.finditer(text):
        value = re.sub(r"\D", "", found["value"])
        yield "kvk", value, *found.span("value"), Note("after cue", {"cue": found["cue"]})


def _emails(text: str) -> Iterator[Candidate]:
    for found in patterns.EMAIL.finditer(text):
        if ".." not in found[0] and ".@" not in found[0]:
            yield "email", found[0], *found.span(), Note("written so")


def _phones(text: str) -> Iterator[Candidate]:
    judged = 0
    for found in patterns.PHONE.finditer(text):
        reason = _phone_reason(text, found)
        if reason is None:
            continue
        judged += 1
        if judged > PHONES:
            return
        if value := _e164(found[0]):
            yield "phone", value, *found.span(), reason


def _phone_reason(text: str, found: re.Match[str]) -> Note | None:
    if cue := _cue(text, found.start(), "phone"):
        return Note("after cue", {"cue": cue})
    if found[0].startswith(("+", "00")):
        return Note("international")
    return Note("mobile") if patterns.MOBILE.fullmatch(found[0]) else None


def _e164(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _companies(text: str) -> Iterator[Candidate]:
    for found in patterns.COMPANY.finditer(text):
        yield "company", " ".join(found[0].split()), *found.span(), Note("before cue", {"cue": found["cue"]})
    for found in patterns.FOUNDATION.finditer(text):
        yield "company", " ".join(found[0].split()), *found.span(), Note("after cue", {"cue": found["cue"]})


def _persons(text: str) -> Iterator[Candidate]:
    for found in patterns.PERSON.finditer(text):
        yield "person", found["value"], *found.span("value"), Note("after cue", {"cue": found["cue"]})


def _addressees(text: str) -> Iterator[Candidate]:
    for found in patterns.ADDRESSEE.finditer(text):
        value = found["value"].strip()
        below = "\n" in text[found.end("cue") : found.start("value")]
        start = found.start("value")
        yield (
            "name",
            value,
            start,
            start + len(value),
            Note("below cue" if below else "after cue", {"cue": found["cue"]}),
        )


# What is certain comes first: a part of it is not taken for something else.
FINDERS: tuple[Callable[[str], Iterator[Candidate]], ...] = (
    _ibans, _vat_ids, _emails, _kvk_numbers, _phones, _companies, _persons, _addressees,
)  # fmt: skip


def _cue(text: str, start: int, kind: str) -> str:
    """The last word that announces a number of a kind, on the line before it or above."""
    before = text[max(0, start - patterns.NEAR) : start]
    return next((found[0] for found in reversed(list(patterns.CUES[kind].finditer(before)))), "")


def _checked(text: str, start: int, kind: str, scheme: str) -> Note:
    if cue := _cue(text, start, kind):
        return Note("checksum after cue", {"cue": cue, "scheme": scheme})
    return Note("checksum", {"scheme": scheme})
