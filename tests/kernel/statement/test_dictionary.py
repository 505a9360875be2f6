"""The data dictionary: two languages and a DPV term each, and one category for all spellings of a label."""

import re

import pytest

from grondslag.statement.category_table import CATEGORIES, PURPOSE_KINDS
from grondslag.statement.dictionary import categories, category_named, normalised, purpose_kinds, purpose_named

# Spellings of one thing, as statements write it.
SAME = (
    ("NAW-gegevens", "Naw", "NAW", "naw gegevens"),
    ("KvK nummer", "KvK-nummer", "kvk\u2011nummer."),
    ("password", "Wachtwoord"),
    ("mobielnummer", "Telefoonnummer"),
    ("naam gebruiker", "Gebruikersnaam"),
)


@pytest.mark.parametrize("labels", SAME, ids=lambda labels: labels[0])
def test_spellings_of_one_label_are_one_category(labels: tuple[str, ...]) -> None:
    found = {category_named(label) for label in labels}
    assert len(found) == 1
    assert None not in found


def test_an_unknown_label_has_no_category() -> None:
    assert category_named("Paarse giraffen") is None
    assert purpose_named("Paarse giraffen") is None


def test_every_category_has_both_labels_and_a_term_of_the_dpv() -> None:
    for category in categories().values():
        assert category.nl, category.id
        assert category.en, category.id
        assert re.fullmatch(r"(pd|dpv):[A-Z]\w+", category.dpv), category.id
        assert category_named(category.nl) == category_named(category.en) == category


def test_every_kind_of_purpose_has_both_labels_and_terms_of_the_dpv() -> None:
    for kind in purpose_kinds().values():
        assert kind.nl, kind.id
        assert kind.en, kind.id
        assert kind.dpv, kind.id
        assert all(re.fullmatch(r"dpv:[A-Z]\w+", term) for term in kind.dpv), kind.id
        assert purpose_named(kind.nl) == kind


def test_ids_are_unique_and_parts_are_leaves() -> None:
    assert len(categories()) == len(CATEGORIES)
    assert len(purpose_kinds()) == len(PURPOSE_KINDS)
    for category in categories().values():
        assert all(not categories()[part].parts for part in category.parts), category.id


def test_no_label_means_two_things() -> None:
    meant: dict[str, set[str]] = {}
    for category in categories().values():
        for label in (category.nl, category.en, *category.synonyms):
            meant.setdefault(normalised(label), set()).add(category.id)
    assert {label: ids for label, ids in meant.items() if len(ids) > 1} == {}
