"""Every public page: complete in both languages, small, without cookies, and without anything inline."""

import re
from html.parser import HTMLParser
from typing import ClassVar

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from facturis.guard import statement
from tests.product.pages.addresses import PAGES

LIMIT = 100_000


class Outline(HTMLParser):
    """The elements of a page, and the texts of its links by their addresses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value for _, attributes in self.elements if (value := attributes.get(name))]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_small_and_has_nothing_inline(address: str, language: str, client: Client) -> None:
    answer = client.get(address, secure=True, headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, language)
    assert len(answer.content) < LIMIT
    page = Outline(answer.text)
    tags = [tag for tag, _ in page.elements]
    assert (tags.count("h1"), tags.count("main"), "script" in tags, "style" in tags) == (1, 1, False, False)
    assert [name for _, attributes in page.elements for name in attributes if name == "style" or name[:2] == "on"] == []
    ids = page.values("id")
    assert sorted(ids) == sorted(set(ids))
    assert {each[1:] for each in page.values("href") if each.startswith("#")} <= set(ids)
    assert dict(page.elements)["html"]["lang"] == language


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_the_statement_in_force(address: str, client: Client) -> None:
    text = client.get(address, secure=True, headers={"accept-language": "en"}).text
    footer = text[text.index("<footer") :]
    assert f"version {statement.in_force().version}, in force since 1 November 2026" in footer
    assert 'href="/privacy/"' in footer
    assert 'href="/cookies/"' in footer


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_links_to_is_there(address: str, client: Client) -> None:
    page = Outline(client.get(address, secure=True, headers={"accept-language": "nl"}).text)
    for link in {each.split("#")[0] for each in page.values("href") if re.match(r"/(?!static/)", each)}:
        assert client.get(link, secure=True, follow=True).status_code == 200, link


def nobody(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


class WithoutAccounts:
    urlpatterns: ClassVar = [path("", include("facturis.pages.urls"))]


class WithAccounts:
    accounts = ([path("", nobody, name="home"), path("sign-in", nobody, name="sign_in")], "accounts")
    urlpatterns: ClassVar = [*WithoutAccounts.urlpatterns, path("account/", include(accounts))]


def test_an_account_is_offered_only_where_there_are_accounts(client: Client) -> None:
    with override_settings(ROOT_URLCONF=WithoutAccounts):
        assert "/account/" not in client.get("/", secure=True).text
    with override_settings(ROOT_URLCONF=WithAccounts):
        assert '<a href="/account/sign-in">Inloggen</a>' in client.get("/", secure=True).text
        session = client.session
        session[SESSION_KEY] = "7"
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        text = client.get("/", secure=True).text
        assert ('<a href="/account/">Mijn account</a>' in text, "/account/sign-in" in text) == (True, False)


def test_the_addresses_are_those_of_the_statement(client: Client) -> None:
    text, contacts = client.get("/contact/", secure=True).text, statement.in_force().contacts
    for address in (contacts.general, contacts.requests, contacts.complaints, contacts.officer):
        assert f'<a href="mailto:{address}">{address}</a>' in text
    assert "https://www.autoriteitpersoonsgegevens.nl/" in text


def test_cmp_5_every_state_has_its_authority(client: Client) -> None:
    page = Outline(client.get("/privacy/authorities/", secure=True).text)
    rows = [attributes["id"] for tag, attributes in page.elements if tag == "tr" and "id" in attributes]
    addresses = [each for each in page.values("href") if each.startswith("https://")]
    assert (len(set(rows)), len(addresses), len(set(addresses))) == (30, 30, 30)


def test_robots_keep_out_of_accounts(client: Client) -> None:
    assert "Disallow: /account/" in client.get("/robots.txt", secure=True).text


@pytest.mark.parametrize("address", PAGES)
def test_a_page_only_answers_questions(address: str) -> None:
    assert Client().post(address, secure=True, headers={"host": "localhost"}).status_code == 405
