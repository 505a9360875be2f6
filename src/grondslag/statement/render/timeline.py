"""The picture of the page: for every purpose how long data stay, as bars on one scale of years."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grondslag.statement.dictionary import purpose_kinds
from grondslag.statement.model import Purpose, Statement, Term
from grondslag.statement.phrases import Language, period
from grondslag.statement.render.purposes import in_order

ROW, LINE, BAR, TOP = 46, 22, 12, 30
_LETTERS = 43
WORDS = {
    "open": ("geen einde", "no end"),
    "missing": ("geen termijn", "no term"),
    "criterion": ("tot een gebeurtenis", "until an event"),
    "law": ("de wet eist dit", "the law demands this"),
    "term": ("termijn die wij toepassen", "term that we apply"),
    "promised": ("beloofde termijn", "promised term"),
    "year": ("jaar", "years"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its width in percent, its kind (law, term, promised, open) and its place from the top in pixels."""

    kind: str
    width: float
    top: int


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose: its label and its periods in words above its bars."""

    label: str
    words: str
    top: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole picture: rows, the years on the scale with their place in percent, height and a description."""

    rows: tuple[Row, ...]
    years: tuple[tuple[str, float], ...]
    height: int
    description: str
    legend: tuple[tuple[str, str], ...]


def timeline(statement: Statement, language: Language) -> Timeline | None:
    """The picture of a statement's terms; None for a statement without purposes."""
    purposes = in_order(statement)
    if not purposes:
        return None
    english = language == "en"
    spans = [months for purpose in purposes for _, months in _spans(purpose) if months]
    longest = max(1, math.ceil(max(spans, default=12) / 12))
    step = max(1, math.ceil(longest / 7))
    years = [(str(year), 100 * year / longest) for year in range(0, longest + 1, step)]
    rows = []
    top = TOP
    for purpose in purposes:
        row = _row(purpose, longest * 12, top, language)
        rows.append(row)
        top += ROW + (len(row.bars) - 1) * (BAR + 4)
    description = "; ".join(f"{row.label}: {row.words}" for row in rows)
    kinds = dict.fromkeys(bar.kind for row in rows for bar in row.bars)
    legend = tuple((kind, WORDS[kind][english]) for kind in kinds)
    return Timeline(tuple(rows), tuple(years), top, description, legend)


def _row(purpose: Purpose, longest: int, top: int, language: Language) -> Row:
    english = language == "en"
    bars = []
    words = []
    for index, (kind, months) in enumerate(dict.fromkeys(_spans(purpose))):
        width = 100.0 if months is None else max(1.0, 100 * months / longest)
        bars.append(Bar("open" if months is None else kind, width, top + LINE + index * (BAR + 4)))
        words.append(WORDS[kind][english] if months is None else _short_period(months, language))
    said = " · ".join(dict.fromkeys(words))
    return Row(_short(purpose, english, len(said)), said, top, tuple(bars))


def _short_period(months: int, language: Language) -> str:
    return re.sub("maand(en)?", "mnd", period(months, language)).replace("months", "mo")


def _spans(purpose: Purpose) -> Iterator[tuple[str, int | None]]:
    """Kind and months of each bar; None for no end that is told. Applied terms, or else what is promised."""
    if purpose.terms:
        yield from (("law" if term.law else "term", _months(term)) for term in purpose.terms)
    elif purpose.promise.periods:
        yield from (("promised", entry.months) for entry in purpose.promise.periods)
    else:
        yield ("open" if purpose.promise.kind == "period" else purpose.promise.kind), None


def _months(term: Term) -> int:
    """At the longest: a term from the year's end may run up to a year more, which a bar leaves out."""
    return max(term.months, 0)


def _short(purpose: Purpose, english: bool, beside: int) -> str:
    """The purpose's id and label, as long as fits a narrow screen beside so many letters."""
    kind = purpose_kinds().get(purpose.kind)
    label = kind.en if kind and english else purpose.label.split(",")[0]
    words = f"{purpose.id} {label}"
    longest = max(12, _LETTERS - beside)
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
