"""Input that cannot be used: one clear sentence, exit code 2, no traceback, and nothing changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.cli.shop import STATEMENT, Said, Shop, said

Capture = pytest.CaptureFixture[str]


def assert_refused(found: Said, *words: str) -> None:
    assert found.code == 2
    assert found.out == ""
    assert found.err.startswith("grondslag: ")
    assert found.err.count("\n") == 1, found.err
    assert "Traceback" not in found.err
    for word in words:
        assert word in found.err


TWICE = STATEMENT + STATEMENT[STATEMENT.index("[[purposes]]") :]
BAD_TOML: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "binary": (b"\x00\x01\x02", "binary"),
    "large": (b"# " + b"x" * 50_000_000, "larger than 5 MB"),
    "not utf-8": (STATEMENT.encode().replace(b"Winkel", b"W\xefnkel"), "UTF-8"),
    "not toml": (b"dit is geen toml", "TOML"),
    "wrong type": (STATEMENT.replace('version = "1.0"', "version = 1").encode(), "version"),
    "unknown field": (b'colour = "red"\n' + STATEMENT.encode(), "colour"),
    "duplicate purpose": (TWICE.encode(), "I.A"),
    "unknown category": (STATEMENT.replace('category = "email"', 'category = "emial"').encode(), "emial"),
    "term without period": (STATEMENT.replace("months = 12, ", "").encode(), "months"),
    "nested": (b"a = " + b"[" * 100_000, "nested"),
}
BAD_PROSE: dict[str, tuple[bytes, str]] = {
    "empty": (b" \n\n", "empty"),
    "binary": (b"\x7fELF\x00\x00", "binary"),
    "large": (b"Wij bewaren gegevens. " * 2_500_000, "larger than 5 MB"),
    "not utf-8": ("Doel: Privé".encode("latin-1"), "UTF-8"),
    "no purposes": (b"Dit is een kort briefje.\n", ""),
}


@pytest.mark.parametrize("command", ["read", "lint", "render", "register", "diff"])
@pytest.mark.parametrize("name", BAD_TOML)
def test_a_bad_toml_statement(name: str, command: str, capsys: Capture, tmp_path: Path) -> None:
    content, word = BAD_TOML[name]
    path = tmp_path / "verklaring.toml"
    path.write_bytes(content)
    assert_refused(said(capsys, command, path), str(path), word)


@pytest.mark.parametrize("command", ["read", "lint", "render", "register"])
@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
@pytest.mark.parametrize("name", BAD_PROSE)
def test_a_bad_statement_in_prose(name: str, ending: str, command: str, capsys: Capture, tmp_path: Path) -> None:
    content, word = BAD_PROSE[name]
    path = tmp_path / f"verklaring{ending}"
    path.write_bytes(content)
    assert_refused(said(capsys, command, path), str(path), word)


def test_a_file_that_is_not_there_or_a_folder(capsys: Capture, tmp_path: Path) -> None:
    assert_refused(said(capsys, "lint", tmp_path / "weg.toml"), "weg.toml", "No such file")
    assert_refused(said(capsys, "lint", tmp_path), "directory")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lint"], "FILE"),
        (["wash"], "wash"),
        (["lint", "x.toml", "--on", "gisteren"], "YYYY-MM-DD"),
        (["lint", "x.toml", "--on", "0001-01-01"], "too far away"),
        (["lint", "x.toml", "--format", "xml"], "xml"),
        (["register", "x.toml", "--article", "30.3"], "30.3"),
        (["audit", "--sample", "-1"], "greater than or equal to 0"),
        (["sweep"], "--statement"),
        (["--colour"], "--colour"),
    ],
)
def test_a_mistake_in_the_options(arguments: list[str], words: str, capsys: Capture) -> None:
    assert_refused(said(capsys, *arguments), words, "--help tells the options")


def test_no_command_at_all(capsys: Capture) -> None:
    assert_refused(said(capsys), "name a command; grondslag --help tells them")


COMMANDS: dict[str, list[str]] = {
    "audit": [],
    "sweep": [],
    "sweep dry": ["--dry-run"],
    "access": ["--subject", "person:1"],
    "erase": ["--subject", "person:1"],
    "restrict": ["--subject", "person:1", "--ground", "a"],
    "rectify": ["--subject", "person:1", "--set", "note.body=x"],
}


def other_database(shop: Shop) -> None:
    for table in ("note", "customer"):
        shop.query(f"DROP TABLE {table}")
    shop.query("CREATE TABLE elsewhere (id INTEGER PRIMARY KEY)")


# What is changed in the shop, and the words that must be said of it.
MISFITS: dict[str, tuple[Callable[[Shop], object], tuple[str, ...]]] = {
    "another database": (other_database, ("another database",)),
    "missing table": (lambda shop: shop.query("DROP TABLE note"), ("note", "no such table")),
    "missing column": (lambda shop: shop.query("ALTER TABLE note DROP COLUMN body"), ("note.body", "no such column")),
    "new column": (lambda shop: shop.query("ALTER TABLE note ADD COLUMN x TEXT"), ("note.x", "not declared")),
    "unknown purpose": (lambda shop: shop.replace("datamap.toml", '"I.A" = ["self"]', '"I.Q" = ["self"]'), ("I.Q",)),
    "datamap is no datamap": (lambda shop: shop.replace("datamap.toml", "[subjects]", "[subject]"), ("datamap.toml",)),
    "unknown category": (lambda shop: shop.replace("datamap.toml", '"phone"', '"fone"'), ("fone",)),
    "a time that is none": (lambda shop: shop.query("UPDATE note SET seen_on = 'ooit'"), ("note.seen_on",)),
    "no database": (lambda shop: shop.database.unlink(), ("no database file",)),
    "not a database": (lambda shop: shop.database.write_text("geen database " * 200), ("not an SQLite database",)),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", MISFITS)
def test_what_does_not_fit_is_refused(name: str, command: str, shop: Shop, capsys: Capture) -> None:
    change, words = MISFITS[name]
    change(shop)
    before = shop.database.read_bytes() if shop.database.exists() else None
    found = said(capsys, command.split()[0], *shop.options(), *COMMANDS[command])
    assert_refused(found, *words)
    assert before == (shop.database.read_bytes() if shop.database.exists() else None)


@pytest.mark.parametrize("url", ["winkel.db", "postgresql://localhost/x", "sqlite://", "http://x", ""])
def test_a_url_that_leads_to_no_store(url: str, shop: Shop, capsys: Capture) -> None:
    assert_refused(said(capsys, "audit", *shop.options(store=url)), "--store")
    assert_refused(said(capsys, "ledger", "--store", url), "--store")


@pytest.mark.parametrize("subject", ["1", "person:", ":1", "robot:1"])
@pytest.mark.parametrize("command", ["access", "erase"])
def test_a_subject_that_is_none(subject: str, command: str, shop: Shop, capsys: Capture) -> None:
    assert_refused(said(capsys, command, *shop.options(), "--subject", subject), subject)


@pytest.mark.parametrize("command", [["sweep"], ["erase", "--subject", "person:1"]])
def test_an_open_promise_erases_nothing(command: list[str], shop: Shop, capsys: Capture) -> None:
    """«As long as necessary» is no decision to erase; a dry run tells what would go."""
    start = "terms = ["
    shop.replace("verklaring.toml", start, "# terms = [")
    shop.replace("verklaring.toml", 'kind = "period"', 'kind = "open"')
    before = shop.database.read_bytes()
    assert_refused(said(capsys, *command, *shop.options()), "I.A", "term")
    assert shop.database.read_bytes() == before
    assert said(capsys, *command, *shop.options(), "--dry-run").code == 0


def test_a_signing_key_that_others_can_read(shop: Shop, capsys: Capture) -> None:
    key = shop.folder / "winkel.db.key.pem"
    key.write_text("geen sleutel", encoding="utf-8")
    key.chmod(0o644)
    assert_refused(said(capsys, "erase", *shop.options(), "--subject", "person:1"), "others can read")
    key.chmod(0o600)
    assert_refused(said(capsys, "erase", *shop.options(), "--subject", "person:1"), "no unencrypted private key")
    assert shop.query("SELECT count(*) FROM customer WHERE id = 1") == [(1,)]


def test_a_database_without_a_ledger_and_a_file_that_is_no_proof(shop: Shop, capsys: Capture) -> None:
    assert_refused(said(capsys, "ledger", "--store", shop.url), "no ledger yet")
    assert_refused(said(capsys, "verify", shop.folder / "verklaring.toml"), "no usable JSON")
    assert_refused(said(capsys, "verify", shop.folder / "weg.json"), "cannot be read")
