"""Drawn worlds over Django's connection: the page, the memory store and the product's store give one answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from facturis.config.environment import databases
from facturis.guard.store import DjangoStore, held
from grondslag.datamap.model import DataMap
from tests.agree import placed, test_agree
from tests.agree.generate import worlds
from tests.agree.world import World
from tests.product.databases import KINDS, OWNER, aliases

WORLDS = 12


@contextmanager
def opened(url: str, datamap: DataMap, zone: ZoneInfo) -> Iterator[DjangoStore]:
    with aliases(**databases(url, "", "the key of the tests")), held(OWNER) as connection:
        yield DjangoStore(OWNER, connection, datamap, zone)


@pytest.mark.parametrize("kind", KINDS)
def test_page_memory_and_djangos_database_agree(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placed, "opened", opened)

    @seed(0)
    @settings(max_examples=WORLDS, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(worlds(), st.sampled_from((1, 2, 1000)), st.booleans())
    def agree(world: World, size: int, native: bool) -> None:
        test_agree.agree_on_every_cell(world, kind, native)
        test_agree.agree_after_a_sweep(world, kind, native, size)
        test_agree.agree_after_an_erasure(world, kind, native)

    agree()
