"""What the service costs: example figures, which are plainly synthetic and not an offer."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A way to take the service: euros a month without VAT, the documents in it, and euros for each one more."""

    name: Any
    about: Any
    monthly: Decimal
    documents: int
    each_more: Decimal


PLANS = (
    Plan(
        name=_("Letterbox"), about=_("For whoever sends an invoice now and then."),
        monthly=Decimal("0.00"), documents=10, each_more=Decimal("1.11"),
    ),
    Plan(
        name=_("Office"), about=_("For a company that invoices every week."),
        monthly=Decimal("11.11"), documents=100, each_more=Decimal("0.22"),
    ),
    Plan(
        name=_("Mailroom"), about=_("For an organisation with departments, mandates and an API."),
        monthly=Decimal("111.11"), documents=2000, each_more=Decimal("0.11"),
    ),
)  # fmt: skip
