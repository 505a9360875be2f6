"""The commands on requests: from a message to an answer, with both clocks, and an erasure that carries one out."""

import json

import pytest

from tests.kernel.cli.shop import TODAY, Said, Shop, said

Capture = pytest.CaptureFixture[str]
STATUTORY = "customer.name=17(3)(b); AWR art. 52(4); 2030-12-31"


def desk(shop: Shop, capsys: Capture, *arguments: str, on: bool = False) -> Said:
    options = ["--statement", str(shop.folder / "verklaring.toml"), "--store", shop.url]
    return said(capsys, "request", *arguments, *options, *(("--on", TODAY) if on else ()))


def opened(
    shop: Shop, capsys: Capture, number: str = "V-1", at: str = "2026-11-20T09:00:00", kind: str = "erase"
) -> Said:
    return desk(shop, capsys, "open", "--kind", kind, "--channel", "email", "--at", at, "--reference", number, "--json")


def test_a_request_is_opened_decided_carried_out_and_answered(shop: Shop, capsys: Capture) -> None:
    first = opened(shop, capsys)
    assert (first.code, first.json["state"], first.json["subject"]) == (0, "received", "")
    asked = desk(shop, capsys, "identity", "V-1", "--asked", "unknown_channel", "--at", "2026-11-20T10:00:00")
    assert "identity asked" in asked.out
    known = desk(shop, capsys, "identity", "V-1", "--subject", "person:1", "--at", "2026-11-20T11:00:00", "--json")
    assert (known.json["state"], known.json["subject"]) == ("received", "person:1")
    desk(shop, capsys, "extend", "V-1", "--reason", "number", "--at", "2026-11-20T12:00:00")
    decided = desk(
        shop,
        capsys,
        "decide",
        "V-1",
        "--outcome",
        "partly",
        "--refusal",
        STATUTORY,
        "--at",
        "2026-11-20T13:00:00",
        "--json",
    )
    assert decided.json["events"][-1]["refusals"] == [
        {"code": "17(3)(b)", "place": "customer.name", "law": "AWR art. 52(4)", "last_day": "2030-12-31"}
    ]
    failed = desk(shop, capsys, "done", "V-1", "--failed", "--at", "2026-11-20T14:00:00", "--json")
    assert (failed.json["state"], failed.json["left_in"]) == ("decided, but open", ["database"])
    desk(shop, capsys, "done", "V-1", "--at", "2026-11-20T15:00:00")
    answered = desk(shop, capsys, "answer", "V-1", "--at", "2026-11-21T09:00:00", "--json")
    assert answered.json["state"] == "answered"
    assert answered.json["events"][-1]["authority"] == "Autoriteit Persoonsgegevens"
    assert (answered.json["promise"]["last"], answered.json["law"]["last"]) == ("2026-12-21", "2027-02-22")
    shown = desk(shop, capsys, "show", "V-1", on=True)
    assert "AWR art. 52(4), through 2030-12-31" in " ".join(shown.out.split())
    assert max(map(len, shown.out.splitlines())) <= 80


def test_the_list_has_the_most_urgent_first_and_ends_with_1_when_one_is_late(shop: Shop, capsys: Capture) -> None:
    opened(shop, capsys, "V-2")
    opened(shop, capsys, "V-1", "2026-10-30T09:00:00", kind="access")
    fine = desk(shop, capsys, "list", "--json", on=True)
    assert (fine.code, [each["reference"] for each in fine.json]) == (0, ["V-1", "V-2"])
    assert [each["days_left"] for each in fine.json] == [7, 27]
    opened(shop, capsys, "V-3", "2026-10-20T09:00:00", kind="question")
    late = desk(shop, capsys, "list", on=True)
    assert late.code == 1
    assert "V-3: the statement's promise is broken" in late.out
    assert "3 requests, 1 late." in late.out
    assert late.out.index("V-3") < late.out.index("V-1") < late.out.index("V-2")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("decide", "V-1", "--outcome", "refused"), "refused without a reason is impossible"),
        (("decide", "V-1", "--outcome", "refused", "--refusal", "no"), "the codes are 7(3)"),
        (("decide", "V-1", "--outcome", "refused", "--refusal", "17(3)(b)"), "names the law"),
        (("decide", "V-1", "--outcome", "granted", "--fee", "100"), "manifestly unfounded"),
        (("answer", "V-1"), "cannot be answered"),
        (("identity", "V-1"), "say either"),
        (("show", "V-9"), "there is no request V-9"),
        (("open", "--kind", "erase", "--channel", "post", "--reference", "V-1"), "V-1 already"),
    ],
)  # fmt: skip
def test_what_the_law_does_not_allow_is_refused_in_one_sentence(
    arguments: tuple[str, ...], words: str, shop: Shop, capsys: Capture
) -> None:
    opened(shop, capsys)
    found = desk(shop, capsys, *arguments)
    assert (found.code, found.out, found.err.count("\n")) == (2, "", 1)
    assert words in found.err


def test_an_erasure_carries_out_its_request(shop: Shop, capsys: Capture) -> None:
    shop.replace("verklaring.toml", "months = 12, reason", 'months = 12, law = "AWR art. 52(4)", reason')
    opened(shop, capsys)
    options = [*shop.options(on=TODAY), "--subject", "person:1", "--request", "V-1"]
    receipt = shop.folder / "bewijs.json"
    done = said(capsys, "erase", *options, "--receipt", receipt, "--json")
    assert done.code == 0
    assert {each["code"] for each in done.json["stays"]} == {"17(3)(b)"}
    written = json.loads(receipt.read_text(encoding="utf-8"))["content"]
    assert written["reference"] == "V-1"
    assert {each["code"] for each in written["stays"]} == {"17(3)(b)"}
    shown = desk(shop, capsys, "show", "V-1", "--json").json
    assert (shown["state"], shown["subject"]) == ("carried out", "person:1")
    decided = shown["events"][1]
    assert decided["outcome"] == "partly"
    assert {r["place"] for r in decided["refusals"]} == {each["place"] for each in done.json["stays"]}
    again = said(capsys, "erase", *options)
    assert (again.code, "cannot be decided" in again.err) == (2, True)


def test_an_erasure_that_fails_leaves_its_request_open_and_a_retry_finishes(shop: Shop, capsys: Capture) -> None:
    opened(shop, capsys)
    taken = shop.folder / "bewijs.json"
    taken.write_text("een ander bewijs", encoding="utf-8")
    options = [*shop.options(on=TODAY), "--subject", "person:1", "--request", "V-1"]
    assert said(capsys, "erase", *options, "--receipt", taken).code == 2
    assert desk(shop, capsys, "show", "V-1", "--json").json["state"] == "decided, but open"
    assert said(capsys, "erase", *options).code == 0
    assert desk(shop, capsys, "show", "V-1", "--json").json["state"] == "carried out"


def test_an_erasure_is_not_attached_to_what_is_no_request_for_it(shop: Shop, capsys: Capture) -> None:
    opened(shop, capsys, kind="access")
    found = said(capsys, "erase", *shop.options(on=TODAY), "--subject", "person:1", "--request", "V-1")
    assert (found.code, "asks to access, not to erase" in found.err) == (2, True)
    assert shop.query("SELECT count(*) FROM customer WHERE id = 1") == [(1,)]
