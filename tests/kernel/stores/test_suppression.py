"""Whoever was erased stays refused what they refused, and nobody can be read in the list."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from grondslag.datamap.identifiers import Identifier, identifier
from grondslag.datamap.model import Subject
from grondslag.engine.erase import EraseSubject
from grondslag.law.facts import Consent, Facts, Objection, ObjectionState, refused
from grondslag.stores import keys
from grondslag.stores.sql import opened
from grondslag.stores.suppression import Suppressor, among, digest, suppress, suppressed
from grondslag.stores.tables import SUPPRESSION
from tests.databases import KINDS
from tests.kernel.engine.small import AT, MAP, NOW, ZONE, store
from tests.kernel.engine.test_rights import STATEMENT
from tests.kernel.engine.test_sweep import reflected
from tests.kernel.stores.connected import connected

KEY = bytes(range(32))
ADDRESSES = [identifier(f"email:naam{n}@example.com") for n in range(1000)]
SUBJECTS = (Subject(kind="person", table="customer", key="id", identifiers=(("email", "email"),)),)


def at(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_listed_is_found_for_its_purpose_alone_among_many(kind: str) -> None:
    with connected(kind) as connection:
        for _ in range(2):
            suppress(connection, KEY, ADDRESSES[::3], ("II.A", "II.B"), NOW)
        assert among(connection, KEY, ADDRESSES, "II.A") == set(ADDRESSES[::3])
        assert not suppressed(connection, KEY, ADDRESSES[:2], "I.D")
        assert suppressed(connection, KEY, ADDRESSES[:2], "II.B")
        assert not suppressed(connection, bytes(32), ADDRESSES, "II.A")


def test_an_erased_person_who_is_imported_again_is_refused_and_nobody_is_readable(tmp_path: Path) -> None:
    consent = Facts(consents=(Consent(at=at(2024), purpose="II.A", given=True),))
    customers = {"customer": [(1, "Een", "Een@Example.com", "2024-01-01"), (2, "Twee", "t@example.com", "2024-01-01")]}
    known = {("person", "1"): consent, ("person", "2"): consent}
    with store(tmp_path / "a.db", customers, known):
        pass
    datamap = replace(MAP, subjects=SUBJECTS)
    with opened(f"sqlite:///{tmp_path / 'a.db'}", datamap, ZONE) as made:
        suppressor = Suppressor(KEY)
        erase = EraseSubject(made, STATEMENT, AT, reflected(made), ("person", "1"), suppress=suppressor)
        erase.rehearse()
        assert rows(made.connection) == []
        made.connection.rollback()
        erase.run()
        again, other = identifier("email: een@example.COM"), identifier("email:t@example.com")
        assert among(made.connection, KEY, [again, other], "II.A") == {again}
        assert not suppressed(made.connection, KEY, [again], "I.D")
        assert rows(made.connection) == [digest(KEY, again, "II.A")]
    assert b"een@example" not in (tmp_path / "a.db").read_bytes().lower()


def rows(connection: Connection) -> list[str]:
    return list(connection.scalars(select(SUPPRESSION.c.digest)))


def test_an_erasure_refuses_every_consent_and_every_objection_that_stands() -> None:
    def objection(purpose: str, state: ObjectionState) -> Objection:
        return Objection(at=at(2025), purpose=purpose, state=state)

    facts = Facts(
        consents=(
            Consent(at=at(2024), purpose="given", given=True),
            Consent(at=at(2024), purpose="withdrawn", given=False),
            Consent(at=at(2027), purpose="later", given=True),
        ),
        objections=(
            objection("pending", ObjectionState.PENDING),
            objection("upheld", ObjectionState.UPHELD),
            objection("grounds", ObjectionState.OVERRULED),
            objection("mail", ObjectionState.OVERRULED),
            objection("undone", ObjectionState.WITHDRAWN),
        ),
    )
    assert refused(facts, at(2026), frozenset({"mail"})) == {"given", "withdrawn", "pending", "upheld", "mail"}


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    assert digest(KEY, Identifier("email", "a"), "bP") != digest(KEY, Identifier("email", "ab"), "P")


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "suppression.key"
    key = keys.load_or_create(path)
    assert keys.load_or_create(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
    path.chmod(0o644)
    with pytest.raises(keys.KeyFileUnusable, match="chmod 600"):
        keys.load_or_create(path)


@pytest.mark.parametrize("text", ["", "zz", "00" * 31])
def test_a_file_that_holds_no_key_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "suppression.key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(keys.KeyFileUnusable, match="no key of 32 bytes"):
        keys.load_or_create(path)
