"""Every URL, job and command declares its purpose, and every job what it takes."""

import inspect
from importlib import import_module
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management.base import SystemCheckError
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.views import View

from facturis.guard import entrances
from facturis.guard.checks import TAG, require
from facturis.guard.declaration import Finding
from facturis.guard.declare import as_owner, nothing_personal
from facturis.guard.purpose import processing
from facturis.guard.rooms import Room, rooms
from tests.product.guard.undeclared import jobs


def undeclared(request: HttpRequest) -> HttpResponse: ...


@processing("I.D")
def invoices(request: HttpRequest) -> HttpResponse: ...


@processing("II.D")
def inactive(request: HttpRequest) -> HttpResponse: ...


@nothing_personal("")
def unreasoned(request: HttpRequest) -> HttpResponse: ...


@as_owner("it is quicker")
def past_the_gate(request: HttpRequest) -> HttpResponse: ...


@method_decorator(processing("I.D"), name="dispatch")
class Invoices(View):
    pass


class Undeclared(View):
    pass


def urls(*patterns: Any) -> Any:
    return type("urls", (), {"urlpatterns": list(patterns)})


def view_findings(*patterns: Any) -> list[Finding]:
    with override_settings(ROOT_URLCONF=urls(*patterns)):
        return list(entrances.view_findings())


def test_views_with_a_purpose_or_a_reason_are_fine() -> None:
    patterns = [path("one", invoices), path("two", Invoices.as_view()), path("three", nothing_personal("no")(View))]
    assert view_findings(*patterns) == []


@pytest.mark.parametrize(
    ("view", "what"),
    [
        (undeclared, "declares no purpose"),
        (inactive, "is for «II.D», which is no active purpose of the statement"),
        (unreasoned, "declares no purpose, and not why it needs none"),
        (past_the_gate, "declares no purpose, and not why it needs none"),
        (Undeclared.as_view(), "declares no purpose"),
    ],
)
def test_a_url_without_a_purpose_is_an_error_that_names_the_view(view: Any, what: str) -> None:
    (found,) = view_findings(path("deep/", include([path("<int:pk>", view)])))
    assert found.what == f"the URL /deep/<int:pk> {what}"
    shown = getattr(view, "view_class", view)
    assert str(found.place).endswith(f"test_declared_entrances.py:{inspect.getsourcelines(shown)[1]}")


def test_nothing_starts_with_such_a_url_and_no_setting_silences_it() -> None:
    with override_settings(ROOT_URLCONF=urls(path("", undeclared)), SILENCED_SYSTEM_CHECKS=["privacy.E002"]):
        assert [each.id for each in run_checks(tags=[TAG])] == ["privacy.E002"]
        with pytest.raises(
            SystemCheckError, match=r"test_declared_entrances\.py:\d+: \(privacy\.E002\) the URL / declares"
        ):
            require()
    require()


JOBS = {
    "undeclared_job": "declares no purpose",
    "undeclared_argument": "does not say what its argument 'invoice' holds",
    "unlisted_argument": "keeps «iban» in its argument 'iban', which its purpose does not list",
    "undeclared_result": "does not say what its result holds",
}


@pytest.fixture
def undeclared_room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room("tests.product.guard.undeclared", import_module("tests.product.guard.undeclared"))
    monkeypatch.setattr(entrances, "rooms", lambda: [room])
    return room


@pytest.mark.usefixtures("undeclared_room")
def test_a_job_without_a_purpose_or_with_an_argument_of_which_nobody_says_what_it_holds_is_an_error() -> None:
    assert {each.rpartition(".")[2] for each in entrances.jobs()} == {"fine", "with_context", *JOBS}
    found = list(entrances.job_findings())
    assert len(found) == len(JOBS)
    for name, what in JOBS.items():
        each = next(f for f in found if f"{jobs.__name__}.{name} " in f.what)
        assert what in each.what
        line = inspect.getsourcelines(getattr(jobs, name).func)[1]
        assert str(each.place).endswith(f"undeclared/jobs.py:{line}")


@pytest.mark.usefixtures("undeclared_room")
def test_a_command_without_a_purpose_is_an_error() -> None:
    (found,) = entrances.command_findings()
    assert found.what == "the command tidy declares no purpose"
    assert str(found.place).endswith("undeclared/management/commands/tidy.py:6")


def test_the_jobs_and_commands_of_the_product_are_declared() -> None:
    assert {"facturis.guard.jobs.sweep", "facturis.guard.jobs.audit"} <= set(entrances.jobs())
    assert [*entrances.job_findings(), *entrances.command_findings()] == []
    assert {"facturis.guard", "tests.product.guard.declared"} <= {room.name for room in rooms()}
