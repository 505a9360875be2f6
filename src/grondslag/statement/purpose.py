"""One processing purpose of a statement, with its data, ground, retention and recipients, as frozen values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Ground(StrEnum):
    """The six legal grounds of GDPR Art. 6(1)(a) to (f)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Role(StrEnum):
    """Controller (Art. 4(7)) or processor (Art. 4(8)); empty when the text does not say."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"
    THIRD_PARTY = "third_party"
    UNSTATED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One retention term: it runs through the last day of ``months`` after the event named ``after``.

    ``until_year_end`` counts from 31 December of the event's year. ``when`` limits it to a class of rows. ``law`` makes
    it a legal obligation, which licenses use only with ``use``. ``introduced`` (the day this term came into force)
    keeps it from older rows unless ``compatible`` gives the reason of Art. 6(4).
    """

    after: str
    months: int
    until_year_end: bool = False
    when: str = ""
    law: str = ""
    reason: str = ""
    use: bool = False
    introduced: date | None = None
    compatible: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period as the text promises it, e.g. 84 months when «the law requires it»; ``start`` is the event it names."""

    months: int
    condition: str = ""
    law: str = ""
    start: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The retention as published (Art. 13(2)(a)): the words, and what they amount to.

    ``period``: a length of time; ``criterion``: a decidable event; ``open``: «as long as necessary»; ``missing``: no
    retention given.
    """

    text: str = ""
    kind: Literal["period", "criterion", "open", "missing"] = "missing"
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One data item of a purpose: the label verbatim, and the dictionary category it means ("" when unknown).

    ``subject`` is whose data it is; ``special`` says whether special categories (Art. 9) or a BSN are addressed;
    ``protection`` how a credential is stored (e.g. "argon2id").
    """

    label: str
    category: str = ""
    subject: Literal["customer", "contact_person", "third_party"] = "customer"
    special: Literal["unknown", "no", "yes"] = "no"
    protection: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """The recipients field of one purpose (Art. 13(1)(e)): its printed label and the recipients it names.

    ``none_stated`` is True when the field says in words that there are none; an empty field is ``names == ()``.
    """

    label: str = ""
    names: tuple[str, ...] = ()
    role: Role = Role.UNSTATED
    none_stated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """What a purpose does on the terminal equipment (Telecommunicatiewet Art. 11.7a); None is unknown."""

    use: Literal["none", "functional", "limited_analytics", "tracking", "unknown"] = "none"
    ip_masked: bool | None = None
    cross_site: bool | None = None
    shared: bool | None = None
    user_id: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """One processing purpose (Art. 5(1)(b)) with its data, ground, retention and recipients.

    ``kind`` is the dictionary's purpose it was recognised as ("" when none), which gives its DPV term. ``version``
    rises when consent must be asked anew. ``active`` is False while the purpose may not be carried out at all.
    ``introduced`` and ``compatible`` work as in :class:`Term`. ``role`` is the controller's role for this purpose;
    ``processes_for`` names whom a processor acts for (Art. 28).
    """

    id: str
    group: str
    label: str
    items: tuple[Item, ...] = ()
    ground: Ground | None = None
    ground_text: str = ""
    interest: str = ""
    interest_holder: Literal["controller", "third_party", "society", ""] = ""
    interest_specific: bool = False
    balancing_test: str = ""
    promise: Promise = Promise()
    terms: tuple[Term, ...] = ()
    recipients: Recipients = Recipients()
    description: str = ""
    kind: str = ""
    channel: Literal["", "email", "web", "phone", "post"] = ""
    soft_opt_in: bool = False
    marketing: bool = False
    profiling_declared: bool = False
    publishes: bool = False
    joint_control_considered: bool = False
    device: Device = Device()
    active: bool = True
    internal: bool = False
    version: int = 1
    role: Role = Role.CONTROLLER
    processes_for: str = ""
    introduced: date | None = None
    compatible: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A named group of purposes, in the order of publication: I, II, …"""

    id: str
    label: str
