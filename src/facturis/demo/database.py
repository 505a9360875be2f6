"""Point 2: a legacy database that breaks the statement, audited, swept, and audited again."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from sqlalchemy import text

from facturis.demo.invoice import given_an_invoice
from facturis.demo.statement import Source
from facturis.demo.telling import Telling
from grondslag.cli import audited, files, printing
from grondslag.cli.failures import InputError
from grondslag.cli.judged import Judged, judged
from grondslag.cli.printing import number
from grondslag.cli.witness import Witness, witness
from grondslag.datamap.check import errors
from grondslag.engine.audit import Audit, Audited
from grondslag.engine.sweep import Sweep
from grondslag.example import Example, ExampleError, write
from grondslag.law.rules import rules_of

SAMPLE, FIRST_FEW = 500, 4


@dataclass(frozen=True, slots=True)
class Scene:
    """A judged legacy database, its files, and the one person whose every word is unique, with those words."""

    run: Judged
    made: Example
    directory: Path
    statement: Path
    words: tuple[tuple[str, str], ...]
    witness: Witness

    def commands(self) -> Iterator[str]:
        """What to try next: commands that work as they stand."""
        grondslag = _shown(Path(sys.argv[0]).with_name("grondslag"))
        common = f"--statement {self.statement} --datamap {self.made.datamap} --store sqlite:///{self.made.database}"
        yield f"{grondslag} verify {self.directory / 'receipt.json'} --ledger {self.directory / 'ledger.jsonl'}"
        yield f"{grondslag} audit {common} --on {self.run.at.today.year + 8}-01-01"
        page = self.directory / "my-data.html"
        yield f"{grondslag} access {common} --subject person:{self._customer()} --format html --output {page}"

    def _customer(self) -> int:
        """The person who still has most orders, so that there is something to see."""
        most = text("SELECT customer_id FROM orders GROUP BY customer_id ORDER BY count(*) DESC, customer_id LIMIT 1")
        with self.run.store.transaction(write=False) as connection:
            return int(connection.scalar(most) or 1)


@contextmanager
def imported(telling: Telling, source: Source, directory: Path, people: int, on: date | None) -> Iterator[Scene]:
    """Makes the legacy database of the example, records what is known of its people, and checks its datamap."""
    telling.chapter("2. A legacy database")
    begun = perf_counter()
    today = on or date.today()  # noqa: DTZ011 - the day where the user is
    try:
        made = write(directory / "legacy", today, people)
    except ExampleError as error:
        raise InputError(str(error)) from None
    words = (*made.canaries.items(), *given_an_invoice(made.database, made.canary[1], today))
    statement = source.file or made.statement
    with judged(statement, made.datamap, f"sqlite:///{made.database}", on) as run:
        run.store.prepare()
        with run.store.transaction():
            run.store.record(made.facts)
        rows, tables = sum(made.rows.values()), len(made.rows)
        telling.say(f"{made.database}: {number(people)} people, {number(rows)} rows in {tables} tables", _since(begun))
        if not source.resolved:
            telling.say("judged by the shipped statement: the one read above has no terms yet that can be executed")
        found = errors(run.problems)
        telling.check(f"its datamap fits statement and database: {len(found)} errors", not found)
        run.refuse_misfits()
        yield Scene(run, made, directory, statement, words, witness(run.store, run.statement.content_hash))


def audited_and_swept(telling: Telling, scene: Scene) -> None:
    """Counts the unlawful cells, sweeps them, counts again, and has the page judge a sample once more."""
    before, seconds = _timed(lambda: _audit(scene, 0))
    total = before.total
    telling.say(f"audit: {number(total.judged)} cells judged: {number(total.unlawful)} unlawful", seconds)
    begun = perf_counter()
    with printing.progress("sweeping rows") as heard:
        run = scene.run
        swept = Sweep(
            run.store, rules_of(run.statement), run.at, run.live, evidence=scene.witness, progress=heard
        ).run()
    cells, rows = sum(swept.cells.values()), sum(swept.rows.values())
    telling.say(
        f"sweep: {number(cells)} cells erased, with {number(rows)} whole rows, in {swept.batches} batches, "
        "each in the ledger", _since(begun),
    )  # fmt: skip
    after, seconds = _timed(lambda: _audit(scene, SAMPLE))
    total = after.total
    telling.check(
        f"audit: {number(total.judged)} cells judged: {total.unlawful + total.due} unlawful",
        total.judged > 0 == total.unlawful + total.due, seconds,
    )  # fmt: skip
    telling.check(
        f"{number(after.sampled)} cells judged once more, by the page of law instead of SQL: "
        f"{len(after.disagreements)} disagree",
        after.sampled > 0 == len(after.disagreements),
    )
    _beside(telling, after)
    document = {"before": audited.as_json(before), "after": audited.as_json(after)}
    path = scene.directory / "audit.json"
    files.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n", path)
    telling.say(f"  all of it: {path}")


def _audit(scene: Scene, sample: int) -> Audited:
    with printing.progress("auditing tables") as heard:
        return Audit(scene.run.store, rules_of(scene.run.statement), scene.run.at, heard).run(sample)


def _beside(telling: Telling, found: Audited) -> None:
    """What is not in the 0, counted beside it."""
    total = found.total
    telling.say("beside the 0:")
    telling.say(f"  {total.held} cells kept by a legal hold alone, {total.restricted} by a restriction alone")
    unlinked = [f"{table} {count}" for table, count in found.unlinked.items()]
    telling.say(f"  {sum(found.unlinked.values())} rows linked to nobody{_few(unlinked)}")
    telling.say(f"  {len(found.plain)} plain columns, each with a reason{_few([place for place, _ in found.plain])}")
    telling.say(f"  {len(found.unmapped)} unmapped tables{_few(list(found.unmapped))}")
    telling.say(f"  {len(found.ignored)} ignored tables{_few([f'{name}, {why}' for name, why in found.ignored])}")


def _few(names: list[str]) -> str:
    more = ", …" if len(names) > FIRST_FEW else ""
    return f": {', '.join(names[:FIRST_FEW])}{more}" if names else ""


def _timed[T](work: Callable[[], T]) -> tuple[T, float]:
    begun = perf_counter()
    return work(), perf_counter() - begun


def _since(begun: float) -> float:
    return perf_counter() - begun


def _shown(path: Path) -> Path:
    """A path as seen from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
