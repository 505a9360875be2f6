"""The datamap: which cell of a database is whose, of which category, and for which purpose. Frozen values only."""

from dataclasses import dataclass, field
from typing import Literal, NoReturn

from grondslag.datamap.steps import Path

PSEUDONYM = "erased-"  # what every pseudonym begins with, so that it is known as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A kind of data subject: the table in which each has a row, and that table's key column.

    ``identifiers`` are the columns of that table that hold an identifier, by its kind: («email», «mail_address»).
    """

    kind: str
    table: str
    key: str
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What a column holds: a category, the column of a link, or nothing personal (``plain``, with the reason).

    Or it is ``computed`` by the database from the columns named, and follows them: it is never emptied itself.

    A name such as ``profile/address/city`` is a path in the JSON column ``profile``. ``also`` are further links of the
    column of a link that leads to persons of several kinds.

    ``about`` names the one link that the column follows; without it the column is shared by the owners. ``on_end`` is
    what becomes of the value: NULL, a fresh random pseudonym, the constant ``erased``, the whole row (a link only), or
    nothing (``keep``, a link only, with its ``law``). ``file`` names the files store whose document the value is the
    id of, and ``called`` the column with its name; when the value goes, the document's key is destroyed.
    ``immutable``: never corrected in place, but by a row beside it.
    """

    name: str
    category: str = ""
    link: str = ""
    also: tuple[str, ...] = ()
    plain: str = ""
    computed: tuple[str, ...] = ()
    about: str = ""
    on_end: Literal["null", "pseudonym", "erased", "row", "keep"] = "null"
    erased: str | int | None = None
    law: str = ""
    file: str = ""
    called: str = ""
    immutable: bool = False

    @property
    def personal(self) -> bool:
        """Whether the column holds personal data: a category, or a link to a person."""
        return not (self.plain or self.computed)

    @property
    def follows(self) -> str:
        """The link whose persons alone decide this column; "" for a column shared by all owners."""
        return self.link or self.about

    @property
    def following(self) -> tuple[str, ...]:
        """The links whose persons alone decide this column; none for a column shared by all owners."""
        return (self.follows, *self.also) if self.follows else ()

    @property
    def stored(self) -> str:
        """The column of the database that holds it: its name, or what a path in JSON begins with."""
        return self.name.partition("/")[0]

    @property
    def json_path(self) -> tuple[str, ...]:
        """The path inside a JSON column, outermost first; none for a column of its own."""
        return tuple(self.name.split("/")[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A column that holds a time, at the end of a path from the table; ``zone`` "" means the datamap's zone.

    ``form`` is ``date``, ``datetime`` or ``epoch`` (seconds since 1970, UTC). ``null`` says what NULL means; "" is
    missing too, but nobody has said so, and ``check`` asks.
    """

    column: str
    via: Path = ()
    form: Literal["date", "datetime", "epoch"] = "date"
    zone: str = ""
    null: Literal["", "missing", "not_yet"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link from a row to persons of one kind, along a path; an empty path means that the row is the person's own.

    ``role`` owner or mention; ``party`` names the table's event on which the agreement began to which this link makes
    the person a party. ``hides`` limits what access through this link shows of others (Art. 15(4)).
    """

    name: str
    subject: str
    via: Path = ()
    role: Literal["owner", "mention"] = "owner"
    party: str = ""
    hides: Literal["", "columns", "row"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A purpose that the table is used for, the links it reaches, and which table event each of its terms' events is.

    An event that ``events`` leaves out is the table's event of the same name.
    """

    purpose: str
    links: tuple[str, ...]
    events: tuple[tuple[str, str], ...] = ()

    def event(self, name: str) -> str:
        """The table's name for the event that a term calls ``name``."""
        return dict(self.events).get(name, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowClass:
    """A row's class: a constant ``value``, or the value of ``column``, translated by ``values`` where it is listed."""

    value: str = ""
    column: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A mapped table. ``unlinked`` is what becomes of rows linked to nobody; ``rows = keep`` leaves stubs behind.

    ``triggers`` by name, and ``cascades`` by the column that refers, are those allowed here, each with its reason.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    links: tuple[Link, ...] = ()
    uses: tuple[Use, ...] = ()
    events: tuple[tuple[str, Time], ...] = ()
    row_class: RowClass = RowClass()
    since: Time | None = None
    unlinked: Literal["error", "keep", "delete"] = "error"
    rows: Literal["delete", "keep"] = "delete"
    source: str = ""
    triggers: tuple[tuple[str, str], ...] = ()
    cascades: tuple[tuple[str, str], ...] = ()

    def column(self, name: str) -> Column:
        """The column with this name. Raises KeyError."""
        return next((c for c in self.columns if c.name == name), None) or _missing(f"{self.name}.{name}")

    def link(self, name: str) -> Link:
        """The link with this name. Raises KeyError."""
        return next((each for each in self.links if each.name == name), None) or _missing(f"{self.name}: link {name}")

    def event(self, name: str) -> Time | None:
        """The time that an event of this table stands in; None when the table has no such event."""
        return dict(self.events).get(name)

    @property
    def personal(self) -> tuple[Column, ...]:
        """The columns with personal data, in order."""
        return tuple(c for c in self.columns if c.personal)

    def deciding(self, column: Column) -> tuple[Link, ...]:
        """The links whose persons decide over a column: its own, or all owners."""
        if column.follows:
            return tuple(map(self.link, column.following))
        return tuple(link for link in self.links if link.role == "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy that follows its source, kept up by triggers or made anew: SQLite's full-text index of a table, or a
    materialized view of PostgreSQL, whose ``columns`` are the view's own.
    """

    name: str
    of: str
    columns: tuple[str, ...]
    kind: Literal["fts5", "materialized_view"] = "fts5"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMap:
    """A database as its owner declares it. ``zone``: of naive times; ``ignored``: tables, each with a reason."""

    name: str
    zone: str
    subjects: tuple[Subject, ...]
    tables: tuple[Table, ...]
    copies: tuple[Copy, ...] = ()
    ignored: tuple[tuple[str, str], ...] = field(default=())

    def table(self, name: str) -> Table:
        """The table with this name. Raises KeyError."""
        return next((t for t in self.tables if t.name == name), None) or _missing(name)

    def subject(self, kind: str) -> Subject:
        """The kind of subject with this name. Raises KeyError."""
        return next((s for s in self.subjects if s.kind == kind), None) or _missing(kind)


def _missing(what: str) -> NoReturn:
    raise KeyError(what)
