"""Writes docs/map.md from the layers in pyproject.toml and the first docstring line of each package and module.

``map.py`` writes it; ``map.py --check`` says whether it is current, with exit code 1 when it is not.
"""

import ast
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs" / "map.md"

HEAD = """# Map

Written by `make docs` from the layers in `pyproject.toml` and the first line of each docstring; do not edit it by hand.

A room may import from a layer below its own (a lower number), never from above; rooms of one layer do not import each
other. `make lint` holds this, without exceptions and without cycles.
"""


def first_line(module: Path) -> str:
    """The first line of the docstring of a module or package, or an empty string where there is none."""
    source = module / "__init__.py" if module.is_dir() else module
    if not source.exists():
        return ""
    docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"), filename=str(source)))
    return docstring.split("\n", 1)[0] if docstring else ""


def link(path: Path) -> str:
    """A Markdown link to a file or folder, as seen from docs/."""
    name = f"{path.name}/" if path.is_dir() else path.name
    return f"[{name}](../{path.relative_to(ROOT).as_posix()})"


def source(package: str) -> Path:
    """The folder of a package, given by its dotted name."""
    return ROOT / "src" / package.replace(".", "/")


def layers_of(contracts: list[dict[str, Any]]) -> dict[str, list[list[str]]]:
    """For each container whose every room has a layer, the names in each layer, highest first."""
    return {
        container: [found for layer in contract["layers"] if (found := names_in(layer, source(container)))]
        for contract in contracts
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract.get("containers", [])
    }


def names_in(layer: str, folder: Path) -> list[str]:
    """The names in one layer, without the optional ones, which stand in parentheses, that do not exist."""
    names = (name.strip() for name in layer.split("|"))
    return [name.strip("()") for name in names if not name.startswith("(") or path_of(folder, name.strip("()"))]


def path_of(folder: Path, name: str) -> Path | None:
    """The package or module that a layer names, or None where it does not exist."""
    return next((path for path in (folder / name, folder / f"{name}.py") if path.exists()), None)


def find(folder: Path, name: str) -> Path:
    """The package or module that a layer names. Raises FileNotFoundError where there is none."""
    if path := path_of(folder, name):
        return path
    raise FileNotFoundError(f"pyproject.toml names the room {name} in {folder.relative_to(ROOT)}, which does not exist")


def layer_table(folder: Path, layers: list[list[str]]) -> list[str]:
    """A table with one row for each room, the highest layer first."""
    rows = ["| Layer | Room | What it is |", "|--:|---|---|"]
    for number, names in zip(range(len(layers), 0, -1), layers, strict=True):
        rows += [f"| {number} | {link(room)} | {first_line(room)} |" for room in (find(folder, name) for name in names)]
    return rows


def contents(folder: Path) -> list[Path]:
    """The modules, packages and data of a room, without the file that makes it a package."""
    return sorted(
        path for path in folder.iterdir() if not path.name.startswith(("__", ".")) and path.name != "py.typed"
    )


def file_list(folder: Path, indent: str = "") -> list[str]:
    """A list of what a room holds, folders with their contents below them."""
    lines = []
    for path in contents(folder):
        text = first_line(path) if path.is_dir() or path.suffix == ".py" else ""
        lines.append(f"{indent}- {link(path)}" + (f": {text}" if text else ""))
        if path.is_dir():
            lines += file_list(path, indent + "  ")
    return lines


def section(container: str, layers: dict[str, list[list[str]]]) -> list[str]:
    """One package: its layers, then each room with its files."""
    folder = source(container)
    lines = [f"## {container}", "", first_line(folder), "", *layer_table(folder, layers[container])]
    for room in (find(folder, name) for layer in layers[container] for name in layer):
        if not room.is_dir():
            continue
        inner = layers.get(f"{container}.{room.name}")
        lines += ["", f"### {container}.{room.name}", ""]
        lines += layer_table(room, inner) if inner else file_list(room)
    return [*lines, ""]


def text() -> str:
    """The whole map."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = layers_of(config["contracts"])
    packages = [line for container in layers if "." not in container for line in section(container, layers)]
    return "\n".join([HEAD, *packages])


def main(arguments: list[str]) -> int:
    """Write or check the map and return the exit code."""
    if arguments == ["--check"]:
        if MAP.exists() and MAP.read_text(encoding="utf-8") == text():
            return 0
        print("docs/map.md is not current: run `make docs`.", file=sys.stderr)
        return 1
    MAP.parent.mkdir(exist_ok=True)
    MAP.write_text(text(), encoding="utf-8")
    print(MAP.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
