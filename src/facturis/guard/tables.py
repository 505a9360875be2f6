"""A model and what it declares, as a table of the datamap; what is impossible is found, with its line."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Field, FileField, Model

from facturis.guard import lookups, places, third_party
from facturis.guard.declaration import Finding, declaration
from facturis.guard.declare import ClassIn, Computed, Event, Link, Personal, Plain, Privacy, Use
from facturis.guard.lookups import LookupRefused, column_of
from facturis.guard.places import Place
from grondslag.datamap import model as mapped
from grondslag.statement.checks import suggestion

SELF = "self"
SOURCES = ("subject", "third_party", "automatic")


class TableOf:
    """One model on its way into the datamap; what cannot be made is put among the findings and left out."""

    def __init__(self, model: type[Model], privacy: Privacy, found: list[Finding]) -> None:
        self.model, self.found = model, found
        self.label = model._meta.label
        self.fields = {each.name: each for each in model._meta.local_concrete_fields}
        self.privacy = privacy

    def subject(self) -> mapped.Subject:
        """The kind of person of whom each row is one."""
        found = []
        for kind, name in self.privacy.identifiers.items():
            try:
                found.append((kind, column_of(lookups.field(self.model, name))))
            except LookupRefused as error:
                self._refuse(error, "identifiers", kind)
        key = column_of(self.model._meta.pk)
        return mapped.Subject(
            kind=self.privacy.subject, table=self.model._meta.db_table, key=key, identifiers=tuple(found)
        )

    def table(self) -> mapped.Table:
        """The table itself."""
        says = self.privacy
        columns = tuple(self._columns())
        if any(column.personal for column in columns):
            self._comes_from_somewhere()
        keys = [column_of(each) for each in self.model._meta.pk_fields]
        return mapped.Table(
            name=self.model._meta.db_table, key=tuple(keys), columns=columns, links=tuple(self._links()),
            uses=tuple(_use(purpose, each) for purpose, each in says.uses.items()),
            events=tuple(self._events()), since=self._time(Event(says.since), "since") if says.since else None,
            row_class=self._row_class(says.row_class), unlinked=says.unlinked, rows=says.rows, source=says.source,
            triggers=tuple(says.triggers.items()),
        )  # fmt: skip

    def _columns(self) -> Iterator[mapped.Column]:
        for name, each in self.fields.items():
            if name not in self.privacy.columns:
                self._find(
                    self._field(name),
                    f"{self.label}.{name} is not declared",
                    f"give it a category in the columns of its Privacy, or Plain with the reason: {{'{name}': …}}",
                )
            else:
                yield from self._column(name, column_of(each), each)
        for name in self.privacy.columns:
            base, _, inner = name.partition("/")
            if inner and base in self.fields:
                yield from self._column(name, f"{self._named(base)}/{inner}", None)
            elif name not in self.fields:
                mend = suggestion(name, list(self.fields)) or ": remove it"
                self._find(self._place("columns", name), f"{self.label} has no field '{name}'", mend.lstrip(":, "))

    def _column(self, name: str, column: str, each: "Field[object, object] | None") -> Iterator[mapped.Column]:
        says = self.privacy.columns[name]
        match says:
            case Plain(reason):
                self._hides_nobody(name, each)
                yield mapped.Column(name=column, plain=self._given(reason, name))
            case Computed(sources):
                yield mapped.Column(name=column, computed=tuple(map(self._named, sources)))
            case Link():
                self._can_end(name, says, each, "Link(on_end='row')")
                yield mapped.Column(name=column, link=name, on_end=says.on_end, law=says.law)
            case Personal() | str():
                says = says if isinstance(says, Personal) else Personal(says)
                self._can_end(name, says, each, "Personal(…, on_end='erased', erased='')")
                self._can_be_left_out(name, says, each)
                yield mapped.Column(
                    name=column, category=says.category, about=says.about, on_end=says.on_end, erased=says.erased,
                    file=says.file, called=self._named(says.called), immutable=says.immutable,
                )  # fmt: skip

    def _comes_from_somewhere(self) -> None:
        """What a person must be told (Art. 13, 14(2)(f), 15(1)(g)), and what decides over portability (Art. 20(1))."""
        kind, _, where = self.privacy.source.partition(":")
        if kind not in SOURCES or not where.strip():
            self._find(
                self._place("source"), f"{self.label} does not say from where its data come",
                "write source='subject:account', 'third_party:…' or 'automatic:…', with where after the colon",
            )  # fmt: skip

    def _hides_nobody(self, name: str, each: "Field[object, object] | None") -> None:
        to = each.related_model if each else None
        if isinstance(to, type) and (privacy := declaration(to)) and privacy.subject:
            self._find(
                self._place("columns", name), f"{self.label}.{name} is plain, and refers to a {privacy.subject}",
                "declare it as the link that it is: Link()",
            )  # fmt: skip

    def _can_end(self, name: str, says: Personal | Link, each: "Field[object, object] | None", instead: str) -> None:
        """What the sweep asks of a column that is emptied."""
        if each is not None and not each.null and says.on_end == "null":
            self._find(
                self._field(name), f"{self.label}.{name} may not be NULL, and would become NULL when it ends",
                f"write null=True, or {instead}",
            )  # fmt: skip

    def _can_be_left_out(self, name: str, says: Personal, each: "Field[object, object] | None") -> None:
        """What the gate asks of a column that a purpose may not list, and what a files store is for."""
        if each is not None and not (each.null or each.has_db_default() or each.primary_key):
            self._find(
                self._field(name), f"{self.label}.{name} has neither NULL nor a db_default",
                "write null=True or db_default=…: a purpose that does not list it must be able to make a row",
            )  # fmt: skip
        if says.file and says.file not in settings.FACTURIS_FILES:
            self._find(
                self._field(name), f"{self.label}.{name} is kept in the files store «{says.file}», which is not there",
                f"name one of {', '.join(sorted(settings.FACTURIS_FILES))}, or add it to FACTURIS_FILES",
            )  # fmt: skip
        if isinstance(each, FileField) and not says.file:
            self._find(
                self._field(name), f"{self.label}.{name} is a file, which would outlive its row",
                "keep the document in a files store and its id here: Personal(…, file='…')",
            )  # fmt: skip

    def _given(self, reason: str, name: str) -> str:
        if not reason.strip():
            self._find(
                self._place("columns", name), f"{self.label}.{name} is plain without a reason",
                "write why it is not personal data",
            )  # fmt: skip
        return reason or "no reason given"

    def _links(self) -> Iterator[mapped.Link]:
        own = {SELF: Link()} if self.privacy.subject and not any(not x.via for x in self.privacy.links.values()) else {}
        along = {name: says for name, says in self.privacy.columns.items() if isinstance(says, Link)}
        for name, says in (own | dict(self.privacy.links) | along).items():
            section = "columns" if name in along else "links"
            lookup = (says.via or name) if name in along else says.via
            try:
                via, end = lookups.path(self.model, lookup)
            except LookupRefused as error:
                self._refuse(error, section, name)
                continue
            to = declaration(end)
            if to is None or not to.subject:
                self._find(
                    self._place(section, name), f"the link {name} of {self.label} leads to {end._meta.label}",
                    "lead it to a model whose Privacy names a subject",
                )  # fmt: skip
                continue
            yield mapped.Link(
                name=name, subject=to.subject, via=via, role=says.role, party=says.party, hides=says.hides
            )

    def _events(self) -> Iterator[tuple[str, mapped.Time]]:
        for name, says in self.privacy.events.items():
            if time := self._time(says if isinstance(says, Event) else Event(says), "events", name):
                yield name, time

    def _time(self, event: Event, *names: str) -> mapped.Time | None:
        try:
            return lookups.time(self.model, event)
        except LookupRefused as error:
            self._refuse(error, *names)
            return None

    def _row_class(self, says: str | ClassIn) -> mapped.RowClass:
        if isinstance(says, str):
            return mapped.RowClass(value=says)
        return mapped.RowClass(column=self._named(says.column), values=tuple(says.values.items()))

    def _named(self, field: str) -> str:
        """The column of a field by its name, or the name itself, of which the datamap's own check then says more."""
        return column_of(self.fields[field]) if field in self.fields else field

    def _field(self, name: str) -> Place:
        """Where a field is defined, or declared if its model is a third party's, whose file is not ours to mend."""
        if third_party.TABLES.get(self.label) is self.privacy:
            return self._place("columns", name)
        return places.of_field(self.model, name)

    def _refuse(self, error: LookupRefused, *names: str) -> None:
        what, _, mend = str(error).partition(": ")
        self._find(self._place(*names), what, mend)

    def _place(self, *names: str) -> Place:
        return places.of_declaration(self.privacy, *names)

    def _find(self, place: Place, what: str, mend: str) -> None:
        self.found.append(Finding(place, what, mend))


def _use(purpose: str, says: str | tuple[str, ...] | Use) -> mapped.Use:
    use = says if isinstance(says, Use) else Use(says)
    links = (use.links,) if isinstance(use.links, str) else use.links
    return mapped.Use(purpose=purpose, links=links, events=tuple(use.events.items()))
