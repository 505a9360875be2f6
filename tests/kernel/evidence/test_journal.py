"""The journal file: it only grows, in one chain that nobody reads without the key."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grondslag.evidence import journal_key
from grondslag.evidence.frames import JournalError, Position
from grondslag.evidence.journal import Ended, Entry, Journal, Rectified, Told, each_of, merged
from grondslag.evidence.receipt import KeyUnusable
from grondslag.law.facts import Consent, Erasure, Facts, Hold, Objection, ObjectionState, Restriction

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
DATABASE = "0123456789abcdef" * 2
HEADER = 116
PERSON = ("person", "zaligmakend")
FACTS = Facts(
    consents=(Consent(at=AT, purpose="II.A", given=True, version=2, source="form"),),
    objections=(Objection(at=AT, purpose="I.E", state=ObjectionState.PENDING),),
    erasures=(Erasure(at=AT, ordered=True),),
    restrictions=(Restriction(at=AT, ground="b", scope="note.body", lifted=AT + timedelta(days=1)),),
    holds=(Hold(at=AT, law="Rv art. 21", reason="claim", approver="dpo", review=date(2027, 1, 1)),),
)
ENTRIES: list[Entry] = [
    *each_of(PERSON, FACTS),
    Ended("restriction", PERSON, AT, "note.body"),
    Rectified("customer", "email", (7,), "nieuw@example.com"),
    Rectified("invoice", "total", ("a", date(2026, 1, 1)), Decimal("12.50")),
    Rectified("login", "at", (b"\x00\xff",), None),
]


def begun(folder: Path, entries: list[Entry] = ENTRIES) -> Journal:
    """A journal with these entries, each written a day after the one before it."""
    made = Journal(folder / "journal")
    made.frames.begin(DATABASE)
    last = Position()
    for n, entry in enumerate(entries):
        last = made.append([entry], AT + timedelta(days=n), last)
    return made


def read(journal: Journal, after: int = 0) -> list[Entry]:
    return [entry for _, entry in journal.entries(after)]


def test_what_was_told_is_read_back_in_order(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    assert read(journal) == ENTRIES
    assert read(journal, after=7) == ENTRIES[7:]
    assert merged(entry for entry in read(journal) if isinstance(entry, Told)) == {PERSON: FACTS}
    assert journal.frames.database == DATABASE


def test_nobody_reads_it_without_the_key_which_only_its_owner_reads(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    content = journal.path.read_bytes()
    for word in (b"zaligmakend", b"nieuw@example.com", b"II.A", b"person"):
        assert word not in content
    assert [path.stat().st_mode & 0o777 for path in (journal.path, journal.frames.key)] == [0o600, 0o600]
    journal.frames.key.chmod(0o640)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        journal.check()
    journal.frames.key.unlink()
    with pytest.raises(KeyUnusable, match="not there"):
        journal.check()
    journal_key.write(journal.frames.key, bytes(32))
    with pytest.raises(KeyUnusable, match="does not hold the key"):
        journal.check()


def test_a_journal_is_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="never overwritten"):
        begun(tmp_path).frames.begin(DATABASE)


def test_the_end_is_found_without_reading_the_whole(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    last = [position for position, _ in journal.entries()][-1]
    assert journal.frames.head() == last == Position(len(ENTRIES), last.hash)


def test_only_who_knows_the_last_entry_adds_one(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    before = journal.path.read_bytes()
    with pytest.raises(JournalError, match=f"ends at entry {len(ENTRIES)}, not at 3"):
        journal.append(ENTRIES[:1], AT, Position(3, "0" * 64))
    assert journal.path.read_bytes() == before


def frames(journal: Journal) -> list[bytes]:
    """The file cut into its header and frames."""
    content, ends = journal.path.read_bytes(), [HEADER, *(frame.end for frame in journal.frames.read())]
    return [content[:HEADER], *(content[start:end] for start, end in pairwise(ends))]


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "one taken out": lambda parts: parts[:2] + parts[3:],
    "two exchanged": lambda parts: [*parts[:2], parts[3], parts[2], *parts[4:]],
    "one doubled": lambda parts: [*parts[:3], parts[2], *parts[3:]],
    "the first ones taken out": lambda parts: parts[:1] + parts[3:],
    "another database in its header": lambda parts: [parts[0][:30] + b"x" + parts[0][31:], *parts[1:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_moved_or_taken_out_shows(tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    journal = begun(tmp_path)
    parts = frames(journal)
    assert b"".join(parts) == journal.path.read_bytes()
    journal.path.write_bytes(b"".join(change(parts)))
    with pytest.raises((JournalError, KeyUnusable), match=r"changed|follow|key of this journal"):
        journal.check()


def test_any_changed_bit_before_the_last_entry_shows(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    whole, last = journal.path.read_bytes(), journal.frames.head()
    end = len(whole) - len(frames(journal)[-1])

    @given(where=st.integers(0, end - 1), bit=st.integers(0, 7))
    @settings(max_examples=200, deadline=None)
    def changed(where: int, bit: int) -> None:
        journal.path.write_bytes(whole[:where] + bytes([whole[where] ^ 1 << bit]) + whole[where + 1 :])
        try:
            # A changed length may hide all that follows: then the end is missing, which its database knows.
            assert journal.check() < len(ENTRIES)
        except (JournalError, KeyUnusable):
            return
        assert journal.frames.head() != last or journal.check() < last.seq

    changed()


def test_a_torn_last_entry_is_cut_and_the_rest_intact(tmp_path: Path) -> None:
    journal = begun(tmp_path, ENTRIES[:3])
    whole, last = journal.path.read_bytes(), journal.frames.head()
    journal.append(ENTRIES[3:4], AT, last)
    added = journal.path.read_bytes()[len(whole) :]

    @given(cut=st.integers(1, len(added) - 1))
    @settings(max_examples=40, deadline=None)
    def torn(cut: int) -> None:
        journal.path.write_bytes(whole + added[:cut])
        assert (journal.frames.head(), read(journal)) == (last, ENTRIES[:3])
        journal.append(ENTRIES[5:6], AT, last)
        assert read(journal) == [*ENTRIES[:3], ENTRIES[5]]

    torn()


def test_room_that_was_given_and_never_filled_is_torn_too(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    journal.path.write_bytes(journal.path.read_bytes() + bytes(4096))
    assert read(journal) == ENTRIES


def test_what_expired_is_gone_under_a_key_that_is_gone_and_the_chain_goes_on(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    positions = [position for position, _ in journal.entries()]
    old, old_key = journal.path.read_bytes(), journal.frames.key.read_bytes()
    assert journal.expire(AT + timedelta(days=4)) == 4
    assert read(journal) == ENTRIES[4:]
    assert [position for position, _ in journal.entries()] == positions[4:]
    assert journal.frames.base == positions[3]
    assert old_key.strip() not in journal.frames.key.read_bytes()
    assert journal.expire(AT + timedelta(days=4)) == 0
    added = journal.append(ENTRIES[:1], AT + timedelta(days=99), positions[-1])
    assert (added.seq, journal.check()) == (len(ENTRIES) + 1, len(ENTRIES) - 3)
    journal.path.write_bytes(old)
    with pytest.raises(KeyUnusable):
        journal.check()


def test_a_journal_of_which_all_has_expired_goes_on(tmp_path: Path) -> None:
    journal = begun(tmp_path)
    last = journal.frames.head()
    assert journal.expire(AT + timedelta(days=999)) == len(ENTRIES)
    assert (journal.frames.head(), journal.check()) == (last, 0)
    assert journal.append(ENTRIES[:1], AT, last).seq == last.seq + 1


@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_while_expiring_it_is_whole_and_has_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    journal, calls = begun(tmp_path), 0
    written = journal_key.replace

    def killed(path: Path, parts: list[bytes]) -> None:
        nonlocal calls
        calls += 1
        if calls == step:
            raise KeyboardInterrupt
        written(path, parts)

    monkeypatch.setattr(journal_key, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        journal.expire(AT + timedelta(days=4))
    assert read(journal) == (ENTRIES if step < 3 else ENTRIES[4:])
    monkeypatch.undo()
    journal.expire(AT + timedelta(days=5))
    assert read(journal) == ENTRIES[5:]


def test_a_large_journal_is_read_in_bounded_memory(tmp_path: Path) -> None:
    from tracemalloc import get_traced_memory, start, stop

    journal = begun(tmp_path, [])
    journal.append((Rectified("note", "body", (n,), "x" * 1000) for n in range(5000)), AT, Position())
    start()
    assert journal.check() == 5000
    peak = get_traced_memory()[1]
    stop()
    assert peak < 1_000_000 < journal.path.stat().st_size


def test_another_file_is_no_journal(tmp_path: Path) -> None:
    path = tmp_path / "other"
    path.write_bytes(b"SQLite format 3\x00" * 20)
    with pytest.raises(JournalError, match="no journal of grondslag"):
        Journal(path).check()
