"""Cookies: all of them registered, as the register says (CKI-1, CKI-2, CKI-4, CKI-7)."""

import logging
from dataclasses import replace
from http.cookies import Morsel

import pytest
from django.core.checks import run_checks
from django.test import Client

from facturis.guard.checks import TAG
from facturis.pages import techniques
from facturis.pages.techniques import Technique, findings, register
from tests.product.pages.addresses import PAGES
from tests.product.pages.visitor import FILLED, send


def everything(client: Client) -> "dict[str, Morsel[str]]":
    """Every cookie that is set while a visitor does everything that sets one."""
    answers = [client.get(path, secure=True) for path in PAGES]
    answers.append(client.post("/language", {"language": "en", "next": "/"}, secure=True))
    answers += send(client, **FILLED)
    assert answers[-1].status_code == 302
    return {name: cookie for answer in answers for name, cookie in answer.cookies.items()}


def test_cki_1_every_cookie_is_in_the_register_and_lives_as_long_as_it_says(client: Client) -> None:
    found, registered = everything(client), {each.name: each for each in register()}
    assert found.keys() == registered.keys()
    for name, cookie in found.items():
        lifetime = registered[name].lifetime
        assert cookie["max-age"] == (int(lifetime.total_seconds()) if lifetime else "")


def test_cki_2_a_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    for cookie in everything(client).values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, True, "Lax", "")


@pytest.mark.parametrize("path", PAGES)
def test_cki_7_whoever_only_reads_gets_no_cookie(path: str, client: Client) -> None:
    assert dict(client.get(path, secure=True).cookies) == {}


def test_a_cookie_that_nobody_registered_is_stripped_and_said(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "facturis.pages.middleware"):
        answer = client.get("/tracking", secure=True)
    assert (answer.content, dict(answer.cookies)) == (b"seen", {})
    assert [vars(each)["cookie"] for each in caplog.records] == ["_ga"]


def test_cki_4_a_register_that_the_statement_does_not_allow_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(findings(register())) == []
    wrong: tuple[Technique, ...] = (
        replace(register()[0], name="_ga", use="tracking"), replace(register()[0], name="far", purpose="IX.Z"),
    )  # fmt: skip
    monkeypatch.setattr(techniques, "register", lambda: wrong)
    said = [each.msg for each in run_checks(tags=[TAG]) if each.id == f"{TAG}.E006"]
    assert ["«_ga» tracks" in said[0], "«far» is for «IX.Z»" in said[1], len(said)] == [True, True, 2]


def test_the_page_tells_the_whole_register(client: Client) -> None:
    text = client.get("/cookies/", secure=True, headers={"accept-language": "en"}).text
    for each in register():
        for words in (f"<code>{each.name}</code>", str(each.why), str(each.contains), str(each.when)):
            assert words.replace("'", "&#x27;") in text
    assert text.count("one day") == 0
    assert ("14 days" in text, "365 days" in text) == (True, True)
