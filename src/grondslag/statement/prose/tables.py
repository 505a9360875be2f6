"""Purposes written as a table: as rows under a header of labels, or as columns beside a column of labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from grondslag.statement.dictionary import normalised
from grondslag.statement.prose.labels import field_of
from grondslag.statement.prose.layout import Row

# A first column that names the processing: then the purpose beside it describes it.
_ACTIVITIES = frozenset({"verwerking", "activiteit", "onderdeel", "proces", "onderwerp", "situatie"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one purpose in a table; ``starts`` is True where a new purpose begins."""

    row: Row
    field: str
    label: str
    value: str
    starts: bool = False


def table_cells(rows: list[Row]) -> list[Cell]:
    """The values of the purposes in one table, in order; empty when the table is about something else."""
    lines = [row for row in rows if row.cells]
    while lines and sum(map(bool, lines[0].cells)) == 1 and len(lines[0].cells) > 2:
        lines = lines[1:]
    if not lines:
        return []
    across = {name for cell in lines[0].cells if (name := field_of(cell))}
    down = {name for row in lines if (name := field_of(row.cells[0]))}
    if len(across) >= 2 and len(across) >= len(down) and across & {"items", "ground"}:
        return list(_by_row(rows, lines[0]))
    if len(down) >= 2 and down & {"items", "ground"}:
        return list(_by_column(lines))
    return []


def _by_row(rows: list[Row], header: Row) -> Iterator[Cell]:
    fields = [field_of(cell) for cell in header.cells]
    if "label" not in fields:
        unknown = [index for index, name in enumerate(fields) if not name]
        if not unknown:
            return
        fields[unknown[0]] = "label"
    if fields[0] == "" and "label" in fields and normalised(header.cells[0]) in _ACTIVITIES:
        fields[fields.index("label")] = "description"
        fields[0] = "label"
    key = fields.index("label")
    for row in rows:
        if row is header:
            row.narrative = "the header of a table of purposes"
            continue
        cells = row.cells
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and len(cells) > 2:
            yield Cell(row, "group", "", filled[0])
            continue
        purpose = cells[key] if key < len(cells) else ""
        if purpose:
            yield Cell(row, "label", header.cells[key], purpose, starts=True)
        for index, cell in enumerate(cells):
            name = fields[index] if index < len(fields) else ""
            if index == key:
                continue
            if name:
                yield Cell(row, name, header.cells[index], cell)
            elif cell:
                row.stray.append(cell)


def _by_column(lines: list[Row]) -> Iterator[Cell]:
    names = [field_of(row.cells[0]) for row in lines]
    top = lines[0]
    if "label" not in names:
        if names[0]:
            return
        names[0] = "label"
    starts = [index for index, name in enumerate(names) if name == "label"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        for column in range(1, max(len(row.cells) for row in lines)):
            if column >= len(lines[start].cells) or not lines[start].cells[column]:
                continue
            for row, name in zip(lines[start:end], names[start:end], strict=True):
                value = row.cells[column] if column < len(row.cells) else ""
                if name:
                    yield Cell(row, name, row.cells[0], value, starts=row is lines[start])
                elif value:
                    row.stray.append(value)
    for row in lines[: starts[0]]:
        if row is not top or not names[0]:
            row.stray.append(row.raw)
