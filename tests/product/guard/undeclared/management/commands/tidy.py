"""A command that declares nothing."""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    pass
