"""How a rule is made and kept: a function from a case to its faults, with number, severity, article and titles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from grondslag.lint.findings import Faults, Severity, Text
from grondslag.lint.registers import Registers
from grondslag.statement.dictionary import Category, PurposeKind, categories, leaves, purpose_kinds
from grondslag.statement.model import Ground, Item, Purpose, Statement


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule judges: a statement, on a day, with the registers."""

    statement: Statement
    on: date
    registers: Registers

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """The purposes that may be carried out: one that is switched off processes nothing."""
        return tuple(purpose for purpose in self.statement.purposes if purpose.active)

    @property
    def interests(self) -> tuple[Purpose, ...]:
        """The active purposes that rest on legitimate interest (Art. 6(1)(f))."""
        return tuple(purpose for purpose in self.purposes if purpose.ground is Ground.LEGITIMATE_INTEREST)


type Judge = Callable[[Case], Faults]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: its number, its severity, the article it rests on, its title, what mends it, and its function."""

    number: int
    severity: Severity
    reference: str
    title: Text
    mend: Text
    judge: Judge

    @property
    def id(self) -> str:
        """The rule's name in reports, e.g. "L07"."""
        return f"L{self.number:02}"


_RULES: dict[int, Rule] = {}


def rule(number: int, severity: str, reference: str, title: Text, mend: Text) -> Callable[[Judge], Judge]:
    """Register a function as rule ``number``. Raises ValueError when the number is taken."""

    def register(judge: Judge) -> Judge:
        if number in _RULES:
            raise ValueError(f"rule {number} is {_RULES[number].judge.__name__} already")
        _RULES[number] = Rule(
            number=number, severity=Severity(severity), reference=reference, title=title, mend=mend, judge=judge
        )
        return judge

    return register


def registered() -> tuple[Rule, ...]:
    """All registered rules in the order of their numbers."""
    return tuple(_RULES[number] for number in sorted(_RULES))


def kind_of(purpose: Purpose) -> PurposeKind | None:
    """What the dictionary knows of this purpose; None for a purpose of no known kind."""
    return purpose_kinds().get(purpose.kind)


def has_trait(purpose: Purpose, trait: str) -> bool:
    """Whether the dictionary gives this purpose's kind the trait, e.g. "singles_out"."""
    kind = kind_of(purpose)
    return kind is not None and trait in kind.traits


def is_marketing(purpose: Purpose) -> bool:
    """Whether the purpose is direct marketing, as declared or by its kind (Art. 21(2))."""
    return purpose.marketing or has_trait(purpose, "marketing")


def device_use(purpose: Purpose) -> str:
    """What the purpose does on the device; where nothing is declared, what its kind does."""
    kind = kind_of(purpose)
    return kind.device if purpose.device.use == "none" and kind is not None else purpose.device.use


def category_of(item: Item) -> Category | None:
    """The dictionary's category of an item; None when it is not known."""
    return categories().get(item.category)


def kinds_in(item: Item) -> frozenset[str]:
    """The kinds of the item's category and of its parts: «account details» holds a credential."""
    category = category_of(item)
    if category is None:
        return frozenset()
    return frozenset({category.kind, *(categories()[leaf].kind for leaf in category.leaves)})


def leaves_of(purpose: Purpose) -> frozenset[str]:
    """The leaf categories of all items of a purpose."""
    return frozenset(leaf for item in purpose.items if category_of(item) for leaf in leaves(item.category))


def is_fiscal(purpose: Purpose) -> bool:
    """Whether the purpose keeps fiscal records: by its kind, or, where that is not known, by its items."""
    if kind_of(purpose) is not None:
        return has_trait(purpose, "fiscal")
    return any(category.fiscal for item in purpose.items if (category := category_of(item)))
