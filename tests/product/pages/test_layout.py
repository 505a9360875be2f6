"""What every room shows its pages in: forms, notices, errors, and the language in which all is said."""

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.utils import translation

from facturis.guard.rooms import rooms
from tests.product.pages.addresses import PAGES
from tests.product.pages.visitor import FILLED, send
from tools import messages

ROOMS = messages.rooms()


def test_a_field_is_tied_to_its_label_help_and_error(client: Client) -> None:
    text = send(client, colour="r")[-1].text
    assert '<label for="id_name">' in text
    (described,) = re.findall(r'<input type="text" name="name"[^>]*aria-describedby="([^"]+)"', text)
    assert described.split() == ["id_name_helptext", "id_name_error"]
    assert all(f'id="{each}"' in text for each in described.split())
    assert re.search(r'<input type="text" name="name"[^>]*aria-invalid="true"', text)
    assert "<legend>" in text


def test_errors_are_summed_up_on_top_with_the_way_to_each(client: Client) -> None:
    text = send(client, colour="r")[-1].text
    summary = text[text.index('<div class="summary"') :].split("</div>")[0]
    assert 'role="alert"' in summary
    for address in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{address}"' in text
    assert re.findall(r">(\w[^<]*)</a>: ([^<]+)<", summary) == [
        ("Name", "This field is required."),
        ("I agree", "This field is required."),
    ]
    assert '<div class="summary"' not in client.get("/form", secure=True).text


def test_a_notice_is_said_once(client: Client) -> None:
    send(client, **FILLED)
    text = client.get("/form", secure=True).text
    assert re.search(r'<div class="messages" role="status"><ul><li class="success">It was sent\.</li>', text)
    assert "It was sent." not in client.get("/form", secure=True).text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/refusing?status=400", 400, "Wij konden dat verzoek niet lezen"),
        ("/refusing?status=403", 403, "Dit is niet voor u bestemd"),
        ("/nowhere", 404, "Hier staat geen pagina"),
        ("/refusing?status=500", 500, "Er ging bij ons iets mis"),
    ],
)
def test_an_error_is_a_page_like_the_others(path: str, status: int, said: str, client: Client) -> None:
    answer = client.get(path, secure=True, headers={"accept-language": "nl"})
    assert (answer.status_code, f"<h1>{said}</h1>" in answer.text) == (status, True)
    assert "Privacyverklaring</a> versie 2.0" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/", "/account/sign-in", "/nowhere"])
def test_a_demonstration_says_so_on_every_page(path: str, client: Client) -> None:
    said = {"nl": "Demonstratie: niets hier is echt.", "en": "Demonstration: nothing here is real."}
    for language, sentence in said.items():
        for demonstrating in (True, False):
            with override_settings(FACTURIS_DEMO=demonstrating):
                text = client.get(path, secure=True, headers={"accept-language": language}).text
            assert (sentence in text) is demonstrating


def test_a_form_without_its_token_is_refused_in_words(client: Client) -> None:
    answer = client.post("/form", FILLED, secure=True)
    assert (answer.status_code, "niet zien dat dit formulier van u kwam" in answer.text) == (403, True)


def test_a_language_is_chosen_by_a_form_and_kept(client: Client) -> None:
    answer = client.post("/language", {"language": "en", "next": "/prices/"}, secure=True)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/prices/")
    shown = client.get("/prices/", secure=True, headers={"accept-language": "nl"})
    assert shown.headers["Content-Language"] == "en"
    assert '<button name="language" value="en" lang="en" aria-current="true">' in shown.text


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(elsewhere: str, client: Client) -> None:
    answer = client.post("/language", {"language": "en", "next": elsewhere}, secure=True)
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_everything_is_said_in_dutch_too(room: Path) -> None:
    assert list(messages.problems(room)) == []


def test_what_is_not_said_in_dutch_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    page.write_text(
        '{% translate "A day" %}{% blocktranslate count n=n %}One{% plural %}{{ n }}{% endblocktranslate %}'
    )
    (tmp_path / "views.py").write_text('from x import gettext as _\n_("An hour")\n')
    assert len(list(messages.problems(tmp_path))) == 3
    messages.write(tmp_path)
    assert sorted(each.rpartition(": ")[2] for each in messages.problems(tmp_path)) == ["A day", "An hour", "One"]
    page.unlink()
    assert sum("nobody says it" in each for each in messages.problems(tmp_path)) == 2


def test_every_room_that_speaks_is_looked_at() -> None:
    assert {Path(room.path) for room in rooms() if "facturis" in room.name.split(".")} <= set(ROOMS)


@pytest.mark.parametrize("path", PAGES)
def test_english_is_english(path: str, client: Client) -> None:
    text = client.get(path, secure=True, headers={"accept-language": "en"}).text
    with translation.override("nl"):
        dutch = translation.gettext("Skip to the text")
    assert (dutch in text, "Skip to the text" in text) == (False, True)
