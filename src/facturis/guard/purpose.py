"""The purpose that is open: ``with processing("I.D"):``, and what is raised and told where the statement refuses."""

from collections.abc import Callable
from contextvars import ContextVar, Token
from functools import wraps
from inspect import iscoroutinefunction
from types import TracebackType
from typing import Any, NoReturn, Self

from django.dispatch import Signal

from facturis.guard.responses import kept_open

_open: ContextVar[str | None] = ContextVar("purpose", default=None)

# Sent for each refusal with ``purpose`` (None where none was open), ``table``, ``column`` ("" for the table) and
# ``action`` (read or write); ``sender`` is PurposeDenied.
denied = Signal()


class PurposeDenied(Exception):
    """The statement does not list this for the purpose that is open, or none is open (Art. 5(1)(b) GDPR).

    ``line`` is what the statement says that the purpose uses. It is no PermissionDenied, which authentication passes
    over, and no DatabaseError, which callers retry.
    """

    def __init__(self, action: str, table: str, column: str = "", purpose: str | None = None, line: str = "") -> None:
        self.action, self.table, self.column, self.purpose, self.line = action, table, column, purpose, line
        place = f"{table}.{column}" if column else table
        done = {"read": "read", "write": "written"}[action]
        told = f"for {purpose}: {line}" if purpose else "without a purpose: open one with processing(«its number»)"
        super().__init__(f"{place} may not be {done} {told}")


class processing:
    """Opens a purpose, by its number in the statement, until the block ends; inside another it takes that one's place.

    It serves as a context manager, sync and async, and as a decorator of functions, sync and async, which then carry it
    as their ``purpose``; a view's template or stream is made under it too. What else runs later does not inherit it:
    a plain thread, a generator, a task that outlives the block keeps what it was begun under.
    """

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self._tokens: list[Token[str | None]] = []

    def __enter__(self) -> Self:
        self._tokens.append(_open.set(self.purpose))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _open.reset(self._tokens.pop())

    async def __aenter__(self) -> Self:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)

    def __call__[**P, T](self, function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
            with self._again():
                return kept_open(await function(*args, **kwargs), self._again)  # type: ignore[misc]

        @wraps(function)
        def called(*args: P.args, **kwargs: P.kwargs) -> T:
            with self._again():
                return kept_open(function(*args, **kwargs), self._again)

        decorated: Any = awaited if iscoroutinefunction(function) else called
        decorated.purpose = self.purpose
        return decorated  # type: ignore[no-any-return]

    def _again(self) -> "processing":
        """Itself anew, since one may be open in several threads and tasks at once."""
        return processing(self.purpose)


def purpose() -> str | None:
    """The purpose that is open here; None when there is none."""
    return _open.get()


def later(function: Callable[[], object]) -> Callable[[], object]:
    """The function to be called later, under the purpose that is open now, or under none."""
    now = purpose()

    @wraps(function)
    def called() -> object:
        token = _open.set(now)
        try:
            return function()
        finally:
            _open.reset(token)

    return called


def deny(action: str, table: str, column: str = "", line: str = "") -> NoReturn:
    """Tells the refusal to whoever records them, and raises it. Raises PurposeDenied."""
    denied.send_robust(PurposeDenied, purpose=purpose(), table=table, column=column, action=action)
    raise PurposeDenied(action, table, column, purpose(), line)
