"""The narrative beside the purposes, by section, paragraph and sentence; each feeds fields or is accounted for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from grondslag.statement.model import Statement
from grondslag.statement.prose.facts import Draft, Fact, paths
from grondslag.statement.prose.layout import Row, hard_wrapped, reads_on
from grondslag.statement.prose.plain_words import NARRATIVE, SUBSTANCE, TOPIC_WORDS
from grondslag.statement.prose.sections import topic_of
from grondslag.statement.prose.telling import facts_of, listed_facts

_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-TV-Za-tv-z]|[A-Z]\.[A-Z]|bijv|bv|art|nr|o\.a|m\.b\.t|d\.w\.z|t\.a\.v|i\.v\.m|jl|mr|dr|Inc|Ltd|Co|St|tel)\.$"
)
_END = re.compile(r"[.!?][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[«A-ZÀ-Þ0-9])")
_PAGE = re.compile(r"^(?:pagina |page |blz\.? ?)?\d{1,3}(?: ?(?:van|of|/) ?\d{1,3})?$", re.IGNORECASE)
_LONGEST_SENTENCE = 2_000
_FIELDS = frozenset(Statement.__dataclass_fields__) - {"purposes"}


@dataclass(slots=True)
class Section:
    """Where a sentence stands: the heading above it, its topic, and the topic of the section around that."""

    heading: str = ""
    topic: str = ""
    around: str = ""
    lead: str = ""


@dataclass(slots=True)
class Paragraph:
    """Rows that read on, as one text; ``starts`` is where each row begins in it."""

    text: str
    rows: list[Row]
    starts: list[int] = field(default_factory=lambda: [0])

    def add(self, row: Row) -> None:
        """Reads on with a further row."""
        self.starts.append(len(self.text) + 1)
        self.text = f"{self.text} {row.text}"
        self.rows.append(row)

    def within(self, start: int, end: int) -> list[Row]:
        """The rows over which a part of the text runs."""
        ends = [*self.starts[1:], len(self.text) + 1]
        return [row for row, a, b in zip(self.rows, self.starts, ends, strict=True) if a < end and b > start]


def read_narrative(rows: Sequence[Row], draft: Draft) -> None:
    """Feeds a draft with what the rows tell, and notes with each row what became of it."""
    section = Section()
    paragraphs = list(_paragraphs(rows))
    for index, (paragraph, heading) in enumerate(paragraphs):
        if heading:
            section = _headed(paragraph.rows[0], section, draft, first=index == 0)
            continue
        row = paragraph.rows[0]
        if _PAGE.match(paragraph.text):
            row.narrative = "page number"
            continue
        if row.bullet and (facts := listed_facts(paragraph.text, section.topic, section.lead, section.heading)):
            for told in paragraph.rows:
                _feed(told, facts, draft)
        else:
            _read_sentences(paragraph, section, draft)
        if not row.bullet:
            section.lead = paragraph.text[-600:].casefold() if paragraph.text.endswith(":") else ""


def _headed(row: Row, section: Section, draft: Draft, first: bool) -> Section:
    topic = topic_of(row.text)
    if topic == "title" and first:
        row.feed("title")
        draft.put("title", row.text)
    elif topic or row.heading:
        row.narrative = f"heading of the section on {topic.removeprefix('right:')}" if topic else "heading"
    around = section.around if topic.startswith("right:") else topic
    return Section(row.text, topic, around)


def _is_heading(row: Row, before: Row | None, wrapped: bool) -> bool:
    if row.heading:
        return True
    if row.bullet or len(row.text) > 110 or not topic_of(row.text):
        return False
    alone = row.gap or before is None
    return alone or (len(row.text) <= 60 and row.text[0].isupper() and not (before and reads_on(row, before, wrapped)))


def _paragraphs(rows: Sequence[Row]) -> Iterator[tuple[Paragraph, bool]]:
    paragraph: Paragraph | None = None
    before: Row | None = None
    wrapped = hard_wrapped(rows)
    for row in rows:
        heading = _is_heading(row, before, wrapped)
        if (
            paragraph
            and not heading
            and not row.bullet
            and before
            and _reads_on(row, before, wrapped, paragraph.rows[0].bullet)
        ):
            paragraph.add(row)
        else:
            if paragraph:
                yield paragraph, False
            paragraph = None if heading else Paragraph(row.text, [row])
            if heading:
                yield Paragraph(row.text, [row]), True
        before = None if heading else row
    if paragraph:
        yield paragraph, False


def _reads_on(row: Row, before: Row, wrapped: bool, listed: bool) -> bool:
    if row.number - before.number > 4 or row.cells or before.cells:
        return False
    ended = before.text.endswith((".", "!", "?"))
    if row.gap:
        return row.text[:1].islower() and not ended and not before.text.endswith((":", ";"))
    return (ended and not listed) or reads_on(row, before, wrapped)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start() + 1]):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _read_sentences(paragraph: Paragraph, section: Section, draft: Draft) -> None:
    before = ""
    for start, end in sentences(paragraph.text):
        rows = paragraph.within(start, end)
        whole = paragraph.text[start:end].strip()
        facts: list[Fact] = []
        for cut in range(0, len(whole), _LONGEST_SENTENCE):
            facts += facts_of(
                whole[cut : cut + _LONGEST_SENTENCE], before, section.topic, section.heading, section.around
            )
        reason = "" if facts else _narrative(whole, section)
        for row in rows:
            if facts:
                _feed(row, facts, draft)
            elif reason:
                row.narrative = row.narrative or reason
            else:
                row.stray.append(whole)
        before = whole[-400:]


def _feed(row: Row, facts: Iterable[Fact], draft: Draft) -> None:
    for path, value in facts:
        draft.put(path, value)
    for path in paths(facts):
        row.feed(path)


@cache
def _reasons() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((reason, re.compile(pattern)) for reason, pattern in NARRATIVE)


def _narrative(sentence: str, section: Section) -> str:
    """Why a sentence that told no fact is plain narrative; "" when it is not."""
    plain = sentence[:_LONGEST_SENTENCE].casefold().strip()
    for reason, pattern in _reasons():
        if pattern.search(plain) and (reason.startswith("lead") or not re.search(SUBSTANCE, plain)):
            return reason
    topic = section.around if section.topic.startswith("right:") else section.topic
    words = TOPIC_WORDS.get(topic, "")
    if words and re.search(words, plain) and not re.search(SUBSTANCE, plain):
        return f"explanation in the section «{section.heading}»"
    return ""
