"""Where a statement falls short of the law: one function for each rule, with its article."""

from grondslag.lint.findings import Finding, Language, Result, Severity, Text, has_failure
from grondslag.lint.linter import lint
from grondslag.lint.registers import DEFAULT_REGISTERS, Partner, Registers
from grondslag.lint.report import as_json, format_text

__all__ = [
    "DEFAULT_REGISTERS", "Finding", "Language", "Partner", "Registers", "Result", "Severity", "Text", "as_json",
    "format_text", "has_failure", "lint",
]  # fmt: skip
