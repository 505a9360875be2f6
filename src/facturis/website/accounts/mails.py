"""Mails to whoever has an account, each in a language of the interface."""

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation


def send(name: str, to: str, language: str, room: str = "accounts", **values: object) -> None:
    """Sends the mail of a room's template, whose first line is the subject, from the address that the settings name."""
    with translation.override(language):
        subject, _, body = render_to_string(f"{room}/mail/{name}.txt", values).strip().partition("\n")
    send_mail(subject, body.strip() + "\n", None, [to])
