"""Key rotation: every document under a fresh key, and the one before destroyed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from facturis.guard import files
from facturis.guard.rekeying import rekey
from facturis.services.documents import reads
from facturis.services.documents.models import Document
from grondslag.stores.files import CHUNK
from tests.product.cast import agreement, handed_in, person, rows
from tests.product.databases import OWNER

pytestmark = pytest.mark.usefixtures("outbox")
LONG = b"regel\n" * (CHUNK // 3)  # of several chunks


@pytest.fixture
def kept() -> list[Document]:
    one = person("een")
    agreed = agreement(one)
    return [handed_in(agreed, one, content, name) for name, content in (("a.txt", b"kort"), ("b.txt", LONG))]


def keys() -> set[str]:
    return {path.stem for path in files.store("documents").keys.iterdir()}


def test_every_document_is_read_by_a_fresh_key_and_the_old_one_is_gone(kept: list[Document]) -> None:
    before = {each.content for each in kept}
    assert before <= keys()
    said = StringIO()
    call_command("rekey", stdout=said)
    assert said.getvalue() == "2 documents have a fresh key.\n"
    for each, content in zip(kept, (b"kort", LONG), strict=True):
        each.refresh_from_db(using=OWNER)
        assert each.content not in before
        assert b"".join(reads.content(each)) == content
    assert before.isdisjoint(keys())


def test_it_is_interrupted_and_begun_again(kept: list[Document]) -> None:
    done = rekey()
    next(done)
    done.close()
    assert len({each.content for each in kept} & keys()) == 1
    call_command("rekey", stdout=StringIO())
    assert rows(Document).filter(content__in=[each.content for each in kept]).count() == 0
    assert len({each.content for each in rows(Document)} & keys()) == 2


def test_a_document_that_cannot_be_read_is_named_and_left(kept: list[Document]) -> None:
    (files.store("documents").folder / str(kept[0].content)).unlink()
    with pytest.raises(CommandError, match=f"document {kept[0].content}"):
        call_command("rekey", stdout=StringIO())
    assert rows(Document).filter(content=kept[0].content).exists()
