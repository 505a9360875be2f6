"""What is made of the same objects is made once: remembered by identity, since their values are costly to compare."""

from collections.abc import Callable
from functools import wraps

SIZE = 32


def kept[**P, T](make: Callable[P, T]) -> Callable[P, T]:
    """The function, remembering its last results for the same objects, and for equal texts and numbers."""
    found: dict[tuple[object, ...], tuple[object, T]] = {}

    @wraps(make)
    def remembered(*args: P.args, **named: P.kwargs) -> T:
        values = (*args, *named.values())
        key = tuple(each if isinstance(each, str | int) else id(each) for each in values)
        known = found.get(key)
        if known is None:
            if len(found) >= SIZE:
                found.clear()
            # The objects are kept too, so that no other can get the identity of one.
            known = found[key] = (values, make(*args, **named))
        return known[1]

    return remembered
