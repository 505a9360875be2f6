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
WITHIN = (
    ("held", "held", "of the lawful: kept by a legal hold alone"),
    ("restricted", "restricted", "of the lawful: kept by a restriction alone"),
)


def as_json(found: Audited) -> dict[str, Any]:
    """All that an audit found, as JSON values."""
    return {
        "total": asdict(found.total),
        "columns": {name: asdict(counts) for name, counts in found.columns.items()},
        "rows": dict(found.rows),
        "unlinked": dict(found.unlinked),
        "missing_events": dict(found.missing),
        "without_class": dict(found.unclassed),
        "plain": dict(found.plain),
        "unmapped": list(found.unmapped),
        "ignored": dict(found.ignored),
        "overdue_holds": found.overdue_holds,
        "sample": {"cells": found.sampled, "disagreements": list(found.disagreements)},
    }


def show(found: Audited, run: Judged) -> None:
    """Prints all that an audit found."""
    version = f"version {run.statement.version}" if run.statement.version else "a version without number"
    rows = printing.number(sum(found.rows.values()))
    printing.line(f"{run.datamap.name} on {run.at.today} by {version}: {len(found.rows)} tables, {rows} rows", "bold")
    printing.line("")
    total = found.total
    printing.table("Cells", ("", "cells", ""), _totals(total))
    tables: dict[str, Counts] = {}
    for place, counts in found.columns.items():
        name = place.rpartition(".")[0]
        tables[name] = tables.get(name, Counts()) + counts
    odd: list[tuple[str | int, ...]] = [
        (name, *_odd(counts)) for name, counts in tables.items() if any(_odd(counts)[1:])
    ]
    columns = ("table", "cells", "unlawful", "due", "nobody's", "held", "restricted")
    printing.table("Tables with more than lawful cells (--json counts them by column)", columns, odd)
    _beside(found)
    if found.sampled:
        said = "none disagrees" if not found.disagreements else f"{len(found.disagreements)} DISAGREE:"
        printing.line(f"{printing.number(found.sampled)} cells judged once more, by the page itself: {said}")
        for place in found.disagreements:
            printing.line(f"  {place}")
    verdict = f"{printing.number(total.unlawful)} unlawful cells."
    printing.line(verdict, "bold green" if not total.unlawful else "bold red")


def _totals(total: Counts) -> Iterator[tuple[str, int, str]]:
    yield "judged", total.judged, "cells of personal data that hold a value"
    for name, word, meaning in (*KINDS, *WITHIN):
        yield word, getattr(total, name), meaning


def _odd(counts: Counts) -> tuple[int, ...]:
    return counts.judged, counts.unlawful, counts.due, counts.nobody, counts.held, counts.restricted


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
