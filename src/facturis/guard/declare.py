"""What a model declares beside its fields: which cell is whose, of which category, and for which purpose.

The words are those of a datamap (``docs/guide/datamap.md``), and paths are Django's own: ``order__customer``.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

# The name under which a view, a job or a command carries what it declares.
PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class Plain:
    """Holds nothing personal, or only what says nothing by itself: ``reason`` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Personal:
    """Holds personal data of a category; the name of the category alone says the same as ``Personal("email")``.

    ``about`` names the one link that it follows; without it the owners share it. ``on_end``: what becomes of the value
    when it may not exist any more: NULL, a fresh random pseudonym, or the constant ``erased``. ``file`` names the files
    store whose document the value is the id of, ``called`` the field with its name. ``immutable``: never corrected in
    place.
    """

    category: str
    about: str = ""
    on_end: Literal["null", "pseudonym", "erased"] = "null"
    erased: str | int | None = None
    file: str = ""
    called: str = ""
    immutable: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Leads to persons: as a column's, along its own foreign key; among ``links``, along ``via``.

    ``via`` is a lookup of Django's, in either direction: «order__customer». «parent*» takes a step within one table any
    number of times; «email ~ accounts.Person.email» compares as identifiers do. An empty one means the row itself.

    ``role``: owner or mention. ``party`` names the event on which the agreement began to which the person is a party.
    ``hides`` limits what access through this link shows of others (GDPR Art. 15(4)). ``on_end``, of a column: the
    reference becomes NULL, its ``row`` goes, or a ``law`` keeps it.
    """

    via: str = ""
    role: Literal["owner", "mention"] = "owner"
    party: str = ""
    hides: Literal["", "columns", "row"] = ""
    on_end: Literal["null", "row", "keep"] = "null"
    law: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """Computed by the database from the fields named, and gone with them."""

    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """The time from which a term runs: a field, or a lookup that ends in one, such as «agreement__ended_on».

    ``null`` says what NULL means: still to come, or missing. Whole numbers are seconds since 1970, UTC.
    """

    at: str
    null: Literal["", "missing", "not_yet"] = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A use for a purpose, when it takes more than links: ``events`` are the table's events by a term's name."""

    links: str | tuple[str, ...]
    events: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClassIn:
    """The class of a row stands in a plain field; ``values`` translates what the statement calls otherwise."""

    column: str
    values: Mapping[str, str] = field(default_factory=dict)


type ColumnSays = str | Plain | Personal | Link | Computed


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What a model says of its table: ``privacy = Privacy(columns={…}, …)`` beside its fields.

    ``columns``: for every field what it holds; a path into a JSON field is written «profile/city». ``subject``: each
    row is a person of this kind, told apart by the primary key, and «self» is then a link. ``uses``: for each purpose
    of the statement the links whose persons it is about. ``since``: the field with when a row was made, which an
    erasure is compared with. ``row_class``: a constant class, or where it stands. ``source``: from where the data
    come, as «subject:account», «third_party:bank» or «automatic:website» (Art. 14(2)(f), 15(1)(g), 20(1)).
    ``triggers``: the database's triggers on this table that may stay, by name, each with the reason.
    ``through``: for each many-to-many field without a model of its own, what its table holds. ``unlinked`` and
    ``rows`` as in a datamap.
    """

    columns: Mapping[str, ColumnSays]
    subject: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    uses: Mapping[str, str | tuple[str, ...] | Use] = field(default_factory=dict)
    events: Mapping[str, str | Event] = field(default_factory=dict)
    since: str = ""
    row_class: str | ClassIn = ""
    unlinked: Literal["error", "keep", "delete"] = "error"
    rows: Literal["delete", "keep"] = "delete"
    source: str = ""
    triggers: Mapping[str, str] = field(default_factory=dict)
    through: Mapping[str, "Privacy"] = field(default_factory=dict)
    place: tuple[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        caller = sys._getframe(2)  # behind the generated __init__
        object.__setattr__(self, "place", (caller.f_code.co_filename, caller.f_lineno))


@dataclass(frozen=True, slots=True)
class Owner:
    """A command or job that runs as the owner of the database, past the gate: ``reason`` says why it must."""

    reason: str


def nothing_personal[T: Callable[..., object]](reason: str) -> Callable[[T], T]:
    """Declares that a view, a job or a command touches no personal data, and why; under the gate it could not."""
    return _declaring(Plain(reason))


def as_owner[T: Callable[..., object]](reason: str) -> Callable[[T], T]:
    """Declares that a job runs as the owner of the database, and why. See :class:`Owner`."""
    return _declaring(Owner(reason))


def _declaring[T: Callable[..., object]](what: Plain | Owner) -> Callable[[T], T]:
    def declared(function: T) -> T:
        setattr(function, PURPOSE, what)
        return function

    return declared
