"""What differs between two versions of a statement: typed changes, each material or not, with the reason.

Entries are matched by their key, so that a change names its place as an amendment does. A data item under another label
but of the same category and person is the same item in other words.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, Literal

from grondslag.statement.amendments import KEYS, element_type, fields_of
from grondslag.statement.change_table import ENTRIES, FIELDS, NOTHING, NOUNS
from grondslag.statement.dictionary import normalised, purpose_named
from grondslag.statement.diff import Language, in_words, place_in_words
from grondslag.statement.model import Item, Purpose, Recipients, Statement, Term

type Verb = Literal["added", "removed", "changed", "longer", "shorter"]

VERBS: Final[dict[Verb, tuple[str, str]]] = {
    "added": ("toegevoegd", "added"), "removed": ("vervallen", "removed"), "changed": ("gewijzigd", "changed"),
    "longer": ("langer", "longer"), "shorter": ("korter", "shorter"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change: what it is about (a noun of the table), what happened, where, and the values before and after."""

    noun: str
    verb: Verb
    path: str
    old: Any = None
    new: Any = None

    @property
    def kind(self) -> str:
        """The type of the change, such as ``purpose_added`` or ``retention_longer``."""
        return f"{self.noun}_{self.verb}"

    @property
    def material(self) -> bool:
        """Whether it changes the processing for the person (WP260 ¶29)."""
        return NOUNS[self.noun].material


def changes(old: Statement, new: Statement) -> tuple[Change, ...]:
    """Every change from one version to another; none exactly when both have the same content."""
    return tuple(_changes(old, new, ""))


def told(old: Statement, new: Statement, language: Language) -> list[dict[str, Any]]:
    """The changes in words, as JSON values: kind, material, path, place, what, old, new, reason."""
    english = language == "en"
    labels = {purpose.id: purpose.label for purpose in (*old.purposes, *new.purposes)}
    return [
        {
            "kind": change.kind,
            "material": change.material,
            "path": change.path,
            "place": place_in_words(change.path, labels, language),
            "what": f"{NOUNS[change.noun].words[english]} {VERBS[change.verb][english]}",
            "old": in_words(change.old, language),
            "new": in_words(change.new, language),
            "reason": NOUNS[change.noun].reason[english],
        }
        for change in changes(old, new)
    ]


def _changes(old: Any, new: Any, path: str) -> Iterator[Change]:
    kind: Any = type(old)
    for field in fields(old):
        noun, place = FIELDS[kind][field.name], f"{path}.{field.name}" if path else field.name
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or noun == NOTHING:
            continue
        if apart := APART.get((kind, field.name)):
            yield from apart(before, after, place)
        elif is_dataclass(before):
            yield from _changes(before, after, place)
        elif (element := element_type(fields_of(kind)[field.name])) in KEYS:
            yield from _entries(element, before, after, place)
        elif isinstance(before, tuple) and Counter(before) == Counter(after):
            yield Change(noun="layout", verb="changed", path=place, old=before, new=after)
        else:
            yield Change(noun=noun, verb="changed", path=place, old=before, new=after)


def _entries(element: type, old: Sequence[Any], new: Sequence[Any], path: str) -> Iterator[Change]:
    key, noun = KEYS[element], ENTRIES[element]
    pairs = _matched(old, new, lambda entry: str(getattr(entry, key)))
    if element is Item:
        # Items whose label differs in writing only, then items of one category.
        pairs += _matched(old, new, lambda item: normalised(item.label), tuple(pairs))
        pairs += _matched(old, new, lambda i: (i.category, i.subject) if i.category else None, tuple(pairs))
    for before, after in sorted(pairs):
        yield from _changes(old[before], new[after], f"{path}.{getattr(old[before], key)}")
    for index, entry in _unmatched(old, (before for before, _ in pairs)):
        yield Change(noun=noun, verb="removed", path=f"{path}.{getattr(entry, key)}", old=old[index])
    for index, entry in _unmatched(new, (after for _, after in pairs)):
        yield Change(noun=noun, verb="added", path=f"{path}.{getattr(entry, key)}", new=new[index])
    order = [after for _, after in sorted(pairs)]
    if order != sorted(order):
        names = [tuple(str(getattr(entry, key)) for entry in entries) for entries in (old, new)]
        yield Change(noun="layout", verb="changed", path=path, old=names[0], new=names[1])


def _matched(
    old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Hashable], skip: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """The places in old and new of entries with one key, the first with the first; None is no key."""
    gone, come = {before for before, _ in skip}, {after for _, after in skip}
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index, entry in enumerate(new):
        if index not in come and key(entry) is not None:
            waiting[key(entry)].append(index)
    candidates = [(index, waiting[key(entry)]) for index, entry in enumerate(old) if index not in gone]
    return [(index, places.pop(0)) for index, places in candidates if places]


def _unmatched(entries: Sequence[Any], matched: Iterable[int]) -> list[tuple[int, Any]]:
    known = set(matched)
    return [(index, entry) for index, entry in enumerate(entries) if index not in known]


def _label(old: str, new: str, path: str) -> Iterator[Change]:
    """A purpose under other words: the same one when the dictionary says so, else perhaps another purpose."""
    known, other = purpose_named(old), purpose_named(new)
    same = normalised(old) == normalised(new) or (known is not None and known == other)
    yield Change(noun="wording" if same else "purpose", verb="changed", path=path, old=old, new=new)


def _names(old: Sequence[str], new: Sequence[str], path: str) -> Iterator[Change]:
    """The recipients that a purpose names, each by itself."""
    before, after = Counter(old), Counter(new)
    yield from (Change(noun="recipient", verb="removed", path=path, old=name) for name in (before - after).elements())
    yield from (Change(noun="recipient", verb="added", path=path, new=name) for name in (after - before).elements())
    if before == after:
        yield Change(noun="layout", verb="changed", path=path, old=old, new=new)


def _terms(old: Sequence[Term], new: Sequence[Term], path: str) -> Iterator[Change]:
    """The retention of a purpose. Any term that runs keeps, so one more is longer; no term at all has no end."""
    pairs = _matched(old, new, lambda term: (term.after, term.when, term.law))
    for before, after in pairs:
        yield from _term(old[before], new[after], path)
    gone = tuple(term for _, term in _unmatched(old, (before for before, _ in pairs)))
    come = tuple(term for _, term in _unmatched(new, (after for _, after in pairs)))
    if gone and come:
        yield Change(noun="retention", verb="changed", path=path, old=gone, new=come)
    elif gone:
        yield Change(noun="retention", verb="shorter" if new else "longer", path=path, old=gone)
    elif come:
        yield Change(noun="retention", verb="longer" if old else "shorter", path=path, new=come)
    order = [after for _, after in pairs]
    if order != sorted(order):
        yield Change(noun="layout", verb="changed", path=path, old=tuple(old), new=tuple(new))


def _term(old: Term, new: Term, path: str) -> Iterator[Change]:
    """Two terms from one event, for one class and by one law."""
    before, after = (old.months, old.until_year_end), (new.months, new.until_year_end)
    change = Change(noun="retention", verb="changed", path=path, old=old, new=new)
    if before != after:
        grows = [next_ >= last for last, next_ in zip(before, after, strict=True)]
        shrinks = [next_ <= last for last, next_ in zip(before, after, strict=True)]
        yield replace(change, verb="longer" if all(grows) else "shorter" if all(shrinks) else "changed")
    if old.use != new.use:
        yield replace(change, noun="purpose")
    if (old.introduced, old.compatible) != (new.introduced, new.compatible):
        yield replace(change, noun="reach")
    if old.reason != new.reason:
        yield replace(change, noun="file")


APART: Final[dict[tuple[type, str], Callable[[Any, Any, str], Iterator[Change]]]] = {
    (Purpose, "label"): _label,
    (Purpose, "terms"): _terms,
    (Recipients, "names"): _names,
}
