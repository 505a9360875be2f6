"""T-IVB-1: every URL as owner, stranger and nobody; one that is not named here fails."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.tokens import default_token_generator

from facturis.guard.entrances import views
from facturis.guard.statement import in_force
from facturis.website.accounts import actions
from facturis.website.accounts.models import Person
from tests.product.cast import browser, person

TO_SIGN_IN, OK, GONE, NOT_SO, ON = "sign in", 200, 410, 405, 302


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
    "/account/sign-out": Answers(NOT_SO, NOT_SO, NOT_SO, ON),
    "/account/sign-out-everywhere": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/reset": Answers(OK, OK, OK, OK),
    "/account/reset/<int:user>/<token>": Answers(OK, OK, OK, OK),
    "/account/email": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/email/<token>": Answers(ON, GONE, TO_SIGN_IN, TO_SIGN_IN),
    "/account/password": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/close": Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN),
    "/account/reopen/<token>": Answers(NOT_SO, NOT_SO, NOT_SO, GONE),
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
    version = {"<name>": in_force().version, "<int:page>": "1"}
    for mark, value in ({"<int:user>": str(of.pk), "<token>": tokens.get(route, "")} | version).items():
        route = route.replace(mark, value)
    return route


def test_every_url_is_named() -> None:
    assert {route for route, _ in views()} == set(URLS)


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("route", URLS)
def test_each_of_the_cast_gets_what_is_theirs(route: str) -> None:
    owner, stranger = person("een"), person("twee")
    url, wanted = path(route, owner), URLS[route]
    posted = browser().post(url)
    nobody, strange, own = (browser(each).get(url) for each in (None, stranger, owner))
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
    one = person("een")
    client = browser(one)
    client.handler.enforce_csrf_checks = True
    assert client.post(path(route, one), {}).status_code == 403
