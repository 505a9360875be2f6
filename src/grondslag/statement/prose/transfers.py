"""Transfers outside the EEA: the claim that there are none, its exceptions, and the mechanism told."""

import re
from collections.abc import Iterator

from grondslag.statement.model import Recipient, Transfer
from grondslag.statement.prose.facts import Fact

_EEA = re.compile(r"europese economische ruimte|\beer\b|\beu\b|europese unie|europa\b")
_OUTSIDE = re.compile(r"buiten (?:de |het )?(?:europese|eer|eu\b|europa)")
_ONLY = re.compile(r"uitsluitend binnen|alleen binnen|enkel binnen|blijven binnen|niet (?:verlaten|worden doorgegeven)")
_NEVER = re.compile(r"\b(?:nooit|niet|geen)\b")
_EXCEPT = re.compile(
    r"(?:behalve|met uitzondering van|uitgezonderd)(?: in het geval van| bij| voor)?\s([A-Z][\w-]{0,30}(?:"
    r" [A-Z][\w-]{0,30}){0,4})"
)
_ENTITY = re.compile(r"\b([A-Z][\w-]{0,30}(?: [A-Z][\w-]{0,30}){0,3}),? (?:Inc|LLC|Ltd|Corp|Corporation)\b")
MECHANISMS: tuple[tuple[str, str, str], ...] = (
    ("Privacy Shield", r"privacy[ -]shield", "US"),
    ("Data Privacy Framework", r"data privacy framework|\bdpf\b", "US"),
    ("Safe Harbor", r"safe harbou?r", "US"),
    ("standard contractual clauses", r"standard contractual clauses|modelcontract|modelclausules"
        r"|standaardcontractbepalingen|\bscc'?s?\b", ""),
    ("adequacy decision", r"adequaatheidsbesluit|passend(?:heids)?besluit", ""),
    ("binding corporate rules", r"binding corporate rules|bindende bedrijfsvoorschriften", ""),
)  # fmt: skip
_COPY = re.compile(r"\bkopie\b|\bafschrift\b")


def transfer_facts(sentence: str, plain: str) -> Iterator[Fact]:
    """The facts on transfers that a sentence tells."""
    if _EEA.search(plain) and (_ONLY.search(plain) or (_OUTSIDE.search(plain) and _NEVER.search(plain))):
        yield "eea.eea_only", True
        if exception := _EXCEPT.search(sentence):
            yield "eea.exceptions", exception[1]
    elif re.search(r"\bservers?\b", plain) and re.search(r"verwerkt|opgeslagen|staan", plain):
        yield "eea", True
    for name, words, country in MECHANISMS:
        if re.search(words, plain):
            entity = _ENTITY.search(sentence)
            recipient = re.sub(r"^(?:Met|De|Het|Bij|Aan|Door|Van|Ook|Wij|Onze) ", "", entity[1]) if entity else ""
            copy = "told" if _COPY.search(plain) else ""
            yield "transfers", Transfer(recipient=recipient, country=country, mechanism=name, copy_means=copy)
            if recipient:
                yield "recipients", Recipient(name=recipient, country=country)
