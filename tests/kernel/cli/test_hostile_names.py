"""Names and values that are SQL are names and values: nothing of a datamap, an option or a row is carried out."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, func, insert, select

from tests.databases import KINDS, fresh
from tests.kernel.cli.shop import STATEMENT, TODAY, said

HOSTILE = """x"'`; DROP TABLE kept; -- %s %(y)s :z {q}"""
VALUE = "'); DROP TABLE kept; --"


def datamap(hostile_name: str) -> str:
    """A shop in which a table, its columns and its event have hostile names."""
    name, hostile, when = (json.dumps(f"{prefix}{hostile_name}") for prefix in ("t", "", "on "))
    return f"""\
name = "hostile"
zone = "Europe/Amsterdam"
subjects.person = {{ table = {name}, key = "id" }}
[ignored]
kept = "no personal data"
[tables.{name}]
key = ["id"]
columns.id = {{ plain = "the key" }}
columns.{hostile} = "email"
columns.{when} = {{ plain = "the event" }}
links.self = {{ subject = "person" }}
events.last_contact = {when}
uses."I.A" = ["self"]
"""


@pytest.mark.parametrize("kind", KINDS)
def test_names_and_values_that_are_sql_are_carried_out_by_no_database(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # SQLAlchemy reflects a ` of MariaDB as two, so that check finds no such column and nothing runs.
    hostile = HOSTILE.replace("`", "") if kind == "mariadb" else HOSTILE
    metadata = MetaData()
    people = Table(f"t{hostile}", metadata, Column("id", String(40), primary_key=True), *(
        Column(name, String(40)) for name in (hostile, f"on {hostile}")
    ))  # fmt: skip
    kept = Table("kept", metadata, Column("id", Integer, primary_key=True))
    (tmp_path / "statement.toml").write_text(STATEMENT, encoding="utf-8")
    (tmp_path / "datamap.toml").write_text(datamap(hostile), encoding="utf-8")
    with fresh(kind) as url:
        engine = create_engine(url)
        metadata.create_all(engine)
        with engine.begin() as connection:
            connection.execute(insert(kept).values(id=1))
            rows = [(f"1{VALUE}", VALUE, "2026-11-01"), (f"2{VALUE}", VALUE, "2020-01-01"), ("3", "a", "2026-11-01")]
            connection.execute(insert(people).values(rows))
        files = ["--statement", str(tmp_path / "statement.toml"), "--datamap", str(tmp_path / "datamap.toml")]
        options = [*files, "--store", url]
        on = ["--on", TODAY]
        checked = said(capsys, "check", *options)
        assert checked.code == 0, checked
        assert said(capsys, "audit", *options, *on, "--json").code == 1
        assert said(capsys, "sweep", *options, *on).code == 0
        assert said(capsys, "audit", *options, *on, "--sample", "9").code == 0
        one = ["--subject", f"person:1{VALUE}"]
        told = said(capsys, "access", *options, *on, *one)
        assert VALUE in told.out, told
        proof = ["--receipt", str(tmp_path / "receipt.json"), "--key", str(tmp_path / "key.pem")]
        erased = said(capsys, "erase", *options, *on, *one, *proof)
        assert erased.code == 0, erased
        with engine.connect() as connection:
            assert connection.scalars(select(people.c.id)).all() == ["3"]
            assert connection.scalar(select(func.count()).select_from(kept)) == 1
        engine.dispose()
