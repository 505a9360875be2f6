"""A register as a workbook (XLSX, ISO/IEC 29500) of one sheet."""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from grondslag.statement.errors import StatementError
from grondslag.statement.render.register import Register

# How many characters the format's readers take in one cell.
LONGEST_CELL = 32_767
WIDTH = 28
# A workbook wants a day of making; one of the clock would give another file every time.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it is


def register_xlsx(register: Register) -> bytes:
    """The register as a workbook of one sheet; every cell is text, so that nothing in it is a formula or a link.

    Rows are written out one by one, so that memory does not grow with them (the library keeps them in a file of its
    own until the workbook is closed). Raises StatementError for a cell that is longer than a workbook can hold.
    """
    for row in register.rows:
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise StatementError(f"{row[0]}: a cell is too long for a workbook: write the register as csv or html")
    file = BytesIO()
    workbook = Workbook(file, {"constant_memory": True})
    workbook.set_properties({"title": register.title, "created": MADE})
    sheet = workbook.add_worksheet(register.title.partition(" (")[0][:31])
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, len(register.columns) - 1, WIDTH)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    for number, row in enumerate((register.columns, *register.rows)):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell, wrapped if number else bold)
    workbook.close()
    return file.getvalue()
