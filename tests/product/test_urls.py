"""T-IVB-1: every URL as owner, stranger and nobody; one that is not named here fails."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.tokens import default_token_generator

from facturis.guard.entrances import views
from facturis.guard.statement import in_force
from facturis.website.accounts import actions
from facturis.website.accounts.models import Passkey, Person
from tests.product.cast import PASSWORD, Browser, browser, person, rows

TO_SIGN_IN, OK, GONE, NOT_SO, ON, NONE = "sign in", 200, 410, 405, 302, 404


@dataclass(frozen=True)
class Answers:
    """The status that each of the cast is given, and ``posted`` for nothing filled in by whoever is not signed in."""

    owner: int
    stranger: int
    nobody: int | str
    posted: int | str


URLS = {
    "/alive": Answers(OK, OK, OK, OK),
    "/account/": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/sign-up": Answers(OK, OK, OK, OK),
    "/account/sign-up/<token>": Answers(OK, OK, OK, OK),
    "/account/sign-in": Answers(OK, OK, OK, OK),
    "/account/sign-in/code": Answers(ON, ON, ON, ON),
    "/account/sign-in/passkey": Answers(NOT_SO, NOT_SO, NOT_SO, ON),
    "/account/sign-out": Answers(NOT_SO, NOT_SO, NOT_SO, ON),
    "/account/sign-out-everywhere": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/reset": Answers(OK, OK, OK, OK),
    "/account/reset/<int:user>/<token>": Answers(OK, OK, OK, OK),
    "/account/email": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/email/<token>": Answers(ON, GONE, TO_SIGN_IN, TO_SIGN_IN),
    "/account/password": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/close": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/reopen/<token>": Answers(NOT_SO, NOT_SO, NOT_SO, GONE),
    "/account/factors": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/confirm": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/passkey": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/passkey/<int:number>": Answers(OK, NONE, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/passkey/<int:number>/remove": Answers(OK, NONE, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/app": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/app/remove": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/factors/recovery": Answers(OK, ON, TO_SIGN_IN, TO_SIGN_IN),
    "/account/security/": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
}
PUBLIC = (
    "/", "/prices/", "/contact/", "/cookies/", "/robots.txt", "/privacy/", "/privacy/authorities/",
    "/privacy/versions/", "/privacy/versions/<name>/",
    "/privacy/versions/<name>/statement.pdf", "/privacy/versions/<name>/statement.toml",
    "/privacy/versions/<name>/changes/", "/privacy/versions/<name>/changes/<int:page>/",
    "/privacy/versions/<name>/amendments/", "/privacy/versions/<name>/amendments/<int:page>/",
)  # fmt: skip
URLS |= dict.fromkeys(PUBLIC, Answers(OK, OK, OK, NOT_SO)) | {"/language": Answers(ON, ON, ON, ON)}


def path(route: str, of: Person) -> str:
    """A URL as it is made for its owner."""
    tokens = {
        "/account/sign-up/<token>": actions.inviting("drie@example.com"),
        "/account/reset/<int:user>/<token>": default_token_generator.make_token(of),
        "/account/email/<token>": actions.changing(of, "nieuw@example.com"),
        "/account/reopen/<token>": actions.reopening(of),
    }
    if "<int:number>" in route:
        route = route.replace("<int:number>", str(rows(Passkey).get(person=of).pk))
    version = {"<name>": in_force().version, "<int:page>": "1"}
    for mark, value in ({"<int:user>": str(of.pk), "<token>": tokens.get(route, "")} | version).items():
        route = route.replace(mark, value)
    return route


def secured(name: str) -> Person:
    """A person with a passkey, whose account asks for more than the password."""
    made = person(name)
    rows(Passkey).create(person=made, name="Voornaam-een", credential="AAAA", public_key="AAAA")
    return made


def confirmed(of: Person | None) -> Browser:
    """A browser in which somebody has just given the password once more."""
    client = browser(of)
    if of:
        assert client.post("/account/factors/confirm", {"password": PASSWORD}).status_code == ON
    return client


def test_every_url_is_named() -> None:
    assert {route for route, _ in views()} == set(URLS)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("route", URLS)
def test_each_of_the_cast_gets_what_is_theirs(route: str) -> None:
    owner, stranger = secured("een"), person("twee")
    url, wanted = path(route, owner), URLS[route]
    posted = browser().post(url)
    nobody, strange, own = (confirmed(each).get(url) for each in (None, stranger, owner))
    asked = [each.status_code for each in (own, strange)]
    assert asked == [wanted.owner, wanted.stranger]
    for answer, want in ((nobody, wanted.nobody), (posted, wanted.posted)):
        if want == TO_SIGN_IN:
            assert answer.headers["Location"] == f"/account/sign-in?next={url.replace(':', '%3A')}"
        else:
            assert answer.status_code == want
    assert b"Voornaam-een" not in strange.content + nobody.content + posted.content
    for answer in (own, strange, nobody, posted):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("route", [route for route in URLS if route not in ("/alive", "/language")])
def test_nothing_is_done_for_another_site(route: str) -> None:
    """The language asks for no token, so that whoever only reads gets no cookie; it changes one cookie of its own."""
    one = secured("een")
    client = confirmed(one)
    client.handler.enforce_csrf_checks = True
    assert client.post(path(route, one), {}).status_code == 403
