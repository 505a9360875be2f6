"""Amendments: what must change in a published statement before it is lawful and can be executed, and why.

An amendment names one place by its path, what stands there and what is to stand there. Applying one is the same
mechanism for every place: walk the path through the frozen values, compare, replace.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from grondslag.statement.checks import suggestion
from grondslag.statement.errors import StatementError
from grondslag.statement.model import (
    Group,
    Item,
    Link,
    Mention,
    Purpose,
    Recipient,
    Right,
    SharingReason,
    Source,
    Statement,
    Technique,
    Transfer,
)

type Status = Literal["proposed", "adopted"]
type Change = Callable[[Any, Any], Any]

KEYS: dict[type, str] = {
    Group: "id", Purpose: "id", Item: "label", Source: "label", Recipient: "name", SharingReason: "label",
    Mention: "label", Transfer: "recipient", Technique: "name", Right: "kind", Link: "text",
}  # fmt: skip

RULE = re.compile(
    r"L(0[1-9]|[1-4][0-9]|50)|(SYS|ID|SRC|PUR|RGT|RSP|RCP|ADM|TRF|CKI|CHG|CMP|CON)-[A-Z0-9]+(\.[A-Z0-9]+)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One change: the ``rule`` that asks for it, where (``path``), ``old`` to ``new``, and the reason.

    ``rule`` is a rule of the linter (L01 to L50) or a requirement such as CON-1 or PUR-X2. ``path`` runs through the
    fields and the ids: ``controller.zone``, ``purposes.I.B.terms``, ``rights.objection.told``. ``old`` and ``new`` are
    values of the statement; None is what is not there, so an entry is added from None and removed to None.
    """

    id: str
    rule: str
    path: str
    old: Any = None
    new: Any = None
    reason: str
    status: Status


def applied(statement: Statement, amendments: Iterable[Amendment]) -> Statement:
    """The statement after these amendments, in order.

    Raises StatementError when a path leads nowhere or ``old`` is not what stands there.
    """
    for amendment in amendments:
        statement = _applied(statement, amendment)
    return statement


def _applied(statement: Statement, amendment: Amendment) -> Statement:
    def change(_kind: Any, present: Any) -> Any:
        if present != amendment.old:
            raise StatementError(f"amendment {amendment.id}: 'old' is not what stands at {amendment.path}")
        return amendment.new

    return changed(statement, amendment.path, change)


def changed(statement: Statement, path: str, change: Change) -> Statement:
    """The statement with the value at ``path`` replaced by what ``change(type, present value)`` returns.

    An entry that is not there yet is presented as None and added; None for an entry removes it, None for a field gives
    its default back. Raises StatementError when the path leads nowhere.
    """
    result: Statement = _changed(Statement, statement, path, change)
    return result


def _changed(kind: Any, value: Any, rest: str, change: Change) -> Any:
    if not rest:
        return change(kind, value)
    if is_dataclass(value):
        return _field_changed(value, rest, change)
    if isinstance(value, tuple) and (element := get_args(kind)[0]) in KEYS:
        return _entry_changed(element, value, rest, change)
    raise StatementError(f"the path goes on with '{rest}' where only a value stands")


def _field_changed(value: Any, rest: str, change: Change) -> Any:
    kind: Any = type(value)
    name, _, rest = rest.partition(".")
    hints = fields_of(kind)
    if name not in hints:
        raise StatementError(f"{kind.__name__} has no field '{name}'{suggestion(name, hints)}")
    new = _changed(hints[name], getattr(value, name), rest, change)
    if new is None:
        new = next(field.default for field in fields(kind) if field.name == name)
        if new is MISSING:
            raise StatementError(f"'{name}' of {kind.__name__} cannot be left out: write it in 'new'")
    return replace(value, **{name: new})


def _entry_changed(element: type, entries: tuple[Any, ...], rest: str, change: Change) -> tuple[Any, ...]:
    key = KEYS[element]
    found = [index for index, entry in enumerate(entries) if _leads_to(rest, str(getattr(entry, key)))]
    if not found:
        new = change(element, None)
        if new is None or str(getattr(new, key)) != rest:
            raise StatementError(f"no {element.__name__.lower()} is called '{rest}'{_known(element, entries, rest)}")
        return (*entries, new)
    index = max(found, key=lambda place: len(str(getattr(entries[place], key))))
    name = str(getattr(entries[index], key))
    if [str(getattr(entry, key)) for entry in entries].count(name) > 1:
        raise StatementError(f"two entries are called '{name}': a path cannot tell them apart")
    new = _changed(element, entries[index], rest[len(name) + 1 :], change)
    return (*entries[:index], *((new,) if new is not None else ()), *entries[index + 1 :])


def _leads_to(rest: str, name: str) -> bool:
    return rest == name or rest.startswith(f"{name}.")


def _known(element: type, entries: tuple[Any, ...], rest: str) -> str:
    return suggestion(rest, {str(getattr(entry, KEYS[element])) for entry in entries})


def element_type(kind: Any) -> Any:
    """The type of the entries when ``kind`` is ``tuple[X, ...]``, else None."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


@cache
def fields_of(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass with their types."""
    return get_type_hints(kind)
