"""One request over a file and two servers: found by identifiers, each store whole, a failed one done by a retry."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from grondslag.datamap.identifiers import Identifier, identifier
from grondslag.datamap.model import Subject
from grondslag.engine.access import Access
from grondslag.engine.erase import Erased, EraseSubject
from grondslag.engine.everywhere import Attempt, OpenRequest, Outcome, RequestError, carry_out
from grondslag.law.rules import Moment
from grondslag.stores import identifiers as on_file
from grondslag.stores.port import StoreError
from grondslag.stores.sql import SqlStore, opened
from tests.databases import KINDS, fresh
from tests.kernel.engine.small import AT, MAP, NOW, ZONE
from tests.kernel.engine.test_rights import STATEMENT
from tests.kernel.engine.test_sweep import reflected
from tests.kernel.stores.small_world import fill

TWO, MAIL = ("person", "2"), identifier("email: Twee@Example.com")
DATAMAP = replace(
    MAP, subjects=(Subject(kind="person", table="customer", key="id", identifiers=(("email", "email"),)),)
)
Openers = dict[str, Callable[[], AbstractContextManager[SqlStore]]]


def opener(url: str) -> Callable[[], AbstractContextManager[SqlStore]]:
    return lambda: opened(url, DATAMAP, ZONE)


@pytest.fixture
def urls() -> Iterator[dict[str, str]]:
    """The small world in three databases."""
    with ExitStack() as stack:
        found = {kind: stack.enter_context(fresh(kind)) for kind in KINDS}
        for url in found.values():
            with opened(url, DATAMAP, ZONE) as made:
                fill(made)
                made.prepare()
        yield found


def erase(name: str, made: SqlStore, attempt: Attempt) -> list[Erased]:  # noqa: ARG001 - as carry_out calls it
    at = Moment(NOW + timedelta(hours=1), ZONE) if attempt.since != NOW else AT
    return [
        EraseSubject(made, STATEMENT, at, reflected(made), each, begun=attempt.since).run() for each in attempt.subjects
    ]


def everywhere(
    openers: Openers, request: OpenRequest | None, work: Callable[[str, SqlStore, Attempt], Any] = erase
) -> dict[str, Outcome[Any]]:
    found = carry_out(openers, lambda made: made, (MAIL,), NOW, work, request)
    return {each.store: each for each in found}


def only(outcome: Outcome[list[Erased]]) -> Erased:
    assert outcome.result
    return outcome.result[0]


def done(outcomes: dict[str, Outcome[list[Erased]]]) -> list[Outcome[list[Erased]]]:
    return [each for each in outcomes.values() if each.state == "done"]


def erasures(url: str) -> int:
    with opened(url, DATAMAP, ZONE) as made:
        return len(made.facts([TWO])[TWO].erasures)


def test_a_store_that_is_down_leaves_the_request_open_and_a_retry_does_only_what_is_left(
    urls: dict[str, str], tmp_path: Path
) -> None:
    down = make_url(urls["postgresql"]).set(port=1).render_as_string(hide_password=False)
    openers = {name: opener(down if name == "postgresql" else url) for name, url in urls.items()}
    path = tmp_path / "request.json"
    first = everywhere(openers, OpenRequest.at(path, "V-1", (MAIL,)))
    assert {name: each.state for name, each in first.items()} == {
        "sqlite": "done", "postgresql": "failed", "mariadb": "done",
    }  # fmt: skip
    assert first["postgresql"].why
    assert "example.com" not in path.read_text().lower()
    again = everywhere({name: opener(url) for name, url in urls.items()}, OpenRequest.at(path, "", (MAIL,)))
    assert {name: each.state for name, each in again.items()} == {
        "sqlite": "skipped", "postgresql": "done", "mariadb": "skipped",
    }  # fmt: skip
    went = [(each.swept.cells, each.swept.rows, each.stays) for each in map(only, (again["postgresql"], *done(first)))]
    assert went[0] == went[1] == went[2]
    assert went[0][1] == {"agreement": 1}
    assert {name: erasures(url) for name, url in urls.items()} == dict.fromkeys(KINDS, 1)
    assert [*OpenRequest.at(path, "", (MAIL,)).begun] == []


def test_an_attempt_that_was_cut_short_is_taken_up_without_a_second_fact(urls: dict[str, str], tmp_path: Path) -> None:
    """Killed after the fact was committed and before the sweep; the person's address may be gone by then."""
    path = tmp_path / "request.json"

    def killed(name: str, made: SqlStore, attempt: Attempt) -> None:  # noqa: ARG001
        request = EraseSubject(made, STATEMENT, AT, reflected(made), attempt.subjects[0], begun=attempt.since)
        with made.transaction() as connection:
            request._record()
            connection.execute(text("UPDATE customer SET email = '' WHERE id = 2"))
        raise KeyboardInterrupt

    openers = {name: opener(url) for name, url in urls.items()}
    for name in KINDS:
        with pytest.raises(KeyboardInterrupt):
            everywhere({name: openers[name]}, OpenRequest.at(path, "V-1", (MAIL,)), killed)
    taken_up = everywhere(openers, OpenRequest.at(path, "V-1", (MAIL,)))
    assert {each.state for each in taken_up.values()} == {"done"}
    assert {name: erasures(url) for name, url in urls.items()} == dict.fromkeys(KINDS, 1)


def test_access_finds_the_person_in_every_store_and_keeps_nothing(urls: dict[str, str]) -> None:
    def report(_: str, made: SqlStore, attempt: Attempt) -> list[str]:
        with made.transaction(write=False):
            return [t["table"] for t in Access(made, STATEMENT, AT, attempt.subjects[0]).report()["tables"]]

    found = everywhere({name: opener(url) for name, url in urls.items()}, None, report)
    assert {name: (each.subjects, each.result) for name, each in found.items()} == dict.fromkeys(
        KINDS, ((TWO,), ["customer", "agreement", "orders"])
    )


def test_an_identifier_of_two_waits_for_a_confirmation_and_one_of_nobody_is_done(tmp_path: Path) -> None:
    with fresh("sqlite") as url:
        with opened(url, DATAMAP, ZONE) as made:
            fill(made)
            made.prepare()
            with made.transaction() as connection:
                on_file.register(connection, {("person", "1"): [MAIL]})
        stores, path = {"shop": opener(url)}, tmp_path / "request.json"
        (joint,) = everywhere(stores, OpenRequest.at(path, "V-1", (MAIL,))).values()
        assert (joint.state, joint.open) == ("joint", True)
        assert "fit 2 people (person:1, person:2)" in joint.why
        request = OpenRequest.at(path, "V-1", (MAIL,))
        confirmed = {"shop": frozenset({TWO})}
        (after,) = carry_out(stores, lambda made: made, (MAIL,), NOW, erase, request, confirmed)
        assert (after.state, after.subjects) == ("done", (TWO,))
        nobody = carry_out(stores, lambda made: made, (identifier("email:x@example.com"),), NOW, erase)
        assert [each.state for each in nobody] == ["nobody"]


@pytest.mark.parametrize("other", [(identifier("email:x@example.com"),), ()])
def test_a_request_is_not_gone_on_with_for_somebody_else(other: tuple[Identifier, ...], tmp_path: Path) -> None:
    path = tmp_path / "request.json"
    OpenRequest.at(path, "V-1", (MAIL,)).end("shop", NOW)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(RequestError, match="other identifiers"):
        OpenRequest.at(path, "V-1", other)
    with pytest.raises(RequestError, match="another reference"):
        OpenRequest.at(path, "V-2", (MAIL,))
    path.write_text("[]")
    with pytest.raises(RequestError, match="holds no open request"):
        OpenRequest.at(path, "V-1", (MAIL,))


def test_what_goes_wrong_in_one_store_is_told_and_the_next_is_done() -> None:
    @contextmanager
    def broken() -> Iterator[SqlStore]:
        raise StoreError("the server does not answer")
        yield

    with fresh("sqlite") as url:
        with opened(url, DATAMAP, ZONE) as made:
            fill(made)
            made.prepare()
        found = everywhere({"crm": broken, "shop": opener(url)}, None)
    assert [(each.state, each.why) for each in found.values()] == [
        ("failed", "the server does not answer"),
        ("done", ""),
    ]
