"""A command that says why it needs no purpose."""

from django.core.management.base import BaseCommand

from facturis.guard.declare import Plain


class Command(BaseCommand):
    purpose = Plain("it only counts")
