"""The page of a person's access (GDPR Art. 15): one file that loads nothing, Dutch or English."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from grondslag.engine.report.cards import Fact, cards, listed, unlawful, withheld
from grondslag.engine.report.words import said
from grondslag.statement.model import Right, RightKind, Statement
from grondslag.statement.phrases import Language, day, note, told

# Asking to see is what this page answers.
RIGHTS = tuple(kind for kind in RightKind if kind is not RightKind.ACCESS)


def access_page(
    report: Mapping[str, Any],
    statement: Statement,
    language: Language = "nl",
    more: Iterable[tuple[str, int, str]] = (),
) -> str:
    """The HTML page of what :meth:`grondslag.engine.access.Access.report` gives: what Art. 15(1) and (2) ask for.

    ``more`` names the tables of which the report has only the first rows, how many are left, and the file with all.

    Style inside, no script, nothing loaded; it holds personal data, so whoever serves it keeps it from others.
    """
    on = day(date.fromisoformat(report["on"]), language)
    version = report["statement"]["version"]
    found = {
        "cards": cards(report, statement, language),
        "unlawful": unlawful(report, language),
        "withheld": withheld(report),
        "more": [said("more", language, table=t, count=count, file=file) for t, count, file in more],
        "rights": [(note(f"right.{kind}", language), _opening(kind, language)) for kind in RIGHTS],
        "holder": _holder(statement, language),
        "as_of": said("as_of" if version else "as_of_unversioned", language, day=on, version=version),
    }
    text = _environment().get_template("access.html.j2").render(
        found, report=report, statement=statement, language=language,
        say=partial(said, language=language), listed=partial(listed, language=language),
        contact=statement.contacts.requests or statement.contacts.general,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def _opening(kind: RightKind, language: Language) -> str:
    return next(text for _, text in told("rights", Right(kind=kind), language))


def _holder(statement: Statement, language: Language) -> list[Fact]:
    controller, contacts = statement.controller, statement.contacts
    place = f"{controller.postcode} {controller.city}".strip()
    facts = (
        ("controller", controller.name or controller.trade_name),
        ("address", ", ".join(part for part in (controller.street, place) if part)),
        ("kvk", controller.kvk),
        ("questions", contacts.requests or contacts.general),
        ("officer", contacts.officer),
    )
    return [(said(name, language), text, True) for name, text in facts if text]


@cache
def _environment() -> Environment:
    # The style is that of the statement's page, so that both look like one house.
    loader = ChoiceLoader([PackageLoader("grondslag.engine.report"), PackageLoader("grondslag.statement.render")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
