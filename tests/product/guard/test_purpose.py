"""What opens a purpose, where it reaches and where it does not; and that every refusal is told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from threading import Thread
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.http import StreamingHttpResponse
from django.template.response import SimpleTemplateResponse

from facturis.guard.purpose import PurposeDenied, denied, processing, purpose
from tests.product.databases import forget
from tests.product.guard.shop import Person


def test_a_purpose_is_open_in_its_block_and_the_inner_one_counts() -> None:
    assert purpose() is None
    with processing("I.D"):
        with processing("II.A"):
            assert purpose() == "II.A"
        assert purpose() == "I.D"
        with pytest.raises(ZeroDivisionError), processing("F"):
            _ = 1 / 0
        assert purpose() == "I.D"
    assert purpose() is None


def test_a_function_is_given_its_purpose_each_time_it_is_called() -> None:
    @processing("I.D")
    def told(depth: int = 0) -> list[str | None]:
        """What is open, this deep."""
        return [purpose(), *(told(depth - 1) if depth else ())]

    assert told(2) == ["I.D"] * 3
    assert (told.__name__, purpose()) == ("told", None)


def test_a_function_carries_the_purpose_that_it_declares() -> None:
    assert processing("I.D")(lambda: None).purpose == "I.D"  # type: ignore[attr-defined]


def test_a_template_is_rendered_under_the_purpose_of_its_view() -> None:
    class Late(SimpleTemplateResponse):
        @property
        def rendered_content(self) -> str:
            return str(purpose())

    @processing("I.D")
    def view() -> SimpleTemplateResponse:
        return Late("")

    answer = view()
    assert not answer.is_rendered
    assert (answer.render().content, purpose()) == (b"I.D", None)


def test_a_stream_is_made_under_the_purpose_of_its_view_and_sent_under_none() -> None:
    def parts() -> Iterator[str]:
        yield str(purpose())
        with processing("F"):
            yield str(purpose())
        yield str(purpose())

    @processing("I.D")
    def view() -> StreamingHttpResponse:
        return StreamingHttpResponse(parts())

    found = []
    for part in view():
        found.append((part, purpose()))
    assert found == [(b"I.D", None), (b"F", None), (b"I.D", None)]


def test_a_stream_of_a_coroutine_too() -> None:
    async def parts() -> AsyncIterator[str]:
        yield str(purpose())
        await asyncio.sleep(0)
        yield str(purpose())

    @processing("I.D")
    async def view() -> StreamingHttpResponse:
        return StreamingHttpResponse(parts())

    async def sent() -> list[object]:
        return [(part, purpose()) async for part in await view()]

    assert asyncio.run(sent()) == [(b"I.D", None), (b"I.D", None)]


def test_coroutines_each_have_their_own() -> None:
    @processing("I.D")
    async def decorated() -> str | None:
        await asyncio.sleep(0)
        return purpose()

    async def opened(name: str) -> str | None:
        async with processing(name):
            await asyncio.sleep(0)
            return await sync_to_async(purpose)()

    async def all_of_them() -> list[str | None]:
        return list(await asyncio.gather(decorated(), opened("II.A"), opened("F"), sync_to_async(purpose)()))

    assert asyncio.run(all_of_them()) == ["I.D", "II.A", "F", None]


def test_a_thread_has_none_but_its_own() -> None:
    found: list[str | None] = []
    with processing("I.D"):
        thread = Thread(target=lambda: found.append(purpose()))
        thread.start()
        thread.join()
    assert found == [None]


def test_a_refusal_is_of_a_kind_that_nobody_takes_for_another() -> None:
    assert not issubclass(PurposeDenied, PermissionDenied | DatabaseError)


@pytest.mark.usefixtures("people")
def test_a_refusal_names_the_place_the_purpose_and_the_line_of_the_statement() -> None:
    with processing("III.C"), pytest.raises(PurposeDenied) as refused:
        Person.objects.filter(email="").exists()
    error = refused.value
    assert (error.action, error.table, error.column, error.purpose) == ("read", "guard_person", "email", "III.C")
    assert error.line == "III.C «Account» uses «Name», «Phone»"
    with processing("IX.Z"), pytest.raises(PurposeDenied, match="the statement has no such purpose"):
        Person.objects.exists()


@pytest.mark.usefixtures("people")
def test_every_refusal_is_told_to_whoever_records_them() -> None:
    heard: list[tuple[Any, ...]] = []

    def hear(purpose: str | None, table: str, column: str, action: str, **_: object) -> None:
        heard.append((purpose, table, column, action))

    denied.connect(hear)
    try:
        with processing("III.C"), pytest.raises(PurposeDenied):
            Person.objects.update(email="x")
        with processing("F"), pytest.raises(PurposeDenied), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM guard_person")
        with pytest.raises(PurposeDenied):
            Person.objects.first()
    finally:
        denied.disconnect(hear)
    assert [(purpose, table, action) for purpose, table, _, action in heard] == [
        ("III.C", "guard_person", "write"),
        ("F", "guard_person", "read"),
        (None, "guard_person", "read"),
    ]


@pytest.mark.usefixtures("people")
def test_what_waits_for_the_commit_runs_under_the_purpose_in_which_it_was_registered() -> None:
    found: list[object] = []

    def look() -> None:
        found.append((purpose(), Person.objects.count()))

    with processing("F"), transaction.atomic():
        with processing("I.D"):
            transaction.on_commit(look)
        with processing("III.C"):
            transaction.on_commit(look)
    assert found == [("I.D", 1), ("III.C", 2)]
    transaction.on_commit(lambda: found.append(purpose()))
    assert found[-1] is None


@pytest.mark.usefixtures("people")
def test_threads_each_open_their_own_purpose_on_their_own_connection() -> None:
    found: dict[str, object] = {}

    def look(name: str) -> None:
        try:
            for _ in range(20):
                with processing(name):
                    found[name] = Person.objects.count()
            try:
                Person.objects.count()
            except PurposeDenied as error:
                found[f"{name} ended"] = error.purpose
        finally:
            forget()

    threads = [Thread(target=look, args=(name,)) for name in ("I.D", "III.C")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"I.D": 1, "III.C": 2, "I.D ended": None, "III.C ended": None}


@pytest.mark.usefixtures("people")
def test_async_queries_run_under_the_purpose_of_their_task() -> None:
    async def count(name: str, model: type[Model] = Person) -> int:
        async with processing(name):
            await asyncio.sleep(0)
            return await model._base_manager.acount()

    async def all_of_them() -> list[int]:
        try:
            return await asyncio.gather(count("I.D"), count("III.C"), count("I.D"))
        finally:
            await sync_to_async(forget)()

    assert asyncio.run(all_of_them()) == [1, 2, 1]
