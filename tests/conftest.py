"""What every test shares: the seed statement where it is present, and a run in which no test may be skipped."""

import os
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
SEED_ABSENT = "the seed statement in ../shared/seeds is not here"
NO_SKIPS = "GRONDSLAG_NO_SKIPS"


@pytest.fixture(scope="session")
def seed_path() -> Path:
    """The seed statement, which is not part of the repository. Skips the test where it is absent."""
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip(SEED_ABSENT)
    return found[0]


class NoSkips:
    """Makes the run fail for each skipped test, but for those that want the seed statement where it is absent."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        """Keep a skip that is not allowed; an expected failure is reported as a skip too, and is none."""
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "../shared" in reason and not SEEDS.is_dir():
            return
        self.skipped.append(f"{report.nodeid}: {reason}")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self.note(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section(f"{NO_SKIPS} is set, and these were skipped", red=True)
            for line in self.skipped:
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Watch for skips in the process that reports, which is not one of xdist's workers."""
    if os.environ.get(NO_SKIPS) == "1" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSkips())
