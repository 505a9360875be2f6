"""A person's page: every reason in words, nothing but text from the data, one file that loads nothing."""

import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from grondslag.engine.report import access_page
from grondslag.statement.model import AutomatedDecision, Statement, Transfer
from grondslag.statement.toml import loads
from tests.kernel.cli.shop import STATEMENT

DUTCH = loads(STATEMENT).in_force
NO_REASON: dict[str, Any] = {
    "purpose": "", "purpose_label": "", "basis": "hold", "law": "", "interest": "", "after": "", "months": 0,
    "until_year_end": False, "event": "", "until": "", "recipients": [],
}  # fmt: skip


def report(*reasons: dict[str, Any], value: object = "Jansen", category: str = "name", **row: object) -> dict[str, Any]:
    """An access report of one cell with these reasons."""
    cell = {"column": "c", "category": category, "label": {"nl": "Naam", "en": "Name"}, "value": value, "lawful": True,
            "reasons": [NO_REASON | reason for reason in reasons], "usable_for": []}  # fmt: skip
    rows: list[dict[str, Any]] = [{"key": [1], "links": ["self"], "cells": [cell]} | row]
    return {
        "subject": {"kind": "person", "key": "1"}, "on": "2026-11-23", "controller": DUTCH.controller.name,
        "statement": {"version": "1.0", "hash": "0" * 64},
        "tables": [{"table": "customer", "source": "", "rows": rows}],
    }  # fmt: skip


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("</head>")[1]).split())


FOR = {"purpose": "I.A", "purpose_label": "Klanten bedienen", "basis": "contract"}
PENDING = FOR | {"after": "contract_ended", "months": 24, "event": "not yet"}


@pytest.mark.parametrize(
    ("reason", "dutch", "english"),
    [
        (FOR | {"until": "2027-11-01"}, "tot en met 1 november 2027", "through 1 November 2027"),
        (PENDING, "tot 24 maanden na het einde van de overeenkomst", "until 24 months after the end of the agreement"),
        (PENDING | {"until_year_end": True}, "na het jaar van het einde", "after the year of the end"),
        (FOR | {"basis": "consent"}, "toestemming", "consent"),
        (FOR | {"basis": "legitimate_interest", "interest": "Klanten helpen"}, "Klanten helpen", "Klanten helpen"),
        (FOR | {"basis": "law", "law": "AWR art. 52(4)"}, "AWR art. 52(4)", "AWR art. 52(4)"),
        (FOR | {"recipients": ["Bezorger B.V."]}, "Bezorger B.V.", "Bezorger B.V."),
        (FOR, "Niemand buiten ons", "Nobody outside our company"),
        ({"basis": "hold", "law": "Rv art. 194"}, "een zaak of een onderzoek", "a case or an inquiry"),
        ({"basis": "restriction"}, "staat stil", "on hold"),
    ],
)
def test_each_reason_is_told_in_both_languages(reason: dict[str, Any], dutch: str, english: str) -> None:
    assert dutch in words(access_page(report(reason), DUTCH, "nl"))
    assert english in words(access_page(report(reason), DUTCH, "en"))


def test_cards_stand_in_the_order_of_the_statement_and_holds_last() -> None:
    html = access_page(report({"basis": "hold"}, FOR, FOR | {"basis": "law", "law": "AWR"}), DUTCH)
    assert re.findall(r'<h3 id="p\d+"[^>]*>(.{16})', html) == [
        "Klanten bedienen",
        "Klanten bedienen",
        "Wij moeten dit b",
    ]


def test_what_has_no_reason_is_told_as_such() -> None:
    assert "Gegevens die weg moeten" in words(access_page(report(), DUTCH))
    assert "Gegevens die weg moeten" not in words(access_page(report(FOR), DUTCH))


def test_what_may_be_another_persons_is_counted_and_not_shown() -> None:
    found = report(FOR, withheld="the identifier fits two", cells=[])
    assert "van u is: 1 regels" in words(access_page(found, DUTCH))


def test_a_value_is_text_whatever_it_holds() -> None:
    nasty = '<script>alert("x")</script>{{ 7 * 7 }}'
    html = access_page(report(FOR, value=nasty), DUTCH)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html


def test_a_password_is_not_shown() -> None:
    html = access_page(report(FOR, value="argon2id$geheim", category="password"), DUTCH)
    assert "argon2id$geheim" not in html
    assert "wij tonen het niet" in html


def test_the_rest_of_article_15_is_told() -> None:
    statement = Statement(
        controller=DUTCH.controller, contacts=DUTCH.contacts, authority=DUTCH.authority, purposes=DUTCH.purposes,
        transfers=(Transfer(recipient="Wolk Inc.", country="US", mechanism="SCC", purpose="I.A"),),
        automated_decision=AutomatedDecision(exists=True),
    )  # fmt: skip
    text = words(access_page(report(FOR), statement))
    for told in ("Wolk Inc.", "een computer", "Laten herstellen", "Laten wissen", "Laten stilzetten", "Ertegen opkomen",
                 "Meenemen", "privacy@winkel.example", "Autoriteit Persoonsgegevens", "Winkel B.V."):  # fmt: skip
        assert told in text, told
    assert "23 november 2026" in text


class Structure(HTMLParser):
    """The ids, what refers to them, headings, and everything that would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.levels: list[int] = []
        self.loading: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.references += given.get("aria-labelledby", "").split()
        self.references += [given["href"][1:]] if given.get("href", "").startswith("#") else []
        self.levels += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        loads = tag in ("script", "img", "link", "iframe") or any(name.startswith("on") for name in given)
        self.loading += [tag] if loads or "src" in given else []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_accessible_and_loads_nothing(language: Any) -> None:
    html = access_page(report(FOR, {"basis": "hold"}), DUTCH, language)
    page = Structure()
    page.feed(html)
    assert page.loading == []
    assert "url(" not in html
    assert len(page.ids) == len(set(page.ids))
    assert set(page.references) <= set(page.ids)
    assert page.levels[0] == 1
    assert page.levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.levels, page.levels[1:], strict=False))
    assert f'<html lang="{language}">' in html
    assert (f'lang="nl">{DUTCH.purposes[0].label}' in html) is (language == "en")


def test_nothing_is_held() -> None:
    empty = report() | {"tables": []}
    assert "Wij bewaren niets van u." in words(access_page(empty, DUTCH))
    assert date.fromisoformat(empty["on"]) == date(2026, 11, 23)
