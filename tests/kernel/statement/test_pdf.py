"""The PDF: tagged and archivable by both standards, complete, and nothing in a statement is markup."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grondslag.statement.errors import StatementError
from grondslag.statement.model import Group, Purpose, Statement
from grondslag.statement.phrases import Language
from grondslag.statement.render.outline import outline, walk
from grondslag.statement.render.pdf import content, render_pdf, template
from grondslag.statement.toml import Document, loads
from grondslag.statements import shipped

FACTURIS = loads(shipped())
SMALL = Statement(
    title="Klein", groups=(Group(id="I", label="Werk"),),
    purposes=(Purpose(id="I.A", group="I", label="Nieuwsbrief", description="Elke maand"),),
)  # fmt: skip


def shown(source: Document | Statement, language: Language = "nl") -> str:
    """The words of every heading and line, as typst has set them."""
    inputs = {"data": json.dumps(content(source, language))}
    found = []
    for query in ("heading", "<line>"):
        page = typst.Compiler(template(), ignore_system_fonts=True, sys_inputs=inputs)
        found += ["".join(texts(entry)) for entry in json.loads(page.query(query))]
    return "\n".join(found)


def texts(found: Any) -> Iterator[str]:
    """The text in a tree of content."""
    if isinstance(found, list):
        for entry in found:
            yield from texts(entry)
    elif isinstance(found, dict):
        if found.get("func") == "space":
            yield " "
        elif found.get("func") == "text":
            yield found["text"]
        for name in ("body", "children", "child"):
            yield from texts(found.get(name))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_tagged_and_claims_both_standards_in_its_language(language: Language) -> None:
    pdf = render_pdf(FACTURIS.published, language)
    assert pdf.startswith(b"%PDF-1.7")
    for part in (
        b"/StructTreeRoot",
        b"/MarkInfo",
        b"/Lang(" + language.encode(),
        b"<pdfuaid:part>1",
        b"<pdfaid:part>2",
    ):
        assert part in pdf, part


def test_equal_statements_give_equal_bytes() -> None:
    assert render_pdf(SMALL) == render_pdf(replace(SMALL))
    assert render_pdf(SMALL) != render_pdf(SMALL, "en")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_line_of_the_page_is_there(language: Language) -> None:
    text = shown(FACTURIS, language)
    for block in walk(outline(FACTURIS.in_force, language)):
        assert block.heading in text
        for line in block.lines:
            assert line.words in text
    for amendment in FACTURIS.amendments:
        assert f"{amendment.rule} ({amendment.id})" in text


MARKUP = st.text(alphabet="#*_`$@<>[]{}()\\/=-+~\"'.:;,!%&|^ aé1", min_size=1, max_size=20).map(str.strip).filter(bool)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=MARKUP | st.sampled_from(("#panic()", "$x$", "= kop", "- punt", "//weg", '#include "/etc/passwd"', "\\u{1F}"))
)
def test_text_that_looks_like_markup_comes_out_as_text(words: str) -> None:
    statement = replace(
        SMALL,
        groups=(Group(id="I", label=words),),
        purposes=(replace(SMALL.purposes[0], label=words, description=words, interest=words),),
    )
    assert render_pdf(statement).startswith(b"%PDF")
    text = shown(statement)
    expected = [line.words for block in walk(outline(statement)) for line in block.lines]
    assert all(line in text for line in expected)
    assert f"I. {outline(statement)[0].blocks[0].heading.removeprefix('I. ')}" in text


def test_a_character_without_a_shape_is_refused_in_one_sentence() -> None:
    with pytest.raises(StatementError, match="write it as html"):
        render_pdf(replace(SMALL, title="\N{LINEAR B SYLLABLE B008 A}\U0010fffd"))
