"""The commands on a statement, over the shipped statement and over prose."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from grondslag.statement.toml import loads
from grondslag.statements import shipped
from tests.kernel.cli.shop import STATEMENT, said

Capture = pytest.CaptureFixture[str]

PROSE = """\
Privacyverklaring Molen

Doel: Nieuwsbrief
Gegevens: naam, e-mailadres
Grondslag: Toestemming
Bewaartermijn: 2 jaar
Ontvangers: Postduif B.V.
"""
# No field of a statement, and no sentence that the reader knows as plain narrative.
STRAY = "Wij verkopen al uw gegevens op dinsdag aan de hoogste bieder uit Atlantis."


@pytest.fixture
def facturis(tmp_path: Path) -> Path:
    path = tmp_path / "facturis.toml"
    path.write_text(shipped(), encoding="utf-8")
    return path


@pytest.fixture
def prose(tmp_path: Path) -> Path:
    path = tmp_path / "verklaring.txt"
    path.write_text(PROSE, encoding="utf-8")
    return path


def test_read_gives_the_toml_of_prose(prose: Path, capsys: Capture) -> None:
    found = said(capsys, "read", prose)
    assert found.code == 0
    assert [purpose.label for purpose in loads(found.out).published.purposes] == ["Nieuwsbrief"]
    assert "0 not placed" in found.err


def test_read_reports_each_line_that_found_no_place(prose: Path, capsys: Capture) -> None:
    prose.write_text(f"{PROSE}\n{STRAY}\n", encoding="utf-8")
    found = said(capsys, "read", prose)
    assert found.code == 1
    assert f"{prose}:{len(PROSE.splitlines()) + 2}: not placed: {STRAY}" in found.err
    assert loads(found.out).published.purposes


def test_read_of_toml_gives_it_in_canonical_form(facturis: Path, capsys: Capture) -> None:
    found = said(capsys, "read", facturis)
    assert (found.code, loads(found.out)) == (0, loads(shipped()))


def test_lint_as_json_is_a_list_of_findings(facturis: Path, capsys: Capture) -> None:
    found = said(capsys, "lint", facturis, "--format", "json", "--on", "2026-11-23", "--language", "en")
    assert found.code == 0
    assert {entry["rule"] for entry in found.json} == {f"L{n:02}" for n in range(1, 51)}
    for entry in found.json:
        assert {"rule", "result", "severity", "reference", "objects", "message"} <= entry.keys()
        assert entry["result"] in ("pass", "warn", "info", "needs_input")


def test_lint_of_the_published_layer_fails(facturis: Path, capsys: Capture) -> None:
    found = said(capsys, "lint", facturis, "--published")
    assert found.code == 1
    assert "Niet in orde" in found.out
    assert "Fails" in said(capsys, "lint", facturis, "--published", "--language", "en").out


def test_lint_depends_on_the_day(facturis: Path, capsys: Capture) -> None:
    """Privacy Shield fell on 16 July 2020 (C-311/18)."""
    results = {}
    for day in ("2020-07-15", "2020-07-17"):
        found = said(capsys, "lint", facturis, "--published", "--format", "json", "--on", day).json
        results[day] = {entry["result"] for entry in found if entry["rule"] == "L35"}
    assert results == {"2020-07-15": {"pass"}, "2020-07-17": {"fail"}}


def test_lint_takes_prose(prose: Path, capsys: Capture) -> None:
    prose.write_text(f"{PROSE}\n{STRAY}\n", encoding="utf-8")
    found = said(capsys, "lint", prose, "--format", "json")
    assert found.code == 1
    assert "1 line was not placed" in found.err


@pytest.mark.parametrize(("language", "words"), [("nl", "Waarvoor wij gegevens"), ("en", "What we use data for")])
@pytest.mark.parametrize(("format", "start"), [("html", "<!doctype html>"), ("md", "# ")])
def test_render(
    facturis: Path, capsys: Capture, tmp_path: Path, language: str, words: str, format: str, start: str
) -> None:
    found = said(capsys, "render", facturis, "--language", language, "--format", format)
    assert found.code == 0
    assert found.out.startswith(start)
    assert words in found.out
    output = tmp_path / "out"
    wrote = said(capsys, "render", facturis, "--language", language, "--format", format, "--output", output)
    assert (wrote.code, wrote.out, output.read_text(encoding="utf-8")) == (0, "", found.out)


def test_render_writes_a_pdf(prose: Path, capsys: Capture, tmp_path: Path) -> None:
    output = tmp_path / "verklaring.pdf"
    assert said(capsys, "render", prose, "--format", "pdf", "--output", output).code == 0
    assert output.read_bytes().startswith(b"%PDF")


def test_render_of_the_published_layer_marks_nothing(facturis: Path, capsys: Capture) -> None:
    assert "<ins>" in said(capsys, "render", facturis).out
    assert "<ins>" not in said(capsys, "render", facturis, "--published").out


def test_register_has_a_header_and_a_row_for_each_purpose(facturis: Path, capsys: Capture) -> None:
    found = said(capsys, "register", facturis, "--article", "30.1", "--format", "csv")
    rows = list(csv.reader(StringIO(found.out, newline="")))
    assert found.code == 0
    assert rows[0][0] == "kenmerk"
    assert [row[0] for row in rows[1:]] == [purpose.id for purpose in loads(shipped()).in_force.purposes]


@pytest.mark.parametrize(("format", "start"), [("csv", b"kenmerk,"), ("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_register_of_the_processor_takes_its_controllers_from_a_file(
    facturis: Path, capsys: Capture, tmp_path: Path, format: str, start: bytes
) -> None:
    particulars = tmp_path / "particulars.toml"
    particulars.write_text('[[controllers]]\nname = "Bakkerij"\nprocessing = ["bewaren"]\n', encoding="utf-8")
    output = tmp_path / "register"
    options = ("--article", "30.2", "--format", format, "--particulars", particulars, "--output", output)
    assert said(capsys, "register", facturis, *options).code == 0
    assert output.read_bytes().startswith(start)
    if format != "xlsx":
        assert "Bakkerij" in output.read_text(encoding="utf-8")
    particulars.write_text('[[controllers]]\nname = "Bakkerij"\npurposes = ["I.A"]\n', encoding="utf-8")
    found = said(capsys, "register", facturis, *options)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert "these are: V.F" in found.err


def test_a_register_that_no_purpose_belongs_in_is_said_to_be_empty(prose: Path, capsys: Capture) -> None:
    found = said(capsys, "register", prose, "--article", "30.2")
    assert found.code == 0
    assert "no purpose belongs in this register" in found.err


def test_dpv_names_the_parts_of_a_statement_by_its_address(facturis: Path, capsys: Capture) -> None:
    found = said(capsys, "dpv", facturis, "--base", "https://facturis.example/privacy").json
    assert found["@id"] == "https://facturis.example/privacy"
    assert len(found["dpv:hasProcess"]) == len(loads(shipped()).in_force.purposes)
    assert len(said(capsys, "dpv", facturis, "--published").json["dpv:hasProcess"]) == 17
    wrong = said(capsys, "dpv", facturis, "--base", "privacy statement")
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)
    assert "is no address" in wrong.err


def test_diff_shows_every_amendment(facturis: Path, capsys: Capture) -> None:
    amendments = loads(shipped()).amendments
    found = said(capsys, "diff", facturis, "--format", "json").json
    assert [entry["id"] for entry in found] == [amendment.id for amendment in amendments]
    text = said(capsys, "diff", facturis, "--language", "en")
    assert text.code == 0
    assert all(f"{amendment.id}  " in text.out for amendment in amendments)
    assert f"{len(amendments)} amendments" in text.out


def test_diff_of_two_versions_types_every_change(facturis: Path, capsys: Capture, tmp_path: Path) -> None:
    new = tmp_path / "new.toml"
    new.write_text(shipped().replace('city = "Breukelen"', 'city = "Utrecht"'), encoding="utf-8")
    [change] = said(capsys, "diff", facturis, new, "--format", "json", "--language", "en").json
    assert change["kind"] == "contact_changed"
    assert change["material"] is True
    assert (change["old"], change["new"]) == ("Breukelen", "Utrecht")
    text = said(capsys, "diff", facturis, new, "--language", "en").out
    assert text.startswith("contact changed  controller, city  (material)\n    was: Breukelen\n")
    assert text.endswith("1 changes: 1 material, 0 immaterial.\n")
    assert said(capsys, "diff", facturis, facturis).out == "0 veranderingen: 0 materieel, 0 immaterieel.\n"


def test_each_command_tells_what_it_is(capsys: Capture) -> None:
    whole = said(capsys, "--help")
    assert whole.code == 0
    for name in ("read", "lint", "render", "register", "dpv", "diff", "example", "check", "audit", "sweep", "access",
                 "consents", "erase", "verify", "ledger"):  # fmt: skip
        assert f"  {name} " in whole.out
        assert said(capsys, name, "--help").code == 0


def test_help_loads_nothing_heavy() -> None:
    """What takes long to import is imported by the command that needs it."""
    script = "import sys; from grondslag.cli.main import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert loaded & {"sqlalchemy", "lxml", "jinja2", "cryptography", "pydantic", "rich", "typst", "xlsxwriter"} == set()


def test_lint_loads_no_database_and_no_templates(tmp_path: Path) -> None:
    path = tmp_path / "verklaring.toml"
    path.write_text(STATEMENT, encoding="utf-8")
    script = "import sys; from grondslag.cli.main import main; main(['lint', sys.argv[1]])"
    script += "; print(*sys.modules, file=sys.stderr)"
    result = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert loaded & {"sqlalchemy", "lxml", "jinja2", "cryptography", "rich"} == set()


def test_output_to_a_full_disk_or_a_closed_pipe(facturis: Path) -> None:
    command = [sys.executable, "-m", "grondslag.cli.main", "render", facturis]
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert result.returncode == 2
        assert result.stderr.strip() == "grondslag: writing the output failed: No space left on device"
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == ("", 141)
    process.stderr.close()


def test_what_is_written_is_whole_or_absent(facturis: Path, capsys: Capture, tmp_path: Path) -> None:
    found = said(capsys, "render", facturis, "--output", tmp_path / "absent" / "page.html")
    assert found.code == 2
    assert "No such file or directory" in found.err
    found = said(capsys, "render", facturis, "--output", tmp_path)
    assert (found.code, found.err.count("\n")) == (2, 1)
    assert json.dumps(sorted(path.name for path in tmp_path.iterdir())) == '["facturis.toml"]'


def test_the_seed_is_read_whole_and_judged(seed_path: Path, capsys: Capture) -> None:
    found = said(capsys, "read", seed_path)
    assert found.code == 0
    assert len(loads(found.out).published.purposes) == 17
    assert "0 not placed" in found.err
    assert len(list(csv.reader(StringIO(said(capsys, "register", seed_path).out, newline="")))) == 18
    assert said(capsys, "lint", seed_path).code == 1
