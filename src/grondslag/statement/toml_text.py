"""Plain data as TOML that is pleasant to edit: blocks in order, long lists one entry a line, long text wrapped."""

import json
from datetime import date
from typing import Any

from grondslag.statement.dictionary import categories, purpose_kinds

WIDTH = 116


def toml_text(table: dict[str, Any]) -> str:
    """The TOML of a table of plain data, in the order of its keys."""
    lines: list[str] = []
    _block(table, "", lines)
    return "\n".join(lines).strip("\n") + "\n"


def _block(table: dict[str, Any], path: str, lines: list[str]) -> None:
    blocks = {}
    for key, value in table.items():
        if _is_block(key, value, top=not path):
            blocks[key] = value
        else:
            lines += _assignment(key, value)
    for key, value in blocks.items():
        name = f"{path}.{key}" if path else key
        many = isinstance(value, list)
        for entry in value if many else [value]:
            lines += ["", *_meaning(key, entry), f"[[{name}]]" if many else f"[{name}]"]
            _block(entry, name, lines)


def _is_block(key: str, value: Any, *, top: bool) -> bool:
    if isinstance(value, list):
        return top and bool(value) and all(isinstance(entry, dict) for entry in value)
    return isinstance(value, dict) and bool(value) and (top or len(key) + 3 + len(inline(value)) > WIDTH)


def _meaning(key: str, entry: dict[str, Any]) -> list[str]:
    kind = purpose_kinds().get(entry.get("kind", "")) if key == "purposes" else None
    return [f"# {entry['id']}: {kind.en} ({', '.join(kind.dpv)})"] if kind else []


def _assignment(key: str, value: Any) -> list[str]:
    line = f"{key} = {inline(value)}"
    tables = isinstance(value, list) and any(isinstance(entry, dict) for entry in value)
    if isinstance(value, list) and value and (tables or len(line) > WIDTH):
        return [f"{key} = [", *(f"  {inline(entry)},{_comment(entry)}" for entry in value), "]"]
    if isinstance(value, str) and len(line) > WIDTH and " ".join(value.split()) == value:
        return [f'{key} = """', *_wrapped(value)]
    return [line]


def _comment(entry: Any) -> str:
    category = categories().get(entry.get("category", "")) if isinstance(entry, dict) else None
    return f"  # {category.en}" if category else ""


def _wrapped(text: str) -> list[str]:
    """The text in lines that end in a space and a backslash, which TOML reads as one line."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > WIDTH - 4:
            lines.append(_escaped(line) + " \\")
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, _escaped(line) + '"""']


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007f")


def inline(value: Any) -> str:
    """One value of plain data as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(inline(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {inline(entry)}' for key, entry in value.items())} }}" if value else "{}"
    return str(value)
