"""The commands for one person in several stores at once: access and erase, found by identifiers."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from grondslag.cli import files, printing
from grondslag.cli.failures import InputError
from grondslag.cli.options import Json, On, Output, StatementFile

if TYPE_CHECKING:
    from grondslag.cli.judged import Judged
    from grondslag.cli.several import Several
    from grondslag.datamap.identifiers import Identifier
    from grondslag.engine.everywhere import Attempt, Outcome

StoresFile = Annotated[Path, typer.Option("--stores", metavar="FILE", help="The stores, as TOML.")]
Identifiers = Annotated[
    list[str], typer.Option("--identifier", metavar="KIND:TEXT", help="Such as email:naam@example.com; repeatable.")
]
Confirmed = Annotated[
    list[str], typer.Option("--confirm", metavar="STORE:KIND:KEY", help="Who was confirmed to be meant; repeatable.")
]
group = typer.Typer(help="One person in several stores at once: access and erase.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line, under «everywhere»."""
    group.command()(access)
    group.command()(erase)
    app.add_typer(group, name="everywhere")


def access(
    statement: StatementFile,
    stores: StoresFile,
    identifier: Identifiers,
    confirm: Confirmed = [],  # noqa: B006 - Typer reads it, nobody changes it
    on: On = None,
    output: Output = None,
) -> int:
    """Tell everything held of one person in every store; ends with 1 when a store could not tell."""
    from json import dumps

    from grondslag.engine.access import Access

    def report(name: str, run: "Judged", attempt: "Attempt") -> list[dict[str, Any]]:
        run.store.prepare(lasting=False)
        with run.store.transaction(write=False):
            places = several.stores[name].files
            return [Access(run.store, run.statement, run.at, each, places).report() for each in attempt.subjects]

    several, given = _read(stores), _identifiers(identifier)
    outcomes = _run(several, statement, given, confirm, on, report)
    told = [_told(each) | ({"reports": each.result} if each.result else {}) for each in outcomes]
    files.write(dumps({"stores": told}, ensure_ascii=False, indent=2) + "\n", output)
    return _code(outcomes)


def erase(
    statement: StatementFile,
    stores: StoresFile,
    identifier: Identifiers,
    reference: Annotated[str, typer.Option("--reference", help="The number of the request, for file and receipts.")],
    confirm: Confirmed = [],  # noqa: B006 - Typer reads it, nobody changes it
    on: On = None,
    ordered: Annotated[bool, typer.Option("--ordered", help="Because processing was unlawful, or by order.")] = False,
    key: Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The signing key of the receipts.")] = None,
    json: Json = False,
) -> int:
    """Erase one person in every store, with a receipt for each; run again, it does what is left. Ends with 1 till then.

    Files stand beside that of the stores: the request (request-REFERENCE.json) and the receipts.
    """
    from grondslag.cli.erased import Eraser
    from grondslag.engine.everywhere import OpenRequest

    if not re.fullmatch(r"[\w-][\w.-]*", reference):
        raise InputError("--reference names files: write letters, digits, «.», «-» and «_»")
    several, given = _read(stores), _identifiers(identifier)
    request = OpenRequest.at(stores.with_name(f"request-{reference}.json"), reference, given)
    work = Eraser(several, reference, ordered, key or stores.with_name("key.pem"), stores.parent)
    outcomes = _run(several, statement, given, confirm, on, work, request)
    if json:
        printing.document({"reference": reference, "stores": [_told(each) | (each.result or {}) for each in outcomes]})
    else:
        rows = [(each.store, each.state, each.why or (each.result or {}).get("receipt", "")) for each in outcomes]
        printing.table(f"Request {reference}", ("store", "state", "why, or receipt"), rows)
        if _code(outcomes):
            printing.line("The request stays open: mend what failed, and run the same command again.")
    return _code(outcomes)


def _run[T](
    several: "Several",
    statement: Path,
    identifiers: "tuple[Identifier, ...]",
    confirm: list[str],
    on: Any,
    work: "Callable[[str, Judged, Attempt], T]",
    request: Any = None,
) -> "list[Outcome[T]]":
    from grondslag.engine.everywhere import carry_out
    from grondslag.law.rules import Moment

    zone = ZoneInfo(files.statement(statement).controller.zone)
    now = datetime.now(UTC) if on is None else Moment.on(on, zone).now
    openers = {name: _opener(statement, several, name, now) for name in several.stores}
    confirmed = _confirmed(confirm, several)
    return list(carry_out(openers, lambda run: run.store, identifiers, now, work, request, confirmed))


def _opener(
    statement: Path, several: "Several", name: str, now: datetime
) -> "Callable[[], AbstractContextManager[Judged]]":
    @contextmanager
    def opened() -> "Iterator[Judged]":
        from grondslag.cli.judged import judged
        from grondslag.law.rules import Moment
        from grondslag.stores.port import StoreError

        entry = several.stores[name]
        with judged(statement, entry.datamap, entry.url, None, facts=entry.facts) as run:
            try:
                run.refuse_misfits()
                yield replace(run, at=Moment(now, run.at.zone))
            except InputError as error:
                raise StoreError(str(error)) from None

    return opened


def _confirmed(confirm: list[str], several: "Several") -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for text in confirm:
        parts = tuple(part.strip() for part in text.split(":", 2))
        if len(parts) != 3 or not all(parts) or parts[0] not in several.stores:
            raise InputError(f"--confirm {text}: write STORE:KIND:KEY, with one of {', '.join(several.stores)}")
        found[parts[0]] = found.get(parts[0], frozenset()) | {(parts[1], parts[2])}
    return found


def _identifiers(given: list[str]) -> "tuple[Identifier, ...]":
    from grondslag.datamap.identifiers import identifier

    try:
        return tuple(identifier(text) for text in given)
    except ValueError as error:
        raise InputError(f"--identifier: {error}") from None


def _read(stores: Path) -> "Several":
    from grondslag.cli.several import read

    return read(stores)


def _told(outcome: "Outcome[Any]") -> dict[str, Any]:
    subjects = [":".join(subject) for subject in outcome.subjects]
    return {"store": outcome.store, "state": outcome.state, "why": outcome.why, "subjects": subjects}


def _code(outcomes: "list[Outcome[Any]]") -> int:
    return 1 if any(each.open for each in outcomes) else 0
