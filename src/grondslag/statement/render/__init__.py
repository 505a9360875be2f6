"""A statement for people to read: HTML and Markdown, Dutch and English, and the register of Art. 30(1) as CSV."""

from grondslag.statement.render.page import Format, render
from grondslag.statement.render.register import register, register_csv

__all__ = ["Format", "register", "register_csv", "render"]
