"""Findings for people, grouped by result with the counts at the end, and for programs."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from grondslag.lint.findings import Finding, Language, Result, Text
from grondslag.lint.words import in_words

HEADINGS: tuple[tuple[Result, Text, Text], ...] = (
    (Result.FAIL, Text("Niet in orde", "Fails"), Text("niet in orde", "fail")),
    (Result.WARN, Text("Let op", "Warnings"), Text("let op", "warn")),
    (Result.NEEDS_INPUT, Text("Gegevens nodig", "Needs input"), Text("gegevens nodig", "need input")),
    (Result.INFO, Text("Ter informatie", "Information"), Text("ter informatie", "info")),
    (Result.PASS, Text("In orde", "Passes"), Text("in orde", "pass")),
)

INDENT = " " * 9
MEND = Text("herstel", "mend")
FINDINGS = Text("bevindingen van", "findings of")
RULES = Text("regels", "rules")


def as_json(findings: Iterable[Finding], language: Language) -> list[dict[str, Any]]:
    """The findings as plain data, one object each, with message and mend in the language."""
    return [
        {
            "rule": finding.rule,
            "result": finding.result.value,
            "severity": finding.severity.value,
            "reference": finding.reference,
            "objects": list(finding.objects),
            "message": finding.message.in_language(language),
            "mend": finding.mend.in_language(language),
        }
        for finding in findings
    ]


def format_text(findings: Iterable[Finding], language: Language) -> str:
    """The findings as text: failures first, each with article, objects and mend; rules that pass on one line each."""
    every = tuple(findings)
    parts = [_group(every, result, heading, language) for result, heading, _ in HEADINGS]
    return "\n\n".join([part for part in parts if part] + [_counts(every, language)]) + "\n"


def _group(findings: tuple[Finding, ...], result: Result, heading: Text, language: Language) -> str:
    group = [finding for finding in findings if finding.result is result]
    lines = [heading.in_language(language)] if group else []
    for rule, of_rule in groupby(group, key=lambda finding: finding.rule):
        entries = tuple(of_rule)
        lines.append(f"  {rule} {entries[0].severity}  {_title(entries[0], language)}")
        if result is not Result.PASS:
            lines += _details(entries, language)
    return "\n".join(lines)


def _title(finding: Finding, language: Language) -> str:
    reference = finding.reference.replace("GDPR", "AVG") if language == "nl" else finding.reference
    return f"{finding.title.in_language(language)} ({reference})"


def _details(entries: tuple[Finding, ...], language: Language) -> list[str]:
    """Each message once with its objects, then each mend once."""
    messages = []
    for entry in entries:
        objects = ", ".join(in_words(object, language) for object in entry.objects)
        messages.append(
            f"{objects}: {entry.message.in_language(language)}" if objects else entry.message.in_language(language)
        )
    mends = dict.fromkeys(entry.mend.in_language(language) for entry in entries)
    return [f"{INDENT}{line}" for line in messages] + [
        f"{INDENT}{MEND.in_language(language)}: {mend}" for mend in mends if mend
    ]


def _counts(findings: tuple[Finding, ...], language: Language) -> str:
    counted = Counter(finding.result for finding in findings)
    parts = [f"{counted[result]} {word.in_language(language)}" for result, _, word in HEADINGS if counted[result]]
    rules = len({finding.rule for finding in findings})
    whole = f"{len(findings)} {FINDINGS.in_language(language)} {rules} {RULES.in_language(language)}"
    return f"{whole}: {', '.join(parts)}."
