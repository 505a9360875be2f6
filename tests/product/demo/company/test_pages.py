"""The ten main pages over the full company: none heavy, and none with a query for each row that it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import pages
from facturis.demo.company.making import Size
from facturis.website.accounts.models import Person
from tests.product.cast import browser, rows
from tests.product.demo.company.conftest import SMALL, company

HEAVY, QUERIES = 100_000, 25  # bytes before compression


def asked(of: Client) -> dict[str, tuple[int, int]]:
    """How large each page is, and how many queries it takes."""
    found = {}
    for name, path in pages.addresses().items():
        of.get(path)  # what is read once a process is read
        with CaptureQueriesContext(connection) as captured:
            answer = of.get(path)
        assert answer.status_code == 200, path
        found[name] = len(answer.content), len(captured)
    return found


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[int, int]]]:
    """What the pages take over the full company."""
    with company("sqlite", tmp_path_factory.mktemp("full"), Size()):
        yield asked(browser(rows(Person).get(username="owner")))


@pytest.mark.parametrize("name", pages.PAGES)
def test_no_page_is_heavy(name: str, full: dict[str, tuple[int, int]]) -> None:
    size, queries = full[name]
    assert (size < HEAVY, queries <= QUERIES) == (True, True), (size, queries)


def test_more_rows_are_no_more_queries(full: dict[str, tuple[int, int]], tmp_path: Path) -> None:
    with company("sqlite", tmp_path, SMALL):
        small = asked(browser(rows(Person).get(username="owner")))
    # What a document asks for depends on who has to do with it, which differs; its bound is above.
    lists = pages.PAGES.keys() - {"a document"}
    assert {name: full[name][1] for name in lists} == {name: small[name][1] for name in lists}
