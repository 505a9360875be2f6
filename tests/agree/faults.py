"""Engines broken in a plausible way, each by a small change of a module's text, and the proof that must see it."""

from grondslag.cli import witness
from grondslag.engine import ends, going, person, plan, reading, sweep
from tests.agree.mutants import Mutant

SWEPT, ERASED, TWIN = "frame of a sweep", "frame of an erasure", "twin"
CUT_SWEEP, CUT_ERASURE = "crash of a sweep", "crash of an erasure"

FAULTS: tuple[Mutant, ...] = (
    Mutant(
        "a sweep empties a column in every row of a batch",
        sweep,
        "case((each.plan.c[each.flag(c.name)] == 1, gone(c, now)), else_=now)",
        "gone(c, now)",
        SWEPT,
    ),
    Mutant(
        "a sweep lets go of pointers at rows that stay",
        sweep,
        "update(source).where(pointing).values(values)",
        "update(source).values(values)",
        SWEPT,
    ),
    Mutant(
        "a sweep takes what is nobody's",
        plan,
        'return lawless if judgement.table.unlinked == "delete" else',
        "return lawless if True else",
        SWEPT,
    ),
    Mutant(
        "a sweep deletes rows of which something must go",
        plan,
        "and_(or_(false(), *goes), *nothing))",
        "or_(false(), *goes))",
        SWEPT,
    ),
    Mutant(
        "a sweep deletes rows at which living rows point",
        plan,
        "if reference.nullable or reference.target not in plans:",
        "if True:",
        SWEPT,
    ),
    Mutant(
        "a pseudonym is derived from what it stands for",
        ends,
        'new = pseudonym() if column.on_end == "pseudonym"',
        'new = as_is("erased-").concat(stored) if column.on_end == "pseudonym"',
        SWEPT,
    ),
    Mutant(
        "a pseudonym is the same for all",
        ends,
        'new = pseudonym() if column.on_end == "pseudonym"',
        'new = as_is("erased-0123456789abcdef") if column.on_end == "pseudonym"',
        ERASED,
    ),
    Mutant(
        "an erasure redacts one column too many",
        going,
        "return [name for name in _ended(row) if name not in bound]",
        "return [c.name for c in row.table.personal if c.name not in bound] if _ended(row) else []",
        ERASED,
    ),
    Mutant(
        "an erasure deletes rows at which others point",
        going,
        "if dead in by_strangers or any(holder not in self.dead for holder in holders.get(dead, ()))",
        "if dead in by_strangers",
        ERASED,
    ),
    Mutant(
        "an erasure skips a table",
        person,
        "self.store.connection.dialect, self.most, self.lock)",
        "self.store.connection.dialect, self.most, self.lock)[1:]",
        TWIN,
    ),
    Mutant(
        "an erasure forgets a link",
        reading,
        "self.links = [link for link in table.links if link.subject == kind]",
        "self.links = [link for link in table.links if link.subject == kind][:1]",
        TWIN,
    ),
    Mutant(
        "an erasure leaves the value where a pseudonym should be",
        ends,
        'new = pseudonym() if column.on_end == "pseudonym" else as_is(column.erased)',
        'new = stored if column.on_end == "pseudonym" else as_is(column.erased)',
        TWIN,
    ),
    Mutant(
        "an erasure leaves what stands in rows that become stubs",
        going,
        "if (name, row.key) not in self.dead and (columns := self.plan.goes(row)):",
        "if not row.dead and (columns := self.plan.goes(row)):",
        TWIN,
    ),
    Mutant(
        "a batch is committed before its evidence",
        sweep,
        'self.evidence("sweep", found.cells)',
        'connection.connection.commit(); self.evidence("sweep", found.cells)',
        CUT_SWEEP,
    ),
    Mutant(
        "rows are deleted outside the batch's transaction",
        sweep,
        "            self._close(each, chosen, found)\n",
        "            connection.connection.commit()\n            self._close(each, chosen, found)\n",
        CUT_SWEEP,
    ),
    Mutant(
        "evidence is committed before the deletions that it tells of",
        going,
        "        self._delete(found)\n        return found",
        "        self.store.connection.connection.commit()\n        self._delete(found)\n        return found",
        CUT_ERASURE,
    ),
    Mutant(
        "evidence is written twice",
        witness,
        "        ledger.append(self.connection, draft)",
        "        ledger.append(self.connection, draft)\n        ledger.append(self.connection, draft)",
        CUT_ERASURE,
    ),
)
