"""SYS-4, SRC-2: documents handed in by the page, several at once or one by one, each kept once and told of apart."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import override_settings

from facturis.services.agreements.actions import end
from facturis.services.documents import intake, matching, reads, uploads
from facturis.services.documents.models import Document, Find, Track, Word
from facturis.services.documents.reading.limits import DEFAULT
from facturis.services.documents.words import MOST_ASKED, asked
from facturis.services.organisations.models import Mandate, Organisation
from tests.product.cast import (
    LETTER,
    absolute,
    agreement,
    browser,
    customer,
    handed_in,
    kept_files,
    mate,
    person,
    rows,
)  # fmt: skip
from tests.product.documents.reading.made import UBL, hostile

NEW = "/portal/documents/new"
OFFICE = ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def sent(*given: tuple[str, bytes], **more: Any) -> dict[str, Any]:
    return {"documents": [SimpleUploadedFile(name, content) for name, content in given], **more}


@pytest.mark.usefixtures("outbox")
def test_several_files_are_handed_in_at_once_and_each_has_an_answer_of_its_own() -> None:
    """T-IA-1."""
    one = person("een", "en")
    made = agreement(one)
    given = [("brief.txt", LETTER), ("kopie.txt", LETTER), ("leeg.txt", b""), ("factuur.xml", UBL), OFFICE]
    answer = browser(one).post(NEW, sent(*given, agreement=made.pk))
    told = re.findall(r'<li class="(\w+)"><strong>(.*?)</strong>', answer.text)
    assert [name for _, name in told] == [name for name, _ in given]
    assert [state for state, _ in told] == ["kept", "there", "refused", "kept", "kept"]
    assert "The file is empty." in answer.text
    assert "Save it as PDF" in answer.text
    kept = {each.name: each for each in rows(Document)}
    assert set(kept) == {"brief.txt", "factuur.xml", "x.doc"}
    assert kept["brief.txt"].given_by_id == one.pk
    assert b"".join(reads.content(kept["brief.txt"])) == LETTER
    assert sorted(each.content for each in kept.values()) == kept_files()
    assert (kept["brief.txt"].track, kept["factuur.xml"].track) == (Track.OTHER, Track.FISCAL)
    assert kept["factuur.xml"].booked_on.isoformat() == "2026-11-02"


@pytest.mark.usefixtures("outbox")
def test_the_script_of_the_page_is_answered_in_json() -> None:
    one = person("een", "en")
    made = agreement(one)
    client = browser(one, accept="application/json")
    (kept,) = client.post(NEW, sent(("brief.txt", LETTER), agreement=made.pk)).json()["files"]
    there = rows(Document).get()
    assert kept == {
        "name": "brief.txt", "state": "kept", "text": "It is kept.", "url": f"/portal/documents/{there.pk}/"
    }  # fmt: skip
    (again,) = client.post(NEW, sent(("brief.txt", LETTER), agreement=made.pk)).json()["files"]
    assert (again["state"], again["url"]) == ("there", kept["url"])
    nothing = client.post(NEW, {"agreement": made.pk})
    assert (nothing.status_code, nothing.json()) == (400, {"errors": ["This field is required."]})


@pytest.mark.usefixtures("outbox")
def test_more_files_than_fit_in_one_form_are_refused_in_words() -> None:
    one = person("een", "en")
    made = agreement(one)
    many = [(f"{n}.txt", b"%d" % n) for n in range(21)]
    assert "at most 20 files at once" in browser(one).post(NEW, sent(*many, agreement=made.pk)).text
    assert browser(one).post(NEW, sent(*many * 3, agreement=made.pk)).status_code == 400
    assert rows(Document).count() == 0


@pytest.mark.usefixtures("outbox")
def test_of_a_file_that_is_too_large_no_more_is_written_than_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    one = person("een", "en")
    made = agreement(one)
    taken: list[int] = []
    complete = uploads.UnnamedFiles.file_complete

    def watched(handler: uploads.UnnamedFiles, size: int) -> Any:
        taken.append(handler.file.seek(0, 2))
        return complete(handler, size)

    monkeypatch.setattr(uploads.UnnamedFiles, "file_complete", watched)
    answer = browser(one).post(NEW, sent(("groot.txt", b"a" * (DEFAULT.bytes + 70_000)), agreement=made.pk))
    assert "larger than 25 MB" in answer.text
    assert taken == [DEFAULT.bytes + 1]
    assert (rows(Document).count(), kept_files()) == (0, [])


@pytest.mark.usefixtures("outbox")
def test_a_request_that_is_larger_than_all_files_together_may_be_is_refused_unread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = person("een")
    made = agreement(one)
    monkeypatch.setattr(uploads, "TOGETHER", 100)
    assert browser(one).post(NEW, sent(("brief.txt", LETTER * 9), agreement=made.pk)).status_code == 400


@pytest.mark.usefixtures("outbox")
def test_an_upload_lies_in_no_folder_under_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder := tmp_path / "uploads").mkdir()
    one = person("een")
    made = agreement(one)
    seen: list[list[Path]] = []
    take_in = intake.hand_in

    def watched(*args: Any) -> Document:
        seen.append(list(folder.iterdir()))
        return take_in(*args)

    monkeypatch.setattr(intake, "hand_in", watched)
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(folder)):
        browser(one).post(NEW, sent(("brief.txt", LETTER), agreement=made.pk))
    assert seen == [[]]
    assert rows(Document).count() == 1


@pytest.mark.usefixtures("outbox")
def test_a_hostile_file_is_kept_with_what_is_to_be_known_of_it_and_nothing_of_it_is_run() -> None:
    one = person("een", "en")
    made = handed_in(agreement(one), one, hostile(), "factuur.pdf")
    shown = browser(one).get(f"/portal/documents/{made.pk}/").text
    assert "contains JavaScript. It was not run" in shown
    assert b"".join(reads.content(made)) == hostile()


@pytest.mark.usefixtures("outbox")
def test_an_archive_is_kept_with_each_file_in_it_once() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in (("a.txt", LETTER), ("b.txt", LETTER), ("../c.txt", b"elders"), ("factuur.xml", UBL)):
            archive.writestr(name, content)
    one = person("een", "en")
    made = handed_in(agreement(one), one, packed.getvalue(), "alles.zip")
    assert [each.name for each in reads.parts(made)] == ["a.txt", "factuur.xml"]
    client = browser(one)
    assert client.get(f"/portal/documents/{made.pk}/").text.count('href="/portal/documents/') >= 3
    inner = rows(Document).get(name="factuur.xml")
    assert f'href="/portal/documents/{made.pk}/"' in client.get(f"/portal/documents/{inner.pk}/").text


@pytest.mark.usefixtures("outbox")
def test_a_row_that_fails_leaves_no_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    one = person("een")
    made = agreement(one)

    def failing(*_: Any) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(matching, "propose", failing)
    with pytest.raises(DatabaseError):
        handed_in(made, one)
    assert (kept_files(), rows(Document).count(), rows(Word).count()) == ([], 0, 0)


@pytest.mark.usefixtures("outbox")
def test_of_two_who_hand_in_the_same_at_once_the_database_takes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = person("een")
    made = agreement(one)
    first = handed_in(made, one)
    look, looked = intake._refuse_twice, []

    def too_early(document: Document) -> None:
        """The first look comes before the other has written."""
        looked.append(document)
        if len(looked) > 1:
            look(document)

    monkeypatch.setattr(intake, "_refuse_twice", too_early)
    with pytest.raises(intake.AlreadyThere) as there:
        handed_in(made, one)
    assert there.value.document == first.pk
    assert (rows(Document).count(), len(looked), kept_files()) == (1, 2, [first.content])


@pytest.mark.usefixtures("outbox")
def test_what_names_a_customer_is_proposed_with_its_reason_and_decided_by_a_person() -> None:
    one, other = person("een", "en"), person("twee")
    customer(other, "twee")
    under = agreement(one)
    made = handed_in(under, one, b"Factuur\nKvK 90000001\nvan twee@example.com, t.a.v. Voornaam Achternaam")
    fitting = rows(Find).get(kind="kvk")
    assert (fitting.organisation_id, fitting.state) == (rows(Organisation).get().pk, Find.State.PROPOSED)
    client = browser(one)
    assert "A document may name a customer" in client.get("/portal/").text
    assert "brief.txt" in client.get("/portal/documents/?tab=named").text
    shown = client.get(f"/portal/documents/{made.pk}/").text
    assert "It stands after “KvK”." in shown
    assert "Bedrijf-twee: Proposed" in shown
    assert "Voornaam-twee" not in shown  # whose address it is, is told to nobody
    path = f"/portal/documents/{made.pk}/finds/{fitting.pk}"
    assert client.post(path, {"state": "nonsense"}).status_code == 302
    assert rows(Find).get(kind="kvk").state == Find.State.PROPOSED
    client.post(path, {"state": "confirmed"})
    fitting.refresh_from_db(using="owner")
    assert (fitting.state, fitting.decided_by_id) == (Find.State.CONFIRMED, one.pk)
    assert "may name a customer" not in client.get("/portal/").text
    assert (
        f'<option value="{fitting.organisation_id}">Bedrijf-twee</option>'
        in client.get(f"/portal/documents/{made.pk}/").text
    )
    nobody_s = rows(Find).get(kind="email")
    assert client.post(f"/portal/documents/{made.pk}/finds/{nobody_s.pk}", {"state": "confirmed"}).status_code == 404


@pytest.mark.usefixtures("outbox")
def test_a_number_that_two_customers_give_names_neither() -> None:
    one = person("een")
    for name in ("een", "twee"):
        customer(one, name)
    handed_in(agreement(one), one, b"KvK 90000001")
    assert rows(Find).get(kind="kvk").organisation_id is None


@pytest.mark.usefixtures("outbox")
@pytest.mark.parametrize(("mandate", "open_to"), [(Mandate.READ, False), (Mandate.HAND_IN, True)])
def test_who_has_the_mandate_hands_in_for_an_organisation(mandate: Mandate, open_to: bool) -> None:
    made = customer(person("een"))
    client = browser(mate(made, mandate=mandate))
    assert ('name="documents"' in client.get(NEW).text) is open_to
    client.post(NEW, sent(("brief.txt", LETTER), agreement=made.pk))
    assert rows(Document).count() == open_to


@pytest.mark.usefixtures("outbox")
def test_nothing_is_handed_in_under_an_agreement_that_ended_or_is_somebody_elses() -> None:
    one, two = person("een"), person("twee")
    made, theirs = agreement(one), agreement(two)
    end(made, one, absolute)
    client = browser(one)
    for under in (made, theirs):
        assert client.post(NEW, sent(("brief.txt", LETTER), agreement=under.pk)).status_code == 200
    assert rows(Document).count() == 0


@pytest.mark.usefixtures("outbox")
def test_whoever_has_several_agreements_chooses_one() -> None:
    one = person("een", "en")
    own, other = agreement(one), customer(one)
    client = browser(one)
    shown = client.get(NEW).text
    assert ("Yourself" in shown, "Bedrijf-een" in shown) == (True, True)
    client.post(NEW, sent(("brief.txt", LETTER), agreement=other.pk))
    client.post(NEW, sent(("brief.txt", LETTER), agreement=own.pk))  # under another it is another
    assert sorted(rows(Document).values_list("agreement", flat=True)) == sorted((own.pk, other.pk))


@pytest.mark.parametrize("text", ["één Woord", "EEN woord", "een  woord?"])
def test_what_is_asked_for_is_what_is_indexed(text: str) -> None:
    assert asked(text) == ["een", "woord"]
    assert len(asked(" ".join(f"woord{n}" for n in range(99)))) == MOST_ASKED
