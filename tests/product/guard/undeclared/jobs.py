"""Two jobs that declare all, and four that do not."""

from typing import Annotated, Any

from django.tasks import task

from facturis.guard.declare import Personal, Plain, as_owner, nothing_personal
from facturis.guard.purpose import processing


@task
@processing("I.D")
def fine(invoice: Annotated[int, Plain("the key of a row")], to: Annotated[str, Personal("email")]) -> None: ...


@task(takes_context=True)
@as_owner("it must")
def with_context(context: Any) -> None: ...


@task
def undeclared_job() -> None: ...


@task
@processing("I.D")
def undeclared_argument(invoice: int) -> None: ...


@task
@processing("I.D")
def unlisted_argument(iban: Annotated[str, Personal("iban")]) -> None: ...


@task
@nothing_personal("it only counts")
def undeclared_result() -> int: ...
