"""What an erasure over several stores does in each: carried out, witnessed, and signed in a receipt of that store."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from json import dumps
from pathlib import Path
from typing import Any

from grondslag.cli import files
from grondslag.cli.databases import swept_json
from grondslag.cli.judged import Judged
from grondslag.cli.receipts import erasure_of, reserved
from grondslag.cli.several import Several
from grondslag.cli.witness import witness
from grondslag.engine.erase import Erased, EraseSubject, Stays
from grondslag.engine.everywhere import Attempt
from grondslag.engine.swept import Swept
from grondslag.evidence.receipt import load_or_create_key, record, sign
from grondslag.stores import keys
from grondslag.stores.suppression import Suppress, Suppressor, unlisted

MOST = 100


@dataclass(frozen=True)
class Eraser:
    """Erases a person in one store after another, under one reference."""

    several: Several
    reference: str
    ordered: bool
    key: Path
    folder: Path

    def __call__(self, name: str, run: Judged, attempt: Attempt) -> dict[str, Any]:
        """What was erased in a store, and where its receipt is. Errors are those of an erasure in one store."""
        run.refuse_unresolved()
        run.store.prepare()
        key = load_or_create_key(self.key)
        evidence = witness(run.store, run.statement.content_hash)
        with reserved(_free(self.folder / f"receipt-{self.reference}-{name}.json")) as place:
            erased = together(
                EraseSubject(
                    run.store, run.statement, run.at, run.live, subject, self.ordered, evidence,
                    suppress=self._suppress(run), files=self.several.stores[name].files, begun=attempt.since,
                ).run()
                for subject in attempt.subjects
            )  # fmt: skip
            content = erasure_of(erased, run.statement, datetime.now(UTC), self.reference)
            with run.store.transaction():
                signed = sign(record(run.store.home, content), key)
            files.write(dumps(signed, ensure_ascii=False, indent=2) + "\n", place)
        return swept_json(erased.swept) | {"receipt": str(place), "public_key": signed["public_key"]}

    def _suppress(self, run: Judged) -> Suppress:
        if self.several.suppression_key is None:
            return unlisted
        marketing = frozenset(purpose.id for purpose in run.statement.purposes if purpose.marketing)
        return Suppressor(keys.load_or_create(self.several.suppression_key), marketing)


def together(parts: Iterable[Erased]) -> Erased:
    """What was erased of one person under several keys, as one."""
    swept = Swept()
    stays: list[Stays] = []
    for part in parts:
        swept.cells += part.swept.cells
        swept.rows += part.swept.rows
        swept.documents += part.swept.documents
        swept.batches += part.swept.batches
        swept.passes = max(swept.passes, part.swept.passes)
        swept.cleared = part.swept.cleared
        stays += part.stays
    return Erased(swept, tuple(dict.fromkeys(stays)))


def _free(path: Path) -> Path:
    """A name that is not taken: an attempt that is taken up again may have left its receipt."""
    numbered = (path.with_stem(f"{path.stem}-{n}") for n in count(2))
    return next(each for each in (path, *islice(numbered, MOST)) if not each.exists())
