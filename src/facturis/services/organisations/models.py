"""An organisation that is a customer, and the persons who act for it, each within a mandate."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from facturis.guard.declare import Event, Link, Personal, Plain, Privacy

KEY = Plain("a number of the database's own")


class Mandate(models.TextChoices):
    """What a person may do for an organisation; each mandate holds those before it."""

    READ = "read", _("Read: see agreements and documents")
    HAND_IN = "hand_in", _("Hand in: read, and hand in documents")
    APPROVE = "approve", _("Approve: hand in, and approve or sign what others handed in")
    OWNER = "owner", _("Owner: everything, agreements, details and people too")

    def allows(self, asked: "Mandate") -> bool:
        """Whether this mandate holds another."""
        mandates = list(type(self))
        return mandates.index(self) >= mandates.index(asked)


class Organisation(models.Model):
    """A customer that is an organisation. Its data are about ``owner``, who answers for it: often they are one.

    ``last_booked_on`` is the day of the last booking about it, and empty while it is a customer.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="organisations")
    company = models.CharField(_("Company name"), max_length=200, null=True)
    kvk_number = models.CharField(_("Trade register number (KvK)"), max_length=8, null=True, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, null=True, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, null=True, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, null=True, blank=True)
    street = models.CharField(_("Street and number"), max_length=200, null=True)
    postcode = models.CharField(_("Postcode"), max_length=20, null=True)
    city = models.CharField(_("Town"), max_length=100, null=True)
    country = models.CharField(_("Country"), max_length=2, null=True)
    customer_number = models.CharField(_("Customer number"), max_length=20, null=True)
    phone = models.CharField(_("Telephone number"), max_length=30, null=True, blank=True)
    email = models.EmailField(_("E-mail address for invoices"), null=True)
    customer_since = models.DateTimeField(auto_now_add=True)
    last_booked_on = models.DateField(null=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "owner": Link(party="became_customer"),
            "company": "company",
            "kvk_number": "kvk_number",
            "vat_number": "vat_number",
            "iban": "iban",
            "bic": "bic",
            "street": "billing_address",
            "postcode": "billing_address",
            "city": "billing_address",
            "country": "billing_address",
            "customer_number": "customer_number",
            "phone": "phone",
            "email": "email",
            "customer_since": Plain("the event at which the first agreement of the organisation began"),
            "last_booked_on": Plain("the event from which the term of the books runs"),
        },
        events={"became_customer": "customer_since", "booked": Event("last_booked_on", null="not_yet")},
        uses={"I.C": "owner", "I.D": "owner"},
        since="customer_since",
        source="subject:portal",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=[name]) for name in ("kvk_number", "vat_number", "iban")]

    def __str__(self) -> str:
        return f"organisation {self.pk}"


class Member(models.Model):
    """A person who acts for an organisation from ``since`` to ``until``, by whose will, and with which mandate.

    A mandate is an agreement of its own between who gives it and who accepts it (BW art. 3:60, 7:414).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    mandate = models.CharField(_("Mandate"), max_length=10, null=True, choices=Mandate)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mandates_given")
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)

    privacy = Privacy(
        columns={
            "id": KEY,
            "person": Link(party="began", on_end="row"),
            "organisation": Plain("the organisation that is acted for"),
            "mandate": Personal("agreement", about="person"),
            "given_by": Link(role="mention", party="began"),
            "since": Plain("the event at which the mandate began"),
            "until": Plain("the event from which the term runs"),
        },
        events={"began": "since", "contract_ended": Event("until", null="not_yet")},
        uses={"I.A": ("person", "given_by")},
        since="since",
        source="subject:portal",
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=models.Q(until__isnull=True), name="one_mandate_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
