"""Pages: the ten main ones for the demonstration's owner, over its company on SQLite; against a page that does nothing.

``python -m bench.pages`` is the process that takes them, set up as the product is over what a demonstration made.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bench.measure import Row, Target
from facturis.config import demonstration

ROUNDS, TARGET = 40, Target(0.2)
NOTHING = "/alive"
# {agreement}, {organisation} and {document} are those of the one who looks.
PAGES = {
    "the first page": "/", "prices": "/prices/", "the statement": "/privacy/", "signing in": "/account/sign-in",
    "the account": "/account/", "the portal": "/portal/", "an agreement": "/portal/agreements/{agreement}/",
    "an organisation": "/portal/organisations/{organisation}/", "documents": "/portal/documents/",
    "a document": "/portal/documents/{document}/",
}  # fmt: skip


def rows() -> Iterator[Row]:
    """A row for the median of each page, and one for its 95th percentile; each case says how many queries it takes."""
    with tempfile.TemporaryDirectory() as folder:
        portal = Path(folder) / "portal"
        demonstration.made(portal)
        command = [sys.executable, "-m", "bench.pages"]
        done = subprocess.run(command, env=demonstration.environment(portal), stdout=subprocess.PIPE, check=True)
    found = json.loads(done.stdout)
    floor = found.pop(NOTHING)["times"]
    for name, page in found.items():
        case = f"{name}, {page['queries']} queries"
        for which, ours, theirs in (
            ("median", median(page["times"]), median(floor)),
            ("95th percentile", _late(page["times"]), _late(floor)),
        ):
            spread, least = (min(page["times"]), max(page["times"])), (min(floor), max(floor))
            yield Row("pages", f"{case}, {which}", ours, theirs, spread, TARGET, least, ROUNDS)


def _late(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def addresses() -> dict[str, str]:
    """The pages by name, as the owner of the demonstration has them; Django is set up over its company."""
    from facturis.guard import store
    from facturis.services.agreements.models import Agreement
    from facturis.services.documents.models import Document

    mine = Agreement.objects.using(store.owner()).get(person__username="owner", organisation__isnull=False)
    documents = Document.objects.using(store.owner()).filter(agreement=mine, deliveries__isnull=False)
    keys = {"agreement": mine.pk, "organisation": mine.organisation_id, "document": documents.earliest("pk").pk}
    return {name: path.format_map(keys) for name, path in PAGES.items()}


def _taken() -> dict[str, dict[str, object]]:
    """The times of each page in turns, and the queries of one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from facturis.guard import store
    from facturis.website.accounts.models import Person

    client, asked = Client(headers={"host": "localhost"}), addresses() | {NOTHING: NOTHING}
    client.force_login(Person.objects.using(store.owner()).get(username="owner"))
    queries, times = dict[str, int](), {name: list[float]() for name in asked}
    for name, path in asked.items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        queries[name] = len(captured)
    for _ in range(ROUNDS):
        for name, path in asked.items():
            begun = perf_counter()
            client.get(path)
            times[name].append(perf_counter() - begun)
    return {name: {"queries": queries[name], "times": times[name]} for name in asked}


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    os.write(1, json.dumps(_taken()).encode())
