"""What the commands on a database share: statement, datamap and store opened together, and refused when they misfit."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from grondslag.cli import files
from grondslag.cli.failures import InputError
from grondslag.cli.in_step import in_step, journal_of
from grondslag.cli.options import subject as written_subject
from grondslag.datamap.check import Problem, check, errors
from grondslag.datamap.live import Live
from grondslag.datamap.model import DataMap
from grondslag.law.rules import Moment
from grondslag.statement.model import Statement
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore, opened

if TYPE_CHECKING:
    from grondslag.evidence.journal import Journal


@dataclass(frozen=True, slots=True)
class Judged:
    """A database with the statement and datamap that it is judged by, at a moment."""

    statement: Statement
    datamap: DataMap
    store: SqlStore
    live: Live
    at: Moment
    journal: "Journal | None" = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What does not fit between statement, datamap and database."""
        return check(self.datamap, self.statement, self.live)

    def refuse_misfits(self) -> None:
        """Raises InputError when the datamap has errors against the statement or the database."""
        if found := errors(self.problems):
            more = f" (and {len(found) - 1} more: grondslag check shows them)" if len(found) > 1 else ""
            raise InputError(f"the datamap does not fit: {found[0].where}: {found[0].what}: {found[0].mend}{more}")

    def refuse_unresolved(self) -> None:
        """Raises InputError when a purpose that is used has no term: an open promise is no decision to erase."""
        used = {use.purpose for table in self.datamap.tables for use in table.uses}
        if found := [p.id for p in self.statement.purposes if p.id in used and p.active and not p.terms]:
            raise InputError(
                f"purposes without a term: {', '.join(found)}: resolve the retention of each to a period "
                "before anything is erased by it"
            )

    def known(self, subject: str) -> SubjectKey:
        """The person written as kind:key. Raises InputError when the datamap knows no such kind of person."""
        found = written_subject(subject)
        kinds = [each.kind for each in self.datamap.subjects]
        if found[0] not in kinds:
            raise InputError(f"--subject {subject}: the datamap has no «{found[0]}»; it knows {', '.join(kinds)}")
        return found


@contextmanager
def judged(
    statement_file: Path,
    datamap_file: Path,
    url: str,
    on: date | None,
    published: bool = False,
    journal: Path | None = None,
    restored: bool = False,
    facts: str | None = None,
) -> Iterator[Judged]:
    """Opens all that judging takes, with ``facts`` where the facts are kept elsewhere.

    Raises StatementError, DatamapError, StoreError and OSError. A database that is behind its journal is refused with
    RestoredError, unless it may be ``restored``.
    """
    statement = files.statement(statement_file, published)
    datamap = files.datamap(datamap_file)
    zone = zone_of(statement)
    at = Moment(datetime.now(UTC), zone) if on is None else Moment.on(on, zone)
    with _store(url, facts, datamap, zone) as store:
        with store.transaction(write=False):
            live = store.reflect()
        found = journal_of(store, journal) if restored else in_step(store, journal)
        yield Judged(statement, datamap, store, live, at, found)


def _store(url: str, facts: str | None, datamap: DataMap, zone: ZoneInfo) -> AbstractContextManager[SqlStore]:
    if facts is None:
        return opened(url, datamap, zone)
    from grondslag.stores.travel import opened_with_facts

    return opened_with_facts(url, facts, datamap, zone)


def zone_of(statement: Statement) -> ZoneInfo:
    """The controller's zone, in which days are days. Raises InputError where it is none."""
    try:
        return ZoneInfo(statement.controller.zone)
    except (KeyError, ValueError, OSError):
        raise InputError(f"the controller's zone «{statement.controller.zone}» is no IANA time zone") from None
