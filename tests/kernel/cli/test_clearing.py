"""The command that clears: it rewrites a server's tables, and until it has run they are told of as pending."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from grondslag.datamap.load import loads
from grondslag.stores.residue import BY_ID
from grondslag.stores.sql import connect, opened
from tests.databases import fresh
from tests.kernel.cli.shop import said

DATAMAP = """
name = "one table"
zone = "UTC"
subjects.person = { table = "person", key = "id" }
[tables.person]
key = ["id"]
columns.id = { plain = "surrogate key" }
columns.name = "name"
links.self = { subject = "person" }
"""
LEFT = {"sqlite": "", "postgresql": "pg_rows", "mariadb": "maria_pages"}


@pytest.mark.parametrize("kind", LEFT)
def test_what_only_rewriting_clears_is_pending_until_the_command_has_run(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "map.toml").write_text(DATAMAP, encoding="utf-8")
    with fresh(kind) as url:
        engine = connect(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(40))"))
            connection.execute(text("INSERT INTO person VALUES (1, 'Voornaam-1')"))
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM person"))
        engine.dispose()
        with opened(url, loads(DATAMAP), ZoneInfo("UTC")) as store:
            light = store.clear(["person"], rewrite=False)
        told = [each.place for each in light.pending]
        assert (BY_ID[LEFT[kind]].place in told) if LEFT[kind] else True
        assert not any("rewritten" in each for each in light.done)

        done = said(capsys, "clear", "--datamap", tmp_path / "map.toml", "--store", url, "--json")
        assert done.code == 0
        assert any("person rewritten" in each for each in done.json["cleared"]) is bool(LEFT[kind])
        assert not LEFT[kind] or BY_ID[LEFT[kind]].place not in [each["place"] for each in done.json["pending"]]
