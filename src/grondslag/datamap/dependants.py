"""What happens beside a change: triggers and cascades that act unseen, and references that keep a row from going."""

from collections.abc import Iterator

from grondslag.datamap.columns import Finding
from grondslag.datamap.live import ForeignKey, Live, LiveTable
from grondslag.datamap.model import DataMap, Table

CHAIN = ("CASCADE", "SET NULL", "SET DEFAULT")


def trigger_findings(datamap: DataMap, table: Table, there: LiveTable) -> Iterator[Finding]:
    """Triggers that are neither declared nor keep up declared copies alone, and declarations of none."""
    declared = dict(table.triggers)
    copies = {copy.name for copy in datamap.copies if copy.of == table.name}
    for trigger in there.triggers:
        if reason := declared.pop(trigger.name, ""):
            yield "info", table.name, f"the trigger {trigger.name} is declared: {reason}", "nothing, while that is so"
        elif not trigger.writes or set(trigger.writes) - copies:
            to = f"writes to {', '.join(trigger.writes)}" if trigger.writes else "does what cannot be told from here"
            yield (
                "error", table.name, f"the trigger {trigger.name} may copy what is erased: it {to}",
                "declare the copy that it keeps up under copies, drop the trigger, or allow it with a reason: "
                f"triggers = {{ {trigger.name} = '…' }}",
            )  # fmt: skip
    for name in declared:
        yield "info", table.name, f"the trigger {name} is declared, and there is none", "remove it from triggers"


def stub_findings(datamap: DataMap, table: Table, there: LiveTable, live: Live) -> Iterator[Finding]:
    """Links that end with their row and may not be NULL, in a table whose rows may have to stay behind as stubs."""
    pointing = ((other, key) for other in live.tables for key in other.foreign_keys if key.table == table.name)
    held = table.rows == "keep" or any(_holds(datamap, other, key) for other, key in pointing)
    for column in table.columns:
        found = there.column(column.name)
        if held and column.on_end == "row" and found is not None and not found.nullable:
            yield (
                "warn", f"{table.name}.{column.name}",
                "the link is NOT NULL and ends with its row: a row that living rows point at keeps it, unlawfully",
                "let the column be NULL, or see that what points at the row does not live longer",
            )  # fmt: skip


def _holds(datamap: DataMap, other: LiveTable, key: ForeignKey) -> bool:
    """Whether a reference keeps its target from being deleted: it may not be NULL, or it is personal data."""
    mapped = next((t for t in datamap.tables if t.name == other.name), None)
    personal = {c.name for c in mapped.columns if c.personal} if mapped else set(key.columns)
    return any(name in personal or (found := other.column(name)) is None or not found.nullable for name in key.columns)


def reference_findings(datamap: DataMap, live: Live) -> Iterator[Finding]:
    """References to mapped tables that change rows unseen, or keep a row or a value from going."""
    mapped = {table.name: table for table in datamap.tables}
    for table in live.tables:
        for key in table.foreign_keys:
            if key.table in mapped:
                yield from _reference(mapped.get(table.name), table, key)
                yield from _held_values(mapped.get(table.name), mapped[key.table], table, key)
    for declared in datamap.tables:
        there = live.table(declared.name)
        chained = {k.columns[0] for k in there.foreign_keys if {k.on_delete, k.on_update} & {*CHAIN}} if there else ()
        for name, _ in declared.cascades:
            if name not in chained:
                yield "info", f"{declared.name}.{name}", "a cascade is declared, and there is none", "remove it"


def _reference(mapped: Table | None, table: LiveTable, key: ForeignKey) -> Iterator[Finding]:
    where = f"{table.name}.{key.columns[0]}"
    reason = dict(mapped.cascades).get(key.columns[0]) if mapped else ""
    if key.on_delete in CHAIN and reason:
        yield "info", where, f"ON DELETE {key.on_delete} is declared: {reason}", "nothing, while that is so"
    elif key.on_delete in CHAIN:
        allow = f", or allow it with a reason: cascades = {{ {key.columns[0]} = '…' }}" if mapped else ""
        yield (
            "error", where, f"ON DELETE {key.on_delete} changes rows here unseen when a row of {key.table} goes",
            f"make it ON DELETE RESTRICT or NO ACTION: the sweep deletes in the right order itself{allow}",
        )  # fmt: skip
    elif mapped is None:
        yield (
            "warn", where, f"the table is not mapped, and its rows keep rows of {key.table} from being deleted",
            f"map {table.name}",
        )  # fmt: skip


def _held_values(mapped: Table | None, target: Table, table: LiveTable, key: ForeignKey) -> Iterator[Finding]:
    """A reference to a value that is emptied while its row stays: the database refuses that, or follows it unseen."""
    where = f"{table.name}.{key.columns[0]}"
    emptied = [c.name for c in target.personal if c.name in key.targets and c.on_end not in ("row", "keep")]
    if not emptied or (mapped and key.columns[0] in dict(mapped.cascades)):
        return
    of = f"{target.name}.{emptied[0]}"
    if key.on_update in CHAIN:
        yield (
            "error", where, f"ON UPDATE {key.on_update} changes rows here unseen when {of} is emptied",
            f"refer to the key of {target.name}, or allow it with a reason: cascades = {{ {key.columns[0]} = '…' }}",
        )  # fmt: skip
    else:
        yield "warn", where, f"rows here keep {of} from being emptied", f"refer to the key of {target.name} instead"
