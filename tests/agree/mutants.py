"""Broken variants of the law, each a small change of its text, named after what it gets wrong.

A mutant replaces text that stands exactly once in a module of the law. ``broken`` compiles the changed text and lends
its functions' code to the functions of the real module, so that all who call them get the broken law until it ends.
"""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType

from grondslag.law import calendar, facts, lawful, rules
from tests.agree import broken_happenings, broken_page, broken_words
from tests.agree.broken_page import Changes


@dataclass(frozen=True)
class Mutant:
    """A broken law: what is wrong with it, the change of a module's text, and a case that must catch it."""

    name: str
    module: ModuleType
    old: str
    new: str
    caught_by: str


class MutantError(Exception):
    """The text that a mutant changes does not stand exactly once in its module, or no function changed."""


@contextmanager
def broken(mutant: Mutant) -> Iterator[None]:
    """The law broken as this mutant says. Raises MutantError when the change does not apply."""
    source = inspect.getsource(mutant.module)
    if source.count(mutant.old) != 1:
        raise MutantError(
            f"{mutant.name}: its text stands {source.count(mutant.old)} times in {mutant.module.__name__}"
        )
    codes = _codes(compile(source.replace(mutant.old, mutant.new), str(mutant.module.__file__), "exec"))
    originals = _codes(compile(source, str(mutant.module.__file__), "exec"))
    changed = [
        (function, function.__code__)
        for name, function in functions(mutant.module)
        if _differs(codes[name], originals[name])
    ]
    if not changed:
        raise MutantError(f"{mutant.name}: no function of {mutant.module.__name__} changed")
    try:
        for function, code in changed:
            function.__code__ = codes[code.co_qualname]
        _forget()
        yield
    finally:
        for function, code in changed:
            function.__code__ = code
        _forget()


def _codes(code: CodeType) -> dict[str, CodeType]:
    """All functions' code in a compiled module, by qualified name."""
    found: dict[str, CodeType] = {}
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found |= {inner.co_qualname: inner, **_codes(inner)}
    return found


def _differs(one: CodeType, other: CodeType) -> bool:
    """Whether two codes do something else, wherever they stand."""
    plain = [tuple(c for c in each.co_consts if not isinstance(c, CodeType)) for each in (one, other)]
    inner = [[c for c in each.co_consts if isinstance(c, CodeType)] for each in (one, other)]
    if one.co_code != other.co_code or one.co_names != other.co_names or plain[0] != plain[1]:
        return True
    return len(inner[0]) != len(inner[1]) or any(_differs(a, b) for a, b in zip(*inner, strict=True))


def functions(module: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    """The functions and methods that a module defines itself, by qualified name."""
    for value in vars(module).values():
        members = vars(value).values() if isinstance(value, type) else (value,)
        for member in members:
            bare = getattr(member, "fget", None) or inspect.unwrap(getattr(member, "__func__", member))
            if isinstance(bare, FunctionType) and bare.__code__.co_filename == module.__file__:
                yield bare.__code__.co_qualname, bare


def _forget() -> None:
    """What the calendar remembers was worked out by another law."""
    for function in (calendar.last_day, calendar.cutoff, calendar.dutch_holidays):
        function.cache_clear()


def _table(module: ModuleType, changes: Changes) -> Iterator[Mutant]:
    for old, by_name in changes.items():
        for name, (new, caught_by) in by_name.items():
            yield Mutant(name, module, old, new, caught_by)


MUTANTS: tuple[Mutant, ...] = (
    *_table(lawful, broken_page.PAGE),
    *_table(lawful, broken_happenings.HAPPENINGS),
    *_table(facts, broken_words.FACTS),
    *_table(rules, broken_words.RULES),
    *_table(calendar, broken_words.CALENDAR),
)
