"""Keeps the Dutch catalogue of each room of the product in step with the English sentences in its source.

``messages.py`` adds what is new, drops what is gone and compiles; ``messages.py --check`` says what is untranslated or
out of step, with exit code 1 when anything is.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import polib  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "src" / "facturis"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "npgettext"}
IN_TEMPLATE = re.compile(r"n?p?gettext\(.*?\)(?=\s|$)|\b_\(.*?\)(?=\s|$)", re.DOTALL)
HEADER = {"Content-Type": "text/plain; charset=utf-8", "Language": "nl", "Plural-Forms": "nplurals=2; plural=(n != 1);"}

type Sentence = tuple[str, str]  # singular, and plural or ""


def rooms() -> list[Path]:
    """The folders of the rooms: apps, each with a catalogue of its own where it says anything."""
    return sorted(path.parent for path in PRODUCT.rglob("apps.py"))


def catalogue(room: Path) -> Path:
    """Where a room's Dutch catalogue stands."""
    return room / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def sentences(room: Path) -> dict[Sentence, None]:
    """What a room says in English, in its templates and in its modules, in order."""
    found: dict[Sentence, None] = {}
    for path in sorted(room.rglob("*")):
        if path.suffix == ".py":
            found |= dict.fromkeys(_in_module(ast.parse(path.read_text(encoding="utf-8"))))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            for call in IN_TEMPLATE.findall(text):
                found |= dict.fromkeys(_in_module(ast.parse(call.strip())))
    return found


def problems(room: Path) -> Iterator[str]:
    """What a room's catalogue lacks, in words."""
    said, path = sentences(room), catalogue(room)
    entries = {_key(each): each for each in polib.pofile(str(path))} if path.exists() else {}
    for key in said.keys() - entries.keys():
        yield f"{room.name}: not in the catalogue: {key[0]}"
    for key in entries.keys() - said.keys():
        yield f"{room.name}: nobody says it any more: {key[0]}"
    for key, each in entries.items():
        if "fuzzy" in each.flags or not all(each.msgstr_plural.values() if key[1] else (each.msgstr,)):
            yield f"{room.name}: untranslated: {key[0]}"
    if entries and not _compiled(path):
        yield f"{room.name}: the compiled catalogue is not that of the text: run tools/messages.py"


def write(room: Path) -> None:
    """Brings a room's catalogue up to date and compiles it."""
    said, path = sentences(room), catalogue(room)
    if not said:
        return
    before = {_key(each): each for each in polib.pofile(str(path))} if path.exists() else {}
    file = polib.POFile(wrapwidth=120)
    file.metadata = HEADER
    for key in said:
        file.append(before.get(key) or _fresh(key))
    path.parent.mkdir(parents=True, exist_ok=True)
    file.save(str(path))
    file.save_as_mofile(str(path.with_suffix(".mo")))


def main(arguments: list[str]) -> int:
    """Write or check every catalogue and return the exit code."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    if "--check" not in arguments:
        for room in rooms():
            write(room)
    found = [each for room in rooms() for each in problems(room)]
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


def _in_module(tree: ast.AST) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            texts = texts["pgettext" in node.func.id :]
            if texts:
                yield texts[0], texts[1] if node.func.id.startswith(("n", "np")) else ""


def _key(entry: polib.POEntry) -> Sentence:
    return entry.msgid, entry.msgid_plural


def _fresh(key: Sentence) -> polib.POEntry:
    return polib.POEntry(msgid=key[0], msgid_plural=key[1], msgstr_plural={0: "", 1: ""} if key[1] else {})


def _compiled(path: Path) -> bool:
    binary = path.with_suffix(".mo")
    return binary.is_file() and binary.read_bytes() == polib.pofile(str(path)).to_binary()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
