"""An audit as people and programs read it: the number that must be 0, and all that stands beside it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from grondslag.cli import printing
from grondslag.cli.judged import Judged
from grondslag.engine.audit import Audited, Counts

KINDS: tuple[tuple[str, str, str], ...] = (
    ("lawful", "lawful", "a purpose covers them, its ground holds and a term runs"),
    ("unlawful", "unlawful", "must be 0"),
    ("due", "due", "became unlawful within the last 24 hours, the sweep's period"),
    ("nobody", "nobody's", "in rows that no link leads from to a person"),
)
COLUMNS = ("table", "cells", "unlawful", "due", "nobody's", "held", "restricted")
WITHIN = (
    ("held", "held", "of the lawful: kept by a legal hold alone"),
    ("restricted", "restricted", "of the lawful: kept by a restriction alone"),
)


def as_json(found: Audited, own: Audited | None = None) -> dict[str, Any]:
    """All that an audit found, as JSON values; ``own`` is of the kernel's own tables, and a part of the total."""
    own = own or Audited()
    return {
        "total": asdict(found.total + own.total),
        "columns": {name: asdict(counts) for name, counts in found.columns.items()},
        "rows": dict(found.rows),
        "unlinked": dict(found.unlinked),
        "missing_events": dict(found.missing),
        "without_class": dict(found.unclassed),
        "plain": dict(found.plain),
        "unmapped": list(found.unmapped),
        "ignored": dict(found.ignored),
        "overdue_holds": found.overdue_holds,
        "sample": {
            "cells": found.sampled + own.sampled,
            "disagreements": [*found.disagreements, *own.disagreements],
        },
        "own": {
            "total": asdict(own.total),
            "columns": {name: asdict(counts) for name, counts in own.columns.items()},
            "rows": dict(own.rows),
            "unlinked": dict(own.unlinked),
            "plain": dict(own.plain),
        },
    }


def show(found: Audited, own: Audited, run: Judged) -> None:
    """Prints all that an audit found; ``own`` is of the kernel's own tables, and a part of the total."""
    version = f"version {run.statement.version}" if run.statement.version else "a version without number"
    rows = printing.number(sum(found.rows.values()))
    printing.line(f"{run.datamap.name} on {run.at.today} by {version}: {len(found.rows)} tables, {rows} rows", "bold")
    printing.line("")
    total = found.total + own.total
    printing.table("Cells", ("", "cells", ""), _totals(total))
    odd = [row for row in _by_table(found) if any(row[2:])]
    printing.table("Tables with more than lawful cells (--json counts them by column)", COLUMNS, odd)
    kept = [row for row in _by_table(own) if row[1]]
    printing.table("Of these in the kernel's own tables, judged by its own purposes", COLUMNS, kept)
    _beside(found)
    sampled, disagree = found.sampled + own.sampled, (*found.disagreements, *own.disagreements)
    if sampled:
        said = "none disagrees" if not disagree else f"{len(disagree)} DISAGREE:"
        printing.line(f"{printing.number(sampled)} cells judged once more, by the page itself: {said}")
        for place in disagree:
            printing.line(f"  {place}")
    verdict = f"{printing.number(total.unlawful)} unlawful cells."
    printing.line(verdict, "bold green" if not total.unlawful else "bold red")


def _totals(total: Counts) -> Iterator[tuple[str, int, str]]:
    yield "judged", total.judged, "cells of personal data that hold a value"
    for name, word, meaning in (*KINDS, *WITHIN):
        yield word, getattr(total, name), meaning


def _by_table(found: Audited) -> Iterator[tuple[str | int, ...]]:
    tables: dict[str, Counts] = {}
    for place, counts in found.columns.items():
        name = place.rpartition(".")[0]
        tables[name] = tables.get(name, Counts()) + counts
    for name, c in tables.items():
        yield name, c.judged, c.unlawful, c.due, c.nobody, c.held, c.restricted


def _beside(found: Audited) -> None:
    """What is not in the number: each with its count or its reason."""
    rows = [("rows linked to nobody", table, count) for table, count in found.unlinked.items()]
    rows += [("rows without the event of a term", place, count) for place, count in found.missing.items()]
    rows += [("rows without a class", table, count) for table, count in found.unclassed.items()]
    rows += [("holds past their review", "all tables", found.overdue_holds)] if found.overdue_holds else []
    printing.table("Reported beside the number", ("what", "where", "rows"), rows)
    plain: dict[str, list[str]] = {}
    for place, reason in found.plain:
        plain.setdefault(reason, []).append(place)
    reasons = [(reason, ", ".join(places)) for reason, places in plain.items()]
    printing.table(f"Plain columns, not judged: {len(found.plain)}", ("because", "columns"), reasons)
    printing.table("Tables not judged, because", ("table", "reason"), found.ignored)
    if found.unmapped:
        printing.line(f"Unmapped tables, of which nothing is known: {', '.join(found.unmapped)}")
        printing.line("")
