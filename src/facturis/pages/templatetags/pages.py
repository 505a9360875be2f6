"""What the layout asks for on every page, also on one that is shown without a request, such as that of an error."""

from django import template
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.template import Context

from facturis.guard import statement
from facturis.pages.privacy import PER_PAGE
from grondslag.statement.model import Statement

register = template.Library()


@register.simple_tag
def statement_in_force() -> Statement:
    """The statement to which every page links."""
    return statement.in_force()


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> bool:
    """Whether the session names an account; nothing of that account is read."""
    request: HttpRequest | None = context.get("request")
    return SESSION_KEY in getattr(request, "session", ())


@register.simple_tag
def demonstration() -> bool:
    """Whether nothing that the product holds is real."""
    return bool(settings.FACTURIS_DEMO)


@register.filter
def amendment_page(number: int) -> int:
    """The page of the list on which the amendment with this number, from 1, stands."""
    return (number - 1) // PER_PAGE + 1
