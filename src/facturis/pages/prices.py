"""What the service costs: example figures, which are plainly synthetic and not an offer."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A way to take the service, by a code that lasts: euros a month without VAT, documents, euros for each more."""

    code: str
    name: Any
    about: Any
    monthly: Decimal
    documents: int
    each_more: Decimal


PLANS = (
    Plan(
        code="letterbox", name=_("Letterbox"), about=_("For whoever sends an invoice now and then."),
        monthly=Decimal("0.00"), documents=10, each_more=Decimal("1.11"),
    ),
    Plan(
        code="office", name=_("Office"), about=_("For a company that invoices every week."),
        monthly=Decimal("11.11"), documents=100, each_more=Decimal("0.22"),
    ),
    Plan(
        code="mailroom", name=_("Mailroom"), about=_("For an organisation with departments, mandates and an API."),
        monthly=Decimal("111.11"), documents=2000, each_more=Decimal("0.11"),
    ),
)  # fmt: skip


def plan(code: str | None) -> Plan | None:
    """The plan of this code, which agreements keep; None where there is none."""
    return next((each for each in PLANS if each.code == code), None)
