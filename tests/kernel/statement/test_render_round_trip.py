"""Model → rendered Dutch → reader → model, as Markdown and as HTML."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grondslag.statement.dictionary import normalised
from grondslag.statement.model import Purpose, Statement
from grondslag.statement.prose import read
from grondslag.statement.render import Format, render
from grondslag.statement.toml import Document, loads
from grondslag.statements import shipped
from tests.kernel.statement.strategies import statements

FACTURIS = loads(shipped())


def readable(statement: Statement) -> Statement:
    """The statement as far as a reader accepts it: one purpose at least, no two of one name in a group.

    A reader refuses both by design, so that a text that tells a purpose twice is never guessed at.
    """
    seen: set[tuple[str, str]] = set()
    purposes = []
    for purpose in statement.purposes:
        key = (purpose.group, normalised(purpose.label))
        twice = key[1] and key in seen
        purposes.append(replace(purpose, label=f"{purpose.label} {purpose.id}") if twice else purpose)
        seen.add(key)
    first = statement.groups[0].id
    return replace(statement, purposes=tuple(purposes) or (Purpose(id=f"{first}.A", group=first, label="Iets"),))


@pytest.mark.parametrize("format", ["md", "html"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statement=statements())
def test_a_rendered_statement_reads_back_to_itself(format: Format, statement: Statement) -> None:
    statement = readable(statement)
    assert read(render(statement, "nl", format), format).statement == statement


@pytest.mark.parametrize("format", ["md", "html"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statement=statements(), data=st.data())
def test_purposes_keep_an_order_that_their_groups_do_not_have(
    format: Format, statement: Statement, data: st.DataObject
) -> None:
    statement = readable(statement)
    shuffled = replace(statement, purposes=tuple(data.draw(st.permutations(statement.purposes))))
    assert read(render(shuffled, "nl", format), format).statement == shuffled


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("document", [Document(FACTURIS.published), FACTURIS], ids=["published", "in force"])
def test_the_shipped_statement_reads_back_with_every_line_placed(format: Format, document: Document) -> None:
    reading = read(render(document, "nl", format), format)
    assert reading.statement == document.in_force
    assert reading.unplaced == ()
