"""A person, who is the data subject of the product and may have an account, and what secures it beside a password."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard.declare import Event, Link, Personal, Plain, Privacy


class Person(AbstractBaseUser):
    """A person with an account since ``joined_at``, until ``closed_at``; without an account where that is empty.

    The user id is the primary key, which is never given again.
    """

    username = models.CharField(
        _("Username"), max_length=60, unique=True, null=True, validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This username is taken: choose another.")},
    )  # fmt: skip
    password = models.CharField(_("Password"), max_length=128, db_default="")
    last_login = None  # the statement lists no times of sign-in under III.C; the security log has them, under IV.B
    email = models.EmailField(_("E-mail address"), null=True)
    name = models.CharField(_("Name"), max_length=200, null=True)
    street = models.CharField(_("Street and number"), max_length=200, null=True, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=20, null=True, blank=True)
    city = models.CharField(_("Town"), max_length=100, null=True, blank=True)
    country = models.CharField(_("Country"), max_length=100, null=True, blank=True)
    phone = models.CharField(_("Mobile number"), max_length=20, null=True, blank=True)
    language = models.CharField(_("Language"), max_length=2, null=True, choices=settings.LANGUAGES)
    statement = models.CharField(max_length=20, db_default="")
    made_at = models.DateTimeField(auto_now_add=True)
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["Person"]()

    privacy = Privacy(
        subject="person",
        identifiers={"username": "username", "email": "email"},
        columns={
            "id": Plain("a number of the database's own"),
            "username": Personal("username", about="self"),
            "password": Personal("password", about="self", on_end="erased", erased=""),
            "email": "email",
            "name": "name",
            "street": "address",
            "postcode": "address",
            "city": "address",
            "country": "address",
            "phone": "phone",
            "language": "language",
            "statement": Plain("the version of the statement that was shown at sign-up, the same for all of that time"),
            "made_at": Plain("when the row was made, which an erasure is compared with"),
            "joined_at": Plain("the event at which the agreement on the account began"),
            "closed_at": Plain("the event from which the term runs"),
        },
        # With the account go the ways in; who has agreements stays known as long as the last of these.
        links={"self": Link(party="joined"), "customer": Link(party="ordered")},
        events={
            "joined": Event("joined_at", null="not_yet"),
            "closed": Event("closed_at", null="not_yet"),
            "ordered": "agreements__started_at",
            "contract_ended": Event("agreements__ended_at", null="not_yet"),
        },
        uses={"III.C": "self", "I.A": "customer"},
        since="made_at",
        source="subject:account",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(joined_at__isnull=False, username__isnull=False),
                name="one_account_for_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"  # whoever logs it or lists it in a back office names nobody


# What secures an account lasts as long as it does.
_EVENTS = {"joined": Event("person__joined_at", null="not_yet"), "closed": Event("person__closed_at", null="not_yet")}


class Passkey(models.Model):
    """A passkey: its public key, and nothing that could sign in (W3C Web Authentication, Level 3)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="passkeys")
    name = models.CharField(_("Name of the passkey"), max_length=60, null=True)
    credential = models.CharField(max_length=1400, unique=True, null=True)  # base64url; 1023 bytes at most
    public_key = models.TextField(null=True)  # COSE, base64url
    counter = models.BigIntegerField(db_default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "person": Link(party="joined", on_end="row"),
            "name": "authenticator",
            "credential": "authenticator",
            "public_key": "authenticator",
            "counter": Personal("authenticator", on_end="erased", erased=0),
            "added_at": Plain("when the row was made, which an erasure is compared with"),
        },
        events=_EVENTS,
        uses={"III.C": "person"},
        since="added_at",
        source="subject:account",
    )

    def __str__(self) -> str:
        return f"passkey {self.pk}"


class CodeSource(models.Model):
    """What an app makes one-time codes of (RFC 6238), encrypted, and the number of the last code that was used."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="code_source")
    secret = models.CharField(max_length=300, null=True)
    used = models.BigIntegerField(db_default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "person": Link(party="joined", on_end="row"),
            "secret": "authenticator",
            "used": Personal("authenticator", on_end="erased", erased=0),
            "added_at": Plain("when the row was made, which an erasure is compared with"),
        },
        events=_EVENTS,
        uses={"III.C": "person"},
        since="added_at",
        source="automatic:account",
    )

    def __str__(self) -> str:
        return f"source of one-time codes {self.pk}"


class RecoveryCode(models.Model):
    """A code for who lost every other means, as a keyed hash; its row goes when it is used."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=64, null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    privacy = Privacy(
        columns={
            "id": Plain("a number of the database's own"),
            "person": Link(party="joined", on_end="row"),
            "digest": "authenticator",
            "made_at": Plain("when the row was made, which an erasure is compared with"),
        },
        events=_EVENTS,
        uses={"III.C": "person"},
        since="made_at",
        source="automatic:account",
    )

    def __str__(self) -> str:
        return f"recovery code {self.pk}"
