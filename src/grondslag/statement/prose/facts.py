"""Facts found in the narrative, gathered into one Statement: the first told of a value wins, tuples are added to."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from grondslag.statement.model import Group, Purpose, Right, RightKind, Statement

Fact = tuple[str, object]
_EMPTY = Statement()


class Draft:
    """A statement in the making. ``put`` takes a path such as "contacts.general" or "rights.access" and a value."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.rights: dict[RightKind, Right] = {}

    def put(self, path: str, value: object) -> None:
        """Adds a fact: rights are merged, tuples extended without doubles, else the first wins.

        A truth about a whole part («we are the controller») places its line and sets nothing.
        """
        if path.startswith("rights"):
            rights = value if isinstance(value, tuple) else (value,)
            for right in rights:
                if isinstance(right, Right):
                    self.rights[right.kind] = _merged(self.rights.get(right.kind), right)
            return
        default = _default(path)
        if is_dataclass(default) and isinstance(value, bool):
            return
        if isinstance(default, tuple):
            known = self.values.get(path, ())
            added = value if isinstance(value, tuple) else (value,)
            self.values[path] = tuple(dict.fromkeys([*(known if isinstance(known, tuple) else ()), *added]))
        elif not self.values.get(path):
            self.values[path] = value

    def statement(self, groups: tuple[Group, ...], purposes: tuple[Purpose, ...]) -> Statement:
        """The statement that the facts amount to."""
        top: dict[str, Any] = {"groups": groups, "purposes": purposes}
        nested: dict[str, dict[str, object]] = {}
        for path, value in self.values.items():
            head, _, rest = path.partition(".")
            if rest:
                nested.setdefault(head, {})[rest] = value
            else:
                top[head] = value
        for head, values in nested.items():
            top[head] = replace(top.get(head, getattr(_EMPTY, head)), **values)
        top["rights"] = tuple(self._right(kind) for kind in RightKind if kind in self.rights)
        return replace(_EMPTY, **top)

    def _right(self, kind: RightKind) -> Right:
        """A right told inside another right's paragraph is told under that paragraph's precondition."""
        right = self.rights[kind]
        if right.own_heading or right.precondition or not right.heading:
            return right
        host = next((r for r in self.rights.values() if r.own_heading and r.heading == right.heading), right)
        return replace(right, precondition=host.precondition)


def _default(path: str) -> object:
    """What a Statement holds at a path when nothing is told. Raises KeyError for a path that it does not have."""
    value: object = _EMPTY
    for part in path.split("."):
        if not is_dataclass(value) or part not in {f.name for f in fields(value)}:
            raise KeyError(path)
        value = getattr(value, part)
    return value


def _merged(known: Right | None, told: Right) -> Right:
    if known is None:
        return told
    first, second = (told, known) if told.own_heading and not known.own_heading else (known, told)
    return replace(
        first,
        heading=first.heading or second.heading,
        own_heading=first.own_heading or second.own_heading,
        conditional=first.conditional or second.conditional,
        precondition=first.precondition or (second.precondition if second.heading in ("", first.heading) else ""),
        told=tuple(dict.fromkeys([*known.told, *told.told])),
    )


def paths(facts: Iterable[Fact]) -> list[str]:
    """The field paths of facts, as they are noted beside a line: rights with their kind."""
    return [f"rights.{value.kind.value}" if isinstance(value, Right) else path for path, value in facts]
