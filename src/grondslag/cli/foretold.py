"""A forecast as people and programs read it: a bar for each month, and what goes by column, purpose and person."""

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any

from grondslag.cli import printing
from grondslag.cli.judged import Judged
from grondslag.engine.forecast import Drafted, Effect, Foreseen
from grondslag.engine.verdicts import People

BAR = 20


def as_json(found: Foreseen | Drafted) -> dict[str, Any]:
    """All that was foreseen, as JSON values."""
    if isinstance(found, Drafted):
        return {"draft": {"erased": _effect(found.erased), "allowed": _effect(found.allowed)}}
    return {
        "overdue": _effect(found.overdue),
        "months": [
            {
                "month": f"{month.last:%Y-%m}",
                "from": month.first.isoformat(),
                "through": month.last.isoformat(),
                "gone": _effect(month.gone),
                "lawful_again": _effect(month.back),
            }
            for month in found.months
        ],
        "people": _people(found.people),
    }


def show(found: Foreseen | Drafted, run: Judged) -> None:
    """Prints what was foreseen."""
    if isinstance(found, Drafted):
        _show_draft(found, run)
    else:
        _show_months(found, run)


def _show_months(found: Foreseen, run: Judged) -> None:
    version = f"version {run.statement.version}" if run.statement.version else "a version without number"
    printing.line(f"{run.datamap.name} from {found.at.today} by {version}, as its rows and facts are today", "bold")
    printing.line("")
    each = [("already due", found.overdue), *((f"{month.last:%Y-%m}", month.gone) for month in found.months)]
    most = max(_cells(effect) for _, effect in each) or 1
    mark = "█" if sys.stdout.isatty() else "#"
    rows = [
        (name, _cells(effect), sum(effect.rows.values()), sum(effect.people.kinds.values()),
         mark * -(-_cells(effect) * BAR // most))
        for name, effect in each
    ]  # fmt: skip
    printing.table("What must go", ("month", "cells", "whole rows", "people", ""), rows)
    purposes: Counter[str] = Counter()
    tables: Counter[str] = Counter()
    for month in found.months:
        purposes += month.gone.purposes
        for place, count in month.gone.cells.items():
            tables[place.partition(".")[0]] += count
    _by("In the coming months, by the purpose that ends", "purpose", purposes, found.people.purposes)
    _by("In the coming months, by table (--format json counts by column)", "table", tables, {})
    if again := sum(_cells(month.back) for month in found.months):
        printing.line(f"Meanwhile {_counted(again, 'cell')} may exist again, if no sweep came before.")
    cells = sum(purposes.values())
    printing.line(
        f"{_counted(_cells(found.overdue), 'cell')} must go at the next sweep, and {printing.number(cells)} more "
        f"through {found.months[-1].last}, of {_persons(found.people.kinds)} in all."
    )


def _show_draft(found: Drafted, run: Judged) -> None:
    printing.line(f"{run.datamap.name} on {run.at.today}: the draft beside the statement in force", "bold")
    printing.line("")
    for title, effect in (("would erase", found.erased), ("would let stay", found.allowed)):
        _by(f"What the draft {title}, by purpose", "purpose", effect.purposes, effect.people.purposes)
        _by(f"What the draft {title}, by column", "column", effect.cells, effect.people.columns)
    for title, effect in (("erase", found.erased), ("let stay", found.allowed)):
        now = "that may stay now" if title == "erase" else "that must go now"
        printing.line(
            f"This version would {title} {_counted(_cells(effect), 'cell')} of {_persons(effect.people.kinds)} {now}, "
            f"{_counted(sum(effect.rows.values()), 'whole row')} among them."
        )


def _by(title: str, what: str, counts: Mapping[str, int], people: Mapping[str, int]) -> None:
    columns = (what, "cells", "people") if people else (what, "cells")
    rows = [
        (name or "(none)", count, people.get(name, 0)) if people else (name or "(none)", count)
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    printing.table(title, columns, rows)


def _persons(kinds: Mapping[str, int]) -> str:
    """How many people of each kind, in words."""
    if len(kinds) > 1:
        parts = ", ".join(f"{kind} {printing.number(count)}" for kind, count in kinds.items())
        return f"{printing.number(sum(kinds.values()))} people ({parts})"
    count = sum(kinds.values())
    return "1 person" if count == 1 else f"{printing.number(count)} people"


def _counted(count: int, what: str) -> str:
    return f"{printing.number(count)} {what}{'' if count == 1 else 's'}"


def _cells(effect: Effect) -> int:
    return sum(effect.cells.values())


def _effect(effect: Effect) -> dict[str, Any]:
    return {
        "cells": _cells(effect),
        "columns": dict(sorted(effect.cells.items())),
        "purposes": dict(sorted(effect.purposes.items())),
        "rows": dict(sorted(effect.rows.items())),
        "people": _people(effect.people),
    }


def _people(people: People) -> dict[str, Any]:
    return {
        "total": sum(people.kinds.values()),
        "kinds": dict(people.kinds),
        "columns": dict(people.columns),
        "purposes": dict(people.purposes),
    }
