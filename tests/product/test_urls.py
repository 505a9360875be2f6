"""T-IVB-1: every URL as owner, team-mate, stranger and nobody; one that is not named here fails."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.tokens import default_token_generator

from facturis.guard.entrances import views
from facturis.guard.statement import in_force
from facturis.services.agreements import terms
from facturis.services.agreements.models import Agreement
from facturis.services.documents import actions as documents
from facturis.services.documents.models import Find, Share
from facturis.services.organisations import actions as organisations
from facturis.services.organisations.models import Mandate
from facturis.website.accounts import actions
from facturis.website.accounts.models import Passkey, Person
from tests.product.cast import PASSWORD, Browser, browser, customer, handed_in, mate, person, rows

TO_SIGN_IN, OK, GONE, NOT_SO, ON, NONE = "sign in", 200, 410, 405, 302, 404


@dataclass(frozen=True)
class Answers:
    """The status that each of the cast is given, and ``posted`` for nothing filled in by whoever is not signed in.

    ``mate`` may read what the owner has for an organisation, and is asked for where there is one.
    """

    owner: int
    stranger: int
    nobody: int | str
    posted: int | str
    mate: int = OK


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
ORGANISATION, ORDER = "/portal/organisations/<int:organisation>", "/portal/order/<slug:service>"
AGREEMENT = "/portal/agreements/<int:agreement>"
OWN = ("/portal/", "/portal/order", ORDER, f"{ORDER}/self", f"{ORDER}/new")
SHARED = (f"{ORGANISATION}/", f"{ORGANISATION}/leave", f"{AGREEMENT}/")
OWNERS = (f"{ORGANISATION}/details", f"{ORGANISATION}/bank", f"{ORGANISATION}/people",
          f"{ORGANISATION}/people/<int:user>", f"{AGREEMENT}/change", f"{AGREEMENT}/end")  # fmt: skip
URLS |= dict.fromkeys(OWN, Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN))
URLS |= dict.fromkeys(SHARED, Answers(OK, NONE, TO_SIGN_IN, TO_SIGN_IN, mate=OK))
URLS |= dict.fromkeys(OWNERS, Answers(OK, NONE, TO_SIGN_IN, TO_SIGN_IN, mate=NONE))
URLS |= {
    f"{ORDER}/<int:organisation>": Answers(ON, NONE, TO_SIGN_IN, TO_SIGN_IN, mate=NONE),  # one runs already
    "/portal/organisations/invitation/<token>": Answers(OK, GONE, TO_SIGN_IN, TO_SIGN_IN, mate=GONE),
}
DOCUMENT, LINK = "/portal/documents/<int:document>", "/portal/documents/shared/<secret>"
URLS |= dict.fromkeys(("/portal/documents/", "/portal/documents/new"), Answers(OK, OK, TO_SIGN_IN, TO_SIGN_IN))
URLS |= dict.fromkeys((f"{DOCUMENT}/", f"{DOCUMENT}/content"), Answers(OK, NONE, TO_SIGN_IN, TO_SIGN_IN, mate=OK))
# What is done with a document leads back to its page where it is only asked for.
DONE = ("finds/<int:find>", "dossier", "track", "decide", "deliver", "share", "share/<int:share>")
URLS |= {f"{DOCUMENT}/{what}": Answers(ON, NONE, TO_SIGN_IN, TO_SIGN_IN, mate=NONE) for what in DONE}
URLS |= dict.fromkeys((LINK, f"{LINK}/content"), Answers(OK, OK, OK, NOT_SO))
PUBLIC += ("/portal/terms/", "/portal/terms/<name>/")
URLS |= dict.fromkeys(PUBLIC, Answers(OK, OK, OK, NOT_SO)) | {"/language": Answers(ON, ON, ON, ON)}


def path(route: str, of: Person) -> tuple[str, Person | None]:
    """A URL as it is made for its owner, and the team-mate where there is one."""
    tokens = {
        "/account/sign-up/<token>": actions.inviting("drie@example.com"),
        "/account/reset/<int:user>/<token>": default_token_generator.make_token(of),
        "/account/email/<token>": actions.changing(of, "nieuw@example.com"),
        "/account/reopen/<token>": actions.reopening(of),
    }
    if "<int:number>" in route:
        route = route.replace("<int:number>", str(rows(Passkey).get(person=of).pk))
    name = terms.in_force().version if route.startswith("/portal/") else in_force().version
    marks = {"<name>": name, "<int:page>": "1", "<slug:service>": "office"}
    other = None
    if "/portal/" in route and any(mark in route for mark in ("<int:", "<token>", "<secret>")):
        agreed = customer(of)
        other = mate(agreed, "vier")
        marks |= {"<int:agreement>": str(agreed.pk), "<int:organisation>": str(agreed.organisation_id),
                  "<int:user>": str(other.pk), **papers(agreed, of)}  # fmt: skip
        elsewhere = customer(person("vijf"), "vijf")
        assert elsewhere.person
        assert elsewhere.organisation_id
        tokens["/portal/organisations/invitation/<token>"] = organisations.inviting(
            elsewhere.person, elsewhere.organisation_id, "een@example.com", Mandate.READ
        )
    for mark, value in ({"<int:user>": str(of.pk), "<token>": tokens.get(route, "")} | marks).items():
        route = route.replace(mark, value)
    return route, other


def papers(agreed: Agreement, of: Person) -> dict[str, str]:
    """A document of the owner's with what there is about it, by the marks of URLs."""
    made = handed_in(agreed, of)
    find = rows(Find).create(document=made, kind="kvk", organisation_id=agreed.organisation_id)
    secret = documents.share(made, of, 1)
    share = rows(Share).get()
    marks = {"document": made, "find": find, "share": share}
    return {f"<int:{mark}>": str(row.pk) for mark, row in marks.items()} | {"<secret>": secret}


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
    (url, other), wanted = path(route, owner), URLS[route]
    posted = browser().post(url)
    nobody, strange, own = (confirmed(each).get(url) for each in (None, stranger, owner))
    asked = [each.status_code for each in (own, strange)]
    assert asked == [wanted.owner, wanted.stranger]
    assert other is None or browser(other).get(url).status_code == wanted.mate
    for answer, want in ((nobody, wanted.nobody), (posted, wanted.posted)):
        if want == TO_SIGN_IN:
            assert answer.headers["Location"] == f"/account/sign-in?next={url.replace(':', '%3A')}"
        else:
            assert answer.status_code == want
    for told in (b"Voornaam-een", b"Bedrijf-een"):
        assert told not in b"".join(each.getvalue() for each in (strange, nobody, posted))
    for answer in (own, strange, nobody, posted):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize("route", [route for route in URLS if route not in ("/alive", "/language")])
def test_nothing_is_done_for_another_site(route: str) -> None:
    """The language asks for no token, so that whoever only reads gets no cookie; it changes one cookie of its own."""
    one = secured("een")
    client = confirmed(one)
    client.handler.enforce_csrf_checks = True
    assert client.post(path(route, one)[0], {}).status_code == 403
