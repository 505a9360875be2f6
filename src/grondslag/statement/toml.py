"""The canonical TOML of a statement: the statement as published, and the amendments that make it executable.

``dumps(loads(text))`` is canonical: reading and writing that again changes nothing. TOML 1.0 is read by ``tomllib``,
types are held by pydantic over the values of :mod:`grondslag.statement.model`, unknown keys are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from grondslag.statement.amendments import KEYS, RULE, Amendment, applied, changed
from grondslag.statement.checks import findings
from grondslag.statement.diff import Difference, differences
from grondslag.statement.errors import StatementError
from grondslag.statement.locator import Location, Locator
from grondslag.statement.model import Statement
from grondslag.statement.plain import MisfitError, fitted, plain
from grondslag.statement.toml_source import parsed
from grondslag.statement.toml_text import inline, toml_text

HEADER = """\
# The statement as published. Each of the [[amendments]] at the end changes one place of it, by a rule, for a reason.
# Defaults are left out; a period is written as months = 24 or as years = 7; comments give the meaning in English.

"""

__all__ = ["Document", "StatementError", "dumps", "loads"]


@dataclass(frozen=True, slots=True)
class Document:
    """A statement as published, with its amendments in order."""

    published: Statement
    amendments: tuple[Amendment, ...] = ()

    @property
    def in_force(self) -> Statement:
        """The published statement with the adopted amendments: what is executed."""
        return applied(self.published, (a for a in self.amendments if a.status == "adopted"))

    @property
    def proposed(self) -> Statement:
        """The published statement with all amendments, adopted and proposed."""
        return applied(self.published, self.amendments)

    def differences(self, language: Literal["nl", "en"] = "en") -> tuple[Difference, ...]:
        """Every amendment in words: where, from what, to what, why, and whether it is adopted."""
        return differences(self.published, self.amendments, language)


class _PlaceError(Exception):
    """A finding with its place in the data, before the line is known."""

    def __init__(self, location: Location, message: str) -> None:
        self.location, self.message = location, message


def loads(source: str | bytes, name: str = "statement.toml") -> Document:
    """The document that a TOML text, or the bytes of a file, holds; ``name`` is the file's name for messages.

    Raises StatementError, with file, line, field and fix, for everything that is no usable statement.
    """
    text, data = parsed(source, name, "a statement")
    try:
        return _document(data)
    except _PlaceError as error:
        line = Locator(text).line(error.location) if error.location else 0
        raise StatementError(error.message, name=name, line=line) from None
    except RecursionError:
        raise StatementError("the text is nested too deeply to be a statement", name=name) from None
    except ValueError as error:
        if isinstance(error, StatementError):
            raise
        raise StatementError(f"a value cannot be read: {error}", name=name) from None


def dumps(document: Document) -> str:
    """The canonical TOML of a document: defaults left out, purposes in order, the amendments last."""
    table = plain(document.published)
    if document.amendments:
        table["amendments"] = [plain(amendment) for amendment in document.amendments]
    return HEADER + toml_text(table)


def _document(data: dict[str, Any]) -> Document:
    entries = data.pop("amendments", [])
    published = _fitted(Statement, data, (), root="")
    _refuse_findings(published)
    return Document(published, tuple(_amendments(published, entries)))


def _fitted(kind: Any, data: Any, base: Location, *, root: str) -> Any:
    try:
        return fitted(kind, data, root=root)
    except MisfitError as error:
        raise _PlaceError((*base, *error.location), error.message) from None


def _refuse_findings(statement: Statement) -> None:
    for location, message in findings(statement):
        raise _PlaceError(location, message)


def _amendments(published: Statement, entries: Any) -> Iterator[Amendment]:
    if not isinstance(entries, list):
        raise _PlaceError(("amendments",), "amendments must be a list: write each under [[amendments]]")
    in_force = proposed = published
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        place: Location = ("amendments", index)
        head = _head(entry, place)
        if head.id in seen:
            raise _PlaceError((*place, "id"), f"amendment {head.id}: this id is used twice: give each its own")
        seen.add(head.id)
        amendment, proposed = _amended(proposed, head, place)
        if head.status == "adopted":
            _, in_force = _amended(in_force, head, place)
        yield amendment


def _head(entry: Any, place: Location) -> Amendment:
    head: Amendment = _fitted(Amendment, entry, place, root=f"amendment {_name(entry, place)}")
    for field in ("id", "path", "reason"):
        if not getattr(head, field).strip():
            raise _PlaceError((*place, field), f"amendment {_name(entry, place)}: '{field}' is empty: write it")
    if not RULE.fullmatch(head.rule):
        raise _PlaceError(
            (*place, "rule"),
            f"amendment {head.id}: '{head.rule}' is no rule: write L01 to L50, or a requirement such as PUR-X2",
        )
    # The dates among old and new passed through text; the raw values are read again by the type at the path.
    return Amendment(
        id=head.id, rule=head.rule, path=head.path, old=entry.get("old"), new=entry.get("new"),
        reason=head.reason, status=head.status,
    )  # fmt: skip


def _name(entry: Any, place: Location) -> str:
    return str(entry["id"]) if isinstance(entry, dict) and entry.get("id") else str(int(place[-1]) + 1)


def _amended(statement: Statement, head: Amendment, place: Location) -> tuple[Amendment, Statement]:
    """The amendment with ``old`` and ``new`` as values of the type at its path, and the statement after it."""
    read: dict[str, Any] = {}

    def change(kind: Any, present: Any) -> Any:
        if present is None and kind in KEYS and not isinstance(head.new, dict):
            raise StatementError("the path leads to no entry that is there")
        for field, raw in (("old", head.old), ("new", head.new)):
            root = f"amendment {head.id}, {field}"
            read[field] = None if raw is None else _fitted(kind, raw, (*place, field), root=root)
        if read["old"] is None and present is not None and kind not in KEYS:
            raise StatementError(f"'old' is missing: write old = {inline(plain(present))}")
        if read["old"] != present:
            there = "nothing, it is not there" if present is None else f"old = {inline(plain(present))}"
            raise _PlaceError(
                (*place, "old"),
                f"amendment {head.id}: 'old' is not what stands at {head.path}: write {there}",
            )
        return read["new"]

    try:
        result = changed(statement, head.path, change)
    except StatementError as error:
        field = "old" if error.message.startswith("'old'") else "new" if "'new'" in error.message else "path"
        raise _PlaceError((*place, field), f"amendment {head.id}: {head.path}: {error.message}") from None
    for _location, message in findings(result):
        raise _PlaceError((*place, "new"), f"amendment {head.id}: {message}") from None
    if result == statement:
        raise _PlaceError((*place, "new"), f"amendment {head.id}: 'new' is what stands there already: remove it")
    return Amendment(
        id=head.id, rule=head.rule, path=head.path, old=read["old"], new=read["new"],
        reason=head.reason, status=head.status,
    ), result  # fmt: skip
