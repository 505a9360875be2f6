"""Point 6: one person erased, with a receipt that can be verified and a search for whatever is left."""

import copy
import json
from collections import Counter
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from facturis.demo.database import Scene
from facturis.demo.residue import Found, search
from facturis.demo.telling import Telling
from grondslag.cli import files
from grondslag.cli.printing import number
from grondslag.cli.receipts import beside, erasure_of
from grondslag.engine.access import Access
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.engine.report import access_page
from grondslag.evidence.ledger import entries, export
from grondslag.evidence.receipt import load_or_create_key, record, sign
from grondslag.evidence.verify import read, verify


def erased(telling: Telling, scene: Scene) -> None:
    """Previews an erasure, carries it out, verifies its receipt, and searches every file for the person's words."""
    telling.chapter("3. One person erased")
    run, subject = scene.run, scene.made.canary
    there = search(scene.directory, scene.words)
    telling.say(f"{':'.join(subject)}: {len(there)} words that nobody else has stand in {_files(there)}")
    request = EraseSubject(run.store, run.statement, run.at, run.live, subject, evidence=scene.witness)
    begun = perf_counter()
    preview = request.rehearse()
    telling.say(f"preview: {_would_go(preview)}", perf_counter() - begun)
    _stays(telling, preview)
    begun = perf_counter()
    done = request.run()
    telling.check(
        f"erased: {_would_go(done)}, and what stays is as previewed",
        done.stays == preview.stays,
        perf_counter() - begun,
    )
    receipt = _proven(telling, scene, done)
    with run.store.transaction(write=False):
        report = Access(run.store, run.statement, run.at, subject).report()
    page = scene.directory / "access.html"
    files.write(access_page(report, run.statement, "nl"), page)
    telling.say(f"what the person now sees of what is held: {page}")
    _searched(telling, scene, receipt)


def _would_go(found: Erased) -> str:
    cells, rows = sum(found.swept.cells.values()), sum(found.swept.rows.values())
    stays = sum(each.count for each in found.stays)
    return f"{number(cells)} cells go, with {number(rows)} whole rows, and {number(stays)} cells stay"


def _stays(telling: Telling, found: Erased) -> None:
    """What stays, under which law or promise, until which day."""
    alike: dict[tuple[str, str, str], Counter[str]] = {}
    for each in found.stays:
        tables = alike.setdefault((each.purpose, each.law or each.promise, each.until), Counter())
        tables[each.place.rpartition(".")[0]] += each.count
    for (purpose, law, until), tables in alike.items():
        cells = ", ".join(f"{table} {count}" for table, count in tables.items())
        telling.say(f"  stays under {law}, for {purpose}, through {until or 'a day not known yet'}: {cells}")


def _proven(telling: Telling, scene: Scene, done: Erased) -> dict[str, Any]:
    """Signs the receipt, writes it beside the exported ledger, and verifies the files as anyone can."""
    store = scene.run.store
    key = load_or_create_key(beside(store, "key.pem"))
    content = erasure_of(done, scene.run.statement, datetime.now(UTC), "DEMO-1")
    with store.transaction() as connection:
        signed = sign(record(connection, content), key)
    receipt, ledger = scene.directory / "receipt.json", scene.directory / "ledger.jsonl"
    with store.transaction(write=False) as connection:
        found = entries(connection)
    store.clear()
    files.write(json.dumps(signed, ensure_ascii=False, indent=2) + "\n", receipt)
    files.write(export(found), ledger)
    begun = perf_counter()
    verdict = verify(read(str(receipt)), read(str(ledger)), signed["public_key"], found[-1].hash)
    telling.check(
        f"grondslag verify {receipt}: valid, signed and in the ledger of {len(found)} entries",
        verdict.ok, perf_counter() - begun,
    )  # fmt: skip
    forged = copy.deepcopy(signed)
    forged["content"]["reference"] += "0"
    telling.check("the same receipt with one character more: not valid", not verify(json.dumps(forged)).ok)
    return signed


def _searched(telling: Telling, scene: Scene, receipt: dict[str, Any]) -> None:
    """Every word that is left must stand in a cell that the receipt lists, and no more words than it counts."""
    begun = perf_counter()
    left = search(scene.directory, scene.words)
    places = sorted(place for _, place in left)
    stays: Counter[str] = Counter()
    for part in receipt["content"]["stays"]:
        stays[f"{part['table']}.{part['column']}"] += part["count"]
    count = sum(1 for path in scene.directory.rglob("*") if path.is_file())
    telling.check(
        f"search of all {count} files for these and all earlier words, {len(scene.words)}: {len(places)} left, "
        "all in cells on the receipt",
        Counter(places) <= stays, perf_counter() - begun,
    )  # fmt: skip
    telling.say(f"  in {_files(left)}: {', '.join(places)}")


def _files(found: Found) -> str:
    names = sorted({path.name for paths in found.values() for path in paths})
    return " and ".join(names) or "no file"
