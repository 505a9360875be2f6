"""Where something is declared: the file and line that a finding names, found in the source itself."""

import ast
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Model

from facturis.guard.declare import Privacy


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file."""

    file: str
    line: int

    def __str__(self) -> str:
        path = Path(self.file)
        near = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        return f"{near}:{self.line}"


def of_declaration(privacy: Privacy, *names: str) -> Place:
    """Where a declaration says something, by its names from the outside in: «columns», «email»."""
    file, line = privacy.place
    calls = (node for node in ast.walk(_parsed(file)) if isinstance(node, ast.Call) and node.lineno == line)
    node: ast.AST | None = next(calls, None)
    for name in names:
        node, line = _within(node, name) or (node, line)
    return Place(file, line)


def of_field(model: type[Model], name: str) -> Place:
    """Where a model defines a field: in its own class or the one that it has it from."""
    for kind in model.__mro__:
        body = _body(kind)
        for node in body.body if body else ():
            if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
                return Place(_file(kind), node.lineno)
    return of_class(model)


def of_class(kind: type) -> Place:
    """Where a class begins."""
    body = _body(kind)
    return Place(_file(kind), body.lineno if body else 1)


def of_function(function: Callable[..., object]) -> Place:
    """Where a function begins, seen through what decorates it."""
    plain = inspect.unwrap(function)
    code = getattr(plain, "__code__", None) or getattr(type(plain).__call__, "__code__", None)
    return Place(code.co_filename, code.co_firstlineno) if code else of_class(type(plain))


@cache
def _parsed(file: str) -> ast.Module:
    path = Path(file)
    return ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")


def _file(kind: type) -> str:
    return getattr(sys.modules.get(kind.__module__), "__file__", None) or kind.__module__


def _body(kind: type) -> ast.ClassDef | None:
    """The class in its source; of several with one name the last, which is the one that the module ends up with."""
    found: ast.AST = _parsed(_file(kind))
    for name in kind.__qualname__.replace(".<locals>", "").split("."):
        inside = (node for node in ast.walk(found) if isinstance(node, ast.ClassDef | ast.FunctionDef))
        named = [node for node in inside if node.name == name and node is not found]
        if not named:
            return None
        found = named[-1]
    return found if isinstance(found, ast.ClassDef) else None


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _within(node: ast.AST | None, name: str) -> tuple[ast.AST, int] | None:
    """What stands inside a call or dictionary under a name, and the line of that name."""
    for child in ast.walk(node) if node else ():
        if isinstance(child, ast.keyword) and child.arg == name:
            return child.value, child.lineno
        if isinstance(child, ast.Dict):
            for key, value in zip(child.keys, child.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == name:
                    return value, key.lineno
    return None
