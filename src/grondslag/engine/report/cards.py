"""A person's data as they are told: a card for each purpose, and in it what is kept until the same day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from grondslag.engine.report.words import GROUNDS, said, source
from grondslag.statement.dictionary import credentials
from grondslag.statement.model import Statement
from grondslag.statement.phrases import Language, day, event, period, say

type Values = dict[str, Counter[str]]
# Its name, its words, and whether these are the statement's own, which are Dutch.
type Fact = tuple[str, str, bool]


@dataclass(slots=True)
class Card:
    """Why some data are kept, in words, and the data: by how long, then by label, each value with how often."""

    id: str
    heading: str
    verbatim: bool = False
    facts: list[Fact] = field(default_factory=list)
    kept: dict[str, Values] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)

    def add(self, how_long: str, label: str, value: str, where_from: str) -> None:
        """Adds one value."""
        self.kept.setdefault(how_long, {}).setdefault(label, Counter())[value] += 1
        if where_from and where_from not in self.sources:
            self.sources.append(where_from)


def cards(report: Mapping[str, Any], statement: Statement, language: Language) -> list[Card]:
    """The cards of an access report, in the statement's order; those without a purpose come last."""
    order = [purpose.id for purpose in statement.purposes]
    found: dict[tuple[int, str, str], Card] = {}
    for cell, where_from in _cells(report):
        for reason in cell["reasons"]:
            place = order.index(reason["purpose"]) if reason["purpose"] in order else len(order)
            key = (place, reason["basis"], reason["law"])
            if key not in found:
                found[key] = _card(len(found), reason, statement, language)
            text = source(where_from, language) if where_from else ""
            found[key].add(_how_long(reason, language), cell["label"][language], _value(cell, language), text)
    made = [found[key] for key in sorted(found)]
    for card in made:
        card.facts += [(said("source", language), "; ".join(card.sources), False)] if card.sources else []
    return made


def unlawful(report: Mapping[str, Any], language: Language) -> Values:
    """What is there without a reason, by label."""
    found: Values = {}
    for cell, _ in _cells(report):
        if not cell["reasons"]:
            found.setdefault(cell["label"][language], Counter())[_value(cell, language)] += 1
    return found


def withheld(report: Mapping[str, Any]) -> int:
    """How many rows are not shown because they may be another person's."""
    return sum("withheld" in row for table in report["tables"] for row in table["rows"])


def _cells(report: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    for table in report["tables"]:
        for row in table["rows"]:
            for cell in row["cells"]:
                yield cell, table["source"]


def _value(cell: Mapping[str, Any], language: Language) -> str:
    """What is shown of a cell; a password, also in its stored form, stands on no page."""
    return said("secret", language) if cell["category"] in credentials() else str(cell["value"])


def _card(number: int, reason: Mapping[str, Any], statement: Statement, language: Language) -> Card:
    ground = GROUNDS[reason["basis"]][language == "en"]
    card = Card(id=f"p{number}", heading=reason["purpose_label"] or ground, verbatim=bool(reason["purpose_label"]))
    facts = [("why", ground, False), ("interest", reason["interest"], True), ("law", reason["law"], True)]
    card.facts = [(said(name, language), text, verbatim) for name, text, verbatim in facts if text]
    if reason["purpose"]:
        names = "; ".join(reason["recipients"])
        card.facts.append((said("recipients", language), names or said("no_recipients", language), bool(names)))
        abroad = [say("transfers", t, language) for t in statement.transfers if t.purpose == reason["purpose"]]
        card.facts += [(said("abroad", language), text, False) for text in abroad]
    return card


def _how_long(reason: Mapping[str, Any], language: Language) -> str:
    if reason["until"]:
        return said("until", language, day=day(date.fromisoformat(reason["until"]), language))
    if reason["after"]:
        name = "waiting_year" if reason["until_year_end"] else "waiting"
        return said(name, language, period=period(reason["months"], language), event=event(reason["after"], language))
    return said("standing", language)


def listed(values: Mapping[str, Counter[str]], language: Language) -> list[tuple[str, list[str]]]:
    """Labels with their values, by label; a value that occurs more than once says so."""
    return [(label, _counted(values[label].items(), language)) for label in sorted(values, key=str.casefold)]


def _counted(values: Iterable[tuple[str, int]], language: Language) -> list[str]:
    return [f"{value} ({said('times', language, count=count)})" if count > 1 else value for value, count in values]
