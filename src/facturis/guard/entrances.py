"""The ways in, URLs, jobs and commands, and the purpose that each must declare."""

import inspect
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, get_args, get_origin, get_type_hints

from django.core.management import find_commands, load_command_class
from django.tasks import Task
from django.urls import URLPattern, URLResolver, get_resolver

from facturis.guard import places, statement
from facturis.guard.declaration import Finding
from facturis.guard.declare import PURPOSE, Owner, Personal, Plain
from facturis.guard.places import Place
from facturis.guard.rooms import rooms
from grondslag.statement.checks import suggestion


def views(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, Callable[..., object]]]:
    """Every URL that is answered, as its route, with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from views(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def jobs() -> dict[str, "Task[..., object]"]:
    """Every job of the rooms by its dotted name: those in their ``jobs.py``, and in any module that is loaded."""
    for room in rooms():
        if find_spec(f"{room.name}.jobs"):
            import_module(f"{room.name}.jobs")
    names = tuple(room.name for room in rooms())
    modules = [
        m for name, m in list(sys.modules.items()) if name in names or name.startswith(tuple(f"{n}." for n in names))
    ]
    found = (each for module in modules for each in vars(module).values() if isinstance(each, Task))
    return {each.module_path: each for each in found}


def view_findings() -> Iterator[Finding]:
    """URLs without a purpose of the statement."""
    for route, view in views():
        shown = getattr(view, "view_class", view)
        place = places.of_class(shown) if isinstance(shown, type) else places.of_function(shown)
        mend = "decorate the view with @processing('…'), or @nothing_personal('…') with the reason"
        yield from _purpose(getattr(view, PURPOSE, None), place, f"the URL {route}", mend)


def job_findings() -> Iterator[Finding]:
    """Jobs without a purpose, and arguments of which nobody says what they hold: a queue keeps them."""
    for name, job in jobs().items():
        place = places.of_function(job.func)
        purpose = getattr(job.func, PURPOSE, None)
        mend = "decorate it below @task with @processing('…'), @nothing_personal('…') or @as_owner('…')"
        yield from _purpose(purpose, place, f"the job {name}", mend, owner=True)
        yield from _arguments(name, job, place, purpose)


def command_findings() -> Iterator[Finding]:
    """Commands of the rooms without a purpose."""
    for room in rooms():
        for name in find_commands(str(Path(room.path) / "management")):
            command = type(load_command_class(room.name, name))
            mend = "give its Command purpose = '…', Plain('…') where it touches nothing personal, or Owner('…')"
            yield from _purpose(
                getattr(command, PURPOSE, None), places.of_class(command), f"the command {name}", mend, owner=True
            )


def _purpose(says: object, place: Place, what: str, mend: str, owner: bool = False) -> Iterator[Finding]:
    match says:
        case str() if statement.purpose(says):
            return
        case str():
            known = [each.id for each in statement.in_force().purposes if each.active]
            hint = suggestion(says, known).lstrip(": ") or "name an active purpose of the statement"
            yield Finding(place, f"{what} is for «{says}», which is no active purpose of the statement", hint)
        case Plain(reason) if reason.strip():
            return
        case Owner(reason) if owner and reason.strip():
            return
        case Plain() | Owner():
            yield Finding(place, f"{what} declares no purpose, and not why it needs none", mend)
        case _:
            yield Finding(place, f"{what} declares no purpose", mend)


def _arguments(name: str, job: "Task[..., object]", place: Place, purpose: object) -> Iterator[Finding]:
    plain = inspect.unwrap(job.func)
    hints = get_type_hints(plain, include_extras=True)
    asked = [*inspect.signature(plain).parameters][int(job.takes_context) :]
    listed = statement.purpose(purpose) if isinstance(purpose, str) else None
    for argument in (*asked, "return"):
        hint = hints.get(argument)
        says = next((each for each in _said(hint) if isinstance(each, Plain | Personal)), None)
        called = "its result" if argument == "return" else f"its argument '{argument}'"
        if says is None and not (argument == "return" and hint in (None, type(None))):
            yield Finding(
                place, f"the job {name} does not say what {called} holds, and a queue keeps it",
                "annotate it: Annotated[int, Plain('…')] with the reason, or Annotated[str, Personal('…')]",
            )  # fmt: skip
        elif isinstance(says, Personal) and not (listed and statement.lists(listed, says.category)):
            yield Finding(
                place, f"the job {name} keeps «{says.category}» in {called}, which its purpose does not list",
                "hand over the key of the row instead",
            )  # fmt: skip


def _said(hint: object) -> tuple[object, ...]:
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()
