"""Whatever it is given, the prose reader gives a reading in which every line is accounted for, or its own error."""

from pathlib import Path
from time import perf_counter
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grondslag.statement.prose import ProseError, read

SOURCES = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "synthetic").iterdir())]
LINES = sorted({line for source in SOURCES for line in source.splitlines()})
FORMATS: list[Literal["txt", "md", "html"] | None] = [None, "txt", "md", "html"]
SPICE = st.sampled_from(
    [
        "Doel:",
        "Doeleinde: ",
        "Gegevens:\t",
        "Grondslag",
        "(derden):",
        "A. ",
        "IV. ",
        "|",
        "|--|--|",
        "\t",
        "\f",
        "\r",
        "\n\n",
        "((",
        "))",
        "<table>",
        "</td>",
        "<td rowspan=99999999>",
        "<td colspan='-3'>",
        "<dt>Doel",
        "<b>Doel</b>",
        "**",
        "__",
        "[x](y)",
        "<!--",
        "&nbsp;",
        "7 jaar",
        "999999999999 jaar",
        "²³ jaar",
        "31-02-2024",
        "versie 1.2.3.4.5.6",
        "İ",
        "ß",
        "\u2028",
        "\ud7ff",
        "\U0001f600",
        "en/of",
        'hierna: "',
    ]
)


def accounted(source: str | bytes, format: Literal["txt", "md", "html"] | None) -> None:
    try:
        reading = read(source, format)
    except ProseError:
        return
    assert reading.statement.purposes
    assert all(line.fed or line.narrative or line.stray for line in reading.lines)
    assert len({purpose.id for purpose in reading.statement.purposes}) == len(reading.statement.purposes)
    assert len(reading.statement.content_hash) == 64


SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(st.text(), st.sampled_from(FORMATS))
def test_any_text(text: str, format: Literal["txt", "md", "html"] | None) -> None:
    accounted(text, format)


@SETTINGS
@given(st.binary(), st.sampled_from(FORMATS))
def test_any_bytes(source: bytes, format: Literal["txt", "md", "html"] | None) -> None:
    accounted(source, format)


@SETTINGS
@given(st.lists(st.one_of(st.sampled_from(LINES), SPICE, st.text(max_size=20)), max_size=40), st.sampled_from(FORMATS))
def test_lines_of_statements_shuffled(lines: list[str], format: Literal["txt", "md", "html"] | None) -> None:
    accounted("\n".join(lines), format)


@SETTINGS
@given(st.data())
def test_mutated_statements(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(SOURCES))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 60)))
        text = text[:start] + data.draw(st.one_of(SPICE, st.text(max_size=5))) + text[end:]
    accounted(text, data.draw(st.sampled_from(FORMATS)))


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "A ",
        "(",
        "Doel",
        "Doel: x\n",
        "1 ",
        "<b>",
        "<table>",
        "<tr><td rowspan=50 colspan=50>x",
        "|",
        "- ",
        "cookies ",
        "een maand ",
        '"',
        "a@b.",
        "x.y@",
        'hierna: "',
        "niet ",
        "derden verstrekken verplicht ",
        "Voorbeeld ",
        "1234 AB ",
        "[x](",
        "**",
        "_a",
        "\t",
        "Gegevens\n",
        "Mijn Naam Is ",
        "<a href=x>y",
        "<dt>Doel",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    def seconds(size: int) -> float:
        text = "Doel: Chat\nGegevens: naam\nGrondslag: toestemming\n\nUw rechten\n\n" + piece * (size // len(piece))
        begun = perf_counter()
        accounted(text, None)
        return perf_counter() - begun

    small, large = seconds(20_000), seconds(160_000)
    assert large < max(8 * 4 * small, 3.0), f"{small:.3f} s for 20,000 characters, {large:.3f} s for 160,000"
