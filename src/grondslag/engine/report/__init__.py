"""What the engine tells a person, as a page: everything held of them, why, until when, and what they can ask."""

from grondslag.engine.report.page import access_page

__all__ = ["access_page"]
