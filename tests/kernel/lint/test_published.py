"""The rules on published statements: the seed as the table of the rules has it, and the one that ships."""

from pathlib import Path

import pytest

from grondslag.lint import Finding, Registers, Result, lint
from grondslag.statement.model import Statement
from grondslag.statement.prose import read
from grondslag.statement.toml import loads
from grondslag.statements import shipped
from tests.kernel.lint.clean import ON

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
SYNTHETIC = Path(__file__).parents[1] / "statement" / "synthetic"

FAIL, WARN, INFO, ASK = Result.FAIL, Result.WARN, Result.INFO, Result.NEEDS_INPUT
INTERESTS = "I.E II.B II.C II.D II.E III.A III.B III.C III.D III.E IV.A IV.B"
OPEN = "I.B I.C I.D I.E II.A II.B II.C II.D II.E III.A III.B III.C III.D III.E IV.A IV.B"
PARTNERS = "I.A I.B I.C I.D I.E II.A II.B II.C III.A III.B III.C IV.B"
MIXED = "I.A I.B I.C I.D I.E II.A II.B II.C II.E III.A III.B III.C III.D III.E IV.A IV.B"
LABELS = "I.B I.C I.D I.E II.B II.C II.D II.E III.A III.B III.C III.D III.E IV.A IV.B"

# Rule, result, and its objects: purposes apart by a space, words in a tuple. A rule that is not here passes.
TABLE: tuple[tuple[str, Result, str | tuple[str, ...]], ...] = (
    ("L02", WARN, ("privacy@facturis.com",)),
    ("L04", FAIL, "I.A"),
    ("L05", FAIL, "version in_force"),
    ("L06", WARN, ("Diensten", "Website", "Facturis Community", "Facturis Partners")),
    ("L07", FAIL, INTERESTS),
    ("L08", WARN, INTERESTS),
    ("L09", WARN, "IV.A"),
    ("L10", FAIL, "I.A I.C"),
    ("L11", FAIL, "I.A I.C I.D"),
    ("L12", FAIL, "I.A III.C"),
    ("L14", FAIL, "II.B II.C II.E"),
    ("L14", ASK, "II.D"),
    ("L15", FAIL, "III.A full_ip shared user_id location"),
    ("L15", ASK, "III.B"),
    ("L16", ASK, ("automatische tools",)),
    ("L18", WARN, LABELS),
    ("L19", FAIL, ("I.A", "Dossiergegevens", "Gegevens die nodig zijn om de dienst te leveren")),
    ("L19", FAIL, ("I.B", "gebruiksgegevens Website en Diensten")),
    ("L19", FAIL, ("II.D", "Social media account")),
    ("L20", WARN, "I.A III.C IV.B"),
    ("L21", FAIL, "I.A"),
    ("L22", FAIL, "II.B II.C II.E"),
    ("L23", WARN, "II.B II.C II.E III.B"),
    ("L23", INFO, "IV.A"),
    ("L24", FAIL, "III.D"),
    ("L25", FAIL, OPEN),
    ("L26", FAIL, "I.A start law"),
    ("L27", FAIL, "I.C I.D"),
    ("L28", ASK, "cookies"),
    ("L29", FAIL, "II.D II.E III.D III.E IV.A"),
    ("L30", FAIL, PARTNERS),
    ("L31", WARN, MIXED),
    ("L32", FAIL, "III.A Google"),
    ("L32", FAIL, "II.D"),
    ("L33", ASK, "II.B II.C II.D II.E"),
    ("L35", FAIL, ("Privacy Shield",)),
    ("L36", FAIL, "Google"),
    ("L38", ASK, "partners"),
    ("L39", WARN, ("Privacy Shield",)),
    ("L39", WARN, ("Google Inc./LLC",)),
    ("L40", FAIL, ("andere partijen",)),
    ("L41", WARN, "erasure automated_decision"),
    ("L42", FAIL, "rectification erasure"),
    ("L43", FAIL, "marketing consequence separate"),
    ("L44", WARN, "restriction"),
    ("L44", WARN, "portability machine_readable direct_transfer legal_scope"),
    ("L45", FAIL, "loss_of_service"),
    ("L46", FAIL, "complaint court"),
    ("L46", INFO, "extension"),
    ("L46", INFO, "identity"),
    ("L46", INFO, "free"),
    ("L47", FAIL, "types logic significance consequences"),
    ("L48", FAIL, "connector consent law"),
    ("L49", FAIL, "II.B II.C II.E fingerprinting"),
    ("L50", FAIL, "change"),
    ("L50", FAIL, "13(2)(e)"),
    ("L50", WARN, "hier"),
)  # fmt: skip

# Two rules tell of processing and of recipients that stand in the prose: by what they are, not by the words.
BY_KIND = {
    "L17": ("acquisition", "automated_decision", "legal_duty", "own_rights", "rights_requests"),
    "L34": ("adviser", "contract_party", "takeover_candidate"),
}


@pytest.fixture(scope="module")
def seed() -> Statement:
    texts = sorted(SEEDS.glob("*.txt"))
    if not texts:
        pytest.skip("the seed statement is not beside this checkout (../shared/seeds)")
    return read(texts[0].read_bytes()).statement


def test_the_seed_gets_the_results_of_the_table(seed: Statement) -> None:
    found = [(f.rule, f.result, f.objects) for f in lint(seed, ON) if f.rule not in BY_KIND]
    fired = [finding for finding in found if finding[1] is not Result.PASS]
    assert fired == [(rule, result, tuple(o.split()) if isinstance(o, str) else o) for rule, result, o in TABLE]


@pytest.mark.parametrize("rule", sorted(BY_KIND))
def test_the_seed_tells_processing_and_recipients_without_a_purpose(seed: Statement, rule: str) -> None:
    told = seed.mentions if rule == "L17" else seed.recipients
    names = {getattr(entry, "label", None) or getattr(entry, "name", None): entry.kind for entry in told}
    [finding] = [finding for finding in lint(seed, ON) if finding.rule == rule]
    assert finding.result is FAIL
    assert tuple(sorted(names[word] for word in finding.objects)) == BY_KIND[rule]


def test_the_score_of_the_seed(seed: Statement) -> None:
    worst = {rule: min(results) for rule, results in _ranks(lint(seed, ON)).items()}
    ranks = list(worst.values())
    assert len(ranks) == 50
    assert [ranks.count(rank) for rank in range(5)] == [31, 11, 4, 0, 4]


def _ranks(findings: tuple[Finding, ...]) -> dict[str, list[int]]:
    order = (FAIL, WARN, ASK, INFO, Result.PASS)
    ranks: dict[str, list[int]] = {}
    for finding in findings:
        ranks.setdefault(finding.rule, []).append(order.index(finding.result))
    return ranks


def test_the_shipped_statement_in_force_asks_only_for_the_two_registers() -> None:
    findings = [finding for finding in lint(loads(shipped()).in_force, ON) if finding.result is not Result.PASS]
    assert [(finding.rule, finding.result) for finding in findings] == [("L28", ASK), ("L38", ASK)]


def test_the_shipped_statement_as_published_gets_the_results_of_the_seed(seed: Statement) -> None:
    assert lint(loads(shipped()).published, ON) == lint(seed, ON)


@pytest.mark.parametrize("path", sorted(SYNTHETIC.iterdir()) if SYNTHETIC.is_dir() else [], ids=lambda path: path.name)
def test_every_synthetic_statement_is_judged_by_every_rule(path: Path) -> None:
    if path.suffix not in (".txt", ".md", ".html"):
        pytest.skip("no statement")
    findings = lint(read(path.read_bytes()).statement, ON, Registers(partners=()))
    assert len({finding.rule for finding in findings}) == 50
