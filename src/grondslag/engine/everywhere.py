"""One request over several stores: the person is found in each by identifiers, and each does its part or says why not.

What a store does is atomic in that store. One that fails leaves the request open and the others done; asked again, the
request does only what is left.
"""

import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from grondslag.datamap.identifiers import Identifier
from grondslag.datamap.times import written
from grondslag.evidence.ledger import LedgerConflict
from grondslag.stores import identifiers as on_file
from grondslag.stores.identifiers import JointIdentifier
from grondslag.stores.port import StoreError, SubjectKey
from grondslag.stores.sql import SqlStore

VERSION = 1


class RequestError(StoreError):
    """A file of an open request that cannot be gone on with; its text says what to do."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a store is at work for: the person's keys there, and since when."""

    subjects: tuple[SubjectKey, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Outcome[T]:
    """What became of a request in one store: what was done for the person, or why it was not.

    ``skipped``: it was done before. ``nobody``: the identifiers lead to nobody there.
    """

    store: str
    state: Literal["done", "nobody", "skipped", "joint", "failed"]
    why: str = ""
    subjects: tuple[SubjectKey, ...] = ()
    result: T | None = None

    @property
    def open(self) -> bool:
        """Whether the store still has its part to do."""
        return self.state in ("joint", "failed")


@dataclass
class OpenRequest:
    """What is done and begun of a request, kept in a file so that another run goes on with it.

    The file holds the person's keys only for stores that are at work for them, and no identifier: a salted hash tells
    whether those that are given again are the same.
    """

    path: Path
    reference: str
    seal: str
    done: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Attempt] = field(default_factory=dict)

    @classmethod
    def at(cls, path: Path, reference: str, identifiers: tuple[Identifier, ...]) -> "OpenRequest":
        """The request in a file, or a new one. Raises RequestError for a file of something or somebody else."""
        if not path.exists():
            salt = secrets.token_hex(16)
            return cls(path, reference, f"{salt}:{_hash(salt, identifiers)}")
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            begun = {name: _attempt(each) for name, each in found["begun"].items()}
            made = cls(path, found["reference"], found["seal"], dict(found["done"]), begun)
            salt, _, seal = made.seal.partition(":")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RequestError(f"{path}: holds no open request: name another file") from None
        if seal != _hash(salt, identifiers) or (reference and reference != made.reference):
            raise RequestError(f"{path}: is a request about other identifiers, or another reference: name a new file")
        return made

    def begin(self, name: str, attempt: Attempt) -> None:
        """Writes down that a store is at work, before it is."""
        self.begun[name] = attempt
        self._save()

    def end(self, name: str, now: datetime) -> None:
        """Writes down that a store has done its part."""
        self.begun.pop(name, None)
        self.done[name] = written(now)
        self._save()

    def _save(self) -> None:
        begun = {
            name: {"since": each.since.isoformat(), "subjects": [list(subject) for subject in each.subjects]}
            for name, each in self.begun.items()
        }
        content = {
            "version": VERSION,
            "reference": self.reference,
            "seal": self.seal,
            "done": self.done,
            "begun": begun,
        }
        descriptor, draft = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(self.path)


def carry_out[S, T](
    stores: Mapping[str, Callable[[], AbstractContextManager[S]]],
    store_of: Callable[[S], SqlStore],
    identifiers: tuple[Identifier, ...],
    now: datetime,
    work: Callable[[str, S, Attempt], T],
    request: OpenRequest | None = None,
    confirmed: Mapping[str, frozenset[SubjectKey]] | None = None,
) -> Iterator[Outcome[T]]:
    """Opens each store, finds the person there and does the work, one store after another; tells of each as it ends.

    ``work`` gets an attempt that was begun earlier when there is one. ``confirmed`` are the keys, by store, of whom a
    person confirmed that they are the one who asks. Without ``request`` nothing is kept, as for a request that changes
    nothing. Raises OSError for the file of the request.
    """
    for name, opener in stores.items():
        if request and name in request.done:
            yield Outcome(name, "skipped", f"done at {request.done[name]}")
            continue
        outcome: Outcome[T]
        try:
            with opener() as opened:
                attempt = request.begun.get(name) if request else None
                if attempt is None:
                    keys = found(store_of(opened), identifiers, now, (confirmed or {}).get(name, frozenset()))
                    attempt = Attempt(tuple(sorted(keys)), now)
                if not attempt.subjects:
                    outcome = Outcome(name, "nobody", "the identifiers lead to nobody here")
                else:
                    if request:
                        request.begin(name, attempt)
                    outcome = Outcome(name, "done", "", attempt.subjects, work(name, opened, attempt))
        except JointIdentifier as error:
            outcome = Outcome(name, "joint", str(error))
        except (StoreError, LedgerConflict, OSError) as error:
            outcome = Outcome(name, "failed", str(error))
        if request and not outcome.open:
            request.end(name, now)
        yield outcome


def found(
    store: SqlStore, identifiers: tuple[Identifier, ...], now: datetime, confirmed: frozenset[SubjectKey] = frozenset()
) -> frozenset[SubjectKey]:
    """The keys under which a store knows the person with these identifiers, on file or in the person's own row.

    Raises JointIdentifier where they fit several people and none of these was confirmed, StoreError.
    """
    with store.transaction(write=False):
        people = on_file.resolve(store.home, identifiers, now).people if store.prepared() else ()
        rows = on_file.gather(store.connection, store.datamap, identifiers)
        known = {keys for keys in people if any(kind in _kinds(store) for kind, _ in keys)}
        for subject in rows:
            if not any(subject in keys for keys in known):
                known.add(on_file.aliases(store.home, subject) if store.prepared() else frozenset((subject,)))
    meant = on_file.Resolved(tuple(known)).among(confirmed)
    return frozenset(subject for subject in meant if subject[0] in _kinds(store))


def _kinds(store: SqlStore) -> set[str]:
    return {subject.kind for subject in store.datamap.subjects}


def _attempt(raw: Mapping[str, Any]) -> Attempt:
    return Attempt(tuple((str(kind), str(key)) for kind, key in raw["subjects"]), datetime.fromisoformat(raw["since"]))


def _hash(salt: str, identifiers: tuple[Identifier, ...]) -> str:
    told = "\0".join(sorted(f"{each.kind}:{each.value}" for each in identifiers))
    return hashlib.sha256(f"{salt}\0{told}".encode()).hexdigest()
