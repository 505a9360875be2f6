"""The security log, by user id and nothing else that tells who or from where, and the register of breaches."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard import append_only
from facturis.guard.declare import Link, Personal, Plain, Privacy

TABLE = "protection_securityentry"
REGISTER = "protection_incident"


class SecurityEntry(models.Model):
    """One entry; it is never changed, and goes twelve months later, or when its person is erased."""

    class Event(models.TextChoices):
        """What is worth knowing when an intrusion is looked into."""

        ACCOUNT_OPENED = "account_opened", _("Account opened")
        SIGNED_IN = "signed_in", _("Signed in")
        SIGN_IN_FAILED = "sign_in_failed", _("Wrong password given")
        LOCKED_OUT = "locked_out", _("Locked out after too many tries")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("Signed out everywhere")
        RESET_ASKED = "reset_asked", _("New password asked for by mail")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        EMAIL_CHANGED = "email_changed", _("E-mail address changed")
        ACCOUNT_CLOSED = "account_closed", _("Account closed")
        ACCOUNT_REOPENED = "account_reopened", _("Account opened again")
        SIGNED_IN_BY_PASSKEY = "signed_in_by_passkey", _("Signed in with a passkey")
        FACTOR_REFUSED = "factor_refused", _("Wrong code or passkey given")
        PASSKEY_ADDED = "passkey_added", _("Passkey added")
        PASSKEY_RENAMED = "passkey_renamed", _("Passkey renamed")
        PASSKEY_REMOVED = "passkey_removed", _("Passkey removed")
        APP_ADDED = "app_added", _("App for one-time codes added")
        APP_REMOVED = "app_removed", _("App for one-time codes removed")
        RECOVERY_MADE = "recovery_made", _("Recovery codes made")
        RECOVERY_USED = "recovery_used", _("Recovery code used")

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


class Incident(models.Model):
    """An entry of the register of breaches (GDPR Art. 33(5)): what happened, its effects, what was done about it.

    What becomes known later is an entry of its own that ``follows`` the first. None is ever changed.
    """

    class Source(models.TextChoices):
        """Who noticed it."""

        PERSON = "person", _("a person")
        LOCK_OUTS = "lock_outs", _("many accounts were locked out within an hour")

    WITHOUT_NAMES = _("It names nobody: how many people and what kinds of data, not whose.")

    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    source = models.CharField(max_length=20, choices=Source, default=Source.PERSON)
    noticed_at = models.DateTimeField()
    facts = models.TextField(_("What happened"), help_text=WITHOUT_NAMES)
    consequences = models.TextField(_("Its consequences"), help_text=WITHOUT_NAMES)
    measures = models.TextField(_("What was done about it"), help_text=WITHOUT_NAMES)
    notified_at = models.DateTimeField(null=True)
    not_notified = models.TextField(_("Why the authority is not told"), default="", help_text=WITHOUT_NAMES)
    written_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "follows": Plain("the entry about the same incident before it"),
            "source": Plain("which kind of source noticed it"),
            "noticed_at": Plain("when it became known, from which 72 hours run"),
            "facts": Plain("what happened, in words that name nobody"),
            "consequences": Plain("what follows from it, in words that name nobody"),
            "measures": Plain("what was done, in words that name nobody"),
            "notified_at": Plain("when the authority was told"),
            "not_notified": Plain("why it was not told, in words that name nobody"),
            "written_at": Plain("when the entry was made"),
        },
        triggers=append_only.triggers(REGISTER),
    )

    class Meta:
        db_table = REGISTER
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(notified_at__isnull=True) | models.Q(not_notified=""), name="told_or_why_not"
            )
        ]

    def __str__(self) -> str:
        return f"incident {self.pk}"
