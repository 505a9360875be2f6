"""A drafted datamap as TOML: every guess marked, with its why, and the purposes that may need it as suggestions."""

import re
from collections.abc import Iterator

from grondslag.datamap.discover import Draft
from grondslag.datamap.model import Column, Copy, DataMap, Link, Table, Time
from grondslag.statement.dictionary import leaves
from grondslag.statement.model import Statement

_BARE = re.compile(r"^[A-Za-z0-9_-]+$")


def guesses(text: str) -> tuple[int, int]:
    """How many guesses a drafted text marks, and how many of them are to be mended before it can be used."""
    return text.count("guess:"), text.count("to mend:")


def toml(draft: Draft, statement: Statement | None = None) -> str:
    """The text of a drafted datamap, which :func:`grondslag.datamap.load.loads` reads."""
    return "\n".join(_lines(draft, statement)) + "\n"


def _lines(draft: Draft, statement: Statement | None) -> Iterator[str]:
    datamap = draft.datamap
    yield "# Drafted by grondslag discover. Read each guess; correct it, or confirm it by taking the mark away."
    yield f"name = {_text(datamap.name)}"
    yield f"zone = {_text(datamap.zone)}  # guess: in which zone naive times are written"
    yield ""
    yield "[subjects]"
    for subject in datamap.subjects:
        why = draft.whys.get(f"subjects.{subject.kind}", "")
        entry = f"{{ table = {_text(subject.table)}, key = {_text(subject.key)} }}"
        yield f"{_key(subject.kind)} = {entry}  # guess: {why}"
    for table in datamap.tables:
        yield ""
        yield from _table(draft, table)
        if statement:
            yield from _suggested(table, statement)
    yield from _rest(datamap)


def _table(draft: Draft, table: Table) -> Iterator[str]:
    at = f"tables.{_key(table.name)}"
    yield f"[{at}]"
    for note in dict.fromkeys(draft.notes.get(table.name, ())):
        yield f"# guess, to mend: {note}"
    yield f"key = {_list(table.key)}"
    if table.since:
        yield f"since = {_time(table.since)}  # guess: when the row was made"
    yield f"[{at}.columns]"
    for column in table.columns:
        why = draft.whys.get(f"{table.name}.{column.name}", "")
        mark = f"  # guess: {why}" if why and not column.plain else ""
        yield f"{_key(column.name)} = {_column(column)}{mark}"
    yield f"[{at}.links]"
    for link in table.links:
        yield f"{_key(link.name)} = {_link(link)}  # guess: {_led(link)}"
    if table.events:
        yield f"[{at}.events]"
        for name, time in table.events:
            yield f"{_key(name)} = {_time(time)}  # guess: named after its column"


def _column(column: Column) -> str:
    if column.computed:
        return f"{{ computed = {_list(column.computed)} }}"
    if column.plain:
        return f"{{ plain = {_text(column.plain)} }}"
    parts = [f"category = {_text(column.category)}"] if column.category else [f"link = {_text(column.link)}"]
    if column.on_end != "null":
        parts.append(f"on_end = {_text(column.on_end)}")
    if column.erased is not None:
        parts.append(f"erased = {_text(column.erased) if isinstance(column.erased, str) else column.erased}")
    return _text(column.category) if column.category and len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _link(link: Link) -> str:
    parts = [f"subject = {_text(link.subject)}"]
    if link.via:
        parts.append(f"via = {_list(tuple(map(str, link.via)))}")
    if link.role != "owner":
        parts.append(f"role = {_text(link.role)}")
    return f"{{ {', '.join(parts)} }}"


def _led(link: Link) -> str:
    if not link.via:
        return "the row is the person's own"
    if link.role == "mention":
        return "its name says that the person is mentioned, and owns nothing"
    if link.via[-1].alike:
        return "the same address"
    return "the column refers to a person" if len(link.via) == 1 else f"{len(link.via)} references lead to a person"


def _time(time: Time) -> str:
    parts = [f"column = {_text(time.column)}"]
    parts += [
        f"{field} = {_text(value)}"
        for field, value, usual in (("form", time.form, "date"), ("zone", time.zone, ""), ("null", time.null, ""))
        if value != usual
    ]
    return _text(time.column) if len(parts) == 1 else f"{{ {', '.join(parts)} }}"


def _suggested(table: Table, statement: Statement) -> Iterator[str]:
    """The active purposes whose items cover a category of the table, as comments: which one it is, a person decides."""
    held = {column.category for column in table.personal if column.category}
    found = []
    for purpose in statement.purposes if held else ():
        listed = {leaf for item in purpose.items if item.category for leaf in leaves(item.category)}
        if purpose.active and held & listed:
            events = ", ".join(sorted({term.after for term in purpose.terms})) or "nothing yet"
            links = _list(tuple(link.name for link in table.links))
            covers = ", ".join(sorted(held & listed))
            found.append(f"# {_key(purpose.id)} = {links}  # covers {covers}; its terms run from {events}")
    if found:
        yield "# The purposes of the statement that may need it: keep those, and declare the events of their terms."
        yield f"# [tables.{_key(table.name)}.uses]"
        yield from found
    elif not held and table.links:
        # A link is covered by whatever use names it, and which one is on no list of items.
        yield "# It tells who somebody is and nothing more: for which purpose is that kept?"
        yield f"# [tables.{_key(table.name)}.uses]"
        yield f'# "purpose" = {_list(tuple(link.name for link in table.links))}'


def _rest(datamap: DataMap) -> Iterator[str]:
    if datamap.copies:
        yield "\n[copies]"
        for copy in datamap.copies:
            yield f"{_key(copy.name)} = {_copy(copy)}  # guess: it holds the table's columns once more"
    if datamap.ignored:
        yield "\n[ignored]"
        for name, reason in datamap.ignored:
            yield f"{_key(name)} = {_text(reason)}"


def _copy(copy: Copy) -> str:
    kind = "" if copy.kind == "fts5" else f"kind = {_text(copy.kind)}, "
    return f"{{ of = {_text(copy.of)}, {kind}columns = {_list(copy.columns)} }}"


def _key(name: str) -> str:
    return name if _BARE.match(name) else _text(name)


def _list(names: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
