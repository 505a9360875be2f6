"""System checks: everything that is declared, held against the statement before anything starts."""

from collections.abc import Callable, Iterator, Sequence

from django.apps import AppConfig
from django.core import checks
from django.core.checks import CheckMessage
from django.core.management.base import SystemCheckError

from facturis.guard import datamap, entrances, logs, places, statement
from facturis.guard.datamap import Declared
from facturis.guard.declaration import Finding, declaration
from facturis.guard.places import Place
from grondslag.datamap.check import check as held_against
from grondslag.datamap.load import words
from grondslag.datamap.names import misnamed
from grondslag.statement.model import Statement

TAG = "privacy"
_SECTIONS = {"class": "row_class", "key": "columns"}

type Findings = Callable[[], Iterator[Finding]]


def register() -> None:
    """Registers the checks, which ``check``, ``runserver`` and ``migrate`` run."""
    checks.register(_check, TAG)


def require() -> None:
    """Refuses to start: raises SystemCheckError with every error, also those that the settings silence."""
    wrong = [each for each in checks.run_checks(tags=[TAG]) if each.is_serious()]
    if wrong:
        raise SystemCheckError("\n".join(("The declarations do not fit the statement:", *map(str, wrong))))


def model_findings() -> Iterator[Finding]:
    """What is wrong with what the installed models declare, by itself and against the statement in force."""
    return held(datamap.installed(), statement.in_force())


def held(declared: Declared, against: Statement) -> Iterator[Finding]:
    """What is wrong with declarations: names that lead nowhere first, and else what does not fit the statement.

    Data that no purpose keeps is as wrong here as a judgement that could not be made.
    """
    named = [_misnamed(declared, place, message) for place, message in misnamed(declared.datamap)]
    if declared.findings or named:
        yield from (*declared.findings, *named)
        return
    for problem in held_against(declared.datamap, against):
        if problem.severity != "info":
            yield Finding(_where(declared, problem.where), f"{problem.where}: {problem.what}", problem.mend)


_CHECKS: Sequence[tuple[str, Findings]] = (
    ("E001", model_findings),
    ("E002", entrances.view_findings),
    ("E003", entrances.job_findings),
    ("E004", entrances.command_findings),
    ("E005", logs.log_findings),
)


def _check(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:  # noqa: ARG001 - Django's call
    return [
        checks.Error(each.what, hint=each.mend, obj=str(each.place), id=f"{TAG}.{number}")
        for number, findings in _CHECKS
        for each in findings()
    ]


def _misnamed(declared: Declared, place: tuple[str | int, ...], message: str) -> Finding:
    what, _, mend = message.partition(": ")
    table = str(place[1]) if place[0] == "tables" else declared.datamap.subject(str(place[1])).table
    names = place[2:] if place[0] == "tables" else ("identifiers", *place[3:])
    return Finding(_place(declared, table, *map(str, names)), f"{words(place)}: {what}", mend)


def _where(declared: Declared, where: str) -> Place:
    """The place of what the kernel calls «table.column» or «table, purpose»."""
    table, comma, purpose = where.partition(", ")
    if comma:
        return _place(declared, table, "uses", purpose)
    table, _, column = where.rpartition(".")
    return _place(declared, table, "columns", column)


def _place(declared: Declared, table: str, *names: str) -> Place:
    model = declared.models[table]
    privacy = declaration(model)
    fields = {each.column: each.name for each in model._meta.concrete_fields}
    asked = [fields.get(name, _SECTIONS.get(name, name)) for name in names]
    return places.of_declaration(privacy, *asked) if privacy else places.of_class(model)
