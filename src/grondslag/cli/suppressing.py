"""The suppression list for one database: filled by an erasure, asked before a consent or an import.

It is kept where the datamap declares ``identifiers`` of its subjects; its key is a file beside the database.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from grondslag.cli.failures import InputError

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.stores.port import SubjectKey
    from grondslag.stores.suppression import Suppress


def suppressor(run: "Judged", named: Path | None) -> "Suppress":
    """What puts an erased person's refusals on the list; nothing where no subject has an identifier."""
    from grondslag.stores.suppression import Suppressor, unlisted

    if not _identified(run):
        return unlisted
    marketing = frozenset(purpose.id for purpose in run.statement.purposes if purpose.marketing)
    return Suppressor(_key(run, named), marketing)


def refuse_suppressed(run: "Judged", person: "SubjectKey", purpose: str, named: Path | None) -> None:
    """Raises InputError when an identifier of the person was refused for a purpose before an erasure."""
    from grondslag.stores import identifiers
    from grondslag.stores.suppression import suppressed

    if not _identified(run):
        return
    with run.store.transaction(write=False):
        known = (
            *identifiers.of(run.store.home, person),
            *identifiers.in_row(run.store.connection, run.datamap, person),
        )
        if suppressed(run.store.home, _key(run, named), known, purpose):
            raise InputError(
                f"who has this address refused {purpose} before they were erased: give --anew when they ask for it now"
            )


def unwanted(run: "Judged", named: Path | None) -> Callable[[str, Mapping[str, object]], str]:
    """For an import: the reason why a row must not come in, "" when it may."""
    from grondslag.datamap.identifiers import Identifier, normalised
    from grondslag.stores.suppression import suppressed

    key = _key(run, named) if _identified(run) else b""

    def reason(table: str, row: Mapping[str, object]) -> str:
        for subject in run.datamap.subjects:
            for kind, column in subject.identifiers if subject.table == table else ():
                value = row.get(column)
                normal = normalised(kind, value) if isinstance(value, str) else None
                for use in run.datamap.table(table).uses if normal else ():
                    if suppressed(run.store.home, key, (Identifier(kind, str(normal)),), use.purpose):
                        return f"who has this {kind} refused {use.purpose} before they were erased"
        return ""

    return reason


def _identified(run: "Judged") -> bool:
    return any(subject.identifiers for subject in run.datamap.subjects)


def _key(run: "Judged", named: Path | None) -> bytes:
    from grondslag.cli.files import beside
    from grondslag.stores.keys import load_or_create

    return load_or_create(named or beside(run.store, "suppression.key"))
