"""A register as CSV (RFC 4180), and as one HTML page that loads nothing."""

import csv
from functools import cache
from io import StringIO

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from grondslag.statement.render.register import Register

# What a spreadsheet takes for the start of a formula, the wide forms of East Asian keyboards included.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def register_csv(register: Register) -> str:
    """The register as CSV: a header, commas, quotes where needed, lines ended by CR LF.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(register.columns)
    writer.writerows([_harmless(cell) for cell in row] for row in register.rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    # One that has apostrophes already gets one more, so that taking one away always gives the cell back.
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def register_html(register: Register) -> str:
    """The register as a page: a section a row and every cell beside the name of its column, so that it fits a phone.

    Style inside, no script, nothing loaded, WCAG 2.2 AA.
    """
    text = _template().render(register=register)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@cache
def _template() -> Template:
    loader = PackageLoader("grondslag.statement.render")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("register.html.j2")
