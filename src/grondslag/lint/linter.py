"""The linter: every rule judges a statement on a day, and says what it found (Art. 5(2): be able to demonstrate)."""

from datetime import date

from grondslag.lint import automated, clauses, controller, device, grounds, purposes, recipients, retention, rights
from grondslag.lint import transfers as transfer_rules
from grondslag.lint.findings import Fault, Finding, Result, Severity, Text
from grondslag.lint.registers import DEFAULT_REGISTERS, Registers
from grondslag.lint.rules import Case, Rule, registered
from grondslag.statement.model import Statement

SUBJECTS = (controller, grounds, purposes, retention, recipients, transfer_rules, rights, automated, device, clauses)


# A rule may find a defect of the law in one place and poor practice in another: the result tells which.
SEVERITY_OF = {Result.FAIL: Severity.E, Result.WARN: Severity.W, Result.INFO: Severity.I}


def lint(statement: Statement, on: date, registers: Registers = DEFAULT_REGISTERS) -> tuple[Finding, ...]:
    """The findings of all 50 rules on the day ``on``, in their order: at least one a rule, ``pass`` where none fires.

    A rule whose law is not in force on that day gives ``info``; a rule whose law has been changed by a newer pack gives
    ``needs_input`` beside its findings, because its text must first be revised.
    """
    case = Case(statement, on, registers)
    return tuple(finding for rule in registered() for finding in _findings(rule, case))


def _findings(rule: Rule, case: Case) -> tuple[Finding, ...]:
    packs = [pack for pack in case.registers.rule_packs if pack.in_force(case.on)]
    if not any(rule.number in pack.rules for pack in packs):
        return (_finding(rule, _not_in_force(case.on)),)
    faults = rule.judge(case) + tuple(_changed(pack.name) for pack in packs if rule.number in pack.changes)
    passed = Fault(result=Result.PASS, objects=(), message=rule.title, mend=Text("", ""))
    return tuple(_finding(rule, fault) for fault in faults or (passed,))


def _finding(rule: Rule, fault: Fault) -> Finding:
    return Finding(
        rule=rule.id,
        result=fault.result,
        severity=SEVERITY_OF.get(fault.result, rule.severity),
        reference=rule.reference,
        objects=fault.objects,
        title=rule.title,
        message=fault.message,
        mend=rule.mend if fault.mend is None else fault.mend,
    )


def _not_in_force(on: date) -> Fault:
    message = Text(
        f"De wet achter deze regel geldt niet op {on}.", f"The law behind this rule is not in force on {on}."
    )
    return Fault(result=Result.INFO, objects=(), message=message, mend=Text("", ""))


def _changed(pack: str) -> Fault:
    return Fault(
        result=Result.NEEDS_INPUT,
        objects=(pack,),
        message=Text(f"{pack} wijzigt de wet achter deze regel.", f"{pack} changes the law behind this rule."),
        mend=Text("Herzie de regel aan de hand van de nieuwe tekst.", "Revise the rule by the new text."),
    )
