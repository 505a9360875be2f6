"""What of an answer is made after its view has returned is made under the view's purpose too."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.http import StreamingHttpResponse
from django.template.response import SimpleTemplateResponse

Opens = Callable[[], AbstractContextManager[Any]]


def kept_open[T](answer: T, opens: Opens) -> T:
    """A view's answer: a template that is still to be rendered, or a stream, is made in what ``opens`` opens."""
    if isinstance(answer, SimpleTemplateResponse) and not answer.is_rendered:
        _render_within(answer, opens)
    elif isinstance(answer, StreamingHttpResponse):
        parts: Any = answer.streaming_content
        answer.streaming_content = _awaited(aiter(parts), opens) if answer.is_async else _stepped(iter(parts), opens)
    return answer


def _render_within(answer: SimpleTemplateResponse, opens: Opens) -> None:
    render = answer.render

    def rendered() -> SimpleTemplateResponse:
        with opens():
            return render()

    answer.render = rendered  # type: ignore[method-assign]


def _stepped(parts: Iterator[Any], opens: Opens) -> Iterator[Any]:
    """The purpose is open while a part is made, and not while it is sent."""
    ended = object()
    while True:
        with opens():
            part = next(parts, ended)
        if part is ended:
            return
        yield part


async def _awaited(parts: AsyncIterator[Any], opens: Opens) -> AsyncIterator[Any]:
    while True:
        with opens():
            try:
                part = await anext(parts)
            except StopAsyncIteration:
                return
        yield part
