"""A restored backup is refused by every command until its journal was replayed and swept."""

import shutil
from json import loads
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from grondslag.cli.main import main
from grondslag.engine.sweep import Sweep
from tests.backups import back_up, restore
from tests.databases import fresh
from tests.kernel.cli.shop import SCHEMA, TODAY, Shop, said

Capture = pytest.CaptureFixture[str]
ON = {"on": TODAY}


@pytest.fixture
def journal(shop: Shop, capsys: Capture) -> Path:
    """A journal outside the folder of the database, begun by an erasure of nobody, and a backup made after it."""
    path = shop.folder / "elsewhere" / "journal"
    path.parent.mkdir()
    said(capsys, "sweep", *shop.options(**ON))
    assert said(capsys, "erase", *shop.options(**ON), "--subject", "person:999", "--journal", path).code == 0
    shutil.copy(shop.database, backup(shop))
    return path


def backup(shop: Shop) -> Path:
    return shop.folder / "backup.db"


def restored(shop: Shop, capsys: Capture) -> None:
    """Erases the one customer that is left, then puts the backup back in which the customer still is."""
    receipt = shop.folder / "receipt.json"
    assert said(capsys, "erase", *shop.options(**ON), "--subject", "person:1", "--receipt", receipt).code == 0
    assert shop.query("SELECT count(*) FROM customer") == [(0,)]
    shutil.copy(backup(shop), shop.database)
    assert shop.query("SELECT email FROM customer") == [("k1@example.net",)]


COMMANDS = {
    "audit": ["audit"],
    "sweep": ["sweep"],
    "sweep --dry-run": ["sweep", "--dry-run"],
    "access": ["access", "--subject", "person:1"],
    "erase": ["erase", "--subject", "person:1"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_restored_backup_is_refused_by_every_command(
    shop: Shop, journal: Path, capsys: Capture, command: list[str]
) -> None:
    restored(shop, capsys)
    before = shop.database.read_bytes()
    found = said(capsys, *command, *shop.options(**ON))
    assert (found.code, found.out) == (2, "")
    assert "restored from a backup: run grondslag replay" in found.err
    assert found.err.count("\n") == 1
    assert shop.database.read_bytes() == before
    assert said(capsys, "check", *shop.options()).code == 2
    assert journal.is_file()


@pytest.mark.usefixtures("journal")
def test_a_replay_lets_the_person_go_again_and_opens_the_database(shop: Shop, capsys: Capture) -> None:
    restored(shop, capsys)
    found = said(capsys, "replay", *shop.options(**ON))
    assert (found.code, found.err) == (0, "")
    assert "1 entries of the journal replayed: 1 facts that were missing" in found.out
    assert shop.query("SELECT count(*) FROM customer") == [(0,)]
    audit = said(capsys, "audit", *shop.options(**ON), "--json")
    assert (audit.code, audit.json["total"]["unlawful"]) == (0, 0)
    assert said(capsys, "replay", *shop.options(**ON), "--json").json["entries"] == 0
    assert shop.query("SELECT count(*) FROM grondslag_erasure") == [(2,)]


def test_a_backup_from_before_the_journal_began_is_refused_and_replayed_too(shop: Shop, capsys: Capture) -> None:
    said(capsys, "erase", *shop.options(**ON), "--subject", "person:998", "--receipt", shop.folder / "r.json")
    shutil.copy(shop.database, backup(shop))
    journal = shop.folder / "winkel.db.journal"
    said(capsys, "erase", *shop.options(**ON), "--subject", "person:1", "--journal", journal)
    shutil.copy(backup(shop), shop.database)
    assert said(capsys, "audit", *shop.options(**ON)).code == 2
    assert said(capsys, "replay", *shop.options(**ON)).code == 0
    assert said(capsys, "audit", *shop.options(**ON)).code == 0
    assert shop.query("SELECT count(*) FROM grondslag_erasure") == [(2,)]


@pytest.mark.usefixtures("journal")
def test_a_replay_that_was_killed_before_its_sweep_leaves_the_database_closed(
    shop: Shop, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored(shop, capsys)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Sweep, "run", killed)
        assert said(capsys, "replay", *shop.options(**ON)).code == 130
    assert said(capsys, "audit", *shop.options(**ON)).code == 2
    assert said(capsys, "replay", *shop.options(**ON)).code == 0
    assert said(capsys, "audit", *shop.options(**ON)).code == 0
    assert shop.query("SELECT count(*) FROM customer") == [(0,)]


def test_a_fact_that_did_not_come_to_a_commit_is_replayed_once(
    shop: Shop, journal: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grondslag.stores import state

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(state, "write", killed)
        found = main(["erase", *shop.options(**ON), "--subject", "person:1", "--receipt", str(shop.folder / "r.json")])
    assert found == 130
    assert shop.query("SELECT count(*) FROM grondslag_erasure") == [(1,)]
    assert "2 entries, whole" in said(capsys, "journal", journal).out
    assert said(capsys, "audit", *shop.options(**ON)).code == 2
    assert said(capsys, "replay", *shop.options(**ON)).code == 0
    assert shop.query("SELECT count(*) FROM grondslag_erasure") == [(2,)]
    assert shop.query("SELECT count(*) FROM customer") == [(0,)]


def test_a_rehearsal_tells_the_journal_nothing(shop: Shop, journal: Path, capsys: Capture) -> None:
    before = journal.read_bytes()
    assert said(capsys, "erase", *shop.options(**ON), "--subject", "person:1", "--dry-run").code == 0
    assert journal.read_bytes() == before
    assert said(capsys, "audit", *shop.options(**ON)).code == 0


def test_a_journal_that_is_not_there_is_asked_for(shop: Shop, journal: Path, capsys: Capture) -> None:
    moved = journal.with_name("moved")
    journal.rename(moved)
    found = said(capsys, "audit", *shop.options(**ON))
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert "name it with --journal" in found.err
    journal.with_name("journal.key").rename(moved.with_name("moved.key"))
    assert said(capsys, "audit", *shop.options(**ON), "--journal", moved).code == 0


def test_a_journal_that_was_cut_off_or_changed_is_refused(shop: Shop, journal: Path, capsys: Capture) -> None:
    short = journal.read_bytes()
    said(capsys, "erase", *shop.options(**ON), "--subject", "person:1", "--receipt", shop.folder / "r.json")
    whole = journal.read_bytes()
    journal.write_bytes(short)
    assert "cut off" in said(capsys, "audit", *shop.options(**ON)).err
    changed = bytearray(whole)
    changed[200] ^= 1
    journal.write_bytes(changed)
    assert "was changed" in said(capsys, "audit", *shop.options(**ON)).err
    journal.write_bytes(whole)
    assert said(capsys, "audit", *shop.options(**ON)).code == 0


def test_the_journal_of_another_database_is_refused(
    shop: Shop, journal: Path, tmp_path_factory: pytest.TempPathFactory, capsys: Capture
) -> None:
    from tests.kernel.cli.shop import make

    other = make(tmp_path_factory.mktemp("other"))
    named = ("--journal", other.folder / "journal")
    said(capsys, "erase", *other.options(**ON), "--subject", "person:1", *named)
    found = said(capsys, "audit", *shop.options(**ON), *named)
    assert found.code == 2
    assert "another database" in found.err
    assert journal.is_file()


def test_a_backup_that_is_older_than_the_journal_reaches_cannot_be_opened(
    shop: Shop, journal: Path, capsys: Capture
) -> None:
    restored(shop, capsys)
    assert "2 entries expired" in said(capsys, "journal", journal, "--expire", "2199-01-01").out
    found = said(capsys, "replay", *shop.options(**ON))
    assert found.code == 2
    assert "restore a younger backup" in found.err
    assert said(capsys, "audit", *shop.options(**ON)).code == 2


def test_a_database_without_a_journal_works_as_it_did(shop: Shop, capsys: Capture) -> None:
    assert said(capsys, "erase", *shop.options(**ON), "--subject", "person:1").code == 0
    assert shop.query("SELECT count(*) FROM grondslag_state") == [(0,)]
    assert "no journal to replay" in said(capsys, "replay", *shop.options(**ON)).err


def test_the_receipt_names_the_journal_and_the_disk_as_pending(shop: Shop, journal: Path, capsys: Capture) -> None:
    receipt = shop.folder / "r.json"
    said(capsys, "erase", *shop.options(**ON), "--subject", "person:1", "--receipt", receipt, "--journal", journal)
    pending = loads(receipt.read_text(encoding="utf-8"))["content"]["pending"]
    assert [each["place"].split()[0] for each in pending] == ["backups", "blocks", "the"]
    assert "grondslag journal FILE --expire" in pending[-1]["clearing"]
    assert said(capsys, "verify", receipt).code == 0


def placed(shop: Shop, url: str) -> None:
    """The shop's tables and rows in another database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in filter(str.strip, SCHEMA.split(";")):
            connection.execute(text(statement))
        for table, width in (("customer", 5), ("note", 4)):
            values = ", ".join(f":v{n}" for n in range(width))
            rows = [{f"v{n}": part for n, part in enumerate(row)} for row in shop.query(f"SELECT * FROM {table}")]
            connection.execute(text(f"INSERT INTO {table} VALUES ({values})"), rows)
    engine.dispose()


def customers(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM customer"))
    engine.dispose()
    return int(found or 0)


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_backup_restored_by_the_database_s_own_tools(
    shop: Shop, capsys: Capture, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop.folder)
    with fresh(kind) as url:
        placed(shop, url)
        options = shop.options(store=url, **ON)
        begun = said(capsys, "erase", *options, "--subject", "person:999", "--receipt", "a.json", "--journal", "j")
        assert begun.code == 0, begun.err
        assert said(capsys, "sweep", *options).code == 0
        back_up(url, shop.folder / "backup")
        assert said(capsys, "erase", *options, "--subject", "person:1", "--receipt", "b.json").code == 0
        restore(url, shop.folder / "backup")
        assert customers(url) == 1
        assert said(capsys, "audit", *options).code == 2
        replayed = said(capsys, "replay", *options)
        assert replayed.code == 0, replayed.err
        assert customers(url) == 0
        assert said(capsys, "audit", *options).code == 0
