"""The steps of a path: how one row leads to another, as a datamap writes it."""

import re
from dataclasses import dataclass

_NAME = r"\w+(?:\.\w+)?"
_PAIR = re.compile(rf"^(?P<column>\w+)\s*(?P<how>[=~])\s*(?P<table>{_NAME})\.(?P<target>\w+)$")
_CONSTANT = re.compile(rf"^(?:(?P<table>{_NAME})\.)?(?P<column>\w+)\s*=\s*'(?P<value>[^']*)'$")
_AND = re.compile(r"\s+and\s+")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: ``column`` of the table at hand equals ``target`` of ``table``.

    ``alike`` compares as identifiers do, without case and outer spaces: «email ~ customer.email». ``more`` are further
    pairs of columns that must be equal (a composite key), ``here`` and ``there`` constants that columns of the table at
    hand and of ``table`` must have (a polymorphic reference). ``repeated``: the step is taken any number of times, or
    not at all, within one table: «parent_id = message.id *».
    """

    column: str
    table: str
    target: str
    alike: bool = False
    more: tuple[tuple[str, str], ...] = ()
    here: tuple[tuple[str, str], ...] = ()
    there: tuple[tuple[str, str], ...] = ()
    repeated: bool = False

    @classmethod
    def parse(cls, text: str) -> "Step":
        """Reads «order_id = orders.id», «email ~ customer.email», and what they are joined to by «and».

        Raises ValueError for anything else.
        """
        repeated = text.rstrip().endswith("*")
        pairs, constants = [], []
        for part in _AND.split(text.strip().removesuffix("*").strip()):
            pair, constant = _PAIR.match(part), _CONSTANT.match(part)
            if not (pair or constant):
                raise ValueError(
                    f"«{text}» is no step: write «column = table.column», or «~» to compare as identifiers do"
                )
            if pair:
                pairs.append(pair)
            elif constant:
                constants.append(constant)
        if not pairs or len({pair["table"] for pair in pairs}) > 1:
            raise ValueError(f"«{text}» is no step: it leads from columns of the table at hand to those of one other")
        first, *others = pairs
        if any(pair["how"] == "~" for pair in others):
            raise ValueError(f"«{text}»: only the first pair of a step may compare as identifiers do")
        table = first["table"]
        if strange := next((c["table"] for c in constants if c["table"] not in (None, table)), None):
            raise ValueError(f"«{text}»: {strange} is not where the step leads")
        return cls(
            first["column"],
            table,
            first["target"],
            first["how"] == "~",
            more=tuple((pair["column"], pair["target"]) for pair in others),
            here=tuple((c["column"], c["value"]) for c in constants if c["table"] is None),
            there=tuple((c["column"], c["value"]) for c in constants if c["table"] == table),
            repeated=repeated,
        )

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All pairs of columns that are equal: the table at hand's, and the other table's."""
        return ((self.column, self.target), *self.more)

    @property
    def plain(self) -> bool:
        """Whether the step is one pair of equal columns and nothing else."""
        return not (self.alike or self.more or self.here or self.there or self.repeated)

    def __str__(self) -> str:
        parts = [f"{self.column} {'~' if self.alike else '='} {self.table}.{self.target}"]
        parts += [f"{column} = {self.table}.{target}" for column, target in self.more]
        parts += [f"{column} = '{value}'" for column, value in self.here]
        parts += [f"{self.table}.{column} = '{value}'" for column, value in self.there]
        return " and ".join(parts) + (" *" if self.repeated else "")


def is_step(text: str) -> bool:
    """Whether a text reads as a step, as one with a name of a database that has a space in it does not."""
    try:
        Step.parse(text)
    except ValueError:
        return False
    return True


Path = tuple[Step, ...]
