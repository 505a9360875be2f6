"""The rendered page: complete, in order, marked, accessible, and it loads nothing."""

import itertools
import re
from dataclasses import replace

import pytest
from lxml import html

from grondslag.statement.amendments import Amendment
from grondslag.statement.dictionary import categories
from grondslag.statement.model import Contacts, Group, Item, Purpose, Statement, Term
from grondslag.statement.phrases import Language
from grondslag.statement.render import render
from grondslag.statement.toml import Document, loads
from grondslag.statements import shipped

FACTURIS = loads(shipped())
LANGUAGES: list[Language] = ["nl", "en"]
SMALL = Statement(
    contacts=Contacts(general="a@example.org"),
    groups=(Group(id="I", label="Werk & <zorg>"),),
    purposes=(Purpose(id="I.A", group="I", label="Nieuwsbrief", items=(Item(label="Naam", category="name"),)),),
)


def page(document: Document | Statement, language: Language = "nl") -> html.HtmlElement:
    return html.document_fromstring(render(document, language, "html"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_what_a_reader_with_assistive_technology_needs(language: Language) -> None:
    root = page(FACTURIS, language)
    assert root.get("lang") == language
    assert root.findtext(".//title")
    assert len(root.findall(".//main")) == len(root.findall(".//h1")) == 1
    assert root.find(".//nav").find("a").get("href") == "#main"
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(following - level <= 1 for level, following in itertools.pairwise(levels))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(reference.startswith("#") for reference in root.xpath("//a/@href"))
    referred = [
        *(reference[1:] for reference in root.xpath("//a/@href")),
        *" ".join(root.xpath("//@aria-labelledby")).split(),
    ]
    assert set(referred) <= set(ids)
    assert root.xpath("//svg/@role") == ["img"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_loads_nothing_and_runs_nothing(language: Language) -> None:
    text = render(FACTURIS, language, "html")
    root = html.document_fromstring(text)
    assert root.xpath("//script | //link | //img | //iframe | //object | //@src | //@onclick | //@style") == []
    assert not re.search(r"url\(|@import|http-equiv=.refresh", text)


@pytest.mark.parametrize("format", ["html", "md"])
def test_every_purpose_item_and_right_of_the_statement_in_force_is_there(format: str) -> None:
    text = words(page(FACTURIS)) if format == "html" else " ".join(render(FACTURIS, "nl", "md").split())
    statement = FACTURIS.in_force
    at = [text.index(f"{group.id}. {group.label}") for group in statement.groups]
    assert at == sorted(at)
    for purpose in statement.purposes:
        assert f"Doeleinde: {purpose.label}" in text
        assert all(item.label in text for item in purpose.items)
    headings = {words(element) for element in page(FACTURIS).iter("h3")}
    assert len([1 for right in statement.rights if right.heading]) <= len(headings)
    assert all(right.heading in text for right in statement.rights)


def test_each_right_has_a_heading_of_its_own() -> None:
    sections = page(FACTURIS).xpath("//section[@class='right']")
    assert len(sections) == len(FACTURIS.in_force.rights)
    assert len({words(section.find("h3")) for section in sections}) == len(sections)


def test_every_amendment_is_marked_where_it_is_and_listed_at_the_end() -> None:
    root = page(FACTURIS)
    noted = {number for note in root.xpath("//*[@class='note']") for number in re.findall(r"\d+", words(note))}
    assert noted == {str(number) for number in range(1, len(FACTURIS.amendments) + 1)}
    listed = root.xpath("//section[@class='amendment']")
    for amendment, section in zip(FACTURIS.amendments, listed, strict=True):
        assert f"{amendment.rule} ({amendment.id})" in words(section)
        assert " ".join(amendment.reason.split()) in words(section)
    assert root.xpath("//main//ins")


def amended(status: str) -> Document:
    change = Amendment(
        id="A1", rule="L02", path="contacts.general", old="a@example.org", new="b@example.org", reason="Zo.",
        status="adopted" if status == "adopted" else "proposed",
    )  # fmt: skip
    return Document(SMALL, (change,))


def test_an_adopted_amendment_changes_the_line_and_a_proposed_one_only_announces() -> None:
    assert "b@example.org" in [words(mark).split()[-1] for mark in page(amended("adopted")).iter("ins")]
    proposed = page(amended("proposed"))
    assert list(proposed.iter("ins")) == []
    assert "Adres voor vragen: a@example.org Voorgesteld, zie wijziging 1" in words(proposed)
    assert "- Deze wijziging is voorgesteld." in render(amended("proposed"), "nl", "md")


def test_the_statement_alone_has_no_marks() -> None:
    root = page(FACTURIS.published)
    assert list(root.iter("ins")) == []
    assert root.xpath("//*[@class='note']") == []


def test_text_is_escaped_in_html() -> None:
    assert "<zorg>" not in render(SMALL, "nl", "html")
    assert "Werk" in words(page(SMALL))


def test_the_term_in_force_stands_beside_the_promise() -> None:
    for section, purpose in zip(
        page(FACTURIS).xpath("//section[@class='purpose']"), sorted_by_group(FACTURIS.in_force), strict=True
    ):
        kept = section.xpath(".//div[@class='keep']")
        assert len(kept) == 1
        assert len(kept[0].xpath("./ul[@class='facts applied']/li[not(@class)]")) == len(purpose.terms)


def sorted_by_group(statement: Statement) -> list[Purpose]:
    order = [group.id for group in statement.groups]
    return sorted(statement.purposes, key=lambda purpose: order.index(purpose.group))


def test_the_picture_has_a_bar_for_every_term_and_none_is_wider_than_the_page() -> None:
    terms = (Term(after="booked", months=12), Term(after="booked", months=84, law="AWR"))
    root = page(replace(SMALL, purposes=(replace(SMALL.purposes[0], terms=terms),)))
    bars = root.xpath("//svg[@role='img']/rect")
    assert [(bar.get("class"), bar.get("width")) for bar in bars] == [("term", "14.29%"), ("law", "100.00%")]
    assert "I.A Nieuwsbrief: 12 mnd · 7 jaar" in words(root.xpath("//svg/desc")[0])


def test_english_uses_the_dictionary_and_keeps_the_dutch_beside_it() -> None:
    root = page(FACTURIS, "en")
    for item in FACTURIS.in_force.purpose("I.C").items:
        assert categories()[item.category].en in words(root)
    originals = root.xpath("//*[@lang='nl']")
    assert "(Facturatie)" in {words(element) for element in originals}
    assert "Purpose: Invoicing (Facturatie)" in words(root)
    assert "Gewijzigd" not in words(root)


def test_colours_have_contrast_in_light_and_dark() -> None:
    style = page(SMALL).findtext(".//style") or ""
    schemes = style.split("prefers-color-scheme")[:2]
    palettes = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme)) for scheme in schemes]
    assert [len(palette) for palette in palettes] == [11, 11]
    for palette in palettes:
        for ink in ("ink", "soft", "accent"):
            for paper in ("paper", "tint"):
                assert contrast(palette[ink], palette[paper]) >= 4.5, (ink, paper)
        assert contrast(palette["ink"], palette["mark"]) >= 4.5
        assert contrast(palette["mark-edge"], palette["paper"]) >= 4.5
        assert contrast(palette["mark-edge"], palette["tint"]) >= 4.5
        assert all(contrast(palette[bar], palette["paper"]) >= 3 for bar in ("bar", "law", "promised"))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
