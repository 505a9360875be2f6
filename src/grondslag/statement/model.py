"""The privacy statement as frozen values: equality is content, nothing here opens a file.

Names follow the GDPR (controller, purpose, ground, recipient) and the W3C Data Privacy Vocabulary. A value that the
published text does not give is an empty string, an empty tuple, ``False`` or ``None``: never a guess.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from json import dumps
from typing import Literal

from grondslag.statement.purpose import Device, Ground, Group, Item, Period, Promise, Purpose, Recipients, Role, Term

__all__ = [
    "AutomatedDecision",
    "ChangeClause",
    "Contacts",
    "Controller",
    "CookieClaims",
    "Device",
    "EeaClaim",
    "Ground",
    "Group",
    "Item",
    "Link",
    "Mention",
    "Period",
    "Promise",
    "Purpose",
    "Recipient",
    "Recipients",
    "ResponsePromise",
    "Right",
    "RightKind",
    "Role",
    "SharingReason",
    "Source",
    "Statement",
    "Technique",
    "Term",
    "Transfer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """Who decides (Art. 4(7), 13(1)(a)). ``kvk`` is the 8-digit trade register number; ``zone`` an IANA name."""

    name: str = ""
    trade_name: str = ""
    legal_form: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"
    kvk: str = ""
    zone: str = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The addresses for questions, requests, complaints and the data protection officer (Art. 13(1)(a)-(b), 37(7))."""

    general: str = ""
    requests: str = ""
    complaints: str = ""
    officer_appointed: bool = False
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where data comes from (Art. 13, 14(2)(f)). ``named`` is True when a third party is told by name."""

    label: str
    kind: Literal["subject", "third_party", "automatic"]
    named: bool = False
    categories: tuple[str, ...] = ()
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A recipient told outside the purposes (Art. 13(1)(e)); ``purpose`` is the id it belongs to, "" if not told."""

    name: str
    kind: Literal["processor", "contract_party", "adviser", "takeover_candidate", "authority", "other"] = "other"
    role: Role = Role.UNSTATED
    country: str = ""
    definition: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingReason:
    """A reason for which data may be shared with third parties, as told in the text."""

    label: str
    kind: Literal["service", "law", "court", "own_rights", "legal_duty", "other"] = "other"
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Processing that the text tells of outside the list of purposes; ``purpose`` is the id it belongs to, or ""."""

    label: str
    kind: Literal["acquisition", "own_rights", "legal_duty", "automated_decision", "rights_requests", "other"] = "other"
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer outside the EEA (Art. 13(1)(f), 44-49). ``mechanism`` names the decision or safeguard relied on."""

    recipient: str
    country: str = ""
    mechanism: str = ""
    copy_means: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EeaClaim:
    """The promise that data stays in the European Economic Area, and its exceptions by recipient."""

    eea_only: bool = False
    exceptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Technique:
    """A cookie or similar technique (Telecommunicatiewet Art. 11.7a). ``lifetime_days`` None: not told."""

    name: str
    kind: Literal["cookie", "fingerprinting", "pixel", "local_storage", "automatic_tool", "other"] = "cookie"
    use: Literal["functional", "limited_analytics", "tracking", "unknown"] = "unknown"
    lifetime_days: int | None = None
    third_party_access: bool | None = None
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CookieClaims:
    """What the text claims about its techniques, and where the cookie statement stands."""

    only_necessary_or_quality: bool = False
    no_consent_needed: bool = False
    little_impact: bool = False
    harmless: bool = False
    statement_url: str = ""


class RightKind(StrEnum):
    """The rights of GDPR Art. 7(3), 15-18, 20-22 and 77."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    AUTOMATED_DECISION = "automated_decision"
    WITHDRAWAL = "withdrawal"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """One right as told: under which heading, with which conditions and preconditions.

    ``own_heading`` is False when it is told only inside another right's paragraph. ``precondition`` is one that the law
    does not know. ``told`` holds the parts that the text does tell, in fixed words: ``self_service``,
    ``conditions``, ``marketing``, ``consequence``, ``separate``, ``machine_readable``, ``direct_transfer``,
    ``common_format``, ``other_provider``, ``legal_scope``, ``human_review``, ``viewpoint``, ``contest``,
    ``not_subject``, ``past_unaffected``, ``loss_of_service``, ``loss_specific``, ``same_channel``.
    """

    kind: RightKind
    heading: str = ""
    own_heading: bool = False
    conditional: bool = False
    precondition: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePromise:
    """The answer to a request (Art. 12(3)-(6)). ``granted`` is True when granting, not only answering, is promised.

    ``told`` holds, in fixed words, what the text tells: ``without_delay``, ``reason``, ``complaint``, ``court``,
    ``extension``, ``identity``, ``free``.
    """

    months: int | None = None
    granted: bool = False
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomatedDecision:
    """Automated decisions (Art. 22, 13(2)(f)). ``connector`` is how the text joins the bases of Art. 22(2).

    ``told`` holds, in fixed words: ``types``, ``logic``, ``significance``, ``consequences``, ``safeguards``.
    """

    exists: bool = False
    bases: tuple[Literal["consent", "law", "contract"], ...] = ()
    connector: Literal["", "or", "and_or_and", "and", "and_or"] = ""
    explicit_consent: bool = False
    uses_profile: bool = False
    law_without_profile: bool = False
    purpose: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeClause:
    """How the text may change: told by notice (push), or only by advice to come and look (pull). WP260 ¶29-30."""

    may_change: bool = False
    push_notice: bool = False
    pull_advice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A hyperlink of the text; an empty target or "#" leads nowhere."""

    text: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One version of a privacy statement. ``version`` and ``in_force`` are empty when the text does not give them."""

    controller: Controller = Controller()
    contacts: Contacts = Contacts()
    version: str = ""
    in_force: date | None = None
    title: str = ""
    languages: tuple[str, ...] = ("nl",)
    groups: tuple[Group, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    sources: tuple[Source, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    sharing_reasons: tuple[SharingReason, ...] = ()
    mentions: tuple[Mention, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    eea: EeaClaim = EeaClaim()
    techniques: tuple[Technique, ...] = ()
    cookies: CookieClaims = CookieClaims()
    rights: tuple[Right, ...] = ()
    response: ResponsePromise = ResponsePromise()
    automated_decision: AutomatedDecision = AutomatedDecision()
    change: ChangeClause = ChangeClause()
    mandatory_told: bool = False
    authority: str = ""
    links: tuple[Link, ...] = ()
    defined_terms: tuple[str, ...] = ()
    used_terms: tuple[str, ...] = ()
    instruments: tuple[str, ...] = field(default=(), metadata={"about": "legal instruments and entities named"})

    def purpose(self, id: str) -> Purpose:
        """The purpose with this id, e.g. "I.D". Raises KeyError when the statement has none."""
        for purpose in self.purposes:
            if purpose.id == id:
                return purpose
        raise KeyError(id)

    @property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of everything but the version and its date: equal content, equal hash."""
        content = {key: value for key, value in asdict(self).items() if key not in ("version", "in_force")}
        return sha256(dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
