"""Paths of a datamap in SQL: a mapped table as SQL sees it, and the tables and conditions that lead from row to row."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, TableClause, and_, column, select, table

from grondslag.datamap.model import Column, DataMap, Table
from grondslag.datamap.steps import Path, Step
from grondslag.stores.expressions import alike, as_is, json_text


@dataclass(frozen=True)
class Way:
    """A path from a row: the tables on it, the conditions that join them, and where it ends."""

    froms: tuple[FromClause, ...]
    joins: tuple[ColumnElement[bool], ...]
    end: FromClause


def bare(mapped: Table) -> TableClause:
    """A mapped table as SQL sees it: names only, values raw; «schema.table» stands in that schema."""
    schema, _, name = mapped.name.rpartition(".")
    names = dict.fromkeys(c.stored for c in mapped.columns)
    return table(name, *(column(c) for c in names), schema=schema or None)


def clause(mapped: Table, alias: str) -> FromClause:
    """A mapped table under a name of its own."""
    return bare(mapped).alias(alias.replace(".", "_"))


def cell(row: FromClause, column: Column) -> ColumnElement[Any]:
    """What a column holds: of a path in a JSON column, the text at its end."""
    stored = row.c[column.stored]
    return json_text(stored, column.json_path) if column.json_path else stored


def way(datamap: DataMap, start: FromClause, path: Path, of: str, named: str) -> Way:
    """The way along a path from a row of the table ``of``; ``named`` tells its tables from those of other ways."""
    froms: list[FromClause] = []
    joins: list[ColumnElement[bool]] = []
    here, origin = start, datamap.table(of)
    for n, step in enumerate(path):
        target = datamap.table(step.table)
        there = clause(target, f"{step.table}_{named}_{n}")
        if step.repeated:
            reached = reach(target, step, f"{named}_{n}")
            froms.append(reached)
            joins += [here.c[k] == reached.c[f"a{m}"] for m, k in enumerate(origin.key)]
            joins += [there.c[k] == reached.c[f"b{m}"] for m, k in enumerate(target.key)]
        else:
            joins += step_conditions(here, there, step)
        froms.append(there)
        here, origin = there, target
    return Way(tuple(froms), tuple(joins), here)


def step_conditions(here: FromClause, there: FromClause, step: Step) -> list[ColumnElement[bool]]:
    """That a row of one table leads to a row of the other by one step."""
    found = [joined(here.c[step.column], there.c[step.target], step.alike)]
    found += [here.c[a] == there.c[b] for a, b in step.more]
    found += [here.c[name] == as_is(value) for name, value in step.here]
    return found + [there.c[name] == as_is(value) for name, value in step.there]


@cache
def reach(mapped: Table, step: Step, named: str) -> CTE:
    """Every row of a table (``a0``, …) with each row that a repeated step leads to from it (``b0``, …), itself first.

    Rows that lead in a circle are no trouble: a pair that was found is not found again.
    """
    row = clause(mapped, f"{mapped.name}_from")
    both = [row.c[k].label(f"{end}{n}") for end in "ab" for n, k in enumerate(mapped.key)]
    pairs = select(*both).cte(f"reach_{mapped.name.replace('.', '_')}_{step.column}_{named}", recursive=True)
    at, next_one = clause(mapped, f"{mapped.name}_at"), clause(mapped, f"{mapped.name}_next")
    begun = [pairs.c[f"a{n}"] for n in range(len(mapped.key))]
    here = [at.c[k] == pairs.c[f"b{n}"] for n, k in enumerate(mapped.key)]
    further = select(*begun, *(next_one.c[k] for k in mapped.key)).where(*here, *step_conditions(at, next_one, step))
    return pairs.union(further)


def joined(left: ColumnElement[Any], right: ColumnElement[Any], same: bool) -> ColumnElement[bool]:
    """That two columns are equal; ``same`` compares as identifiers are compared, see :class:`alike`.

    A blank identifies nobody, so that an erased address does not become everybody's.
    """
    if not same:
        return left == right
    return and_(alike(left) == alike(right), alike(left) != "")
