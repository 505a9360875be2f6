"""Rows that the page cannot tell apart are judged once, so that thousands of rows take a handful of judgements.

The page compares a day with nothing but the cutoffs of terms and today, and the moment at which a row came to be with
nothing but erasures and the days on which purposes came in. Between two of these, every day comes to the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from grondslag.datamap.model import Table
from grondslag.engine.cells import Judge, Outlook, Reason, Sight, Verdict
from grondslag.engine.glass import Glass
from grondslag.engine.kept import kept
from grondslag.law.calendar import cutoff
from grondslag.law.facts import Facts
from grondslag.law.rules import Event, Rule
from grondslag.stores.port import SubjectKey

# So many verdicts are remembered for a table.
MOST = 4000
People = tuple[frozenset[str], ...]
Events = tuple[frozenset[Event], ...]
Spans = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What tells the days of a table's rows apart: the rules that reach it, and the days at which they change.

    ``asked`` is for each link, purpose and event of a term the table's own event. ``strangers`` remembers the verdicts
    on rows of one person of whom no fact is known that matters here: they are everybody's.
    """

    rules: tuple[Rule, ...]
    cutoffs: list[date]
    introduced: list[date]
    asked: dict[tuple[str, str, str], int]
    strangers: dict[Hashable, tuple[Verdict, ...]]


def bounds(table: Table, rules: tuple[Rule, ...], today: int, zone: str) -> Bounds:  # noqa: ARG001 - see kept
    """The bounds of a table under rules, on the day with the number ``today`` in a zone."""
    uses = {use.purpose: use for use in table.uses}
    used = tuple(rule for rule in rules if rule.id in uses)
    terms = [(rule, term) for rule in used for term in rule.terms]
    day = date.fromordinal(today)
    cutoffs = {cutoff(day, term.months, term.until_year_end) for _, term in terms}
    names = {name: n for n, (name, _) in enumerate(table.events)}
    asked = {
        (link, rule.id, term.after): names[event]
        for rule, term in terms
        for link in uses[rule.id].links
        if (event := uses[rule.id].event(term.after)) in names
    }
    introduced = sorted({each.introduced for pair in terms for each in pair if each.introduced})
    return Bounds(used, sorted(cutoffs | {day + timedelta(days=1)}), introduced, asked, {})


_bounds = kept(bounds)


class Alike:
    """The outlooks on the rows of a table, whose people have these facts and no others."""

    def __init__(self, judge: Judge, table: Table, glass: Glass, facts: Mapping[SubjectKey, Facts]) -> None:
        self.bounds = _bounds(table, judge.rules, judge.at.today.toordinal(), judge.at.zone.key)
        self.judge, self.table, self.facts, self.glass = replace(judge, rules=self.bounds.rules), table, facts, glass
        self.moments = sorted({erasure.at for each in facts.values() for erasure in each.erasures})
        # A restriction judges the row at the moment it began as well, on days of its own.
        self.restricted = any(each.restrictions for each in facts.values())
        self.scoped = self.restricted or any(hold.scope for each in facts.values() for hold in each.holds)
        self.aging = bool(self.moments or self.bounds.introduced or self.restricted)
        self.factual = any(_matters(each, {rule.id for rule in self.bounds.rules}) for each in facts.values())
        self.ages: dict[object, Hashable] = {}
        self.seen: dict[Hashable, Outlook] = {}

    def outlook(self, people: People, spans: Spans, events: Events, since: object, row_class: object) -> Outlook:
        """The outlook on a row with these people by link, and events in these spans; the rest is as it was read."""
        age: Hashable = "any"
        if self.aging:
            age = self.ages.get(since)
            if age is None:
                age = self.ages[since] = self._age(since)
        face = (people, spans, age, row_class)
        found = self.seen.get(face)
        if found is None:
            sight = Sight(
                dict(zip((link.name for link in self.table.links), people, strict=True)),
                dict(zip((name for name, _ in self.table.events), events, strict=True)),
                self.glass.since(since),
                self.glass.row_class(row_class),
            )
            asked = None if self.restricted else self.bounds.asked
            verdicts, like = self._known(face, sight)
            found = self.seen[face] = Outlook(sight, verdicts, asked, like)
        return found

    def _known(
        self, face: tuple[People, Spans, Hashable, object], sight: Sight
    ) -> tuple[tuple[Verdict, ...], tuple[Verdict, ...] | None]:
        """The verdicts on a row, if it may be those on another person's of whom as little is known, and then both."""
        people, spans, age, row_class = face
        keys = {key for found in people for key in found}
        if self.factual or len(keys) != 1 or any(isinstance(span, frozenset) and span for span in spans):
            return tuple(self._verdicts(sight)), None
        look = (tuple([bool(found) for found in people]), spans, age, row_class)
        known = self.bounds.strangers.get(look)
        if known is None:
            if len(self.bounds.strangers) >= MOST:
                self.bounds.strangers.clear()
            known = self.bounds.strangers[look] = tuple(self._verdicts(sight))
            return known, known
        return _of_another(known, *keys), known

    def span(self, found: frozenset[Event]) -> Hashable:
        """Where the one day of an event lies among the cutoffs; several days are each themselves."""
        if self.restricted or len(found) != 1:
            return found
        (event,) = found
        return bisect_right(self.bounds.cutoffs, event) if isinstance(event, date) else event

    def _age(self, raw: object) -> Hashable:
        """Where the moment at which a row came to be lies among those that matter."""
        since = self.glass.since(raw)
        if since is None or self.restricted:
            return since or "unknown"
        introduced = self.bounds.introduced
        day = since.astimezone(self.judge.at.zone).date() if introduced else date.min
        return bisect_left(self.moments, since), bisect_right(introduced, day)

    def _verdicts(self, sight: Sight) -> Iterator[Verdict]:
        """The page's verdicts; columns that it knows no difference between share one."""
        views = self.judge.views(self.table, sight)
        shared: dict[Hashable, Verdict] = {}
        for place, column in enumerate(self.table.columns):
            if not column.personal:
                continue
            kind = place if self.scoped else (column.category, column.link, column.following, column.on_end, column.law)
            one = shared.get(kind)
            if one is None:
                one = shared[kind] = self.judge.verdict(self.table, place, views, sight.people, self.facts)
                yield one
            else:
                yield Verdict(column, place, one.fate, one.reasons, one.subjects, one.usable)


def _matters(facts: Facts, purposes: set[str]) -> bool:
    """Whether facts can change what the page says of rows that are used for these purposes."""
    if facts.erasures or facts.restrictions or facts.holds:
        return True
    said = (*(each.purpose for each in facts.consents), *(each.purpose for each in facts.objections))
    return not purposes.isdisjoint(said)


def _of_another(verdicts: tuple[Verdict, ...], key: str) -> tuple[Verdict, ...]:
    """The same verdicts on rows of the person with another key; those that share reasons share them still."""
    shared: dict[int, tuple[Reason, ...]] = {}
    found = []
    for each in verdicts:
        reasons = shared.get(id(each.reasons))
        if reasons is None:
            mine = tuple([Reason((r.subject[0], key), r.link, r.why) for r in each.reasons])
            reasons = shared[id(each.reasons)] = mine
        subjects = tuple([(kind, key) for kind, _ in each.subjects])
        found.append(Verdict(each.column, each.place, each.fate, reasons, subjects, each.usable))
    return tuple(found)
