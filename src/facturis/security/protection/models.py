"""The security log: what happened to an account, by user id and nothing else that tells who or from where."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard import append_only
from facturis.guard.declare import Link, Personal, Plain, Privacy

TABLE = "protection_securityentry"


class SecurityEntry(models.Model):
    """One entry; it is never changed, and goes twelve months later, or when its person is erased."""

    class Event(models.TextChoices):
        """What is worth knowing when an intrusion is looked into."""

        ACCOUNT_OPENED = "account_opened", _("Account opened")
        SIGNED_IN = "signed_in", _("Signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("Wrong password given")
        LOCKED_OUT = "locked_out", _("Locked out after too many wrong passwords")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("Signed out everywhere")
        RESET_ASKED = "reset_asked", _("New password asked for by mail")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        ACCOUNT_CLOSED = "account_closed", _("Account closed")
        ACCOUNT_REOPENED = "account_reopened", _("Account opened again")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="security_entries")
    event = models.CharField(max_length=30, choices=Event, db_default="")
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "user": Link(on_end="row"),
            "event": Personal("security_log", on_end="erased", erased="", immutable=True),
            "at": Plain("when it happened, from which the term runs"),
        },
        events={"seen": "at"},
        uses={"IV.B": "user"},
        since="at",
        source="automatic:security",
        triggers=append_only.triggers(TABLE),
    )

    class Meta:
        db_table = TABLE

    def __str__(self) -> str:
        return f"security entry {self.pk}"
