"""The stores of a company as TOML: for each its URL, datamap, and where its facts and documents are."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grondslag.cli import files
from grondslag.cli.failures import InputError
from grondslag.datamap.model import DataMap
from grondslag.stores.files import FileStore

STORE = ("url", "datamap", "facts", "files")
TOP = ("stores", "suppression_key")


@dataclass(frozen=True, slots=True)
class Entry:
    """One store as it is written: its URL, the file of its datamap, and what else was said."""

    url: str
    datamap: Path
    facts: str | None
    files: dict[str, FileStore]


@dataclass(frozen=True, slots=True)
class Several:
    """The stores by name, in their order, and the file of the suppression list's key, if there is one."""

    stores: dict[str, Entry]
    suppression_key: Path | None


def read(path: Path) -> Several:
    """The stores in a file; paths in it are relative to it. Raises InputError, DatamapError and OSError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is no TOML: {error}") from None
    _known(path, "the file", data, TOP)
    raw = data.get("stores")
    if not isinstance(raw, dict) or not raw:
        raise InputError(f"{path}: has no stores: write [stores.NAME] with url and datamap")
    key = data.get("suppression_key")
    stores = {name: _entry(path, name, entry) for name, entry in raw.items()}
    for entry in stores.values():
        # A mistake in any of them is told before anything is done in another.
        files.datamap(entry.datamap)
    return Several(stores, None if key is None else path.parent / _text(path, "suppression_key", key))


def _entry(path: Path, name: str, raw: Any) -> Entry:
    if not isinstance(raw, dict):
        raise InputError(f"{path}: stores.{name} must be a table with url and datamap")
    _known(path, f"stores.{name}", raw, STORE)
    texts = {field: _text(path, f"stores.{name}.{field}", raw.get(field)) for field in ("url", "datamap")}
    facts = _text(path, f"stores.{name}.facts", raw["facts"]) if "facts" in raw else None
    places = {}
    for place, folders in raw.get("files", {}).items():
        at = f"stores.{name}.files.{place}"
        _known(path, at, folders, ("folder", "keys"))
        folder, keys = (path.parent / _text(path, f"{at}.{field}", folders.get(field)) for field in ("folder", "keys"))
        places[place] = FileStore(folder, keys)
    return Entry(texts["url"], path.parent / texts["datamap"], facts, places)


def _known(path: Path, at: str, raw: dict[str, Any], known: tuple[str, ...]) -> None:
    if strange := sorted(set(raw) - set(known)):
        raise InputError(f"{path}: {at} has an unknown «{strange[0]}»: it knows {', '.join(known)}")


def _text(path: Path, at: str, raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise InputError(f"{path}: {at} is missing, or no text in quotes")
    return raw


def places(given: list[str], datamap: DataMap) -> dict[str, FileStore]:
    """Files stores as the option --documents names them; says which of the datamap's are left out.

    Raises InputError, StoreError for a folder that is not there.
    """
    known = {column.file for table in datamap.tables for column in table.columns if column.file}
    found = {}
    for text in given:
        name, _, folders = text.partition("=")
        folder, _, keys = folders.partition(",")
        if name not in known or not (folder.strip() and keys.strip()):
            raise InputError(f"--documents {text}: write NAME=FOLDER,KEYS; the datamap names {sorted(known) or 'none'}")
        found[name] = FileStore(Path(folder.strip()), Path(keys.strip()))
        found[name].check()
    for name in sorted(known - set(found)):
        files.note(f"documents in {name} are left as they are: name their folders with --documents {name}=FOLDER,KEYS")
    return found
