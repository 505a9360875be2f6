"""A purpose as the gate leaves it on what it decorates."""

from collections.abc import Callable
from typing import Any


def for_purpose[T: Callable[..., Any]](purpose: str) -> Callable[[T], T]:
    """What the gate's decorator leaves on what it decorates."""

    def declared(function: T) -> T:
        function.purpose = purpose  # type: ignore[attr-defined]
        return function

    return declared
