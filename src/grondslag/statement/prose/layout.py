"""From bytes or text to rows, one a line: its bullet, heading level or table cells told apart from its words."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from grondslag.statement.model import Link
from grondslag.statement.prose.labels import field_of
from grondslag.statement.prose.reading import Line, ProseError

_BROKEN_OFF = 50
_WIDEST = 160
SOURCE_LIMIT = 5_000_000
TEXT_LIMIT = 1_000_000


@dataclass(slots=True, kw_only=True, eq=False)
class Row:
    """A line on its way through the reader. ``gap``: a blank line stands before it; ``table``: rows of one table."""

    number: int
    raw: str
    text: str
    heading: int = 0
    bullet: bool = False
    gap: bool = False
    table: int = 0
    cells: tuple[str, ...] = ()
    fed: list[str] = field(default_factory=list)
    narrative: str = ""
    stray: list[str] = field(default_factory=list)

    def feed(self, path: str) -> None:
        """Notes that this line fed a field."""
        if path not in self.fed:
            self.fed.append(path)

    def line(self) -> Line:
        """The finished account; a row that nothing touched is unplaced as a whole."""
        untouched = not (self.fed or self.narrative or self.stray)
        return Line(
            self.number, self.raw, tuple(self.fed), self.narrative, (self.raw,) if untouched else tuple(self.stray)
        )


@dataclass(slots=True)
class Page:
    """The rows of a document and its hyperlinks."""

    rows: list[Row]
    links: list[Link] = field(default_factory=list)


_SPACES: dict[int, str | None] = dict.fromkeys(
    map(ord, "\f\v\x1c\x1d\x1e\x85\xa0\u1680\u202f\u205f\u3000\u2028\u2029"), " "
)
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_SPACES |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_BULLET = re.compile(r"^\s*(?:[*•·▪◦‣●○■□✓➢→+\uf0b7–—-]|o(?=\t))\s+(?=\S)")
_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{0,500})\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)[*_](?=\w)|(?<=[\w.:)?!])[*_](?!\w)")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)


def decoded(source: str | bytes) -> str:
    """The text of a source with one kind of line end and of space. Raises ProseError for what is no text at all."""
    if len(source) > SOURCE_LIMIT:
        raise ProseError(f"the text is larger than {SOURCE_LIMIT // 1_000_000} MB: no privacy statement is that long")
    if isinstance(source, bytes):
        if b"\0" in source:
            raise ProseError("the file is binary (it holds NUL bytes): give .txt, .md or .html, in UTF-8")
        try:
            text = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            raise ProseError("the file is not valid UTF-8: save it as UTF-8 and try again", line) from None
    else:
        text = source
    if "\0" in text:
        raise ProseError("the text is binary (it holds NUL characters): give the statement as text")
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES)
    if not text.strip():
        raise ProseError("the text is empty")
    return unicodedata.normalize("NFC", text)


def reads_on(row: Row, above: Row, wrapped: bool) -> bool:
    """True when a row may be the rest of the line above it, which was broken off, rather than a line of its own.

    A row that begins with a capital reads on only in a document with ``wrapped`` lines, below a line of some length,
    or below a line that ends in a comma.
    """
    if row.text[:1].islower() or not row.text[:1].isalpha() or above.text.endswith(","):
        return True
    return wrapped and len(above.raw) >= _BROKEN_OFF


def hard_wrapped(rows: Iterable[Row]) -> bool:
    """True when the lines of a document are broken at some width; False when a paragraph is one long line."""
    return all(len(row.raw) <= _WIDEST for row in rows if not row.cells)


def _front_matter(lines: list[str]) -> int:
    """The number of the line that closes a Markdown page's front matter, 0 when it has none."""
    if lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines[1:60], 2) if line.rstrip() == "---"), 0)


def _is_rule(line: str) -> bool:
    marks = set(line) - {" ", "\t"}
    return len(marks) == 1 and marks <= set("-=_*~") and len(line.strip()) >= 3


def _is_table_rule(line: str) -> bool:
    return "--" in line and set(line) <= set("|-: \t")


def looks_like_html(text: str) -> bool:
    """True when a text is HTML by its looks: a tag that opens a document or a block."""
    return bool(re.search(r"<(?:!doctype html|html|body|table|p|div|h[1-6]|ul|dl)[\s>]", text[:20_000], re.IGNORECASE))


def rows_of_text(text: str) -> Page:
    """The rows of plain text or Markdown. Numbers are those of the source's lines. Raises ProseError when too long."""
    if len(text) > TEXT_LIMIT:
        raise ProseError(f"the text is longer than {TEXT_LIMIT:,} characters: no privacy statement is that long")
    page = Page([])
    lines = text.split("\n")
    piped = _piped(lines)
    gap, table = False, 0
    front = _front_matter(lines)
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            gap = True
            continue
        row = Row(number=number, raw=raw.strip(), text="", gap=gap)
        previous = page.rows[-1] if page.rows else None
        if number <= front:
            row.text, row.narrative = row.raw, "the page's front matter"
            page.rows.append(row)
            continue
        cells = _pipe_cells(raw) if number in piped else _tab_cells(raw, previous if not gap else None)
        if cells:
            continues = previous is not None and previous.table and not gap
            table = table if continues else table + 1
            row.table, row.cells = table, tuple(_inline(cell, page) for cell in cells)
            if number in piped and _is_table_rule(raw):
                row.narrative, row.cells = "table rule", ()
        elif _is_rule(raw):
            row.narrative = "rule"
            if previous and not gap and set(raw.strip()) <= {"=", "-"} and len(previous.text) <= 120:
                previous.heading = previous.heading or (1 if "=" in raw else 2)
        else:
            _mark_up(row, raw, page)
        page.rows.append(row)
        gap = False
    return page


def _mark_up(row: Row, raw: str, page: Page) -> None:
    text = raw.strip()
    if match := _HEADING.match(text):
        row.heading, text = len(match[1]), match[2].rstrip("# ")
    elif match := _BULLET.match(text):
        row.bullet, text = True, text[match.end() :]
    elif text.startswith(">"):
        text = text.lstrip("> ")
    bold = text.startswith(("**", "__")) and text.rstrip(" :").endswith(("**", "__")) and text.count(text[:2]) == 2
    row.text = bold_label(text, page)
    if bold and not row.bullet and not row.text.endswith((".", ":")) and len(row.text) <= 120:
        row.heading = row.heading or 7


def bold_label(text: str, page: Page) -> str:
    """A line without its emphasis; a label set in bold, «**Doel** X», gets the colon that the bold stood for."""
    for mark in ("**", "__"):
        if text.startswith(mark):
            label, closed, rest = text[2:].partition(mark)
            if closed and rest.strip() and not rest.lstrip().startswith(":") and field_of(label) and ":" not in label:
                text = f"{label}: {rest.lstrip()}"
    return _inline(text, page)


def _inline(text: str, page: Page) -> str:
    def link(match: re.Match[str]) -> str:
        page.links.append(Link(text=match[1].strip(), target=match[2]))
        return match[1]

    if "&" in text:
        text = unescape(text).translate(_SPACES).replace("\n", " ")
    text = _LINK.sub(link, _BREAK.sub("\n", text)) if "](" in text or "<" in text else text
    if "*" in text or "_" in text or "`" in text:
        text = _EMPHASIS.sub("", text)
    return "\n".join(re.sub(r"[ ]+", " ", part).strip(" ") for part in text.split("\n")).strip()


def _piped(lines: list[str]) -> set[int]:
    """The numbers of the lines that belong to a Markdown table: around a rule of dashes, as far as pipes go."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if "|" not in line or index + 1 in found or not _is_table_rule(line):
            continue
        if index and "|" in lines[index - 1]:
            found.update((index, index + 1))
        following = index + 1
        while following < len(lines) and "|" in lines[following]:
            found.update((index + 1, following + 1))
            following += 1
    return found


def _pipe_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\x1f", "|").strip() for cell in inner.replace("\\|", "\x1f").split("|")]


def _tab_cells(line: str, previous: Row | None) -> list[str]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 3:
        return []
    labels = sum(bool(field_of(cell)) for cell in cells)
    in_table = previous is not None and len(previous.cells) >= 3
    return cells if in_table or labels >= 2 or (field_of(cells[0]) and all(cells)) else []
