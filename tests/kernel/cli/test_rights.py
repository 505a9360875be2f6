"""The commands for rights that are facts: what they record, what they show, and what they refuse."""

import pytest

from tests.kernel.cli.shop import TODAY, Shop, said
from tests.kernel.cli.test_bad_input import assert_refused

Capture = pytest.CaptureFixture[str]
ONE = ["--subject", "person:1"]


def facts(shop: Shop, table: str) -> list[tuple[object, ...]]:
    return shop.query(f"SELECT * FROM grondslag_{table}")


def kinds(shop: Shop) -> list[str]:
    return [kind for (kind,) in shop.query("SELECT kind FROM grondslag_ledger ORDER BY seq")]


def test_a_restriction_stops_use_and_its_lifting_gives_it_back(shop: Shop, capsys: Capture) -> None:
    options = [*shop.options(on=TODAY), *ONE]
    dry = said(capsys, "restrict", *options, "--ground", "a", "--dry-run", "--json")
    assert (dry.code, dry.json["dry_run"], dry.json["stops"], dry.json["goes"]) == (0, True, ["I.A"], {})
    assert shop.query("SELECT name FROM sqlite_master WHERE name LIKE 'grondslag%'") == []

    done = said(capsys, "restrict", *options, "--ground", "a", "--json").json
    assert (done["before"]["usable"], done["after"]["usable"]) == ({"I.A": 4}, {})
    assert done["after"]["lawful"] == {"I.A": 4, "restriction": 4}
    # Lifted on the day itself would be at the same moment; a restriction begins before it ends.
    lifted = said(capsys, "lift", *shop.options(on="2026-11-30"), *ONE, "--told", "2026-11-27", "--json").json
    assert lifted["after"]["usable"] == {"I.A": 4}
    assert kinds(shop) == ["restriction", "restriction_lifted"]
    assert shop.recorded("days_since_told") == 3
    again = said(capsys, "lift", *shop.options(on="2026-11-30"), *ONE, "--told", "2026-11-27")
    assert_refused(again, "no restriction stands")


def test_a_scope_restricts_a_column_alone(shop: Shop, capsys: Capture) -> None:
    options = [*shop.options(on=TODAY), *ONE]
    done = said(capsys, "restrict", *options, "--ground", "b", "--scope", "customer.email", "--json").json
    assert done["after"]["usable"] == {"I.A": 3}
    assert_refused(said(capsys, "restrict", *options, "--ground", "b", "--scope", "customer.mail"), "customer.email")
    assert_refused(said(capsys, "lift", *options, "--told", TODAY, "--scope", "note"), "no restriction of note")


def test_an_objection_is_decided_with_grounds_or_upheld(shop: Shop, capsys: Capture) -> None:
    options = [*shop.options(on=TODAY), *ONE, "--purpose", "I.A"]
    later = [*shop.options(on="2026-11-25"), *ONE, "--purpose", "I.A"]
    assert_refused(said(capsys, "decide-objection", *options, "--upheld"), "waits for a decision")
    pending = said(capsys, "object", *options, "--json").json
    assert (pending["stops"], pending["goes"], pending["after"]["lawful"]) == (["I.A"], {}, {"I.A": 4})
    assert_refused(said(capsys, "decide-objection", *later), "--upheld")
    assert_refused(said(capsys, "decide-objection", *later, "--overruled"), "--grounds", "Art. 21(1)")
    assert_refused(said(capsys, "decide-objection", *later, "--upheld", "--grounds", "LIA-7"), "--grounds")
    for decision, usable in (("--overruled", {"I.A": 4}), ("--upheld", {})):
        grounds = ["--grounds", "LIA-7"] if usable else []
        told = said(capsys, "decide-objection", *later, decision, *grounds, "--dry-run", "--json").json
        assert told["after"]["usable"] == usable
        assert bool(told["goes"]) is not bool(usable)
    shown = said(capsys, "decide-objection", *later, "--upheld")
    assert "What goes with the next sweep: customer.email (1), customer.name (1)" in shown.out
    assert "I.A: upheld." in shown.out
    assert [row[-1] for row in facts(shop, "objection")] == [2, 3]


def test_marketing_ends_at_once_and_consent_is_withdrawn_with_its_cost_told_first(shop: Shop, capsys: Capture) -> None:
    shop.replace("verklaring.toml", 'ground = "legitimate_interest"', 'ground = "consent"\nmarketing = true')
    days = ("2026-11-20", "2026-11-21", TODAY)
    options = [[*shop.options(on=day), *ONE, "--purpose", "I.A"] for day in days]
    given = said(capsys, "consent", *options[0], "--json").json
    assert (given["before"]["usable"], given["after"]["usable"]) == ({}, {"I.A": 4})
    withdrawn = said(capsys, "withdraw", *options[1])
    first, _, rest = " ".join(withdrawn.out.split()).partition("cells about this person")
    assert "«Klanten bedienen»" in first
    assert "What stops: I.A." in first
    assert "note.body (1)" in first
    assert "What stops" not in rest
    assert withdrawn.code == 0
    said(capsys, "consent", *options[1])
    objected = said(capsys, "object", *options[2], "--json").json
    assert objected["after"] == {"cells": 5, "lawful": {}, "usable": {}}
    assert [row[-1] for row in facts(shop, "objection")] == [3]


def test_a_right_that_the_ground_does_not_give_is_refused_and_nothing_recorded(shop: Shop, capsys: Capture) -> None:
    options = [*shop.options(on=TODAY), *ONE]
    for command in ("withdraw", "consent"):
        assert_refused(said(capsys, command, *options, "--purpose", "I.A"), "legitimate interest", "consent")
    shop.replace("verklaring.toml", 'ground = "legitimate_interest"', 'ground = "vital_interest"')
    assert_refused(said(capsys, "object", *options, "--purpose", "I.A"), "vital interest", "Art. 21(1)")
    for command in ("object", "withdraw", "consent"):
        assert_refused(said(capsys, command, *options, "--purpose", "I.Z"), "I.Z", "I.A")
    assert facts(shop, "objection") == facts(shop, "consent") == []
    assert kinds(shop) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["restrict", "--ground", "e"], "--ground"),
        (["restrict"], "--ground"),
        (["lift"], "--told"),
        (["lift", "--told", "gisteren"], "YYYY-MM-DD"),
        (["lift", "--told", "2026-11-24"], "Art. 18(3)"),
        (["object"], "--purpose"),
        (["restrict", "--ground", "a", "--subject", "robot:1"], "robot"),
    ],
)
def test_a_mistake_in_the_options(arguments: list[str], words: str, shop: Shop, capsys: Capture) -> None:
    assert_refused(said(capsys, arguments[0], *shop.options(on=TODAY), *ONE, *arguments[1:]), words)


def test_a_fact_about_somebody_of_whom_nothing_is_held_counts_for_what_comes(shop: Shop, capsys: Capture) -> None:
    found = said(capsys, "object", *shop.options(on=TODAY), "--subject", "person:99", "--purpose", "I.A")
    assert found.code == 0
    assert "nothing is held" in found.err
    assert len(facts(shop, "objection")) == 1
