"""The registers of Art. 30: what the article asks for, and three formats that hold the same."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import html
from openpyxl import load_workbook

from grondslag.statement.errors import StatementError
from grondslag.statement.model import (
    Controller,
    Ground,
    Group,
    Item,
    Promise,
    Purpose,
    Recipients,
    Role,
    Statement,
    Term,
    Transfer,
)
from grondslag.statement.particulars import Mandate, Particulars, loads
from grondslag.statement.phrases import Language
from grondslag.statement.render import Article, Register, register
from grondslag.statement.render.sheets import register_csv, register_html
from grondslag.statement.render.workbook import register_xlsx
from grondslag.statement.toml import loads as statement_of
from grondslag.statements import shipped
from tests.kernel.statement.strategies import statements

INVOICES = Purpose(
    id="I.A", group="I", label="Facturen, en aanmaningen", ground=Ground.LEGAL_OBLIGATION, kind="invoicing",
    items=(
        Item(label="IBAN", category="iban"),
        Item(label="Wachtwoord", category="password", subject="contact_person", protection="argon2id"),
    ),
    terms=(Term(after="booked", months=84, until_year_end=True, law="AWR art. 52(4)"),),
    recipients=Recipients(names=("Drukker",)),
)  # fmt: skip
SCANNING = Purpose(
    id="I.C", group="I", label="Documenten herkennen", role=Role.PROCESSOR, processes_for="de klant",
    description="in opdracht herkennen",
)  # fmt: skip
STATEMENT = Statement(
    controller=Controller(name='De "Kleine" Drukkerij', kvk="12345678", city="Leiden"),
    groups=(Group(id="I", label="Werk"),),
    purposes=(
        INVOICES,
        Purpose(id="I.B", group="I", label="=1+1", promise=Promise(text="24 maanden", kind="period")),
        SCANNING,
    ),
    transfers=(Transfer(recipient="Wolk", country="US", mechanism="SCC", purpose="I.A"),),
)
PARTICULARS = Particulars(
    measures=("Versleuteld bewaard",),
    controllers=(
        Mandate(name="Bakkerij", contact="bakker@bakkerij.example", processing=("herkennen", "bewaren")),
        Mandate(name="Slagerij", purposes=("I.C",), transfers=(Transfer(recipient="Oven", country="GB"),)),
    ),
)
FACTURIS = statement_of(shipped())


def rows(found: Register) -> list[dict[str, str]]:
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_a_row_tells_what_article_30_1_asks() -> None:
    first, second, _ = rows(register(STATEMENT, particulars=PARTICULARS))
    assert first["verwerkingsverantwoordelijke"] == 'De "Kleine" Drukkerij, KvK 12345678'
    assert first["categorieën betrokkenen"] == "klanten en bezoekers; contactpersonen"
    assert first["categorieën gegevens"] == "IBAN; Wachtwoord"
    assert (first["ontvangers"], first["doorgiften"], first["waarborgen"]) == ("Drukker", "Wolk, US", "SCC")
    assert first["bewaartermijnen"] == "7 jaar na de boeking, geteld vanaf het einde van dat jaar [AWR art. 52(4)]"
    assert first["beveiliging"] == "Versleuteld bewaard; Wachtwoord: argon2id"
    assert second["bewaartermijnen"] == "24 maanden"


def test_a_row_can_be_read_in_english() -> None:
    first = rows(register(STATEMENT, language="en"))[0]
    assert first["purpose"] == "Invoicing (Facturen, en aanmaningen)"
    assert first["categories of data"] == "IBAN; Password"
    assert first["time limits"] == "7 years after the booking, counted from the end of that year [AWR art. 52(4)]"


def test_the_processors_register_has_a_row_for_each_controller() -> None:
    bakery, butcher = rows(register(STATEMENT, "30.2", particulars=PARTICULARS))
    assert [row["verwerkingsverantwoordelijke"] for row in (bakery, butcher)] == ["Bakkerij", "Slagerij"]
    assert (bakery["kenmerk"], bakery["categorieën verwerkingen"]) == ("I.C", "herkennen; bewaren")
    assert bakery["verwerker"] == 'De "Kleine" Drukkerij, KvK 12345678'
    assert (butcher["doorgiften"], butcher["categorieën verwerkingen"]) == ("Oven, GB", "in opdracht herkennen")
    assert butcher["beveiliging"] == "Versleuteld bewaard"


def test_without_controllers_the_processors_register_says_for_whom_in_the_statements_words() -> None:
    [row] = rows(register(STATEMENT, "30.2"))
    assert row["verwerkingsverantwoordelijke"] == "de klant"
    assert register(replace(STATEMENT, purposes=(INVOICES,)), "30.2").rows == ()


def test_a_controller_for_a_purpose_that_is_not_processed_for_others_is_refused() -> None:
    wrong = Particulars(controllers=(Mandate(name="Bakkerij", purposes=("I.A",)),))
    with pytest.raises(StatementError, match=r"Bakkerij: 'I\.A' is no purpose with role"):
        register(STATEMENT, "30.2", particulars=wrong)


def test_another_article_is_refused() -> None:
    with pytest.raises(ValueError, match=r"choose 30\.1 or 30\.2"):
        register(STATEMENT, article="30.5")  # type: ignore[arg-type]


def test_the_shipped_statement_has_a_row_a_purpose_and_a_time_limit_in_each() -> None:
    assert len(register(FACTURIS.published).rows) == 17
    found = rows(register(FACTURIS.in_force))
    assert [row["kenmerk"] for row in found] == [purpose.id for purpose in FACTURIS.in_force.purposes]
    assert all(row["bewaartermijnen"] and row["grondslag"] and row["categorieën gegevens"] for row in found)
    assert [row["kenmerk"] for row in rows(register(FACTURIS.in_force, "30.2"))] == ["V.F"]


def cells_of_csv(found: Register) -> list[tuple[str, ...]]:
    """The cells as they were before an apostrophe was set before what looks like a formula."""
    table = csv.reader(StringIO(register_csv(found), newline=""))
    risky = "=+-@＝＋－＠"
    return [
        tuple(cell[1:] if cell.startswith("'") and cell.lstrip("'")[:1] in (*risky,) else cell for cell in row)
        for row in table
    ]


def cells_of_html(found: Register) -> list[tuple[str, ...]]:
    root = html.document_fromstring(register_html(found))
    sections = root.findall(".//section")
    heads = {tuple(name.text_content() for name in section.iter("dt")) for section in sections} or {found.columns}
    assert len(heads) == 1
    return [*heads, *(tuple(cell.text_content() for cell in section.iter("dd")) for section in sections)]


def cells_of_xlsx(found: Register) -> list[tuple[str, ...]]:
    sheet = load_workbook(BytesIO(register_xlsx(found))).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
    return [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("article", ["30.1", "30.2"])
def test_the_three_formats_of_the_shipped_statement_hold_the_same(article: Article, language: Language) -> None:
    found = register(FACTURIS.in_force, article, language)
    expected = [found.columns, *found.rows]
    assert cells_of_csv(found) == cells_of_html(found) == cells_of_xlsx(found) == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(statement=statements())
def test_the_three_formats_hold_the_same_whatever_the_statement_says(statement: Statement) -> None:
    found = register(statement)
    expected = [found.columns, *found.rows]
    assert cells_of_csv(found) == cells_of_html(found) == cells_of_xlsx(found) == expected


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "\t=1", "＝1", "\r=1"])
def test_no_cell_of_the_csv_is_a_formula(risky: str) -> None:
    found = register(replace(STATEMENT, purposes=(replace(INVOICES, label=risky),)))
    text = register_csv(found)
    assert text.count("\r\n") == 2
    [_, row] = csv.reader(StringIO(text, newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row)
    assert [cells_of_csv(found)[1]] == list(found.rows)


def test_a_cell_that_a_workbook_cannot_hold_is_refused() -> None:
    long = replace(INVOICES, label="x" * 32_768)
    with pytest.raises(StatementError, match=r"I\.A: a cell is too long for a workbook"):
        register_xlsx(register(replace(STATEMENT, purposes=(long,))))


def test_a_workbook_is_the_same_every_time() -> None:
    assert register_xlsx(register(STATEMENT)) == register_xlsx(register(STATEMENT))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_loads_nothing_and_names_every_row(language: Language) -> None:
    text = register_html(register(FACTURIS.in_force, "30.1", language))
    root = html.document_fromstring(text)
    assert root.get("lang") == language
    assert root.xpath("//script | //link | //img | //@src | //@style") == []
    assert "url(" not in text
    named = [section.get("aria-labelledby") for section in root.findall(".//section")]
    assert named == [heading.get("id") for heading in root.iter("h2")]
    assert len(set(named)) == len(FACTURIS.in_force.purposes)


def test_particulars_are_read_and_a_mistake_in_them_is_told_with_its_line() -> None:
    text = 'measures = ["Versleuteld bewaard"]\n[[controllers]]\nname = "Bakkerij"\nprocessing = ["bewaren"]\n'
    assert loads(text) == Particulars(
        measures=("Versleuteld bewaard",), controllers=(Mandate(name="Bakkerij", processing=("bewaren",)),)
    )
    for old, new, said in (
        ("processing", "procesing", r"particulars\.toml:4: .*procesing"),
        ('"Bakkerij"', '""', r"particulars\.toml:3: 'name' is empty"),
        ("measures =", "measures", r"particulars\.toml:1: this is not TOML"),
    ):
        with pytest.raises(StatementError, match=said):
            loads(text.replace(old, new))
