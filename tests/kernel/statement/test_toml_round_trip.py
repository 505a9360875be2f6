"""model → TOML → model is the identity, and the TOML written is canonical."""

import tomllib
from typing import Any

from hypothesis import HealthCheck, given, settings

from grondslag.statement.locator import Location, Locator
from grondslag.statement.model import Controller, Group, Purpose, Statement, Term
from grondslag.statement.toml import HEADER, Document, dumps, loads
from tests.kernel.statement.strategies import statements

slow = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@slow
@given(statements())
def test_a_statement_survives_the_toml_and_reading_again_changes_nothing(statement: Statement) -> None:
    text = dumps(Document(statement))
    assert loads(text) == Document(statement)
    assert loads(text.encode()) == Document(statement)
    assert dumps(loads(text)) == text


def leaves(data: Any, at: Location = ()) -> list[tuple[Location, Any]]:
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*at, key))]
    if isinstance(data, list):
        return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*at, index))]
    return [(at, data)]


@slow
@given(statements())
def test_the_locator_finds_the_line_of_every_value(statement: Statement) -> None:
    text = dumps(Document(statement))
    lines, locator = text.split("\n"), Locator(text)
    for location, value in leaves(tomllib.loads(text)):
        line = lines[locator.line(location) - 1]
        keys = [step for step in location if isinstance(step, str)]
        if isinstance(value, bool):
            assert str(value).lower() in line
        elif isinstance(value, int):
            assert str(value) in line
        elif isinstance(location[-1], str):
            assert keys[-1] in line


def test_years_and_months_are_one_period() -> None:
    written = {months: dumps(Document(_with_term(months))) for months in (7, 12, 24, 36, 84)}
    assert [months for months, text in written.items() if "years = " in text.removeprefix(HEADER)] == [36, 84]
    for months, text in written.items():
        assert loads(text).published == _with_term(months)
    assert "years = 1" in dumps(Document(_with_term(12, until_year_end=True)))
    assert loads(written[84].replace("years = 7", "months = 84")) == loads(written[84])


def test_defaults_are_left_out() -> None:
    text = dumps(Document(Statement(title="Kort", controller=Controller(name="X"))))
    assert text == HEADER + 'title = "Kort"\n\n[controller]\nname = "X"\n'


def _with_term(months: int, *, until_year_end: bool = False) -> Statement:
    term = Term(after="booked", months=months, until_year_end=until_year_end)
    purpose = Purpose(id="I.A", group="I", label="Facturatie", terms=(term,))
    return Statement(groups=(Group(id="I", label="Diensten"),), purposes=(purpose,))
