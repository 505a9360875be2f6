"""The facts beside the statement that rules may ask for; what is not given is not known, never assumed."""

from dataclasses import dataclass

from grondslag.lint.dated import FiscalLaw, Mechanism, RulePack, StaleName
from grondslag.lint.laws import FISCAL_LAWS, RULE_PACKS, STALE_NAMES
from grondslag.lint.mechanisms import MECHANISMS
from grondslag.statement.model import Role, Technique


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A party that receives or processes the data, with the country where it does so (ISO 3166-1 alpha-2)."""

    name: str
    country: str
    role: Role = Role.UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """``partners`` and ``techniques`` are the controller's own registers (None: not given); the rest is dated law."""

    partners: tuple[Partner, ...] | None = None
    techniques: tuple[Technique, ...] | None = None
    rule_packs: tuple[RulePack, ...] = RULE_PACKS
    mechanisms: tuple[Mechanism, ...] = MECHANISMS
    fiscal_laws: tuple[FiscalLaw, ...] = FISCAL_LAWS
    stale_names: tuple[StaleName, ...] = STALE_NAMES


DEFAULT_REGISTERS = Registers()
