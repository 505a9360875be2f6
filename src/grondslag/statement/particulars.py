"""What a register of Art. 30 needs and a statement does not tell: measures, and whom a processor works for. As TOML."""

from dataclasses import dataclass

from grondslag.statement.errors import StatementError
from grondslag.statement.locator import Locator
from grondslag.statement.model import Role, Statement, Transfer
from grondslag.statement.plain import MisfitError, fitted
from grondslag.statement.toml_source import parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """A controller on whose behalf data is processed (Art. 28, 30(2)(a)-(c)), with what is done for it.

    ``processing`` holds the categories of processing. ``purposes`` are the ids of the purposes that it gives the
    instruction for; none means every purpose of the statement whose role is processor.
    """

    name: str
    contact: str = ""
    representative: str = ""
    officer: str = ""
    processing: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """``measures`` describe the security in general (Art. 32(1)); ``controllers`` are those of Art. 30(2)."""

    joint_controllers: tuple[str, ...] = ()
    representative: str = ""
    measures: tuple[str, ...] = ()
    controllers: tuple[Mandate, ...] = ()


NONE = Particulars()


def loads(source: str | bytes, name: str = "particulars.toml") -> Particulars:
    """The particulars that a TOML text, or the bytes of a file, holds.

    Raises StatementError, with file, line and fix, for everything else.
    """
    text, data = parsed(source, name, "the particulars of a register")
    try:
        found: Particulars = fitted(Particulars, data, root="")
    except MisfitError as error:
        line = Locator(text).line(error.location) if error.location else 0
        raise StatementError(error.message, name=name, line=line) from None
    for index, mandate in enumerate(found.controllers):
        if not mandate.name.strip():
            line = Locator(text).line(("controllers", index, "name"))
            raise StatementError("'name' is empty: write who the controller is", name=name, line=line)
    return found


def mandated(statement: Statement, mandate: Mandate) -> tuple[str, ...]:
    """The ids of the processor's purposes that a mandate is for.

    Raises StatementError when it names one that the statement does not carry out as processor.
    """
    known = [purpose.id for purpose in statement.purposes if purpose.role is Role.PROCESSOR]
    for id in mandate.purposes:
        if id not in known:
            there = f"these are: {', '.join(known)}" if known else "the statement has none"
            raise StatementError(f"{mandate.name}: '{id}' is no purpose with role = \"processor\"; {there}")
    return tuple(id for id in known if not mandate.purposes or id in mandate.purposes)
