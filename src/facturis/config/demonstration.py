"""The end of the demonstration: the product itself, over a company of two years, in a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter

from facturis.config import serve
from facturis.demo.telling import Telling
from grondslag.cli.failures import InputError
from grondslag.cli.printing import number

HOST, FOLDER, SAMPLE = "127.0.0.1", "portal", 200
# What an environment may say of the product, which is of another one than this.
OTHERS = ("FACTURIS_", "DATABASE_", "DJANGO_", "SECRET_KEY")


def demonstrate(directory: Path, port: int, first: Callable[[], int]) -> int:
    """Runs what is shown ``first``; where that ends well makes the company, audits it, and serves until stopped.

    Raises InputError where the port is taken, before anything is made, and where the company cannot be made.
    """
    serve.listening(HOST, port).close()
    if code := first():
        return code
    folder = directory / FOLDER
    print("\n4. The product")
    begun = perf_counter()
    logins = made(folder)
    product = environment(folder)
    os.environ.clear()
    os.environ.update(product)
    serve.set_up()
    telling = Telling()
    _audited(telling, folder, perf_counter() - begun)
    if telling.failed:
        return 1
    _told(telling, logins)
    return serve.serve(HOST, port)


def made(folder: Path) -> list[tuple[str, str]]:
    """Makes the company in a folder that is not there yet; returns what each account to sign in with is, and its name.

    It is made beside the folder and renamed, so that an interruption leaves nothing half. Raises InputError.
    """
    if folder.exists():
        raise InputError(f"{folder} is there already: name another --directory")
    draft = Path(mkdtemp(prefix=f".{FOLDER}-", dir=folder.parent))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "facturis.demo.company"], env=environment(draft), stdout=subprocess.PIPE, check=False
        )
        if done.returncode:
            raise InputError("the company of the demonstration could not be made, for the reason above")
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [(role, username) for role, username in json.loads(done.stdout)]


def environment(folder: Path) -> dict[str, str]:
    """The environment in which the product demonstrates: nothing in it is of another database, folder or key."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    return ours | {
        "FACTURIS_DIRECTORY": str(folder.resolve()), "FACTURIS_DEMO": "1", "FACTURIS_HTTPS": "0",
        "DJANGO_SETTINGS_MODULE": serve.SETTINGS,
    }  # fmt: skip


def _audited(telling: Telling, folder: Path, seconds: float) -> None:
    """Tells what there is, and that none of it is unlawful."""
    from facturis.guard.judged import judged  # once Django is set up
    from grondslag.engine.audit import Audit
    from grondslag.law.rules import rules_of

    begun = perf_counter()
    with judged() as run:
        found = Audit(run.store, rules_of(run.statement), run.at).run(SAMPLE)
    counted = {
        "organisations": "organisations_organisation", "persons": "accounts_person", "agreements":
        "agreements_agreement", "documents": "documents_document", "deliveries": "documents_delivery", "decisions":
        "documents_step",
    }  # fmt: skip
    rows = ", ".join(f"{number(found.rows[table])} {what}" for what, table in counted.items())
    telling.say(f"{folder}: {rows}", seconds)
    total = found.total
    telling.check(
        f"audit: {number(total.judged)} cells judged: {total.unlawful + total.due} unlawful",
        total.judged > 0 == total.unlawful + total.due, perf_counter() - begun,
    )  # fmt: skip
    telling.check(
        f"{number(found.sampled)} cells judged once more, by the page of law instead of SQL: "
        f"{len(found.disagreements)} disagree",
        found.sampled > 0 == len(found.disagreements),
    )


def _told(telling: Telling, logins: list[tuple[str, str]]) -> None:
    from facturis.demo.company.parties import PASSWORD  # once Django is set up

    telling.say(f"sign in at /account/sign-in, with the password «{PASSWORD}», as")
    for role, username in logins:
        telling.say(f"  {username:10} {role}")
    telling.say("mail is sent to nobody: it lies in the folder mail")
