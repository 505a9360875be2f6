"""The published statement: whole, in every version, with what changed and why (CHG-1)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client, override_settings

from facturis.guard import statement
from facturis.pages import privacy
from facturis.pages.versions import versions
from grondslag.statement.model import Statement
from grondslag.statement.toml import Document, dumps, loads


def text(client: Client, path: str, language: str = "en") -> str:
    answer = client.get(path, secure=True, headers={"accept-language": language})
    assert answer.status_code == 200, path
    return answer.text


def forget() -> None:
    for known in (statement.document, statement.in_force, versions):
        known.cache_clear()


@pytest.fixture
def later(tmp_path: Path) -> Iterator[Statement]:
    """A version 3.0 that keeps what I.B holds a year longer, is in force, and replaced the shipped one."""
    shipped_one = statement.document()
    now = shipped_one.in_force
    purpose = now.purpose("I.B")
    longer = replace(purpose, terms=tuple(replace(term, months=term.months + 12) for term in purpose.terms))
    purposes = tuple(longer if each is purpose else each for each in now.purposes)
    later = replace(now, version="3.0", in_force=date(2026, 11, 20), purposes=purposes)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "2.0.toml").write_text(dumps(shipped_one), encoding="utf-8")
    (tmp_path / "3.0.toml").write_text(dumps(Document(later)), encoding="utf-8")
    with override_settings(FACTURIS_ARCHIVE=tmp_path / "archive", FACTURIS_STATEMENT=tmp_path / "3.0.toml"):
        forget()
        yield later
    forget()


def test_every_purpose_is_told_under_an_address_of_its_own(client: Client, language: str) -> None:
    shown = text(client, "/privacy/", language)
    for purpose in statement.in_force().purposes:
        assert f'id="doel-{purpose.id.replace(".", "-")}"' in shown, purpose.id
    told = {"nl": ("Grondslag", "Ontvangers", "uitvoering van"), "en": ("Legal ground", "Recipients", "performance of")}
    for words in told[language]:
        assert words.lower() in shown.lower()
    assert statement.in_force().content_hash in shown


def test_every_amendment_is_marked_and_its_mark_leads_to_its_reason(client: Client) -> None:
    links = set(re.findall(r'href="(/privacy/versions/[^"]+/amendments/\d+/)#(w\d+)"', text(client, "/privacy/")))
    adopted = [each for each in statement.document().differences("en") if each.status == "adopted"]
    assert {int(anchor[1:]) for _, anchor in links} == set(range(1, len(adopted) + 1))
    pages = {path: text(client, path) for path in {path for path, _ in links}}
    assert all(f'id="{anchor}"' in pages[path] for path, anchor in links)
    told = "".join(pages.values()).replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    assert [each.id for each in adopted if each.reason not in told] == []


def test_chg_1_a_version_is_found_by_number_date_and_hash(client: Client) -> None:
    in_force = statement.in_force()
    assert in_force.in_force
    for name in (in_force.version, in_force.in_force.isoformat(), in_force.content_hash, in_force.content_hash[:12]):
        assert in_force.content_hash in text(client, f"/privacy/versions/{name}/")
    for name in ("99", "1999-01-01", "0" * 64):
        assert client.get(f"/privacy/versions/{name}/", secure=True).status_code == 404


def test_chg_1_the_hash_is_that_of_the_file_that_can_be_taken_along(client: Client) -> None:
    for each in versions():
        file = client.get(f"/privacy/versions/{each.name}/statement.toml", secure=True)
        assert loads(file.content, "statement.toml").published.content_hash == each.statement.content_hash
        assert each.statement.content_hash in text(client, f"/privacy/versions/{each.name}/")
        assert client.get(f"/privacy/versions/{each.name}/statement.pdf", secure=True).content.startswith(b"%PDF-")


def test_an_archived_version_stays_and_what_changed_since_is_told(client: Client, later: Statement) -> None:
    assert [each.statement.version for each in versions()] == ["", "2.0", "3.0"]
    earlier = text(client, "/privacy/versions/2.0/")
    assert "This is an earlier version. It no longer applies." in earlier
    assert "This is an earlier version" not in text(client, "/privacy/")
    assert later.content_hash in text(client, "/privacy/versions/2026-11-20/")
    listed = text(client, "/privacy/versions/")
    assert listed.index("Version 3.0") < listed.index("Version 2.0") < listed.index("First text")
    changes = text(client, "/privacy/versions/3.0/changes/")
    assert "One change, of which one changes what happens with your data" in changes
    assert ("24 months after" in changes, "3 years after" in changes) == (True, True)


def test_every_change_is_told_what_matters_first(client: Client, language: str) -> None:
    changes = versions()[-1].changes(privacy.spoken_language())
    pages = -(-len(changes) // privacy.PER_PAGE)
    told = [text(client, f"/privacy/versions/2.0/changes/{page}/", language) for page in range(1, pages + 1)]
    kinds = [bool(each) for each in re.findall(r'<article class="entry change( material)?"', "".join(told))]
    assert len(kinds) == len(changes)
    assert kinds == sorted(kinds, reverse=True)
    assert client.get(f"/privacy/versions/2.0/changes/{pages + 1}/", secure=True).status_code == 404
    first = versions()[0]
    assert text(client, f"/privacy/versions/{first.name}/changes/")
