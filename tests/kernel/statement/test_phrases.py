"""The two-way table of phrases: every sentence says one thing, in both languages, and is read back as that thing."""

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.statement.model import Item, Purpose, Right, RightKind, Source, Statement
from grondslag.statement.phrases import gathered, recognise, say
from grondslag.statement.phrases.sheet import Phrase
from grondslag.statement.phrases.table import sheets

FIXED = [
    pytest.param(sheet.path, name, value, id=f"{sheet.path}.{name}={value}")
    for sheet in sheets().values()
    if not sheet.joined
    for phrase in sheet.phrases
    for name, value in phrase.fixed.items()
]
PHRASES = [(sheet.path, phrase) for sheet in sheets().values() for phrase in sheet.phrases]
TOLD = {
    "rights": ("self_service conditions marketing consequence separate machine_readable direct_transfer common_format "
               "other_provider legal_scope human_review viewpoint contest not_subject past_unaffected loss_of_service "
               "loss_specific same_channel"),
    "response": "without_delay reason complaint court extension identity free",
    "automated_decision": "types logic significance consequences safeguards",
}  # fmt: skip


@pytest.mark.parametrize(("path", "name", "value"), FIXED)
def test_a_fixed_sentence_reads_back_as_its_value(path: str, name: str, value: Any) -> None:
    sheet = sheets()[path]
    if name == sheet.opening:
        opened = sheet.kind(**{name: value})
        assert recognise(say(path, opened)) == ((path, opened),)
    else:
        place = f"{path}.{name}".lstrip(".")
        assert recognise(say(place, value)) == ((place, value),)


@pytest.mark.parametrize(("path", "words"), TOLD.items())
def test_every_told_word_has_a_sentence_of_its_own(path: str, words: str) -> None:
    said = {word: (say(f"{path}.told", word), say(f"{path}.told", word, "en")) for word in words.split()}
    assert len(set(said.values())) == len(words.split())
    assert all(word not in sentence for word, pair in said.items() for sentence in pair if "_" in word)


@pytest.mark.parametrize(("path", "phrase"), PHRASES, ids=lambda value: value if isinstance(value, str) else "")
def test_both_languages_have_the_same_slots(path: str, phrase: Phrase) -> None:
    assert phrase.words["nl"]
    assert phrase.words["en"]
    assert sorted(Phrase(phrase.words["en"], "").slots.items()) == sorted(phrase.slots.items()), path


def test_every_field_of_the_model_has_a_phrase() -> None:
    missing = []
    for path, sheet in sheets().items():
        if path in ("narrative", "rendered", "order"):
            continue
        known = {name for phrase in sheet.phrases for name in phrase.fields}
        elsewhere = {other.rpartition(".")[2] for other in sheets()} | {"purposes"}
        missing += [f"{path}.{field.name}" for field in fields(sheet.kind) if field.name not in known | elsewhere]
    assert missing == []


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_any_text_survives_a_slot(text: str) -> None:
    for path in ("controller.name", "purpose.balancing_test", "eea.exceptions", "rights.told"):
        assert recognise(say(path, text)) == ((path, text),)
    source = Source(label=text, kind="third_party", named=True, purpose=text)
    assert recognise(say("sources", source)) == (("sources", source),)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_other_text_is_not_ours(text: str) -> None:
    assert recognise(f"X{text}") == ()


def test_a_list_is_replaced_by_its_first_pair_and_then_added_to() -> None:
    read = Statement(languages=("fr",), defined_terms=("A",))
    assert gathered(read, (("languages", ("nl", "en")), ("defined_terms", ("B",)))) == Statement(
        languages=("nl", "en"), defined_terms=("B",)
    )
    pairs = recognise(say("eea.exceptions", "X")) + recognise(say("eea.exceptions", "Y"))
    assert gathered(Statement(), pairs).eea.exceptions == ("X", "Y")


def test_what_is_told_belongs_to_the_right_above_it() -> None:
    pairs = [
        ("rights", Right(kind=RightKind.ACCESS)),
        ("rights.told", "self_service"),
        ("rights", Right(kind=RightKind.ERASURE)),
        ("rights.told", "conditions"),
    ]
    first, second = gathered(Statement(), pairs).rights
    assert (first.told, second.told) == (("self_service",), ("conditions",))


def test_an_item_takes_the_place_of_the_item_with_its_label() -> None:
    read = Purpose(id="I.A", group="I", label="X", items=(Item(label="a"), Item(label="b")))
    kept = gathered(read, [("items", Item(label="a", protection="argon2id"))])
    assert kept.items == (Item(label="a", protection="argon2id"), Item(label="b"))
    assert gathered(read, [("items", ()), ("items", Item(label="c"))]).items == (Item(label="c"),)
