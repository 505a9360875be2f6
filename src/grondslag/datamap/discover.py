"""A first datamap of a database that nobody has described: every guess with its why, so that a person edits it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from grondslag.datamap.dependants import CHAIN
from grondslag.datamap.graph import direct, joined, referrers, shortest
from grondslag.datamap.guess import IDENTIFYING, Guess, category, emptied, since, time
from grondslag.datamap.guess_words import BOOKKEEPING, MENTIONS, PEOPLE, TIMES, words
from grondslag.datamap.live import Live, LiveColumn, LiveTable
from grondslag.datamap.model import Column, Copy, DataMap, Link, Subject, Table, Time
from grondslag.datamap.names import OWN
from grondslag.datamap.steps import Step
from grondslag.datamap.values import Looks

UNTOLD = "nothing tells what it holds: give it a category, or the reason why it is not personal"

type Sampled = Mapping[str, Looks]


class NobodyFoundError(Exception):
    """No table of the database looks like people: one sentence for people."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted datamap; ``whys`` of its guesses by place, such as "orders.email"; ``notes`` by table: what to do."""

    datamap: DataMap
    whys: Mapping[str, str]
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def discover(live: Live, sampled: Sampled, name: str, zone: str) -> Draft:
    """Drafts the datamap of a database from how it is and what its values look like.

    Raises NobodyFoundError where no table looks like people.
    """
    drafting = _Drafting(live, sampled)
    subjects = drafting.subjects()
    if not subjects:
        raise NobodyFoundError(
            f"no table of {name} looks like people (an e-mail address or a name, a key of one column, and other "
            "tables that refer to it): write the datamap by hand, as docs/guide/datamap.md tells"
        )
    tables = tuple(drafting.table(each, subjects) for each in live.tables if drafting.leads(each, subjects))
    ignored = tuple(drafting.ignored({table.name for table in tables}))
    kinds = tuple(Subject(kind=kind, table=each.name, key=each.key[0]) for kind, each in subjects.items())
    copies = tuple(drafting.copies(tables))
    unlisted = tuple((name, why) for name, why in ignored if name not in {copy.name for copy in copies})
    made = DataMap(name=name, zone=zone, subjects=kinds, tables=tables, copies=copies, ignored=unlisted)
    return Draft(made, drafting.whys, {name: tuple(found) for name, found in drafting.notes.items()})


def _acting(there: LiveTable, live: Live) -> Iterator[str]:
    """What acts unseen on a table, and is allowed by nobody but a person."""
    virtual = {table.name for table in live.tables if table.virtual}
    for trigger in there.triggers:
        if not trigger.writes or set(trigger.writes) - virtual:
            yield f"what does the trigger {trigger.name} copy? check refuses it until it is declared"
    for key in there.foreign_keys:
        if key.on_delete in CHAIN:
            yield f"ON DELETE {key.on_delete} of {key.columns[0]}: check refuses it until it is declared"


def _refer(count: int) -> str:
    tables = "1 table refers" if count == 1 else f"{count or 'no'} tables refer"
    return f"{tables} to it, and it holds names or addresses of people"


@dataclass(slots=True)
class _Drafting:
    live: Live
    sampled: Sampled
    whys: dict[str, str] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def looks(self, table: LiveTable, column: LiveColumn) -> Looks:
        return self.sampled.get(f"{table.name}.{column.name}", Looks())

    def categories(self, table: LiveTable) -> set[str]:
        """What a table's own columns seem to hold, keys and references apart."""
        apart = {*table.key, *(c for key in table.foreign_keys for c in key.columns)}
        return {category(table, c, self.looks(table, c))[0] for c in table.columns if c.name not in apart} - {""}

    def subjects(self) -> dict[str, LiveTable]:
        """The tables of people by kind: those that most refer to first, and none that refers to another of them."""
        found = []
        for table in self.live.tables:
            if self._mappable(table) and len(table.key) == 1 and self.categories(table) & IDENTIFYING:
                people = bool(set(words(table.name.rpartition(".")[2])) & PEOPLE)
                count = referrers(self.live, table)
                if people or count:
                    found.append(((people, count, "email" in self.categories(table)), table))
        taken: dict[str, LiveTable] = {}
        for (people, count, _), table in sorted(found, key=lambda each: (*(-int(x) for x in each[0]), each[1].name)):
            if any(shortest(self.live, table, other) for other in taken.values()) or (taken and not people):
                continue
            kind = table.name.rpartition(".")[2] if taken else "person"
            taken[kind] = table
            self.whys[f"subjects.{kind}"] = _refer(count)
        return taken

    def leads(self, table: LiveTable, subjects: Mapping[str, LiveTable]) -> bool:
        """Whether a table can be mapped and its rows are somebody's."""
        return self._mappable(table) and bool(list(self.links(table, subjects)))

    def _mappable(self, table: LiveTable) -> bool:
        bookkeeping = table.name.startswith(OWN) or table.name.lower() in BOOKKEEPING
        return bool(table.key) and not table.virtual and not bookkeeping

    def links(self, table: LiveTable, subjects: Mapping[str, LiveTable]) -> Iterator[Link]:
        """The links of a table: itself, every direct reference, else the shortest path, a join, or an address."""
        for kind, subject in subjects.items():
            if table.name == subject.name:
                yield Link(name="self", subject=kind)
                continue
            steps = direct(self.live, table, subject)
            for step in steps:
                name = "_".join(words(step.column)[: -1 if len(words(step.column)) > 1 else None])
                mention = set(words(name)) & MENTIONS
                yield Link(name=name, subject=kind, via=(step,), role="mention" if mention else "owner")
            path = () if steps else shortest(self.live, table, subject) or self._other(table, subject)
            if path:
                yield Link(name=kind, subject=kind, via=path)

    def _other(self, table: LiveTable, subject: LiveTable) -> tuple[Step, ...]:
        if not self.categories(table) & (IDENTIFYING | {"address", "iban", "birth_date"}):
            return ()
        if path := joined(self.live, table, subject):
            return path
        mine, theirs = self._email(table), self._email(subject)
        return (Step(mine, subject.name, theirs, alike=True),) if mine and theirs else ()

    def _email(self, table: LiveTable) -> str:
        found = (c.name for c in table.columns if category(table, c, self.looks(table, c))[0] == "email")
        return next(found, "")

    def table(self, there: LiveTable, subjects: Mapping[str, LiveTable]) -> Table:
        """A table as it is drafted."""
        links = tuple({link.name: link for link in self.links(there, subjects)}.values())
        self.notes.setdefault(there.name, []).extend(_acting(there, self.live))
        own = {link.via[0].column: link.name for link in links if len(link.via) == 1}
        times = {c.name: t for c in there.columns if (t := time(c, self.looks(there, c), self.live.dialect))}
        guesses = [self._column(there, c, own, times) for c in there.columns]
        for guess in guesses:
            if guess.why:
                self.whys[f"{there.name}.{guess.column.name}"] = guess.why
        plain = {g.column.name for g in guesses if g.column.plain}
        events = {c: t for c, t in times.items() if c in plain and re.fullmatch(r"\w+", c)}
        made = tuple(g.column for g in guesses)
        owners = any(link.role == "owner" for link in links)
        return Table(
            name=there.name, key=there.key, columns=self._computed(there, made), since=since(there, events),
            links=links if owners else tuple(Link(name=x.name, subject=x.subject, via=x.via) for x in links),
            events=tuple((self._event(name), found) for name, found in events.items()),
        )  # fmt: skip

    def _event(self, column: str) -> str:
        return "_".join(word for word in words(column) if word not in TIMES) or column

    def _column(self, there: LiveTable, column: LiveColumn, own: Mapping[str, str], times: Mapping[str, Time]) -> Guess:
        name, looks = column.name, self.looks(there, column)
        if name in own:
            ends = "row" if not column.nullable or name in there.key else "null"
            return Guess(Column(name=name, link=own[name], on_end=ends), "it leads to a person")  # type: ignore[arg-type]
        if name in there.key:
            return Guess(Column(name=name, plain="guess: part of the key"))
        reference = next((key for key in there.foreign_keys if name in key.columns), None)
        if reference:
            return Guess(Column(name=name, plain=f"guess: refers to {reference.table}"))
        found, why = category(there, column, looks)
        if name in times and found != "birth_date":
            return Guess(Column(name=name, plain="guess: a time, which says nothing without the rest of the row"))
        if not found:
            return Guess(Column(name=name, plain=f"guess: {why}" if why else f"guess, to mend: {UNTOLD}"))
        if column.generated:
            return Guess(Column(name=name, category=found), why)
        ended = emptied(there, column, Column(name=name, category=found))
        if ended is None:
            return Guess(Column(name=name, plain=f"guess, to mend: {found}, NOT NULL, and no value can stand for it"))
        return Guess(ended, why)

    def _computed(self, there: LiveTable, made: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns with those that the database computes declared as following what they are computed from."""
        known = {column.name: column for column in made}
        for live in there.columns:
            sources = [w for w in dict.fromkeys(re.findall(r"\w+", live.expression)) if w in known and w != live.name]
            if live.generated and sources and any(known[w].personal for w in sources):
                known[live.name] = Column(name=live.name, computed=tuple(sources))
            elif live.generated and known[live.name].personal:
                known[live.name] = Column(name=live.name, plain="guess: computed, from nothing personal")
        return tuple(known.values())

    def copies(self, tables: tuple[Table, ...]) -> Iterator[Copy]:
        """Full-text indexes that a table's triggers keep up, and materialized views of mapped tables."""
        mapped = {table.name: table for table in tables}
        for there in self.live.tables:
            columns = tuple(column.name for column in there.columns)
            for other in self.live.tables if there.virtual else ():
                writes = any(there.name in trigger.writes for trigger in other.triggers)
                if writes and other.name in mapped and {*columns} <= {c.name for c in other.columns}:
                    yield Copy(name=there.name, of=other.name, columns=columns)
                    break
        for view in self.live.views:
            shown = [name for name in view.reads if name in mapped]
            if view.materialized and shown:
                yield Copy(name=view.name, of=shown[0], columns=view.columns, kind="materialized_view")

    def ignored(self, mapped: set[str]) -> Iterator[tuple[str, str]]:
        """The tables that are left out, each with the reason; what a full-text index keeps for itself is not told."""
        shadows = tuple(f"{table.name}_" for table in self.live.tables if table.virtual)
        for table in self.live.tables:
            if table.name in mapped or table.name.startswith((OWN, *shadows)):
                continue
            if notes := self.notes.get(table.name):
                yield table.name, f"guess, to mend: {notes[0]}"
            elif table.name.lower() in BOOKKEEPING:
                yield table.name, "guess: bookkeeping of a tool"
            elif personal := sorted(self.categories(table) & {*IDENTIFYING, "address", "iban", "birth_date"}):
                why = "it has no primary key" if not table.key else "nothing leads from it to a person"
                yield table.name, f"guess, to mend: it seems to hold {', '.join(personal)}, and {why}"
            else:
                yield table.name, "guess: nothing leads from it to a person"
