"""From an HTML page to rows: blocks, list items, headings, definitions and table rows, with their source lines."""

import re
from collections.abc import Iterator
from typing import cast

from lxml import etree

from grondslag.statement.model import Link
from grondslag.statement.prose.labels import field_of
from grondslag.statement.prose.layout import TEXT_LIMIT, Page, Row
from grondslag.statement.prose.reading import ProseError

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "button", "textarea"]
)
_FURNITURE = frozenset(["nav", "footer"])
_SPAN = 60
_WHITE = re.compile(r"\s+")


class _Writer:
    """Gathers inline text into rows; inside a table it gathers cells, inside a cell blocks become line breaks."""

    def __init__(self) -> None:
        self.page = Page([])
        self.words: list[str] = []
        self.number = 1
        self.heading = 0
        self.bullet = False
        self.gap = False
        self.term = ""
        self.tables = 0
        self.depth = 0
        self.cells: list[str] | None = None
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.below: dict[int, tuple[int, str]] = {}
        self.furniture = 0

    def flush(self) -> None:
        """Ends the line that is being gathered."""
        text = _WHITE.sub(" ", "".join(self.words)).strip()
        self.words.clear()
        if not text:
            return
        if self.cell is not None:
            self.cell.append(text)
            return
        if self.term:
            text, self.term = f"{self.term}\t{text}", ""
        row = Row(number=self.number, raw=text, text=text, heading=self.heading, bullet=self.bullet, gap=self.gap)
        if self.furniture:
            row.narrative = "the page's menu or footer"
        self.page.rows.append(row)
        self.gap = False
        self.bullet = False

    def end_cell(self) -> None:
        """Puts the cell into its row, behind cells that span down from rows above."""
        if self.cell is None or self.cells is None:
            return
        text, self.cell = "\n".join(self.cell), None
        self.fill_down()
        wide, high = self.span
        for offset in range(wide):
            if high > 1:
                self.below[len(self.cells)] = (high - 1, text if not offset else "")
            self.cells.append(text if not offset else "")

    def fill_down(self) -> None:
        """Repeats the cells that span down to this place of the row."""
        while self.cells is not None and (span := self.below.get(len(self.cells))):
            rows, text = span
            if rows <= 1:
                del self.below[len(self.cells)]
            else:
                self.below[len(self.cells)] = (rows - 1, text)
            self.cells.append(text)

    def end_row(self) -> None:
        """Ends a table row."""
        self.fill_down()
        cells, self.cells = self.cells or [], None
        if any(cells):
            raw = " | ".join(cells).replace("\n", " ")
            self.page.rows.append(
                Row(number=self.number, raw=raw, text="", cells=tuple(cells), table=self.tables, gap=self.gap)
            )
            self.gap = False


def rows_of_html(text: str) -> Page:
    """The rows of an HTML page. Raises ProseError when nothing can be read from it or it holds too much text."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise ProseError("the HTML cannot be read: save the page anew, or give its text") from error
    if root is None:
        raise ProseError("the HTML holds no text")
    writer = _Writer()
    for event, element in _walk(root):
        (_start if event == "start" else _end)(writer, element)
    writer.flush()
    if sum(len(row.raw) for row in writer.page.rows) > TEXT_LIMIT:
        raise ProseError(
            f"the page holds more than {TEXT_LIMIT:,} characters of text: no privacy statement is that long"
        )
    return writer.page


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element.tag in _UNSEEN:
            walker.skip_subtree()
        yield event, element


def _start(writer: _Writer, element: etree._Element) -> None:
    tag = str(element.tag)
    if tag in _UNSEEN:
        return
    if tag in _BLOCKS:
        writer.flush()
        writer.number = cast("int | None", element.sourceline) or writer.number
        if tag not in ("br", "dd", "tr", "td", "th", "tbody", "li", "html", "body"):
            writer.gap = True
    if tag in _FURNITURE:
        writer.furniture += 1
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        writer.heading = int(tag[1])
    elif tag == "li":
        writer.bullet = True
    elif tag == "table":
        writer.depth += 1
        if writer.depth == 1:
            writer.tables += 1
            writer.below.clear()
    elif tag == "tr" and writer.depth == 1:
        writer.cells = []
    elif tag in ("td", "th") and writer.depth == 1 and writer.cells is not None:
        writer.cell = []
        writer.span = (_number(element.get("colspan")), _number(element.get("rowspan")))
    if element.text:
        writer.words.append(element.text)


def _end(writer: _Writer, element: etree._Element) -> None:
    tag = str(element.tag)
    if tag in ("b", "strong") and tag not in _UNSEEN:
        _bold(writer, element)
    if tag == "a" and (href := element.get("href")) is not None and writer.cell is None and not writer.furniture:
        words = _WHITE.sub(" ", "".join(str(part) for part in element.itertext())).strip()
        writer.page.links.append(Link(text=words, target=href.strip()))
    if tag == "dt":
        term = _WHITE.sub(" ", "".join(writer.words)).strip()
        if field_of(term) and writer.cell is None:
            writer.flush()
            writer.page.rows.pop()
            writer.term = term
    if tag in _BLOCKS and tag not in _UNSEEN:
        writer.flush()
    if tag in ("td", "th") and writer.depth == 1:
        writer.end_cell()
    elif tag == "tr" and writer.depth == 1:
        writer.end_row()
    elif tag == "table":
        writer.depth = max(0, writer.depth - 1)
    elif tag in _FURNITURE:
        writer.furniture -= 1
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        writer.heading = 0
        writer.gap = True
    if element.tail:
        writer.words.append(element.tail)


def _bold(writer: _Writer, element: etree._Element) -> None:
    """A label set in bold at a line's start gets the colon that the bold stood for."""
    if len(writer.words) > 4:
        return
    words = _WHITE.sub(" ", "".join(writer.words)).strip()
    follows = (element.tail or "").strip()
    if words and follows and not follows.startswith(":") and not words.endswith(":") and field_of(words):
        writer.words.append(":")


def _number(value: str | None) -> int:
    return min(_SPAN, max(1, int(value))) if value and value.isascii() and value.isdigit() and len(value) < 6 else 1
