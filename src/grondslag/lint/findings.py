"""What a rule says: a finding with its result, its article, the objects it is about, and what would mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

type Language = Literal["nl", "en"]


class Result(StrEnum):
    """``needs_input`` means that the statement and the registers do not hold the fact that decides it."""

    PASS = "pass"
    FAIL = "fail"
    WARN = "warn"
    INFO = "info"
    NEEDS_INPUT = "needs_input"


class Severity(StrEnum):
    """E: a legal defect; W: a likely defect or poor practice; I: information."""

    E = "E"
    W = "W"
    I = "I"  # noqa: E741


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Dutch and in English; the language is chosen when it is shown."""

    nl: str
    en: str

    def in_language(self, language: Language) -> str:
        """The sentence in this language."""
        return self.nl if language == "nl" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What one rule found, before its number and article are added. ``mend`` None: the rule's own."""

    result: Result
    objects: tuple[str, ...]
    message: Text
    mend: Text | None = None


type Faults = tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. ``objects`` are purpose ids, or words such as the label of an item or the name of a right."""

    rule: str
    result: Result
    severity: Severity
    reference: str
    objects: tuple[str, ...]
    title: Text
    message: Text
    mend: Text


def _faults(result: Result, objects: Iterable[str], message: Text, mend: Text | None) -> Faults:
    found = tuple(dict.fromkeys(objects))
    return (Fault(result=result, objects=found, message=message, mend=mend),) if found else ()


def fail(objects: Iterable[str], message: Text, mend: Text | None = None) -> Faults:
    """A failure about these objects; no fault where there are none."""
    return _faults(Result.FAIL, objects, message, mend)


def warn(objects: Iterable[str], message: Text, mend: Text | None = None) -> Faults:
    """A warning about these objects; no fault where there are none."""
    return _faults(Result.WARN, objects, message, mend)


def info(objects: Iterable[str], message: Text, mend: Text | None = None) -> Faults:
    """A remark about these objects; no fault where there are none."""
    return _faults(Result.INFO, objects, message, mend)


def needs_input(objects: Iterable[str], message: Text, mend: Text | None = None) -> Faults:
    """A question about these objects; no fault where there are none."""
    return _faults(Result.NEEDS_INPUT, objects, message, mend)


def has_failure(findings: Iterable[Finding]) -> bool:
    """Whether any finding is a failure: the command then ends with status 1."""
    return any(finding.result is Result.FAIL for finding in findings)
