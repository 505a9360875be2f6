"""The journal beside a database: found, begun, and kept in step with it by the commands that record facts."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from grondslag.cli import files

if TYPE_CHECKING:
    from grondslag.evidence.journal import Journal
    from grondslag.stores.sql import SqlStore
    from grondslag.stores.state import State


def in_step(store: "SqlStore", named: Path | None) -> "Journal | None":
    """The journal of a store that is level with it, told from now on of what the store records; None where none is.

    It is the one that is named, else where the database says that it stood, else beside the database. Raises
    RestoredError for a database that is behind its journal, JournalError for a journal that is not there or not its.
    """
    state, path = _where(store, named)
    if path is None or (state is None and not path.exists()):
        return None
    from grondslag.engine.restore import Keeper, standing

    found = _at(path)
    standing(state, found, path)
    if found:
        store.journal = Keeper(found, lambda: datetime.now(UTC))
    return found


def journal_of(store: "SqlStore", named: Path | None) -> "Journal | None":
    """The journal of a store as :func:`in_step` finds it, whether or not the database is behind it."""
    _, path = _where(store, named)
    return _at(path) if path else None


def begin(store: "SqlStore", found: "Journal | None", named: Path | None) -> None:
    """Begins the named journal, for a prepared store in which none was found. Raises JournalError, OSError."""
    if named is None or found is not None:
        return
    from grondslag.engine.restore import Keeper, begin
    from grondslag.evidence.journal import Journal

    made = Journal(named)
    begin(store, made, datetime.now(UTC))
    store.journal = Keeper(made, lambda: datetime.now(UTC))
    files.note(f"began the journal {named}: keep it and {made.frames.key} apart from the database and its backups")


def _where(store: "SqlStore", named: Path | None) -> "tuple[State | None, Path | None]":
    """What the database knows of its journal, and where that is looked for."""
    from grondslag.stores import state

    with store.transaction(write=False) as connection:
        known = state.read(connection)
    return known, named or (known.place if known else files.beside(store, "journal"))


def _at(path: Path) -> "Journal | None":
    from grondslag.evidence.journal import Journal

    return Journal(path) if path.is_file() else None
