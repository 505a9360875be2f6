"""A statement for people to read: HTML, Markdown and PDF, Dutch and English, and the registers of Art. 30."""

from grondslag.statement.render.page import Format, render
from grondslag.statement.render.register import Article, Register, register

__all__ = ["Article", "Format", "Register", "register", "render"]
