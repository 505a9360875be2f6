"""A draft of a datamap: it loads, it fits its database, its guesses are mostly right, and no value stands in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from grondslag.cli.main import main
from grondslag.datamap.check import check, errors
from grondslag.datamap.discover import Draft, NobodyFoundError, discover
from grondslag.datamap.draft import guesses, toml
from grondslag.datamap.guess_words import words
from grondslag.datamap.live import Live, LiveColumn, LiveTable
from grondslag.datamap.load import loads
from grondslag.datamap.model import DataMap
from grondslag.datamap.values import Looks, looks
from grondslag.example import write
from grondslag.statement.model import Controller, Statement
from grondslag.stores.reflect import reflect
from grondslag.stores.sample import sample
from tests.databases import fresh

NOBODY = Statement(controller=Controller(zone="Europe/Amsterdam"))
MARKED = 0.95  # of the columns; 127 of 129 were, when this was written
SHOP = """
CREATE TABLE klant (klant_id INTEGER PRIMARY KEY, voornaam VARCHAR(40) NOT NULL, contactgegeven VARCHAR(80),
    aangemaakt_op TIMESTAMP NOT NULL, geboortedatum DATE, telefoon VARCHAR(20),
    weergave VARCHAR(90) GENERATED ALWAYS AS (upper(voornaam)) STORED);
CREATE TABLE {desk}bestelling (id INTEGER PRIMARY KEY, klant_id INTEGER NOT NULL REFERENCES klant (klant_id),
    hoofd_id INTEGER REFERENCES {desk}bestelling (id), betaald_op DATE, opmerking VARCHAR(200) NOT NULL,
    FOREIGN KEY (klant_id) REFERENCES klant (klant_id));
CREATE TABLE {desk}regel (bestelling_id INTEGER NOT NULL REFERENCES {desk}bestelling (id), n INTEGER NOT NULL,
    omschrijving VARCHAR(80), rekening VARCHAR(40), PRIMARY KEY (bestelling_id, n),
    FOREIGN KEY (bestelling_id) REFERENCES {desk}bestelling (id));
CREATE TABLE plaats (id INTEGER PRIMARY KEY, postcode VARCHAR(10));
CREATE TABLE klant_plaats (klant_id INTEGER NOT NULL, plaats_id INTEGER NOT NULL, PRIMARY KEY (klant_id, plaats_id),
    FOREIGN KEY (klant_id) REFERENCES klant (klant_id), FOREIGN KEY (plaats_id) REFERENCES plaats (id));
CREATE TABLE los (email VARCHAR(80));
INSERT INTO klant (klant_id, voornaam, contactgegeven, aangemaakt_op) VALUES
    (1, 'Een', 'een@example.com', '2026-01-01'), (2, 'Twee', 'twee@example.com', '2026-01-02'),
    (3, 'Drie', 'drie@example.com', '2026-01-03');
INSERT INTO {desk}bestelling (id, klant_id, opmerking) VALUES (1, 1, 'graag snel');
INSERT INTO {desk}regel VALUES (1, 1, 'doos', 'NL91ABNA0417164300'), (1, 2, 'lint', 'NL02ABNA0123456789'),
    (1, 3, 'kaart', 'NL91ABNA0417164300');
"""


@contextmanager
def drafted(url: str, schema: str = "") -> Iterator[tuple[Live, Draft]]:
    """A database with a schema, as it is and as it is drafted."""
    engine = create_engine(url)
    with engine.connect() as connection:
        for statement in filter(str.strip, schema.split(";\n")):
            connection.exec_driver_sql(statement)
        connection.commit()
        live = reflect(connection)
        yield live, discover(live, sample(connection, live, 200), "shop", "Europe/Amsterdam")
    engine.dispose()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataMap, DataMap, Live, Path]:
    """The example's own datamap, the one that is drafted from its database, and the database."""
    made = write(tmp_path_factory.mktemp("draft") / "example", date(2026, 11, 23), 200, 7)
    with drafted(f"sqlite:///{made.database}") as (live, draft):
        return loads(made.datamap.read_bytes()), loads(toml(draft)), live, made.database


def kinds(datamap: DataMap) -> Mapping[tuple[str, str], str]:
    """What each column is held to be: its category, a link, or plain."""
    return {(t.name, c.name): c.category or ("link" if c.link else "plain") for t in datamap.tables for c in t.columns}


def test_most_columns_of_the_example_are_guessed_as_a_person_declared_them(
    example: tuple[DataMap, DataMap, Live, Path],
) -> None:
    wanted, found = kinds(example[0]), kinds(example[1])
    wrong = {place: (kind, found.get(place)) for place, kind in wanted.items() if found.get(place) != kind}
    share = 1 - len(wrong) / len(wanted)
    assert share >= MARKED, f"{share:.3f} of {len(wanted)}: {wrong}"


def test_no_personal_column_of_the_example_is_held_to_be_plain(example: tuple[DataMap, DataMap, Live, Path]) -> None:
    wanted, found = kinds(example[0]), kinds(example[1])
    assert [place for place, kind in wanted.items() if kind != "plain" and found.get(place) == "plain"] == []


def test_every_link_of_the_example_to_a_customer_is_found(example: tuple[DataMap, DataMap, Live, Path]) -> None:
    def paths(datamap: DataMap) -> set[tuple[str, str]]:
        return {(t.name, str(link.via)) for t in datamap.tables for link in t.links if link.via}

    assert paths(example[0]) - paths(example[1]) == set()


def test_the_draft_of_the_example_fits_its_database(example: tuple[DataMap, DataMap, Live, Path]) -> None:
    assert errors(check(example[1], NOBODY, example[2])) == ()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb", "sqlite"])
def test_a_shop_is_drafted_on_each_database(kind: str) -> None:
    desk = "desk." if kind == "postgresql" else ""
    schema = ("CREATE SCHEMA desk;\n" if desk else "") + SHOP.format(desk=desk)
    with fresh(kind) as url, drafted(url, schema) as (live, draft):
        datamap = loads(toml(draft))
        assert datamap == draft.datamap
        assert errors(check(datamap, NOBODY, live)) == ()
    found = kinds(datamap)
    assert [(s.table, s.key) for s in datamap.subjects] == [("klant", "klant_id")]
    assert found["klant", "contactgegeven"] == "email"
    assert found["klant", "geboortedatum"] == "birth_date"
    assert found[f"{desk}regel", "rekening"] == "iban"
    assert found["plaats", "postcode"] == "address"
    assert datamap.table("klant").column("weergave").computed == ("voornaam",)
    assert datamap.table("klant").since is not None
    (line,) = datamap.table(f"{desk}regel").links
    assert [step.table for step in line.via] == [f"{desk}bestelling", "klant"]
    (place,) = datamap.table("plaats").links
    assert list(map(str, place.via)) == ["id = klant_plaats.plaats_id", "klant_id = klant.klant_id"]
    assert dict(datamap.ignored)["los"].startswith("guess, to mend: it seems to hold email, and it has no primary key")


def test_no_sampled_value_stands_in_a_draft() -> None:
    with fresh("sqlite") as url, drafted(url, SHOP.format(desk="")) as (_, draft):
        text = toml(draft)
    assert not any(value in text for value in ("een@", "graag snel", "NL91", "doos"))
    assert guesses(text)[0] > 20


def test_without_people_there_is_no_draft() -> None:
    table = LiveTable(name="price", columns=(LiveColumn(name="id", type="INTEGER", nullable=False),), key=("id",))
    with pytest.raises(NobodyFoundError, match="no table of shop looks like people"):
        discover(Live(tables=(table,)), {}, "shop", "UTC")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("email", ["een@example.com", "twee@example.org", "drie@example.net"]),
        ("iban", ["NL91ABNA0417164300", "NL02ABNA0123456789", "BE68539007547034"]),
        ("vat_number", ["NL123456789B01", "BE0123456749", "NL987654321B02"]),
        ("national_id", ["111222333", "123456782", "111222333"]),
        ("ip_address", ["192.0.2.1", "2001:db8::1", "198.51.100.7"]),
        ("postcode", ["1234 AB", "9999ZZ", "1011 XX"]),
        ("password", ["$2b$12$abcdefghijklmnopqrstuv", "pbkdf2_sha256$1$a$b", "$argon2id$v=19$m"]),
        ("phone", ["+31 20 000 0000", "0200000000", "06-00000000"]),
        ("name", ["Voornaam van Achternaam", "Voornaam Achternaam", "Andere Naam"]),
    ],
)
def test_values_are_known_by_their_form(kind: str, values: list[object]) -> None:
    assert looks([*values, None, ""]).most(kind)
    assert looks([*values, None]).n == 3
    assert not looks(["een", "twee", "drie"]).most(kind)


def test_nine_digits_are_a_bsn_only_when_they_pass_its_test() -> None:
    assert looks(str(n) for n in range(100000000, 100000100)).hits["national_id"] < 15


def test_what_looks_alike_is_counted_and_nothing_else_is_kept() -> None:
    assert looks(["een@example.com"]) == Looks(n=1, hits={"email": 1}, distinct=1)
    assert words("firstName") == words("first_name") == words("First Name")


def test_the_command_drafts_a_file_that_check_accepts(
    example: tuple[DataMap, DataMap, Live, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = example[3]
    statement, draft = str(database.with_name("statement.toml")), tmp_path / "draft.toml"
    url = f"sqlite:///{database}"
    assert main(["discover", "--store", url, "--statement", statement, "--output", str(draft)]) == 0
    assert "guesses to confirm" in capsys.readouterr().err
    assert '# "I.D" = ["customer"]  # covers ' in draft.read_text(encoding="utf-8")
    assert main(["check", "--statement", statement, "--datamap", str(draft), "--store", url]) == 0
