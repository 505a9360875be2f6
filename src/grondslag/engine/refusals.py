"""Why cells stay after an erasure, as codes: the page's reasons told as refusals (GDPR Art. 12(4), 17(3))."""

from grondslag.engine.cells import JudgedCell, Reason
from grondslag.law.refusals import Ground, Refusal
from grondslag.statement.model import Ground as Basis
from grondslag.stores.port import SubjectKey

BASES = {"law": Ground.STATUTORY, "hold": Ground.CLAIMS, "restriction": Ground.RESTRICTED}
OVERRULED = (Basis.LEGITIMATE_INTEREST, Basis.PUBLIC_TASK)


def code_of(reason: Reason, subject: SubjectKey) -> Ground:
    """The code under which a reason keeps a cell from a subject's erasure.

    What the subject's own interest-based purposes still keep, they keep by compelling grounds that are on file, since
    an erasure upholds every other objection. What keeps it for somebody else is that person's own purpose.
    """
    if reason.why.basis in BASES:
        return BASES[reason.why.basis]
    if reason.why.basis in OVERRULED and reason.subject == subject:
        return Ground.COMPELLING
    return Ground.STILL_NEEDED


def refusals(place: str, cell: JudgedCell, subject: SubjectKey) -> tuple[Refusal, ...]:
    """Each refusal that a cell's reasons give, once, "table.column" being its place; none for a cell that goes."""
    found = (
        Refusal(ground=code_of(r, subject), place=place, law=r.why.law, last_day=r.why.last_day) for r in cell.reasons
    )
    return tuple(dict.fromkeys(found))
