"""What a column probably holds, by its values, its name, its table's name and its type, with the why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from grondslag.datamap.columns import NUMBER, alone_unique, holds_text
from grondslag.datamap.guess_words import COLUMNS, ENDS, FREE, KINDS, MADE, TABLES, TIMES, said, words
from grondslag.datamap.live import Dialect, LiveColumn, LiveTable
from grondslag.datamap.model import Column, Time
from grondslag.datamap.values import Looks

FEW, MANY = 10, 50
# The first of the words for «made» that mean nothing else.
CLEAR = 4
# What values tell by themselves, whatever the column is called; a postcode is part of an address.
STRONG = {"email": "email", "iban": "iban", "vat_number": "vat_number", "national_id": "national_id",
    "ip_address": "ip_address", "password": "password", "browser": "browser", "postcode": "address"}  # fmt: skip
IDENTIFYING = frozenset(("email", "name", "username", "phone", "national_id"))


@dataclass(frozen=True, slots=True)
class Guess:
    """A column as it is drafted, and why; the why of a plain column stands in its reason."""

    column: Column
    why: str = ""


def category(table: LiveTable, column: LiveColumn, seen: Looks) -> tuple[str, str]:
    """The category that a column seems to have and why; "" when nothing says that it is personal, or nothing at all."""
    if column.type == "BOOLEAN" or column.type.startswith("TINYINT(1)"):
        return "", "yes or no"
    for kind, found in STRONG.items():
        if seen.most(kind):
            return found, f"{seen.of(kind)} look like {kind.replace('_', ' ')}"
    spoken, named, here = set(words(column.name)), said(column.name, COLUMNS), said(table.name, TABLES)
    if named == "name" and "contact" in words(table.name):
        return "contact_person", "the name of a contact"
    if named and not (spoken & KINDS):
        return named, _agreeing(named, seen)
    if "number" in spoken and not here and holds_text(column.type):
        return "customer_number", "a number in a table of people"
    if spoken & FREE and here:
        return here, f"free to fill in, in {table.name}"
    if spoken & KINDS or 0 < seen.distinct <= FEW < MANY <= seen.n:
        return "", "one of a few kinds"
    if holds_text(column.type):
        if seen.most("name"):
            return "name", f"{seen.of('name')} look like names"
        if seen.most("text") or spoken & FREE:
            return here or "message", f"{seen.of('text')} are text of some length"
        if here and seen.n:
            return here, f"text in {table.name}"
    return "", "" if holds_text(column.type) else f"{column.type or 'a value'}, and its name tells nothing of a person"


def _agreeing(named: str, seen: Looks) -> str:
    return f"its name, and {seen.of(named)}" if seen.hits.get(named) else "its name"


def time(column: LiveColumn, seen: Looks, dialect: Dialect) -> Time | None:
    """The column as a time, None where it is none: by its type, or by all its sampled values and its name."""
    named = bool(set(words(column.name)) & (TIMES | set(ENDS)))
    if dialect != "sqlite" and column.type.startswith(("DATE", "TIMESTAMP")):
        form = "date" if column.type == "DATE" else "datetime"
        aware = "WITH TIME ZONE" in column.type or (dialect == "mariadb" and column.type.startswith("TIMESTAMP"))
        found = Time(column=column.name, form=form, zone="UTC" if aware else "")  # type: ignore[arg-type]
    elif named and NUMBER.match(column.type) and words(column.name)[-1] in ("at", "time", "timestamp"):
        found = Time(column=column.name, form="epoch")
    elif holds_text(column.type) or dialect == "sqlite":
        alike = [form for form in ("date", "datetime") if seen.n and seen.hits.get(form) == seen.n]
        if not alike and not (named and seen.n == 0):
            return None
        bare = "datetime" if words(column.name)[-1] == "at" else "date"
        found = Time(column=column.name, form=alike[0] if alike else bare)  # type: ignore[arg-type]
    else:
        return None
    return replace(found, null="not_yet") if column.nullable and set(words(column.name)) & set(ENDS) else found


def since(table: LiveTable, times: Mapping[str, Time]) -> Time | None:
    """The time at which rows of a table were made, as far as names tell; one that may be NULL by plain words only."""
    nullable = {column.name: column.nullable for column in table.columns}
    for known, null in ((MADE, False), (MADE[:CLEAR], True)):
        for word in known:
            for name, found in times.items():
                if word in words(name) and found.form != "epoch" and nullable[name] is null:
                    return found
    return None


def emptied(table: LiveTable, column: LiveColumn, guessed: Column) -> Column | None:
    """The column with what becomes of it at its end; None when no value could stand in its place."""
    if column.nullable:
        return guessed
    if holds_text(column.type):
        unique = alone_unique(column.name, table)
        return replace(guessed, on_end="pseudonym") if unique else replace(guessed, on_end="erased", erased="")
    if NUMBER.match(column.type) and not alone_unique(column.name, table):
        return replace(guessed, on_end="erased", erased=0)
    return None
