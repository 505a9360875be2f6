"""From rows to entries: which lines form a purpose, in which group, under which label; the rest is narrative."""

import re
from collections.abc import Sequence

from grondslag.statement.dictionary import normalised
from grondslag.statement.phrases import recognise
from grondslag.statement.prose.entry import Entries, Entry, Heading, Value
from grondslag.statement.prose.labels import Labelled, bare_label, labelled, split_enumerator
from grondslag.statement.prose.layout import Row, hard_wrapped, reads_on
from grondslag.statement.prose.sections import heads_all, topic_of
from grondslag.statement.prose.tables import table_cells

_PARENTHESIS = re.compile(r"^\(([^()\n]{1,60})\)\s*:\s*(.*)$")
_ROMAN = re.compile(r"[IVXL]+$")
_LONGEST_HEADING = 120


class _Collector:
    """Walks over the rows once; every row goes to an entry, to a group or to the rest."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.found = Entries()
        self.ours = any(("rendered", None) in recognise(row.text) for row in rows)
        self.rows = [row for row in rows if not (self.ours and self.remarks(row))]
        self.entry: Entry | None = None
        self.value: Value | None = None
        self.wrapped = hard_wrapped(rows)
        self.headed = not any(self._opens(index) for index in range(len(self.rows)))

    def _opens(self, index: int) -> bool:
        """True when a row is a line «Doel: X»: then headings are groups, else headings are purposes."""
        row = self.rows[index]
        match = None if row.cells or row.narrative else self.label_at(index)[0]
        return match is not None and match.field == "label" and (bool(match.value) or self.followed_by_label(index, 2))

    def label_at(self, index: int) -> tuple[Labelled | None, int]:
        """The label that stands at a row, and how many rows it takes: a label may be broken over two lines."""
        row = self.rows[index]
        if match := labelled(row.text):
            return match, 1
        following = self.rows[index + 1] if index + 1 < len(self.rows) else None
        if following is None or following.gap or following.cells or len(row.text) > 60:
            return None, 1
        if (joined := labelled(f"{row.text} {following.text[:100]}")) and len(joined.label) > len(row.text) - 4:
            rest = labelled(f"{row.text} {following.text}")
            return rest or joined, 2
        if not row.heading and (bare := bare_label(row.text)) and self.may_stand_bare(bare, index):
            return bare, 1
        return None, 1

    def may_stand_bare(self, bare: Labelled, index: int) -> bool:
        """A label without a colon counts where its value follows: in an entry without that field, or as a bullet."""
        row, following = self.rows[index], self.rows[index + 1]
        if following.gap or labelled(following.text):
            return False
        if bare.field == "label":
            return not topic_of(row.text)
        return row.bullet or (self.entry is not None and bare.field not in self.entry.fields and not row.gap)

    def followed_by_label(self, index: int, within: int = 1, opening: bool = False) -> bool:
        """True when one of the next rows is labelled (``opening``: with the label of a purpose)."""
        for ahead in range(index + 1, min(index + 1 + within, len(self.rows))):
            row = self.rows[ahead]
            match = None if row.cells else self.label_at(ahead)[0]
            if match and (match.field == "label") == opening:
                return True
            if row.heading:
                return False
        return False

    def collect(self) -> Entries:
        """Walks over all rows."""
        index = 0
        while index < len(self.rows):
            row = self.rows[index]
            if row.narrative and not row.cells:
                index += 1
            elif row.cells:
                index = self.take_table(index)
            else:
                index += self.take(index)
        return self.found

    def take(self, index: int) -> int:
        """Places the row at ``index``; gives the number of rows that this took."""
        row = self.rows[index]
        if (self.ours and self.says(row)) or self.reattaches(row):
            return 1
        match, length = self.label_at(index)
        if match and self.accept(match, list(self.rows[index : index + length])):
            return length
        if self.is_heading(index):
            return 1
        if match is None and self.continues(row):
            return 1
        if self.entry and (match or not row.gap):
            row.stray.append(row.text)
        else:
            if topic_of(row.text) or row.heading:
                self.entry = self.value = None
            self.found.rest.append(row)
        return 1

    def remarks(self, row: Row) -> bool:
        """Takes a line of our own phrases that feeds nothing: it stands between other lines as if it were not there."""
        path = next((path for path, _ in recognise(row.text)), "") if not row.narrative else ""
        if path == "rendered":
            self.found.said.append((path, None))
        if path in ("narrative", "rendered"):
            row.narrative = "a line of the rendering"
        return path in ("narrative", "rendered")

    def says(self, row: Row) -> bool:
        """Takes a line of our own phrases: for the purpose that is open, or for the statement."""
        pairs = recognise(row.text)
        for path, value in pairs:
            row.feed(path)
            if path.startswith("purpose.") and self.entry:
                self.entry.said.append((path.removeprefix("purpose."), value))
            else:
                self.found.said.append((path, value))
        return bool(pairs)

    def reattaches(self, row: Row) -> bool:
        """«Externe verwerkers: X» and below it «(derden):»: the second line ends the label of the first."""
        match = _PARENTHESIS.match(row.text)
        if not match or not self.value or not self.entry or row.gap or "(" in self.value.label:
            return False
        self.value.label += f" ({match[1]})"
        self.value.text = f"{self.value.text} {match[2]}".strip()
        self.value.rows.append(row)
        return True

    def accept(self, match: Labelled, rows: list[Row]) -> bool:
        """Adds a labelled line to its entry; False when it belongs to none."""
        if match.field == "group":
            self.open_group("", match.value, rows[0])
        elif match.field == "label":
            if not match.value and self.entry is None and topic_of(rows[0].text):
                return False
            self.open(match.mark, rows[0])
            self.add(match, rows)
        elif self.entry is None or match.field in self.entry.fields:
            return False
        else:
            self.add(match, rows)
        return True

    def add(self, match: Labelled, rows: list[Row]) -> None:
        """Puts a field into the entry that is open."""
        if self.entry:
            self.value = Value(match.label, match.value, rows)
            self.entry.fields[match.field] = self.value

    def open(self, mark: str, row: Row) -> None:
        """Begins a purpose in the group that is open."""
        self.entry = Entry(len(self.found.groups) - 1, mark, row)
        self.found.entries.append(self.entry)

    def open_group(self, mark: str, label: str, row: Row) -> None:
        """Begins a group."""
        self.found.groups.append(Heading(mark, label, row))
        self.entry = self.value = None

    def is_heading(self, index: int) -> bool:
        """Takes a row that heads a purpose (in a document without «Doel:» lines) or a group; False for any other."""
        row = self.rows[index]
        if self.ours and row.heading and self.followed_by_label(index, opening=True):
            self.open_group(*split_enumerator(row.text), row)
            return True
        if len(row.text) > _LONGEST_HEADING or row.text.endswith((".", ";", ",")):
            return False
        mark, label = split_enumerator(row.text)
        stands_out = bool(row.heading) or row.gap or bool(mark) or index == 0
        if self.headed:
            if stands_out and not heads_all(row.text) and self.followed_by_label(index):
                self.open(mark, row)
                self.add(Labelled("label", "", label.rstrip(":"), mark), [row])
                return True
            nested = bool(row.heading or mark) and index + 1 < len(self.rows) and self.followed_by_label(index + 1)
            heads = nested and bool(self.rows[index + 1].heading or split_enumerator(self.rows[index + 1].text)[0])
        else:
            introduced = bool(_ROMAN.match(mark)) or (bool(mark or row.heading) and not topic_of(row.text))
            heads = self.followed_by_label(index, 3 if introduced else 1, opening=True)
        if heads and stands_out and not heads_all(row.text) and self.in_style(row, mark):
            self.open_group(mark, label.rstrip(":"), row)
            return True
        return False

    def in_style(self, row: Row, mark: str) -> bool:
        """A group's heading looks like those before it; the first purpose without one leaves only marked headings."""
        if row.heading:
            return True
        if not self.found.groups:
            return bool(mark) or not self.found.entries
        return bool(mark) == bool(self.found.groups[0].mark) or bool(self.found.groups[0].row.heading)

    def continues(self, row: Row) -> bool:
        """Adds a row without label to the value above it: a wrapped line, or a bullet of a list."""
        if not self.value or row.heading:
            return False
        lower = row.text[:1].islower() or row.text.startswith("(") or self.value.text.endswith(",")
        broken = row.text[:1].islower() or row.text.startswith("(")
        if row.gap and not broken and not (row.bullet and not self.value.text):
            return False
        if not row.gap and not row.bullet and ":" in row.text[:40] and not lower and self.value.text:
            return False
        last = self.value.rows[-1]
        if not (lower or row.bullet or not self.value.text or reads_on(row, last, self.wrapped)):
            return False
        if not self.value.text and not row.bullet and not lower:
            self.value.below = row.number
        listed = row.bullet and (not self.value.text or "\n" in self.value.text or last.bullet)
        self.value.text += ("\n" if listed or row.bullet else " ") + row.text
        self.value.rows.append(row)
        return True

    def take_table(self, index: int) -> int:
        """Places a whole table; gives the index behind it."""
        end = index
        while end < len(self.rows) and self.rows[end].table == self.rows[index].table and self.rows[end].cells:
            end += 1
            while end < len(self.rows) and self.rows[end].narrative == "table rule":
                end += 1
        rows = [row for row in self.rows[index:end] if row.cells]
        cells = table_cells(rows)
        heading = self.found.rest[-1] if self.found.rest else None
        above = heading is not None and bool(heading.heading) and heading is self.rows[index - 1]
        if cells and heading is not None and above and not heads_all(heading.text):
            self.found.rest.pop()
            self.open_group(*split_enumerator(heading.text), heading)
        self.entry = self.value = None
        for cell in cells:
            if cell.field == "group":
                self.open_group(*split_enumerator(cell.value), cell.row)
            elif cell.starts:
                mark, label = split_enumerator(cell.value)
                self.open(mark, cell.row)
                self.add(Labelled("label", cell.label, label, mark), [cell.row])
            elif self.entry and cell.field in self.entry.fields:
                self.extend(cell.field, cell.value, cell.row)
            else:
                self.add(Labelled(cell.field, cell.label, cell.value), [cell.row])
        self.entry = self.value = None
        if not cells:
            for row in rows:
                row.text = " | ".join(cell for cell in row.cells if cell)
                self.found.rest.append(row)
        return end

    def extend(self, name: str, text: str, row: Row) -> None:
        """Adds a further table row's cell to a field of the purpose that spans these rows."""
        if self.entry and text and normalised(text) not in normalised(self.entry.fields[name].text):
            value = self.entry.fields[name]
            value.text = f"{value.text}\n{text}".strip()
            value.rows.append(row)


def entries_of(rows: Sequence[Row]) -> Entries:
    """The purposes, groups and remaining rows of a document; a group that holds no purpose goes back to the rest."""
    found = _Collector(rows).collect()
    used = sorted({entry.group for entry in found.entries if entry.group >= 0})
    unused = [group.row for index, group in enumerate(found.groups) if index not in used]
    found.rest = sorted([*found.rest, *unused], key=lambda row: row.number) if unused else found.rest
    found.groups = [found.groups[index] for index in used]
    for entry in found.entries:
        entry.group = used.index(entry.group) if entry.group >= 0 else -1
    return found
