"""What is ported of a person in a drawn world, taken into an empty one, is what is ported of them there."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, reject, seed, settings

from grondslag.engine.access import Access
from grondslag.engine.intake import ImportRefused, Intake, ported
from grondslag.engine.portable import Port
from grondslag.stores.port import SubjectKey
from grondslag.stores.sql import SqlStore
from tests.agree.generate import worlds
from tests.agree.placed import placed
from tests.agree.test_agree import people
from tests.agree.test_person import drawn
from tests.agree.world import World
from tests.databases import KINDS


def provided(world: World) -> World:
    """The world with every table provided by the person, so that Article 20 is limited by grounds alone."""
    tables = tuple(replace(table, source="subject:form") for table in world.datamap.tables)
    return replace(world, datamap=replace(world.datamap, tables=tables))


def port(store: SqlStore, world: World, subject: SubjectKey, wide: bool) -> BytesIO:
    file = BytesIO()
    with store.transaction(write=False):
        Port(Access(store, world.statement, world.at, subject), world.live, wide).write(file)
    return file


def emptied(world: World) -> World:
    """The world's tables without a row and without facts."""
    return replace(world, rows={name: [] for name in world.rows}, facts={})


def taken_in(world: World, kind: str, file: BytesIO, subject: SubjectKey) -> Any:
    """What is ported in full from an empty world that took in the file."""
    with placed(emptied(world), kind, native=True) as store:
        try:
            Intake(store, world.live).run(ported(file))
        except ImportRefused as error:
            # A row that must name somebody else is not taken in without them, and the refusal says so.
            if "demands a value" not in str(error):
                raise
            reject()
        return ported(port(store, world, subject, wide=True))["tables"]


@pytest.mark.parametrize("kind", KINDS)
def test_ported_data_taken_into_an_empty_world_are_ported_alike(kind: str) -> None:
    @seed(5)
    @settings(drawn, max_examples=10)
    @given(worlds(("agreement", "message")).map(provided))
    def alike(world: World) -> None:
        subject = min(people(world))
        with placed(world, kind, native=True) as store:
            files = [port(store, world, subject, wide) for wide in (True, False)]
        wide, narrow = (ported(file)["tables"] for file in files)
        assert taken_in(world, kind, files[0], subject) == wide
        assert taken_in(world, kind, files[1], subject) == narrow
        assert {key(world, t, row) for t in narrow for row in narrow[t]} <= {
            key(world, t, row) for t in wide for row in wide[t]
        }

    alike()


def key(world: World, table: str, row: dict[str, Any]) -> tuple[object, ...]:
    """What tells a row apart."""
    return (table, *(row[k] for k in world.datamap.table(table).key))
