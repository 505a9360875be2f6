"""Point 1: the statement, from the published text to one that can be executed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten
from time import perf_counter

from facturis.demo.telling import Telling
from grondslag.cli import files
from grondslag.lint import Result, lint
from grondslag.statement.model import Statement
from grondslag.statement.prose import Reading, read
from grondslag.statement.render import render
from grondslag.statement.toml import Document, loads
from grondslag.statements import shipped

# Amendments that show in one line each what they are.
SHOWN = ("L39", "CON-1", "L14", "PUR-X2")


@dataclass(frozen=True, slots=True)
class Source:
    """A statement with its amendments, how its text was read, and the file that the databases are to obey.

    ``file`` is None for the shipped statement; ``resolved`` is False for prose whose terms nobody has resolved yet.
    """

    name: str
    document: Document
    reading: Reading
    seconds: float
    file: Path | None = None
    resolved: bool = True


def told(path: Path | None) -> Source:
    """The statement in a file, or the shipped one; of TOML the published layer is written out in Dutch and read back.

    Raises StatementError and OSError.
    """
    begun = perf_counter()
    if path is not None and not files.is_toml(path):
        found, own = files.reading(path), loads(shipped())
        known = found.statement == own.published
        document = own if known else Document(found.statement)
        return Source(str(path), document, found, perf_counter() - begun, resolved=known)
    document = loads(shipped()) if path is None else files.document(path)
    begun = perf_counter()
    found = read(render(document.published, "nl", "html"), "html")
    name = "facturis.toml, its published layer written out in Dutch" if path is None else str(path)
    return Source(name, document, found, perf_counter() - begun, path)


def in_force(telling: Telling, source: Source, directory: Path, on: date | None) -> None:
    """Tells what was read, how the law judges it before and after its amendments, and writes the pages."""
    telling.chapter("1. The statement")
    published, amendments = source.document.published, source.document.amendments
    telling.say(f"{source.name}: {len(source.reading.lines)} lines read", source.seconds)
    telling.say(_outline(published))
    telling.check(f"{len(source.reading.unplaced)} lines not placed", not source.reading.unplaced)
    telling.check("what was read is the statement, value for value", source.reading.statement == published)
    day = on or date.today()  # noqa: DTZ011 - the day where the user is
    begun = perf_counter()
    telling.say(f"lint as published: {_results(published, day)}", perf_counter() - begun)
    adopted = sum(amendment.status == "adopted" for amendment in amendments)
    rules = Counter(amendment.rule for amendment in amendments)
    most = ", ".join(f"{rule} {count}" for rule, count in rules.most_common(6))
    telling.say(f"{len(amendments)} amendments, {adopted} adopted, by {len(rules)} rules (most: {most}), such as:")
    for each in _shown(source.document):
        telling.say(f"  {each}")
    fails = _counts(source.document.in_force, day)[Result.FAIL]
    telling.check(f"lint in force: {_results(source.document.in_force, day)}", not fails)
    begun = perf_counter()
    files.write(render(source.document, "nl", "html"), directory / "statement.html")
    files.write(render(source.document, "en", "html"), directory / "statement.en.html")
    telling.say(
        f"every amendment with its reason: {directory / 'statement.html'}, and in English", perf_counter() - begun
    )


def _outline(statement: Statement) -> str:
    grounds = Counter(purpose.ground.value if purpose.ground else "no ground" for purpose in statement.purposes)
    said = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in sorted(grounds.items()))
    unresolved = sum(purpose.promise.kind == "open" for purpose in statement.purposes)
    return (
        f"{len(statement.purposes)} purposes in {len(statement.groups)} groups; {said}; "
        f"{unresolved} kept «as long as necessary»"
    )


def _counts(statement: Statement, day: date) -> Counter[Result]:
    return Counter(finding.result for finding in lint(statement, day))


def _results(statement: Statement, day: date) -> str:
    counts = _counts(statement, day)
    return f"{counts[Result.FAIL]} fail, {counts[Result.WARN]} warn, {counts[Result.NEEDS_INPUT]} need input"


def _shown(document: Document) -> list[str]:
    """One amendment for each of the rules in SHOWN that has one."""
    first = {each.rule: each for each in reversed(document.differences("en"))}
    found = [first[rule] for rule in SHOWN if rule in first]
    lines = ((f"{each.place}: {each.old} → {each.new}", f"  {each.rule}: {each.reason}") for each in found)
    return [shorten(line, 104, placeholder=" …") if line[0] != " " else line for pair in lines for line in pair]
