"""What is read from the security log."""

from django.db.models import QuerySet

from facturis.guard import statement
from facturis.security.protection.models import SecurityEntry


def entries(user: int | None) -> QuerySet[SecurityEntry]:
    """The entries about the person with this user id, the newest first; none about nobody."""
    return SecurityEntry.objects.filter(user_id=user).order_by("-at", "-id")


def months() -> int:
    """For how many months an entry is kept."""
    return max(term.months for term in statement.in_force().purpose("IV.B").terms)
