"""Writes the tables of docs/guide/residue.md from the places in the kernel, in step with the code that clears them.

``residue.py`` writes them; ``residue.py --check`` says whether they are current, with exit code 1 when they are not.
"""

import re
import sys
from pathlib import Path

from grondslag.stores.residue import Place, of

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "residue.md"
TITLES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mariadb": "MariaDB (InnoDB)"}
BEGIN, END = "<!-- made by tools/residue.py -->", "<!-- end -->"


def tables() -> str:
    """A table for each database, between the marks of the guide."""
    parts = [BEGIN]
    for database, title in TITLES.items():
        parts += ["", f"### {title}", "", "| Place | What it keeps | Until | What clears it | By `clear` |"]
        parts += ["|---|---|---|---|---|", *map(row, of(database))]
    return "\n".join([*parts, "", END])


def row(place: Place) -> str:
    """One place as a row."""
    cells = (place.place, place.keeps, place.until, place.clearing, "yes" if place.cleared else "no")
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    """Writes the tables into the guide, or with --check compares them."""
    text = GUIDE.read_text(encoding="utf-8")
    made = re.sub(f"{BEGIN}.*{END}", lambda _: tables(), text, flags=re.DOTALL)
    if arguments == ["--check"]:
        if made != text:
            print("docs/guide/residue.md is not current: run make docs", file=sys.stderr)
        return int(made != text)
    GUIDE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
